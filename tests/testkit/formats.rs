//! What is rendered is what the wire looks like.

use crate::client::{ANTHROPIC, Answer, BEARER, Client, chat, messages};
use kei_router_core::Usage;
use kei_router_core::codec::Descriptor;
use kei_router_testkit::formats::{ChatCompletions, Format, UsagePlace, built_in};
use kei_router_testkit::{
    Refused, Script, Sim, anthropic_messages, chat_completions, render, render_as, responses,
};
use serde_json::Value;

fn text_of(descriptor: &Descriptor, script: &Script) -> String {
    let body = render(descriptor, script).expect("the format is known");
    String::from_utf8(body.to_vec()).expect("it is UTF-8")
}

fn text_as(format: &dyn Format, script: &Script) -> String {
    String::from_utf8(render_as(format, "m", script).to_vec()).expect("it is UTF-8")
}

fn payloads(body: &str) -> Vec<Value> {
    let data = body.lines().filter_map(|line| line.strip_prefix("data: "));
    data.filter_map(|data| serde_json::from_str(data).ok()).collect()
}

#[test]
fn messages_look_like_anthropics() {
    let mut usage = Usage::new(100, 9);
    (usage.cache_read, usage.cache_write, usage.reasoning) = (Some(60), Some(30), Some(4));
    let script = Script::new().reason(["Hm."]).say("Hi.").call("c", "f", "{}").usage(usage);
    let body = text_of(&anthropic_messages(), &script);
    let kinds: Vec<_> = body.lines().filter_map(|line| line.strip_prefix("event: ")).collect();
    assert_eq!(kinds[..3], ["message_start", "content_block_start", "ping"]);
    assert_eq!(kinds[kinds.len() - 2..], ["message_delta", "message_stop"]);
    let events = payloads(&body);
    for (event, kind) in events.iter().zip(&kinds) {
        assert_eq!(event["type"], *kind);
    }
    let start = &events[0]["message"]["usage"];
    assert_eq!((&start["input_tokens"], &start["output_tokens"]), (&10.into(), &1.into()));
    let delta = events.iter().find(|event| event["type"] == "message_delta").expect("it is there");
    assert_eq!(delta["delta"]["stop_reason"], "tool_use");
    assert_eq!(delta["usage"]["output_tokens"], 9);
    assert_eq!(delta["usage"]["output_tokens_details"]["thinking_tokens"], 4);
    assert!(body.contains("signature_delta") && body.contains("  }"), "padded and signed: {body}");
}

#[test]
fn usage_stands_where_the_format_says() {
    let find = |place: UsagePlace, what: &dyn Fn(&Value) -> bool| {
        let format = ChatCompletions::new().usage(place);
        let chunks = payloads(&text_as(&format, &Script::text("Hi there.")));
        chunks.iter().map(what).collect::<Vec<_>>()
    };
    let top = |chunk: &Value| chunk["usage"]["total_tokens"] == 20;
    assert_eq!(find(UsagePlace::Trailer, &top), [false, false, false, false, true]);
    let is_empty = |chunk: &Value| chunk["choices"].as_array().is_some_and(Vec::is_empty);
    assert_eq!(find(UsagePlace::Trailer, &is_empty), [false, false, false, false, true]);
    assert_eq!(find(UsagePlace::FinishChunk, &top), [false, false, false, true]);
    let inside = |chunk: &Value| chunk["choices"][0]["usage"]["total_tokens"] == 20;
    assert_eq!(find(UsagePlace::Choice, &inside), [false, false, false, true]);
    let every = |chunk: &Value| chunk["usage"]["prompt_tokens"] == 12;
    assert_eq!(find(UsagePlace::EveryChunk, &every), [true; 4]);
}

#[test]
fn a_stream_ends_as_the_format_says() {
    let body = |script: &Script| text_as(&ChatCompletions::new(), script);
    let text = Script::text("Hi.");
    assert!(body(&text).ends_with("data: [DONE]\n\n"));
    let bare = ChatCompletions::new().without_done();
    assert!(!text_as(&bare, &text).contains("[DONE]"));
    let without = text.clone().without_terminator();
    assert!(!body(&without).contains("[DONE]"));
    assert!(!body(&text.without_finish()).contains("\"stop\""));
    let cut = Script::text("Hi.").finish("length");
    assert!(body(&cut).contains("\"finish_reason\":\"length\""));
}

