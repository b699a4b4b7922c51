//! Kimi: what its stream and its refusals become, and whether its requests are legal.

use crate::chat::play;
use kei_router_core::codec::Codec;
use kei_router_core::transport::Transport;
use kei_router_core::{ChatRequest, ErrorKind, LlmError, Message, Provider, StreamEvent, Tool};
use kei_router_kimi::KimiProvider;
use kei_router_testkit::suite::Suite;
use kei_router_testkit::{Chunking, Replay, ReplayTransport, Script, Sim};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// A turn as Kimi sends it: reasoning first, the usage inside the choice.
const TURN: &str = r#"data: {"id":"cmpl-1","object":"chat.completion.chunk","created":1,"model":"kimi-k2.6","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"system_fingerprint":"fpv0_1"}

data: {"id":"cmpl-1","model":"kimi-k2.6","choices":[{"index":0,"delta":{"reasoning_content":"Wetter in Köln"},"finish_reason":null}]}

data: {"id":"cmpl-1","model":"kimi-k2.6","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"weather:0","type":"function","function":{"name":"weather","arguments":""}}]},"finish_reason":null}]}

data: {"id":"cmpl-1","model":"kimi-k2.6","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":\"Köln\"}"}}]},"finish_reason":null}]}

data: {"id":"cmpl-1","model":"kimi-k2.6","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls","usage":{"prompt_tokens":50,"completion_tokens":20,"total_tokens":70,"cached_tokens":40,"completion_tokens_details":{"reasoning_tokens":9}}}]}

data: [DONE]

"#;

fn over(transport: Arc<dyn Transport>) -> KimiProvider {
    KimiProvider::builder().vars(|_| None).api_key("sk-kimi").transport(transport).build()
}

#[tokio::test]
async fn the_contract_holds_for_a_turn_with_everything() {
    let build = |transport: Arc<dyn Transport>| Box::new(over(transport)) as Box<dyn Provider>;
    let codec = kei_router_kimi::codec();
    let report = Suite::new(codec.descriptor(), &build).fixture("tools", TURN).run().await;
    assert!(report.is_ok(), "{report}");
    assert!(report.compared > 1_000, "{}", report.compared);
}

#[tokio::test]
async fn a_turn_is_read_and_goes_back_with_its_reasoning() {
    let transport = Arc::new(ReplayTransport::new(Replay::sse(TURN)));
    let provider = over(transport.clone());
    let hello = ChatRequest::new([Message::user("Wetter?")]);
    let turn = provider.complete(&hello).await.expect("a whole reply");
    let usage = turn.finish.usage;
    assert_eq!((usage.input, usage.output, usage.cache_read), (Some(50), Some(20), Some(40)));
    // $0.95, $4 and $0.16 per million tokens; one dollar is 100 micro-cents a token.
    assert_eq!(turn.finish.cost, Some(10 * 95 + 20 * 400 + 40 * 16));
    assert_eq!(turn.finish.reason.as_str(), "tool_use");
    let result = Message::tool("weather:0", "rain");
    let again = hello.message(turn.finish.message).message(result);
    let second = provider.complete(&again).await.expect("a whole reply");
    assert!(second.warnings.is_empty(), "{:?}", second.warnings);
    let sent = &transport.requests()[1].json["messages"];
    let function = json!({"name": "weather", "arguments": "{\"city\":\"Köln\"}"});
    let wanted = json!({
        "role": "assistant",
        "reasoning_content": "Wetter in Köln",
        "tool_calls": [{"id": "weather:0", "type": "function", "function": function}],
    });
    assert_eq!(sent[1], wanted);
}

#[test]
fn nothing_but_done_proves_a_reply_whole() {
    let done = TURN.find("data: [DONE]").unwrap();
    for custom in [false, true] {
        let mut items = play(kei_router_kimi::codec(), custom, Replay::sse(&TURN[..done])).unwrap();
        let error = items.pop().unwrap().expect_err("no [DONE] came");
        assert_eq!(error.kind(), ErrorKind::Truncated);
        let partial = error.partial().unwrap();
        assert_eq!((partial.usage.input, partial.cost.is_some()), (Some(50), true));
        let whole = Replay::sse(TURN).chunking(Chunking::Every(1));
        let last = play(kei_router_kimi::codec(), custom, whole).unwrap().pop();
        assert!(matches!(last, Some(Ok(StreamEvent::Done))));
    }
}

