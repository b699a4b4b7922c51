//! A wrapper drops no option.

use async_trait::async_trait;
use kei_router::{
    ChatRequest, EventStream, LlmError, LlmRouter, Message, ModelInfo, OnUnsupported, Provider,
    ReasoningConfig, ReasoningEffort, ResponseFormat, Timeouts, Tool, ToolChoice,
};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Keeps the requests that it gets.
#[derive(Clone, Default)]
struct Witness(Arc<Mutex<Vec<ChatRequest>>>);

#[async_trait]
impl Provider for Witness {
    fn name(&self) -> &str {
        "witness"
    }

    fn model(&self) -> &str {
        "own"
    }

    fn model_info(&self, _: &str) -> ModelInfo {
        ModelInfo::default()
    }

    async fn stream(&self, request: &ChatRequest) -> Result<EventStream, LlmError> {
        self.0.lock().expect("no panic").push(request.clone());
        Ok(Box::pin(futures_util::stream::empty()))
    }
}

fn full() -> ChatRequest {
    let tool = Tool { name: "f".into(), description: "d".into(), schema: serde_json::json!({}) };
    ChatRequest::new([Message::user("Hi"), Message::tool("c", "r")])
        .system("s")
        .tools([tool])
        .tool_choice(ToolChoice::Tool("f".into()))
        .parallel_tool_calls(false)
        .max_tokens(7)
        .temperature(0.5)
        .top_p(0.9)
        .stop(["x"])
        .seed(3)
        .reasoning(ReasoningConfig::Effort(ReasoningEffort::High))
        .response_format(ResponseFormat::Json)
        .service_tier("flex")
        .metadata("user_id", "u")
        .extra_body("k", 1)
        .extra_header("x-h", "v")
        .timeouts(Timeouts::default().idle(Duration::from_secs(1)))
        .on_unsupported(OnUnsupported::Error)
}

async fn seen(provider: &dyn Provider, witness: &Witness, request: &ChatRequest) -> ChatRequest {
    drop(provider.stream(request).await.expect("a stream"));
    witness.0.lock().expect("no panic").pop().expect("a request")
}

#[tokio::test]
async fn pointers_and_the_model_override_forward_every_option() {
    let witness = Witness::default();
    let request = full().model("named");
    let arc: Arc<dyn Provider> = Arc::new(witness.clone());
    let boxed: Box<dyn Provider> = Box::new(witness.clone());
    assert_eq!(seen(&arc, &witness, &request).await, request);
    assert_eq!(seen(&boxed, &witness, &request).await, request);

    let mut router = LlmRouter::new();
    assert_eq!(router.register(Box::new(witness.clone())), "witness");
    let other = router.pick("witness/other").expect("registered");
    assert_eq!(seen(&other, &witness, &request).await, request, "a named model stays");
    assert_eq!(seen(&other, &witness, &full()).await, full().model("other"));
}

#[tokio::test]
async fn the_sugar_goes_through_stream() {
    let witness = Witness::default();
    let tool = Tool { name: "f".into(), description: "d".into(), schema: serde_json::json!({}) };
    let messages = [Message { role: "user".into(), content: "hi".into() }];
    let stream = witness.stream_message("s", &messages, Some(&[tool])).await;
    assert!(stream.is_ok());
    let request = witness.0.lock().expect("no panic").pop().expect("a request");
    assert_eq!((&*request.system, request.tools.len()), ("s", 1));
    let error = witness.complete(&full()).await.expect_err("an empty stream is no reply");
    assert_eq!(error.kind(), kei_router::ErrorKind::Truncated);
    assert_eq!(witness.0.lock().expect("no panic").pop(), Some(full()));
}