#[test]
fn a_call_comes_in_pieces_or_whole() {
    let descriptor = chat_completions();
    let calls = |script: &Script| -> Vec<Value> {
        let chunks = payloads(&text_of(&descriptor, script));
        let calls = chunks.iter().map(|chunk| &chunk["choices"][0]["delta"]["tool_calls"][0]);
        calls.filter(|call| !call.is_null()).cloned().collect()
    };
    let pieces = calls(&Script::new().call_in_pieces("c1", "f", ["{\"a\":", "1}"]));
    assert_eq!((pieces.len(), &pieces[0]["id"]), (3, &"c1".into()));
    assert_eq!(pieces[0]["function"]["arguments"], "");
    assert!(pieces[1].get("id").is_none() && pieces[1]["function"].get("name").is_none());
    let whole = calls(&Script::new().call_whole("", "f", "{\"a\":1}"));
    assert_eq!((whole.len(), whole[0].get("id")), (1, None));
    assert_eq!(whole[0]["function"]["arguments"], "{\"a\":1}");
}

/// The events of a response: the name, type and number of each.
fn responses_of(script: &Script) -> Vec<Value> {
    let body = text_of(&responses(), script);
    let kinds: Vec<_> = body.lines().filter_map(|line| line.strip_prefix("event: ")).collect();
    let events = payloads(&body);
    assert_eq!(kinds.len(), events.len(), "{body}");
    for (number, (event, kind)) in events.iter().zip(&kinds).enumerate() {
        assert_eq!((&event["type"], &event["sequence_number"]), (&(*kind).into(), &number.into()));
    }
    events
}

fn of_kind<'a>(events: &'a [Value], kind: &str) -> Vec<&'a Value> {
    events.iter().filter(|event| event["type"] == format!("response.{kind}")).collect()
}

#[test]
fn responses_look_like_openais() {
    let mut usage = Usage::new(100, 9);
    (usage.cache_read, usage.cache_write, usage.reasoning) = (Some(60), Some(30), Some(4));
    let script = Script::new().reason(["Hm", ".", "\n\n", "So."]).say("Hi there.").usage(usage);
    let events = responses_of(&script);
    assert_eq!(events[0]["type"], "response.created");
    assert_eq!(events[1]["response"]["status"], "in_progress");
    let added = of_kind(&events, "output_item.added");
    let done = of_kind(&events, "output_item.done");
    assert_eq!((added.len(), done.len()), (2, 2));
    assert_ne!(added[0]["item"]["encrypted_content"], done[0]["item"]["encrypted_content"]);
    assert_eq!(done[0]["item"]["summary"][1]["text"], "So.");
    let deltas = of_kind(&events, "reasoning_summary_text.delta");
    let places: Vec<_> = deltas.iter().map(|delta| &delta["summary_index"]).collect();
    assert_eq!(places, [&Value::from(0), &0.into(), &1.into()]);
    let deltas = of_kind(&events, "output_text.delta");
    assert!(deltas.iter().all(|delta| delta["obfuscation"].is_string()), "{deltas:?}");
    assert_eq!((&deltas[1]["delta"], &deltas[1]["output_index"]), (&"there.".into(), &1.into()));
    let last = &events.last().expect("an end")["response"];
    assert_eq!((&last["status"], &last["output"][1]), (&"completed".into(), &done[1]["item"]));
    assert_eq!(last["output"][1]["content"][0]["text"], "Hi there.");
    assert_eq!(last["usage"]["input_tokens_details"]["cached_tokens"], 60);
    assert_eq!(last["usage"]["input_tokens_details"]["cache_write_tokens"], 30);
    assert_eq!(last["usage"]["output_tokens_details"]["reasoning_tokens"], 4);
    assert_eq!(last["usage"]["total_tokens"], 109);
    assert!(!text_of(&responses(), &script).contains("[DONE]"));
}