#[tokio::test]
async fn a_usage_may_stand_at_the_top_as_well() {
    let trailer = r#"data: {"choices":[],"usage":{"prompt_tokens":50,"completion_tokens":20,"cached_tokens":40}}

data: [DONE]"#;
    let items =
        play(kei_router_kimi::codec(), false, Replay::sse(TURN.replace("data: [DONE]", trailer)));
    let usages =
        items.unwrap().into_iter().filter(|item| matches!(item, Ok(StreamEvent::Usage(_))));
    assert_eq!(usages.count(), 1);
}

#[tokio::test]
async fn a_conversation_with_tools_is_legal_on_the_wire() {
    let first = Script::new().reason(["Which", " city?"]).call("weather:0", "weather", "{}");
    let script = Script::turns([first, Script::text("It rains.")]);
    let sim = Sim::start(kei_router_kimi::codec().descriptor(), script).await;
    let provider = KimiProvider::with_endpoint("sk".into(), "kimi-k2.6".into(), sim.endpoint());
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}});
    let tool = Tool { name: "weather".into(), description: "now".into(), schema };
    let request = ChatRequest::new([Message::user("Weather?")]).tools([tool]).system("Be brief.");
    let turn = provider.complete(&request).await.expect("the first turn");
    let request = request.message(turn.finish.message).message(Message::tool("weather:0", "rain"));
    let last = provider.complete(&request).await.expect("the last turn");
    assert_eq!(last.text(), "It rains.");
}

async fn refusal(kind: &str, message: &str) -> LlmError {
    let body = json!({"error": {"type": kind, "message": message}}).to_string();
    let answer = Replay::json(http::StatusCode::TOO_MANY_REQUESTS, body);
    let provider = over(Arc::new(ReplayTransport::new(answer)));
    let request = ChatRequest::new([Message::user("hi")]);
    provider.complete(&request).await.expect_err("a refusal")
}

#[tokio::test]
async fn three_kinds_of_429_are_told_apart() {
    let error = refusal("rate_limit_reached_error", "x, please try again after 3 seconds").await;
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::RateLimit, true));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
    let error = refusal("engine_overloaded_error", "x").await;
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::ServiceUnavailable, true));
    let error = refusal("exceeded_current_quota_error", "x").await;
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::QuotaExhausted, false));
}

#[tokio::test]
async fn moonshots_variables_stand_in_for_kimis() {
    let rows = [
        (
            "KIMI_BASE_URL",
            "https://api.moonshot.cn/v1",
            "https://api.moonshot.cn/v1/chat/completions",
        ),
        ("MOONSHOT_ENDPOINT", "https://x.example", "https://x.example/v1/chat/completions"),
        (
            "MOONSHOT_BASE_URL",
            "https://api.kimi.com/coding/v1",
            "https://api.kimi.com/coding/v1/chat/completions",
        ),
    ];
    for (name, given, wanted) in rows {
        let vars = move |var: &str| match var {
            "KIMI_API_KEY" => Some(String::new()),
            "MOONSHOT_API_KEY" => Some("sk-moonshot".to_owned()),
            "MOONSHOT_MODEL" => Some("kimi-k3".to_owned()),
            other => (other == name).then(|| given.to_owned()),
        };
        let transport = Arc::new(ReplayTransport::new(Replay::sse(TURN)));
        let provider = KimiProvider::builder().vars(vars).transport(transport.clone()).build();
        assert_eq!(provider.model(), "kimi-k3");
        provider.complete(&ChatRequest::new([Message::user("hi")])).await.expect("a reply");
        let sent = transport.requests().remove(0);
        assert_eq!(sent.header("authorization"), Some("Bearer sk-moonshot"));
        assert_eq!(sent.uri, wanted, "{name}");
    }
}
