//! Complaints about how answers are read.

use super::edit::{objects, payloads, with, without};
use crate::wires::{anthropic, chat, formats, responses};
use kei_router::{ErrorKind, FinishKind, StreamEvent};
use kei_router_testkit::formats::{ChatCompletions, UsagePlace};
use kei_router_testkit::{Replay, Script, render_as};
use serde_json::{Value, json};

/// A strange finish reason fails the chunk: `64bit/async-openai#266`,
/// `OpenSecretCloud/maple-proxy#3`, `huggingface/text-generation-inference#2296`.
#[tokio::test]
async fn a_strange_finish_reason_fails_nothing_and_is_kept() {
    for wire in formats() {
        for word in ["eos", "eos_token", "banana", ""] {
            let reply = wire.reply(wire.body(&Script::text("Hi there.").finish(word))).await;
            assert_eq!(reply.text(), "Hi there.", "{} {word:?}", wire.name());
            let reason = reply.finish.reason;
            assert!(!word.is_empty() || reason.kind == FinishKind::Other, "{reason:?}");
            assert!(word.is_empty() || reason.word == word, "{}: {reason:?}", wire.name());
        }
    }
    // Servers that send an empty reason with every chunk, and ones that send another shape.
    let body = chat().body(&Script::text("Hi there."));
    let empty = body.replace("\"finish_reason\":null", "\"finish_reason\":\"\"");
    assert_ne!(empty, body);
    let reply = chat().reply(empty).await;
    assert_eq!((reply.text().as_ref(), reply.finish.reason.as_str()), ("Hi there.", "stop"));
    let odd = body.replace("\"finish_reason\":null", "\"finish_reason\":{\"type\":\"none\"}");
    assert_eq!(chat().reply(odd).await.finish.reason.as_str(), "stop");
}

/// An unknown `service_tier` fails the whole answer: `mofa-org/mofa#1155`.
#[tokio::test]
async fn an_unknown_service_tier_fails_nothing() {
    for wire in formats() {
        let body = wire.body(&Script::text("Hi there."));
        for tier in [json!("hyperdrive"), json!(null), json!(7), json!({"name": "odd"})] {
            let odd = payloads(&body, |payload| {
                let tier = |members: &mut serde_json::Map<String, Value>| {
                    members.insert("service_tier".to_owned(), tier.clone());
                };
                objects(payload, &tier);
            });
            let reply = wire.reply(odd).await;
            assert_eq!(reply.text(), "Hi there.", "{} {tier}", wire.name());
            assert_eq!(reply.finish.usage.output, Some(8), "{} {tier}", wire.name());
        }
    }
}

