//! OpenAI: what its stream and its refusals become, and whether its requests are legal.

use crate::chat::{TURN, play};
use http::{HeaderName, HeaderValue, StatusCode};
use kei_router_core::codec::Codec;
use kei_router_core::transport::Transport;
use kei_router_core::{
    ChatRequest, ErrorKind, LlmError, Message, Part, PartKind, Provider, Reply, Scope, StreamEvent,
    Tool, ToolChoice,
};
use kei_router_openai::{OpenAi, OpenAiProvider};
use kei_router_testkit::suite::Suite;
use kei_router_testkit::{Replay, ReplayTransport, Script, Sim};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

fn over(transport: Arc<dyn Transport>) -> OpenAiProvider {
    let builder = OpenAiProvider::with_codec(OpenAi::chat()).vars(|_| None).api_key("sk-secret");
    builder.transport(transport).build()
}

async fn complete(answer: Replay) -> Result<Reply, LlmError> {
    let provider = over(Arc::new(ReplayTransport::new(answer)));
    provider.complete(&ChatRequest::new([Message::user("hi")])).await
}

/// The same with one finish reason in it: the suite takes any for the proof of a whole reply, an
/// empty one and another choice's too.
fn one_reason() -> String {
    let is_first = |event: &&str| !event.contains("another choice");
    let events = TURN.split_inclusive("\n\n").filter(is_first).collect::<String>();
    events.replace("\"finish_reason\":\"\"", "\"finish_reason\":null")
}

#[tokio::test]
async fn the_contract_holds_for_a_turn_with_everything() {
    let build = |transport: Arc<dyn Transport>| Box::new(over(transport)) as Box<dyn Provider>;
    let codec = OpenAi::chat();
    let suite = Suite::new(codec.descriptor(), &build).fixture("everything", one_reason());
    let report = suite.run().await;
    assert!(report.is_ok(), "{report}");
    assert!(report.compared > 1_000, "{}", report.compared);
}

