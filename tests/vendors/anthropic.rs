//! Anthropic: what its stream and its refusals become, and whether its requests are legal.

use kei_router_anthropic::{Anthropic, AnthropicProvider};
use kei_router_core::codec::Codec;
use kei_router_core::transport::Transport;
use kei_router_core::{
    ChatRequest, ErrorKind, LlmError, Message, Part, PartKind, Provider, ReasoningConfig,
    ReasoningEffort, Reply, Scope, StreamEvent, Tool,
};
use kei_router_testkit::laws::{self, Item};
use kei_router_testkit::suite::Suite;
use kei_router_testkit::{Chunking, Replay, ReplayTransport, Script, Sim};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// Everything that a turn can hold: reasoning in clear and encrypted, text in two blocks with a
/// citation between, a server's tool, two calls (one without arguments), a ping, padding, an
/// unknown event, and counts of every kind.
const TURN: &str = r#"event: message_start
data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[],"stop_reason":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":15,"ephemeral_1h_input_tokens":5},"output_tokens":1}}}

event: content_block_start
data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

event: ping
data: {"type": "ping"}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm, Größe"}   }

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}

event: content_block_stop
data: {"type":"content_block_stop","index":0 }

event: content_block_start
data: {"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"ZGF0YQ=="}}

event: content_block_stop
data: {"type":"content_block_stop","index":1}

event: content_block_start
data: {"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}

event: content_block_delta
data: {"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"Let me \u00e9 \ud83c\udf0a"}     }

event: sparkle
data: not even JSON

event: content_block_delta
data: {"type":"content_block_delta","index":2,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://example.org/","title":"E","cited_text":"c","encrypted_index":"x"}}}

event: content_block_stop
data: {"type":"content_block_stop","index":2}

event: content_block_start
data: {"type":"content_block_start","index":3,"content_block":{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}}

event: content_block_delta
data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\"query\":\"q\"}"}}

event: content_block_stop
data: {"type":"content_block_stop","index":3}

event: content_block_start
data: {"type":"content_block_start","index":4,"content_block":{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[]}}

event: content_block_stop
data: {"type":"content_block_stop","index":4}

event: content_block_start
data: {"type":"content_block_start","index":5,"content_block":{"type":"tool_use","id":"toolu_1","name":"weather","input":{}}}

event: content_block_delta
data: {"type":"content_block_delta","index":5,"delta":{"type":"input_json_delta","partial_json":""}}

event: content_block_delta
data: {"type":"content_block_delta","index":5,"delta":{"type":"input_json_delta","partial_json":"{\"city\":"}}

event: content_block_delta
data: {"type":"content_block_delta","index":5,"delta":{"type":"input_json_delta","partial_json":" \"Köln\"}"}}

event: content_block_stop
data: {"type":"content_block_stop","index":5}

event: content_block_start
data: {"type":"content_block_start","index":6,"content_block":{"type":"tool_use","id":"toolu_2","name":"now"}}

event: content_block_delta
data: {"type":"content_block_delta","index":6,"delta":{"type":"input_json_delta","partial_json":""}}

event: content_block_stop
data: {"type":"content_block_stop","index":6}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":89,"output_tokens_details":{"thinking_tokens":7}}   }

event: message_stop
data: {"type":"message_stop"          }

"#;

fn over(transport: Arc<dyn Transport>) -> AnthropicProvider {
    AnthropicProvider::builder().api_key("sk-ant-secret").transport(transport).build()
}

async fn ask(answer: Replay) -> Result<Vec<Item>, LlmError> {
    let provider = over(Arc::new(ReplayTransport::new(answer)));
    let stream = provider.stream(&ChatRequest::new([Message::user("hi")])).await?;
    let collected = laws::collect(stream).await;
    collected.check().unwrap_or_else(|broken| panic!("{broken:?}"));
    Ok(collected.items)
}

async fn refusal(answer: Replay) -> LlmError {
    ask(answer).await.expect_err("it is refused before the stream")
}

async fn complete(answer: Replay) -> Reply {
    let provider = over(Arc::new(ReplayTransport::new(answer)));
    provider.complete(&ChatRequest::new([Message::user("hi")])).await.expect("a whole reply")
}

/// The same, with a gateway's end, and without what is kept verbatim: the suite adds unknown
/// members everywhere, and demands that they change nothing.
fn turn_without_records() -> String {
    let verbatim = ["citations_delta", "\"index\":3", "\"index\":4"];
    let is_read = |event: &&str| !verbatim.iter().any(|word| event.contains(word));
    let events = TURN.split_inclusive("\n\n").filter(is_read).collect::<String>();
    events + "event: data\ndata: [DONE]\n\n"
}

#[tokio::test]
async fn the_contract_holds_for_a_turn_with_everything() {
    let build = |transport: Arc<dyn Transport>| Box::new(over(transport)) as Box<dyn Provider>;
    let codec = Anthropic::default();
    let suite = Suite::new(codec.descriptor(), &build);
    let report = suite.fixture("everything", turn_without_records()).run().await;
    assert!(report.is_ok(), "{report}");
    assert!(report.compared > 1_000, "{}", report.compared);
}

#[tokio::test]
async fn a_turn_is_read_whole() {
    let reply = complete(Replay::sse(TURN)).await;
    let finish = &reply.finish;
    assert_eq!((finish.reason.as_str(), finish.reason.word.as_str()), ("tool_use", "tool_use"));
    assert_eq!((finish.model.as_str(), finish.id.as_deref()), ("claude-sonnet-5-5", Some("msg_1")));
    let usage = finish.usage;
    assert_eq!((usage.input, usage.output, usage.reasoning), (Some(60), Some(89), Some(7)));
    assert_eq!((usage.cache_read, usage.cache_write), (Some(30), Some(20)));
    assert_eq!(usage.cache_write_1h, Some(5));
    // $2, $10, $0.10, $2.50 and $4 per million tokens; one dollar is 100 micro-cents a token.
    assert_eq!(finish.cost, Some(10 * 200 + 89 * 1_000 + 30 * 10 + 15 * 250 + 5 * 400));
    let kinds = finish.message.content.parts().iter().map(|part| match &part.kind {
        PartKind::Reasoning(_) => 'r',
        PartKind::Text { .. } => 't',
        PartKind::Opaque(_) => 'o',
        PartKind::ToolCall(_) => 'c',
        _ => '?',
    });
    assert_eq!(kinds.collect::<String>(), "rrtoocc");
    assert_eq!(reply.text(), "Let me é 🌊");
    assert_eq!(reply.citations[0].url.as_deref(), Some("https://example.org/"));
    let arguments: Vec<_> = reply.tool_calls().map(|call| call.json()).collect();
    assert_eq!(arguments, ["{\"city\": \"Köln\"}", "{}"]);
}

#[tokio::test]
async fn a_turn_goes_back_as_it_came() {
    let reply = complete(Replay::sse(TURN)).await;
    let transport = Arc::new(ReplayTransport::new(Replay::sse(TURN)));
    let results = vec![Part::tool_result("toolu_1", "rain"), Part::tool_error("toolu_2", "late")];
    let request = ChatRequest::new([
        Message::user("hi"),
        reply.finish.message,
        Message { role: "tool".into(), content: results.into() },
    ]);
    over(transport.clone()).complete(&request).await.expect("a whole reply");
    let sent = transport.requests().remove(0).json;
    assert_eq!(
        sent["messages"][1]["content"],
        json!([
            {"type": "thinking", "thinking": "Hm, Größe", "signature": "c2ln"},
            {"type": "redacted_thinking", "data": "ZGF0YQ=="},
            {"type": "text", "text": "Let me é 🌊", "citations": [
                {"type": "web_search_result_location", "url": "https://example.org/",
                 "title": "E", "cited_text": "c", "encrypted_index": "x"},
            ]},
            {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search",
             "input": {"query": "q"}},
            {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": []},
            {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {"city": "Köln"}},
            {"type": "tool_use", "id": "toolu_2", "name": "now", "input": {}},
        ])
    );
    assert_eq!(sent["messages"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn every_cut_is_the_same_turn_and_every_truncation_an_error() {
    let events = |items: Vec<Item>| items.into_iter().map(|i| i.unwrap()).collect::<Vec<_>>();
    let crlf = TURN.replace('\n', "\r\n");
    let whole = events(ask(Replay::sse(TURN).chunking(Chunking::Whole)).await.unwrap());
    for chunking in [Chunking::Every(1), Chunking::Every(3), Chunking::Events] {
        for body in [TURN.to_owned(), crlf.clone()] {
            let cut = ask(Replay::sse(body).chunking(chunking.clone())).await.unwrap();
            assert_eq!(events(cut), whole);
        }
    }
    let proof = TURN.rfind("event: message_stop").unwrap();
    for end in (1..proof).step_by(7).filter(|end| TURN.is_char_boundary(*end)) {
        let mut items = ask(Replay::sse(TURN[..end].to_owned())).await.unwrap();
        let error = items.pop().unwrap().expect_err("it is not whole");
        assert_eq!(error.kind(), ErrorKind::Truncated, "at byte {end}");
        let text: String = items
            .iter()
            .filter_map(|item| match item.as_ref().unwrap() {
                StreamEvent::Token(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(error.partial().unwrap().message.content.text(), text);
    }
}

#[tokio::test]
async fn a_conversation_with_tools_is_legal_on_the_wire() {
    let first = Script::new().reason(["Which", " city?"]).say("Let me see.").call(
        "toolu_1",
        "weather",
        r#"{"city":"Oslo"}"#,
    );
    let script = Script::turns([first, Script::text("It rains.")]);
    let sim = Sim::start(Anthropic::default().descriptor(), script).await;
    let model = "claude-sonnet-5-5".to_owned();
    let provider = AnthropicProvider::with_endpoint("sk-ant".into(), model, sim.endpoint());
    let schema = json!({"properties": {"city": {"type": "string"}}});
    let tool = Tool { name: "weather".into(), description: "now".into(), schema };
    let mut request = ChatRequest::new([Message::user("Weather in Oslo?")])
        .tools([tool])
        .reasoning(ReasoningConfig::Effort(ReasoningEffort::High))
        .temperature(0.2)
        .seed(7);
    let turn = provider.complete(&request).await.expect("the first turn");
    let call = turn.tool_calls().next().expect("a call").clone();
    assert_eq!((turn.finish.reason.as_str(), call.name.as_str()), ("tool_use", "weather"));
    assert_eq!(turn.warnings.len(), 2, "{:?}", turn.warnings);
    request = request.message(turn.finish.message).message(Message::tool(call.call_id, "rain"));
    let last = provider.complete(&request).await.expect("the last turn");
    assert_eq!(last.text(), "It rains.");
    assert_eq!(last.finish.reason.as_str(), "stop");
}

#[tokio::test]
async fn a_spend_limit_is_no_rate_limit() {
    let body = r#"{"type":"error","error":{"type":"rate_limit_error","message":"m",
        "details":{"error_code":"enforced_spend_limit_reached"}},"request_id":"req_1"}"#;
    let error = refusal(Replay::json(http::StatusCode::TOO_MANY_REQUESTS, body)).await;
    assert!(matches!(error, LlmError::QuotaExhausted(_)), "{error}");
    assert!(!error.is_retryable());
    assert_eq!(error.scope(), Scope::Key);
    assert_eq!(error.code(), Some("enforced_spend_limit_reached"));
    assert_eq!((error.request_id(), error.status()), (Some("req_1"), Some(429)));
}

#[tokio::test]
async fn refusals_are_typed() {
    let table = [
        (400, "invalid_request_error", ErrorKind::BadRequest),
        (401, "authentication_error", ErrorKind::Authentication),
        (402, "billing_error", ErrorKind::QuotaExhausted),
        (404, "not_found_error", ErrorKind::Upstream),
        (413, "request_too_large", ErrorKind::ContextLength),
        (429, "rate_limit_error", ErrorKind::RateLimit),
        (500, "api_error", ErrorKind::Upstream),
        (529, "overloaded_error", ErrorKind::ServiceUnavailable),
        (200, "overloaded_error", ErrorKind::ServiceUnavailable),
    ];
    for (status, word, kind) in table {
        let status = http::StatusCode::from_u16(status).unwrap();
        let body = json!({"type": "error", "error": {"type": word, "message": "m"}}).to_string();
        let error = refusal(Replay::json(status, body)).await;
        assert_eq!((error.kind(), error.code()), (kind, Some(word)));
        assert_eq!(error.provider(), Some("anthropic"));
    }
    let long = r#"{"type":"error","error":{"type":"invalid_request_error",
        "message":"prompt is too long: 3333404 tokens > 200000 maximum"}}"#;
    let error = refusal(Replay::json(http::StatusCode::BAD_REQUEST, long)).await;
    assert_eq!(error.kind(), ErrorKind::ContextLength);
}

#[tokio::test]
async fn headers_tell_of_waits_limits_and_ids() {
    let body = r#"{"type":"error","error":{"type":"rate_limit_error","message":"m"}}"#;
    let mut answer = Replay::json(http::StatusCode::TOO_MANY_REQUESTS, body);
    for (name, value) in [
        ("retry-after", "17"),
        ("request-id", "req_7"),
        ("anthropic-ratelimit-input-tokens-remaining", "0"),
    ] {
        let name = http::HeaderName::from_static(name);
        answer = answer.header(name, http::HeaderValue::from_static(value));
    }
    let error = refusal(answer).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(17)));
    assert_eq!(error.request_id(), Some("req_7"));
    assert_eq!(error.rate_limit().unwrap().input_tokens.remaining, Some(0));
    assert!(error.is_retryable());
}

#[tokio::test]
async fn an_error_in_mid_stream_is_the_same_typed_error() {
    let cut = TURN.find("event: sparkle").unwrap();
    let error = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\
        \"overloaded_error\",\"message\":\"Overloaded\"},\"request_id\":\"req_2\"}\n\n";
    let mut items = ask(Replay::sse(format!("{}{error}", &TURN[..cut]))).await.unwrap();
    let error = items.pop().unwrap().expect_err("an error event");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::ServiceUnavailable, Some("overloaded_error"))
    );
    assert_eq!((error.request_id(), error.status()), (Some("req_2"), None));
    assert!(error.is_retryable());
    let partial = error.partial().unwrap();
    assert_eq!(partial.message.content.text(), "Let me é 🌊");
    assert_eq!(partial.usage.input, Some(60));
    assert!(partial.cost.is_some());
}
