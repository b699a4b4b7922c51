//! The Responses wire: the suite over its codec, and a conversation that a simulator holds to the
//! rules.

use crate::mutants::{Mutant, changed};
use kei_router_core::transport::Transport;
use kei_router_core::{
    ChatRequest, ErrorKind, FinishKind, Message, PartKind, Provider, StreamEvent, Tool,
};
use kei_router_http::HttpProvider;
use kei_router_responses::{Dialect, Responses};
use kei_router_testkit::laws::Item;
use kei_router_testkit::suite::Suite;
use kei_router_testkit::{Refused, Script, Sim, responses};
use serde_json::{Value, json};
use std::sync::Arc;

fn codec() -> Responses {
    Responses::new(responses(), Dialect::PLAIN)
}

fn over(transport: Arc<dyn Transport>) -> Box<dyn Provider> {
    let builder = HttpProvider::with_codec(codec()).vars(|_| None).api_key("sk-offline");
    Box::new(builder.transport(transport).build())
}

fn dial(url: String) -> Box<dyn Provider> {
    let builder = HttpProvider::with_codec(codec()).vars(|_| None).api_key("sk-offline");
    Box::new(builder.endpoint(url).build())
}

/// All but what takes long: a vendor that speaks the wire is cut at every byte.
#[tokio::test]
async fn the_codec_holds_the_contract() {
    let checks = ["content", "styles", "live", "errors", "unknown events", "corruption"];
    let descriptor = responses();
    let suite = Suite::new(&descriptor, &over).only(&checks).over_sockets(&dial);
    let report = suite.run().await;
    assert!(report.is_ok() && report.compared > 500, "{report}");
}

/// The checks that fail for the codec with this change.
async fn failing(checks: &[&'static str], change: fn(Vec<Item>) -> Vec<Item>) -> Vec<&'static str> {
    let descriptor = responses();
    let build = |transport: Arc<dyn Transport>| -> Box<dyn Provider> {
        Box::new(Mutant { inner: over(transport), wrap: changed(change) })
    };
    let report = Suite::new(&descriptor, &build).only(checks).run().await;
    let mut failed: Vec<_> = report.failures.iter().map(|failure| failure.check).collect();
    failed.dedup();
    failed
}

#[tokio::test]
async fn reasoning_without_its_encrypted_form_is_named() {
    let strip = |items: Vec<Item>| -> Vec<Item> {
        let strip = |item: Item| match item {
            Ok(StreamEvent::Finish(mut finish)) => {
                for part in finish.message.content.parts_mut() {
                    if let PartKind::Reasoning(block) = &mut part.kind {
                        block.redacted = None;
                    }
                }
                Ok(StreamEvent::Finish(finish))
            }
            item => item,
        };
        items.into_iter().map(strip).collect()
    };
    assert_eq!(failing(&["content"], strip).await, ["content"]);
}

#[tokio::test]
async fn a_failure_taken_for_an_end_is_named() {
    let hide = |items: Vec<Item>| -> Vec<Item> {
        let limited =
            |item: &Item| item.as_ref().is_err_and(|error| error.kind() == ErrorKind::RateLimit);
        let end = |item: Item| if limited(&item) { Ok(StreamEvent::Done) } else { item };
        items.into_iter().map(end).collect()
    };
    assert!(failing(&["errors"], hide).await.contains(&"errors"));
}

fn tools() -> [Tool; 2] {
    ["weather", "now"].map(|name| Tool {
        name: name.to_owned(),
        description: String::new(),
        schema: json!({"type": "object", "properties": {}}),
    })
}

/// Asks, and adds the reply and the results of its calls to the history.
async fn turn(provider: &dyn Provider, history: &mut Vec<Message>) -> FinishKind {
    let request = ChatRequest::new(history.clone()).tools(tools());
    let finish = provider.complete(&request).await.expect("the rules are kept").finish;
    let results = finish.message.content.parts().iter().filter_map(|part| match &part.kind {
        PartKind::ToolCall(call) => Some(Message::tool(call.call_id.clone(), "done")),
        _ => None,
    });
    let results: Vec<_> = results.collect();
    history.push(finish.message);
    history.extend(results);
    finish.reason.kind
}

#[tokio::test]
async fn a_conversation_with_reasoning_and_calls_keeps_the_rules() {
    let script = Script::turns([
        Script::new()
            .reason(["Two ", "calls."])
            .say("Let me see.")
            .call("call_1", "weather", r#"{"city":"Oslo"}"#)
            .call_whole("call_2", "now", "{}"),
        Script::new().reason([] as [&str; 0]).call("call_3", "now", "{}"),
        Script::text("It is cold."),
    ]);
    let sim = Sim::start(&responses(), script).await;
    let provider = dial(sim.endpoint());
    let mut history = vec![Message::user("How is the weather?")];
    for kind in [FinishKind::ToolUse, FinishKind::ToolUse, FinishKind::Stop] {
        assert_eq!(turn(provider.as_ref(), &mut history).await, kind);
    }
    let last = &sim.requests()[2];
    let sent = last.json["input"].as_array().expect("items");
    let kinds: Vec<_> = sent.iter().map(|item| &item["type"]).collect();
    assert_eq!(kinds[..4], ["message", "reasoning", "message", "function_call"]);
    assert_eq!(kinds[7..], ["reasoning", "function_call", "function_call_output"]);
    assert_eq!(last.last_user_text().as_deref(), Some("How is the weather?"));
    assert_eq!(last.messages(), kinds.len());
}

#[tokio::test]
async fn an_error_in_mid_stream_and_a_refusal_have_their_kinds() {
    let quota = Refused::new(429, "insufficient_quota", "No money.").code("insufficient_quota");
    let script = Script::text("Hi.").error_after_events(5, quota.clone());
    let sim = Sim::start(&responses(), script).await;
    let request = ChatRequest::new([Message::user("Hi")]);
    let error = dial(sim.endpoint()).complete(&request).await.expect_err("it fails");
    assert_eq!((error.kind(), error.status()), (ErrorKind::QuotaExhausted, None));
    assert!(error.partial().is_some());
    let sim = Sim::start(&responses(), Script::new().refuse(quota)).await;
    let error = dial(sim.endpoint()).complete(&request).await.expect_err("it is refused");
    assert_eq!((error.kind(), error.status()), (ErrorKind::QuotaExhausted, Some(429)));
}

#[tokio::test]
async fn what_is_cut_is_cut_by_a_limit_or_a_filter() {
    for (word, kind) in
        [("max_output_tokens", FinishKind::Length), ("content_filter", FinishKind::ContentFilter)]
    {
        let script = Script::new().call_in_pieces("c1", "now", ["{\"a\": 48"]).finish(word);
        let sim = Sim::start(&responses(), script).await;
        let request = ChatRequest::new([Message::user("Hi")]).tools(tools());
        let reply = dial(sim.endpoint()).complete(&request).await.expect("a whole response");
        let finish = &reply.finish;
        assert_eq!((finish.reason.kind, finish.reason.word.as_str()), (kind, word));
    }
    let sim = Sim::start(&responses(), Script::text("Hi.")).await;
    let request = ChatRequest::new([Message::user("Hi")]).extra_body("max_output_tokens", 8);
    let error = dial(sim.endpoint()).complete(&request).await.expect_err("too few tokens");
    assert_eq!(error.code(), Some("integer_below_min_value"));
    let body: Value = serde_json::from_str(error.body().unwrap_or_default()).expect("JSON");
    assert_eq!(body["error"]["type"], "invalid_request_error");
}