#[test]
fn calls_of_responses_come_in_pieces_or_whole() {
    let script =
        Script::new().call_in_pieces("c1", "f", ["{\"a\":", "1}"]).call_whole("", "g", "{}");
    let events = responses_of(&script);
    let deltas = of_kind(&events, "function_call_arguments.delta");
    assert!(deltas.len() == 2 && deltas.iter().all(|delta| delta["output_index"] == 0));
    let done = of_kind(&events, "function_call_arguments.done");
    assert_eq!((&done[0]["arguments"], &done[1]["arguments"]), (&"{\"a\":1}".into(), &"{}".into()));
    let items = of_kind(&events, "output_item.done");
    assert_eq!(
        (&items[0]["item"]["call_id"], &items[0]["item"]["name"]),
        (&"c1".into(), &"f".into())
    );
    assert_eq!(
        (items[1]["item"].get("call_id"), &items[1]["item"]["status"]),
        (None, &"completed".into())
    );
}

#[test]
fn a_response_ends_as_the_script_says() {
    let end = |script: Script| responses_of(&script).pop().expect("an end");
    let cut = end(Script::text("Hi.").finish("max_output_tokens"));
    assert_eq!(cut["type"], "response.incomplete");
    assert_eq!(cut["response"]["incomplete_details"]["reason"], "max_output_tokens");
    assert_eq!(cut["response"]["output"][0]["status"], "incomplete");
    let unsaid = end(Script::text("Hi.").without_finish());
    assert_eq!(unsaid["response"]["incomplete_details"], Value::Null);
    let bare = end(Script::text("Hi.").finish("completed").without_usage());
    assert_eq!(
        (&bare["type"], &bare["response"]["usage"]),
        (&"response.completed".into(), &Value::Null)
    );
    assert_eq!(end(Script::text("Hi.").without_terminator())["type"], "response.output_item.done");
    let failing = Script::text("Hi.").id("resp_9").error_after_events(2, Refused::rate_limit());
    let events = responses_of(&failing);
    assert_eq!(
        (&events[2]["type"], &events[2]["error"]["type"]),
        (&"error".into(), &"rate_limit_error".into())
    );
    let failed = &events[3]["response"];
    assert_eq!(
        (events.len(), &failed["status"], &failed["id"]),
        (4, &"failed".into(), &"resp_9".into())
    );
    assert_eq!(failed["error"]["code"], "rate_limit_error");
}

#[tokio::test]
async fn a_trailer_comes_only_when_it_is_asked_for() {
    let descriptor = chat_completions();
    let sim = Sim::start(&descriptor, Script::text("Hi.")).await;
    let mut client = Client::dial(&sim).await;
    let asked = client.ask("/v1/chat/completions", &BEARER, &chat()).await;
    let mut unasked = chat();
    unasked.as_object_mut().expect("an object").remove("stream_options");
    let bare = client.ask("/v1/chat/completions", &BEARER, &unasked).await;
    let has_usage = |answer: &Answer| answer.body.contains("prompt_tokens");
    assert!(has_usage(&asked) && !has_usage(&bare), "{bare:?}");
    assert!(asked.body.contains("\"id\":\"chatcmpl-Sim00000001\""), "{asked:?}");
    assert!(bare.body.contains("\"id\":\"chatcmpl-Sim00000002\""), "{bare:?}");
}

#[tokio::test]
async fn the_model_that_was_asked_for_answers() {
    let sim = Sim::start(&anthropic_messages(), Script::default()).await;
    let mut client = Client::dial(&sim).await;
    let mut body = messages();
    body["model"] = "claude-test-9".into();
    let answer = client.ask("/v1/messages", &ANTHROPIC, &body).await;
    assert_eq!(payloads(&answer.body)[0]["message"]["model"], "claude-test-9");
}

#[test]
fn an_unknown_format_is_not_rendered() {
    let mut descriptor = anthropic_messages();
    descriptor.wire.format = "smoke-signals".into();
    assert!(render(&descriptor, &Script::default()).is_none());
    assert!(built_in().iter().any(|format| format == "chat-completions"));
}