/// A missing `object` or tool `index`: `64bit/async-openai#432`, `64bit/async-openai#352`.
#[tokio::test]
async fn a_missing_index_or_object_fails_nothing() {
    let script = Script::new().say("Wait. ").call("call_1", "weather", r#"{"city":"Oslo"}"#).call(
        "call_2",
        "time",
        r#"{"zone":"Europe/Oslo"}"#,
    );
    let fields = [
        (anthropic(), vec!["index"]),
        (chat(), vec!["object", "index"]),
        (responses(), vec!["output_index", "sequence_number", "content_index", "item_id"]),
    ];
    for (wire, fields) in fields {
        let body = fields.iter().fold(wire.body(&script), |body, field| without(&body, field));
        let reply = wire.reply(body).await;
        let calls: Vec<_> = reply.tool_calls().map(|call| call.arguments.as_str()).collect();
        assert_eq!(calls, [r#"{"city":"Oslo"}"#, r#"{"zone":"Europe/Oslo"}"#], "{}", wire.name());
        assert_eq!(reply.text(), "Wait. ", "{}", wire.name());
    }
}

/// A partial `usage` fails the answer: `zed-industries/zed#42893`, `64bit/async-openai#432`.
#[tokio::test]
async fn a_partial_usage_fails_nothing() {
    let odd = [json!({}), json!(null), json!([]), json!(""), json!({"prompt_tokens": null})];
    for wire in formats() {
        let body = wire.body(&Script::text("Hi there."));
        for usage in &odd {
            let reply = wire.reply(with(&body, "usage", usage)).await;
            assert_eq!(reply.text(), "Hi there.", "{} {usage}", wire.name());
            assert_eq!((reply.finish.usage.output, reply.finish.cost), (None, None));
        }
        let names = ["prompt_tokens", "input_tokens", "total_tokens"];
        let half = payloads(&body, |payload| {
            objects(payload, &|members| names.iter().for_each(|name| drop(members.remove(*name))));
        });
        let usage = wire.reply(half).await.finish.usage;
        assert_eq!(usage.output, Some(8), "{}: {usage:?}", wire.name());
    }
}

/// Optional details of the usage are taken as required: `0xPlaygrounds/rig#1857`.
#[tokio::test]
async fn details_of_the_usage_are_optional() {
    let mut usage = kei_router::Usage::new(100, 9);
    (usage.cache_read, usage.reasoning) = (Some(60), Some(4));
    for wire in formats() {
        let body = wire.body(&Script::text("Hi there.").usage(usage));
        let whole = wire.reply(body.clone()).await.finish.usage;
        assert_eq!((whole.cache_read, whole.reasoning), (Some(60), Some(4)), "{}", wire.name());
        let details = |name: &str| name.ends_with("_details") || name.starts_with("cache_");
        for value in [None, Some(Value::Null), Some(json!("odd"))] {
            let bare = payloads(&body, |payload| {
                objects(payload, &|members| match &value {
                    None => members.retain(|name, _| !details(name)),
                    Some(value) => members
                        .iter_mut()
                        .filter(|(name, _)| details(name))
                        .for_each(|(_, member)| *member = value.clone()),
                });
            });
            let usage = wire.reply(bare).await.finish.usage;
            assert_eq!((usage.output, usage.reasoning), (Some(9), None), "{}", wire.name());
        }
    }
}

/// The usage is 0, since the last chunk has `choices: []` and is skipped:
/// `0xPlaygrounds/rig#1212`, `0xPlaygrounds/rig#1211`.
#[tokio::test]
async fn usage_behind_the_last_choice_is_read() {
    let usage = kei_router::Usage::new(1_234, 56);
    for wire in formats() {
        let script = Script::text("Hi there.").usage(usage);
        let reply = wire.reply(wire.body(&script)).await;
        let found = reply.finish.usage;
        assert_eq!((found.input, found.output), (Some(1_234), Some(56)), "{}", wire.name());
        assert!(reply.finish.cost.is_some_and(|cost| cost > 0), "{}", wire.name());
    }
    let body = chat().body(&Script::text("Hi there.").usage(usage));
    assert!(body.contains("\"choices\":[]"), "{body}");
}

/// Usage in every chunk: `0xPlaygrounds/rig#1038`.
#[tokio::test]
async fn usage_in_every_chunk_is_a_running_total() {
    let script = Script::text("One two three four.").usage(kei_router::Usage::new(90, 7));
    let each = ChatCompletions::new().usage(UsagePlace::EveryChunk);
    let body = render_as(&each, &chat().descriptor().default_model, &script);
    let items = chat().stream(Replay::sse(body)).await.expect("it begins");
    let usages: Vec<_> = items
        .iter()
        .filter_map(|item| match item {
            Ok(StreamEvent::Usage(usage)) => usage.output,
            _ => None,
        })
        .collect();
    assert!(usages.len() > 3 && usages.is_sorted(), "{usages:?}");
    assert_eq!(usages.last(), Some(&7));
}

/// A bad chunk is logged and dropped: an empty answer and no error. `0xPlaygrounds/rig#1829`.
#[tokio::test]
async fn a_bad_chunk_is_an_error_and_no_silence() {
    for wire in formats() {
        let body = wire.body(&Script::new().say_tokens(["One ", "two ", "three."]));
        for (old, new) in [("\"two \"", "\"two "), ("\"two \"", "two"), ("\"two \"", "\"two \",,")]
        {
            let error = wire.stream_error(body.replacen(old, new, 1)).await;
            assert_eq!(error.kind(), ErrorKind::Corrupt, "{} {new}", wire.name());
            let partial = error.partial().expect("something had come");
            assert_eq!(partial.message.content.text(), "One ", "{}", wire.name());
        }
    }
}

/// Errors in decoding do not say what could not be decoded: `64bit/async-openai#61`,
/// `64bit/async-openai#423`.
#[tokio::test]
async fn an_error_in_decoding_carries_the_payload_and_its_place() {
    for wire in formats() {
        let long = format!("\"the odd one {}", "x".repeat(5_000));
        let body = wire.body(&Script::new().say_tokens(["One ", "two "]));
        let error = wire.stream_error(body.replacen("\"two \"", &long, 1)).await;
        let payload = error.body().expect("the payload");
        assert!(payload.starts_with('{') && payload.len() <= 515, "{}: {payload}", wire.name());
        let shown = error.to_string();
        assert!(!shown.contains("odd one"), "a payload may repeat the prompt: {shown}");
        assert!(shown.contains("line") || shown.contains("event"), "{}: {shown}", wire.name());
    }
}

/// A short payload is there whole.
#[tokio::test]
async fn a_short_payload_that_cannot_be_decoded_is_there_whole() {
    for (wire, payload) in [
        (anthropic(), "{\"type\":\"content_block_delta\",\"index\":0,"),
        (chat(), "{\"choices\":[{\"delta\":"),
        (responses(), "{\"type\":\"response.output_text.delta\","),
    ] {
        let body = wire.body(&Script::text("Hi.").end_after_events(2));
        let error = wire.stream_error(format!("{body}data: {payload}\n\n")).await;
        assert_eq!((error.kind(), error.body()), (ErrorKind::Corrupt, Some(payload)));
    }
}
