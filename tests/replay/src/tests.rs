//! Each thing that may differ is compared, and each way in which items may differ is seen.

use super::compare::differences;
use super::decoder::DecoderUnderTest;
use super::extract::{End, Extracted, ExtractedPart, expected_kind, payloads, read};
use super::manifest::{Entry, Form, Recording};
use super::play::play;
use super::protocol::Protocol;
use kei_router::ErrorKind;
use kei_router_testkit::laws::Item;
use kei_router_testkit::laws::first_difference;
use serde_json::json;

const BODY: &str = r#"data: {"choices":[{"delta":{"reasoning":"Hm","content":"Hi"}}]}

data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"now","arguments":"{}"}}]}}]}

data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}

data: [DONE]

"#;

type Change = fn(&mut Extracted);

async fn played(body: &'static str) -> Vec<Item> {
    played_by("someone", Protocol::ChatCompletions, body).await
}

async fn played_by(provider: &str, protocol: Protocol, body: &'static str) -> Vec<Item> {
    let entry = Entry { provider: provider.to_owned(), ..Entry::default() };
    let decoder = DecoderUnderTest::of(&entry, protocol).unwrap();
    let recording = Recording { entry, body: body.into(), form: Form::Stream };
    let played = play(&recording, &decoder).await;
    assert_eq!(played.violations, Vec::<String>::new());
    played.items
}

#[tokio::test]
async fn each_thing_is_compared() {
    let items = played(BODY).await;
    let extracted = || read(Protocol::ChatCompletions, BODY.as_bytes());
    assert_eq!(differences(&extracted(), &items), Vec::<String>::new());
    let other: [(&str, Change); 7] = [
        ("text", |extracted| extracted.text.push('!')),
        ("reasoning", |extracted| extracted.reasoning.clear()),
        ("calls", |extracted| extracted.calls.iter_mut().for_each(|call| call.arguments.push(' '))),
        ("calls", |extracted| extracted.calls.iter_mut().for_each(|call| call.id.push('2'))),
        ("usage", |extracted| extracted.usage.output = Some(1)),
        ("end", |extracted| extracted.end = End::Truncated),
        ("finish word", |extracted| extracted.finish = Some("tool_use".to_owned())),
    ];
    for (what, change) in other {
        let mut extracted = extracted();
        change(&mut extracted);
        let found = differences(&extracted, &items);
        assert!(found.len() == 1 && found[0].starts_with(what), "{what}: {found:?}");
    }
}

const MESSAGE: &str = r#"data: {"type":"message_start","message":{"id":"m","model":"x"}}

data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}

data: {"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"type":"char_location","cited_text":"c"}}}

data: {"type":"content_block_stop","index":0}

data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"now","input":{},"caller":{"type":"direct"}}}

data: {"type":"content_block_stop","index":1}

data: {"type":"message_delta","delta":{"stop_reason":"tool_use","container":{"id":"c_1"}},"usage":{"output_tokens":2}}

data: {"type":"message_stop"}

"#;

#[tokio::test]
async fn parts_what_is_attached_to_them_and_state_are_compared() {
    let protocol = Protocol::AnthropicMessages;
    let items = played_by("anthropic", protocol, MESSAGE).await;
    let extracted = || read(protocol, MESSAGE.as_bytes());
    assert_eq!(differences(&extracted(), &items), Vec::<String>::new());
    let parts = |extracted: &mut Extracted, change: fn(&mut Vec<ExtractedPart>)| {
        change(extracted.parts.as_mut().unwrap());
    };
    for change in [
        (|parts| parts.swap(0, 1)) as fn(&mut Vec<ExtractedPart>),
        |parts| parts[0].text.push('!'),
        |parts| parts[0].vendor.clear(),
        |parts| parts[1].vendor.clear(),
        |parts| drop(parts.pop()),
    ] {
        let mut extracted = extracted();
        parts(&mut extracted, change);
        let found = differences(&extracted, &items);
        assert!(found.len() == 1 && found[0].starts_with("parts"), "{found:?}");
    }
    let mut extracted = extracted();
    extracted.state = json!({"container": "c_2"});
    let found = differences(&extracted, &items);
    assert!(found.len() == 1 && found[0].starts_with("state"), "{found:?}");
}

#[tokio::test]
async fn items_that_differ_are_seen() {
    let items = played(BODY).await;
    assert_eq!(first_difference(&items, &items), None);
    assert_eq!(first_difference(&items, &items[..2]), Some(2));
    let cut = played("data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n").await;
    let shorter = played("data: {\"choices\":[{\"delta\":{\"content\":\"H\"}}]}\n\n").await;
    assert_eq!(first_difference(&cut, &shorter), Some(1));
    assert_eq!(first_difference(&cut[2..], &shorter[2..]), Some(0), "what an error carries counts");
}

#[test]
fn events_are_read_whatever_their_order_and_lines() {
    let (events, stray) = payloads(b"data: 1\r\nevent: a\r\n\r\n: ping\r\n\r\ndata:2\ndata:3\n\n");
    let events: Vec<_> = events.iter().map(|one| (one.event.as_str(), one.data.as_str())).collect();
    assert_eq!((events, stray), (vec![("a", "1"), ("", "2\n3")], None));
    let (events, _) = payloads("\u{feff}data: 1\n\ndata: 2\n".as_bytes());
    assert_eq!(events.iter().map(|one| one.data.as_str()).collect::<Vec<_>>(), ["1"]);
    let (_, stray) = payloads(b"error: {\"detail\":\"x\"}\n\n");
    assert_eq!(stray, Some(json!({"detail": "x"})));
}

#[test]
fn counts_are_replaced_and_zero_is_one() {
    let usage = |input: u64| json!({"choices": [], "usage": {"prompt_tokens": input}});
    let body = format!("data: {}\n\ndata: {}\n\n", usage(7), usage(0));
    assert_eq!(read(Protocol::ChatCompletions, body.as_bytes()).usage.input, Some(0));
}

#[test]
fn only_a_whole_event_that_the_wire_knows_is_corrupt() {
    for protocol in [Protocol::AnthropicMessages, Protocol::ChatCompletions, Protocol::Responses] {
        let end = |body: &str| read(protocol, body.as_bytes()).end;
        assert_eq!(end("event: sparkle\ndata: not JSON\n\n"), End::Truncated);
        assert_eq!(end("data: {\"cut\": \n"), End::Truncated, "no blank line ends it");
        assert_eq!(end("data: {\"cut\": \n\n"), End::Corrupt);
    }
}

#[test]
fn rules_give_kinds_by_words_first_and_by_the_status_in_the_body() {
    let error = |error| json!({"error": error});
    for (status, body, kind) in [
        (Some(429), error(json!({"code": "insufficient_quota"})), ErrorKind::QuotaExhausted),
        (Some(429), error(json!({"code": 429})), ErrorKind::RateLimit),
        (Some(400), error(json!({"message": "prompt is too long"})), ErrorKind::ContextLength),
        (Some(404), error(json!({"message": "model: x"})), ErrorKind::ModelNotFound),
        (Some(404), error(json!({"message": "no such path"})), ErrorKind::Upstream),
        (Some(400), json!({"error": "Incorrect API key"}), ErrorKind::Authentication),
        (None, error(json!({"code": 503})), ErrorKind::ServiceUnavailable),
        (None, error(json!({"status_code": 400})), ErrorKind::BadRequest),
        (None, json!({"message": "?"}), ErrorKind::Upstream),
    ] {
        assert_eq!(expected_kind(status, &body), kind, "{status:?} {body}");
    }
}