#[tokio::test]
async fn a_turn_is_read_whole() {
    let body = TURN.replace("m-1", "gpt-6.1-sol-2026-10-01");
    // A tier that nobody knows leaves no cost.
    let odd = complete(Replay::sse(body.clone())).await.expect("a whole reply");
    assert_eq!(odd.finish.cost, None);
    let body = body.replace(r#""service_tier":"odd""#, r#""service_tier":"default""#);
    let reply = complete(Replay::sse(body)).await.expect("a whole reply");
    let finish = &reply.finish;
    assert_eq!((finish.reason.as_str(), finish.reason.word.as_str()), ("tool_use", "tool_calls"));
    assert_eq!(
        (finish.model.as_str(), finish.id.as_deref()),
        ("gpt-6.1-sol-2026-10-01", Some("c-1"))
    );
    let usage = finish.usage;
    assert_eq!((usage.input, usage.output, usage.reasoning), (Some(60), Some(89), Some(7)));
    assert_eq!((usage.cache_read, usage.cache_write), (Some(30), Some(20)));
    // $2, $10, $0.10 and $2.50 per million tokens; one dollar is 100 micro-cents a token.
    assert_eq!(finish.cost, Some(10 * 200 + 89 * 1_000 + 30 * 10 + 20 * 250));
    assert_eq!(reply.text(), "Let me é 🌊");
    let calls: Vec<_> =
        reply.tool_calls().map(|call| (call.call_id.as_str(), call.json())).collect();
    assert_eq!(calls, [("call_1", "{\"city\": \"Köln\"}"), ("call_2", "{}")]);
    let is_reasoning = |part: &Part| matches!(part.kind, PartKind::Reasoning(_));
    assert!(is_reasoning(&finish.message.content.parts()[0]));
    assert_eq!(reply.started.model.as_deref(), Some("gpt-6.1-sol-2026-10-01"));
}

#[tokio::test]
async fn a_turn_goes_back_as_the_wire_wants_it() {
    let reply = complete(Replay::sse(TURN)).await.expect("a whole reply");
    let transport = Arc::new(ReplayTransport::new(Replay::sse(TURN)));
    let results = vec![Part::tool_result("call_1", "rain"), Part::tool_error("call_2", "late")];
    let request = ChatRequest::new([
        Message::user("hi"),
        reply.finish.message,
        Message { role: "tool".into(), content: results.into() },
    ]);
    let second = over(transport.clone()).complete(&request).await.expect("a whole reply");
    assert_eq!(second.warnings[0].subject, "reasoning");
    let sent = transport.requests().remove(0);
    let function = |id: &str, name: &str, arguments: &str| json!({"id": id, "type": "function", "function": {"name": name, "arguments": arguments}});
    let calls =
        [function("call_1", "weather", "{\"city\": \"Köln\"}"), function("call_2", "now", "{}")];
    let wanted = json!([
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": "Let me é 🌊", "tool_calls": calls},
        {"role": "tool", "tool_call_id": "call_1", "content": "rain"},
        {"role": "tool", "tool_call_id": "call_2", "content": "Error: late"},
    ]);
    assert_eq!(sent.json["messages"], wanted);
    assert_eq!(sent.uri, "https://api.openai.com/v1/chat/completions");
    assert_eq!(sent.header("authorization"), Some("Bearer sk-secret"));
}

#[tokio::test]
async fn a_conversation_with_tools_is_legal_on_the_wire() {
    let first = Script::new().say("Let me see.").call("call_1", "weather", r#"{"city":"Oslo"}"#);
    let script = Script::turns([first, Script::text("It rains.")]);
    let sim = Sim::start(OpenAi::chat().descriptor(), script).await;
    let provider = OpenAiProvider::with_endpoint("sk".into(), "gpt-6-sol".into(), sim.endpoint());
    let schema = json!({"properties": {"city": {"type": "string"}}});
    let tool = Tool { name: "weather".into(), description: "now".into(), schema };
    let mut request = ChatRequest::new([Message::user("Weather in Oslo?")])
        .system("Be brief.")
        .tools([tool])
        .tool_choice(ToolChoice::Required)
        .parallel_tool_calls(false)
        .max_tokens(99);
    let turn = provider.complete(&request).await.expect("the first turn");
    let call = turn.tool_calls().next().expect("a call").clone();
    assert_eq!((turn.finish.reason.as_str(), call.name.as_str()), ("tool_use", "weather"));
    request = request.message(turn.finish.message).message(Message::tool(call.call_id, "rain"));
    let last = provider.complete(&request).await.expect("the last turn");
    assert_eq!((last.text().as_ref(), last.finish.reason.as_str()), ("It rains.", "stop"));
}

#[tokio::test]
async fn a_429_is_what_its_code_says() {
    let rows = [
        ("insufficient_quota", "credit_balance_exhausted", ErrorKind::QuotaExhausted, false),
        ("rate_limit_error", "slow_down", ErrorKind::RateLimit, true),
    ];
    for (kind, code, wanted, retryable) in rows {
        let body = json!({"error": {"message": "m", "type": kind, "param": null, "code": code}});
        let wait = (HeaderName::from_static("retry-after"), HeaderValue::from_static("7"));
        let answer = Replay::json(StatusCode::TOO_MANY_REQUESTS, body.to_string());
        let error = complete(answer.header(wait.0, wait.1)).await.expect_err("a refusal");
        assert_eq!((error.kind(), error.is_retryable()), (wanted, retryable), "{code}");
        assert_eq!((error.code(), error.scope()), (Some(code), Scope::Key));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
        assert_eq!(error.provider(), Some("openai"));
    }
}

#[tokio::test]
async fn an_error_under_status_200_is_the_same_error() {
    let body = r#"{"error":{"message":"m","code":"rate_limit_exceeded"}}"#;
    let whole = complete(Replay::json(StatusCode::OK, body)).await.expect_err("a refusal");
    assert_eq!(whole.kind(), ErrorKind::RateLimit);
    let cut = TURN.find("event: sparkle").unwrap();
    let body = format!("{}data: {body}\n\ndata: [DONE]\n\n", &TURN[..cut]);
    let error = complete(Replay::sse(body)).await.expect_err("an error in mid-stream");
    assert_eq!((error.kind(), error.status()), (ErrorKind::RateLimit, None));
    assert_eq!(error.partial().unwrap().message.content.text(), "Let me é 🌊");
}

#[test]
fn done_without_a_reason_is_whole_at_a_custom_endpoint_only() {
    let cut = TURN.find("event: sparkle").unwrap();
    let body = format!("{}data: [DONE]\n\n", &TURN[..cut]);
    let ends = |custom| play(OpenAi::chat(), custom, Replay::sse(body.clone())).unwrap().pop();
    assert!(matches!(ends(true), Some(Ok(StreamEvent::Done))));
    assert_eq!(ends(false).unwrap().unwrap_err().kind(), ErrorKind::Truncated);
}

#[tokio::test]
async fn a_base_url_of_the_environment_is_used() {
    let rows = [
        (
            "OPENAI_BASE_URL",
            "https://proxy.example/v1",
            "https://proxy.example/v1/chat/completions",
        ),
        ("OPENAI_ENDPOINT", "https://proxy.example/x", "https://proxy.example/x/chat/completions"),
    ];
    for (name, given, wanted) in rows {
        let transport = Arc::new(ReplayTransport::new(Replay::sse(TURN)));
        let vars = move |var: &str| match var {
            "OPENAI_API_KEY" => Some(" sk-env\n".to_owned()),
            "OPENAI_MODEL" => Some("gpt-6-luna".to_owned()),
            other => (other == name).then(|| given.to_owned()),
        };
        let provider = OpenAiProvider::builder().vars(vars).transport(transport.clone()).build();
        assert_eq!(provider.model(), "gpt-6-luna");
        provider.complete(&ChatRequest::new([Message::user("hi")])).await.expect("a reply");
        let sent = transport.requests().remove(0);
        assert_eq!(sent.uri, wanted, "{name}");
        assert_eq!(sent.header("authorization"), Some("Bearer sk-env"));
        assert_eq!(sent.json["model"], "gpt-6-luna");
    }
}
