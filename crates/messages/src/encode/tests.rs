mod dialects;
mod exact;
mod history;

use crate::Messages;
use crate::sample::{MIDDLE, NEWEST, OLD, fixed, vendor};
use kei_router_core::codec::{Codec, Endpoint, Target};
use kei_router_core::{
    CacheTtl, ChatRequest, Content, ErrorKind, LlmError, Media, Message, OnUnsupported, Part,
    PartKind, Reasoning, ReasoningConfig, ReasoningEffort, ResponseFormat, Role, Shared, Tool,
    ToolChoice, WarningKind,
};
use serde_json::{Value, json};

/// What goes over the wire: the version, the body, and what was said about it.
struct Sent {
    version: String,
    body: Value,
    warnings: Vec<(WarningKind, String)>,
}

fn try_send(codec: &Messages, model: &str, request: &ChatRequest) -> Result<Sent, LlmError> {
    let endpoint = Endpoint::resolve("https://sample.example", codec.descriptor()).unwrap();
    let target = Target::new(&endpoint, model);
    let encoded = codec.encode(request, &target)?;
    let version = encoded.request.headers()["anthropic-version"].to_str().unwrap().to_owned();
    let body = serde_json::from_slice(encoded.request.body()).unwrap();
    let warnings = encoded.warnings.into_iter().map(|w| (w.kind, w.subject)).collect();
    Ok(Sent { version, body, warnings })
}

fn send(model: &str, request: &ChatRequest) -> Sent {
    try_send(&vendor(), model, request).unwrap()
}

fn refused(request: &ChatRequest) -> ErrorKind {
    try_send(&vendor(), NEWEST, request).map(|_| ()).unwrap_err().kind()
}

fn hi() -> ChatRequest {
    ChatRequest::new([Message::user("hi")])
}

/// The messages that a conversation becomes.
fn said(messages: impl Into<Shared<Message>>) -> (Value, Vec<(WarningKind, String)>) {
    let mut sent = send(NEWEST, &ChatRequest::new(messages));
    (sent.body["messages"].take(), sent.warnings)
}

fn omitted(subject: &str) -> Vec<(WarningKind, String)> {
    vec![(WarningKind::Omitted, subject.to_owned())]
}

fn defaulted(subject: &str) -> Vec<(WarningKind, String)> {
    vec![(WarningKind::Defaulted, subject.to_owned())]
}

#[test]
fn the_smallest_request() {
    let sent = send(NEWEST, &hi().system(""));
    let want = json!({
        "model": NEWEST, "max_tokens": 128_000, "stream": true,
        "messages": [{"role": "user", "content": "hi"}],
    });
    assert_eq!((sent.body, sent.version.as_str()), (want, "2026-10-21"));
    assert!(sent.warnings.is_empty());
}

#[test]
fn the_post_has_its_headers() {
    let mut codec = vendor();
    codec.dialect.betas = vec!["a".into(), "b".into()].into();
    let endpoint = Endpoint::resolve("https://sample.example", codec.descriptor()).unwrap();
    let target = Target::new(&endpoint, NEWEST);
    let request = hi().extra_header("x-extra", "1").extra_body("speed", "fast");
    let post = codec.encode(&request, &target).unwrap().request;
    assert_eq!(post.uri(), "https://sample.example/v1/messages");
    let header = |name: &str| post.headers().get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("x-api-key"), None, "credentials are no matter of the encoder's");
    assert_eq!(header("anthropic-beta"), Some("a,b"));
    assert_eq!(header("x-extra"), Some("1"));
    let body: Value = serde_json::from_slice(post.body()).unwrap();
    assert_eq!(body["speed"], "fast");
    let plain = vendor().encode(&hi(), &target).unwrap().request;
    assert_eq!(plain.headers().get("anthropic-beta"), None);
}

#[test]
fn the_limit_is_the_requests_or_the_models_own() {
    assert_eq!(send(OLD, &hi()).body["max_tokens"], 64_000);
    assert_eq!(send("sample-1-20251001", &hi()).body["max_tokens"], 64_000);
    assert_eq!(send(OLD, &hi().max_tokens(7)).body["max_tokens"], 7);
    let unknown = send("sample-next", &hi());
    assert_eq!(unknown.body["max_tokens"], 8_192);
    assert_eq!(unknown.warnings, defaulted("max_tokens"));
    let own = send("sample-next", &hi().extra_body("max_tokens", 9));
    assert_eq!((&own.body["max_tokens"], own.warnings.len()), (&json!(9), 0));
}

#[test]
fn sampling_asks_for_the_version_that_takes_it() {
    let warm = hi().temperature(0.5);
    let sent = send(OLD, &warm);
    assert_eq!((sent.version.as_str(), &sent.body["temperature"]), ("2023-06-01", &json!(0.5)));
    assert!(sent.warnings.is_empty());
    let sent = send("sample-next", &hi().temperature(0.5).top_p(0.9));
    assert_eq!((&sent.body["top_p"], sent.version.as_str()), (&json!(0.9), "2023-06-01"));
    let sent = send(OLD, &hi().temperature(0.5).top_p(0.9));
    assert_eq!((sent.body.get("top_p"), sent.warnings), (None, omitted("top_p")));
}

#[test]
fn sampling_is_left_out_where_nothing_takes_it() {
    let warm = hi().temperature(0.5);
    let strict = fixed("2026-10-21");
    let thinking = warm.clone().reasoning(ReasoningConfig::Budget(2_000));
    for sent in [
        send(NEWEST, &warm),
        try_send(&strict, OLD, &warm).unwrap(),
        send(OLD, &warm.clone().extra_header("Anthropic-Version", "2026-10-21")),
        send(OLD, &thinking),
    ] {
        assert_eq!((sent.body.get("temperature"), &*sent.version), (None, "2026-10-21"));
        assert_eq!(sent.warnings, omitted("temperature"));
    }
    let old = fixed("2023-06-01");
    assert_eq!(try_send(&old, OLD, &warm).unwrap().body["temperature"], 0.5);
    assert_eq!(try_send(&old, OLD, &hi()).unwrap().version, "2023-06-01");
    assert_eq!(refused(&warm.on_unsupported(OnUnsupported::Error)), ErrorKind::BadRequest);
}

#[test]
fn a_system_prompt_is_a_text_or_a_marked_block() {
    assert_eq!(send(NEWEST, &hi().system("s")).body["system"], "s");
    let marked = hi().system("s").cache_system(CacheTtl::OneHour);
    let want = json!([{"type": "text", "text": "s",
                       "cache_control": {"type": "ephemeral", "ttl": "1h"}}]);
    assert_eq!(send(NEWEST, &marked).body["system"], want);
}

#[test]
fn tool_results_are_one_user_message_and_come_first() {
    let call = |id: &str| Part::tool_call(id, "f", "{\"a\": 1}");
    let (messages, _) = said([
        Message::user("go"),
        Message::assistant(vec![Part::text("ok"), call("c1"), Part::tool_call("c2", "f", "")]),
        Message::user("wait"),
        Message::tool("c1", "one"),
        Message { role: Role::Tool, content: Part::tool_error("c2", "bad").into() },
        Message::user(vec![Part::text("now"), Part::text("")]),
    ]);
    let want = json!([
        {"role": "user", "content": "go"},
        {"role": "assistant", "content": [
            {"type": "text", "text": "ok"},
            {"type": "tool_use", "id": "c1", "name": "f", "input": {"a": 1}},
            {"type": "tool_use", "id": "c2", "name": "f", "input": {}},
        ]},
        {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": "c1", "content": "one"},
            {"type": "tool_result", "tool_use_id": "c2", "content": "bad", "is_error": true},
            {"type": "text", "text": "wait"},
            {"type": "text", "text": "now"},
        ]},
    ]);
    assert_eq!(messages, want);
}

#[test]
fn a_result_may_hold_images_and_nothing() {
    let seen = vec![Part::text("see"), Part::image(Media::url("https://a/b.png"))];
    let (messages, warnings) = said([
        Message::tool("a", seen),
        Message::tool("b", ""),
        Message::tool("c", Part::audio(Media::url("https://a/b.mp3"))),
    ]);
    let want = json!([{"role": "user", "content": [
        {"type": "tool_result", "tool_use_id": "a", "content": [
            {"type": "text", "text": "see"},
            {"type": "image", "source": {"type": "url", "url": "https://a/b.png"}},
        ]},
        {"type": "tool_result", "tool_use_id": "b"},
        {"type": "tool_result", "tool_use_id": "c"},
    ]}]);
    assert_eq!((messages, warnings), (want, omitted("audio")));
}

#[test]
fn media_has_its_source() {
    let parts = vec![
        Part::image(Media::bytes("image/png", "png")),
        Part::image(Media::url("data:image/gif;base64,R0lG")),
        Part::image(Media::file_id("file_1")),
        Part::document(Media::bytes("application/pdf", "pdf").named("T")),
        Part::document(Media::plain_text("words")).cached(CacheTtl::FiveMinutes),
        Part::document(Media::bytes("text/markdown", "# M")),
        Part::document(Media::url("https://a/b.pdf")),
        Part::document(Media::bytes("application/zip", "zip")),
        Part::audio(Media::bytes("audio/wav", "wav")),
    ];
    let (messages, warnings) = said([Message::user(parts)]);
    let text = |data| json!({"type": "text", "media_type": "text/plain", "data": data});
    let base64 = |kind, data| json!({"type": "base64", "media_type": kind, "data": data});
    let want = json!([
        {"type": "image", "source": base64("image/png", "cG5n")},
        {"type": "image", "source": base64("image/gif", "R0lG")},
        {"type": "image", "source": {"type": "file", "file_id": "file_1"}},
        {"type": "document", "title": "T", "source": base64("application/pdf", "cGRm")},
        {"type": "document", "source": text("words"), "cache_control": {"type": "ephemeral"}},
        {"type": "document", "source": text("# M")},
        {"type": "document", "source": {"type": "url", "url": "https://a/b.pdf"}},
    ]);
    assert_eq!(messages[0]["content"], want);
    assert_eq!(warnings, [omitted("document"), omitted("audio")].concat());
    let nameless = Part::image(kei_router_core::MediaSource::Bytes("png".into()).into());
    assert_eq!(refused(&ChatRequest::new([Message::user(nameless)])), ErrorKind::BadRequest);
}

#[test]
fn own_reasoning_is_replayed_and_no_other() {
    let reasoning = |provider: &str, signature: Option<&str>, redacted: Option<&str>| {
        let mut reasoning = Reasoning::default();
        reasoning.text = "hm".to_owned();
        reasoning.provider = Some(provider.to_owned());
        reasoning.signature = signature.map(str::to_owned);
        reasoning.redacted = redacted.map(str::to_owned);
        Part::new(PartKind::Reasoning(reasoning))
    };
    let (messages, warnings) = said([
        Message::user("hi"),
        Message::assistant(vec![reasoning("kimi", None, None)]),
        Message::assistant(vec![
            reasoning("sample", Some("sig"), None),
            reasoning("sample", None, Some("data")),
            reasoning("openai", Some("sig"), None),
            reasoning("sample", None, None),
            Part::text("done"),
        ]),
    ]);
    let want = json!([
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": [
            {"type": "thinking", "thinking": "hm", "signature": "sig"},
            {"type": "redacted_thinking", "data": "data"},
            {"type": "text", "text": "done"},
        ]},
    ]);
    assert_eq!(messages, want);
    let each = ["another vendor, kimi", "another vendor, openai", "no signature"];
    assert_eq!(warnings, each.map(|_| omitted("reasoning")).concat());
}

#[test]
fn own_opaque_parts_are_replayed_verbatim() {
    let json = r#"{"type":"server_tool_use","id":"s","input":{"z":1.50,"a":2}}"#;
    let message = Message::assistant(vec![
        Part::opaque("sample", json),
        Part::opaque("openai", "{}"),
        Part::opaque("sample", "[]"),
    ]);
    let request = ChatRequest::new([Message::user("hi"), message]);
    let codec = vendor();
    let endpoint = Endpoint::resolve("https://sample.example", codec.descriptor()).unwrap();
    let target = Target::new(&endpoint, NEWEST);
    let encoded = codec.encode(&request, &target).unwrap();
    let body = std::str::from_utf8(encoded.request.body()).unwrap();
    assert!(body.contains(json), "{body}");
    assert_eq!(encoded.warnings.len(), 2);
    assert_eq!(encoded.request.headers().get("x-api-key"), None);
}

#[test]
fn malformed_arguments_are_wrapped() {
    for arguments in ["{\"a\":", "[1]", "\"x\""] {
        let call = Message::assistant(Part::tool_call("c", "f", arguments));
        let (messages, warnings) = said([Message::user("hi"), call, Message::tool("c", "r")]);
        let input = &messages[1]["content"][0]["input"];
        assert_eq!(input, &json!({"malformed_arguments": arguments}));
        assert_eq!(warnings[0], defaulted("tool_call")[0]);
    }
}

#[test]
fn foreign_ids_are_mapped_for_call_and_result_alike() {
    let id = |id: &str| {
        let call = Message::assistant(Part::tool_call(id, "f", ""));
        let (messages, _) = said([call, Message::tool(id, "r")]);
        let sent = messages[0]["content"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(messages[1]["content"][0]["tool_use_id"], sent.as_str());
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        assert!(!sent.is_empty() && sent.chars().all(fits), "{sent}");
        sent
    };
    assert_eq!(id("toolu_01-A"), "toolu_01-A");
    assert_ne!(id("functions.f:0"), id("functions.f_0"));
    assert_ne!(id("functions.f:0"), id("functions_f:0"));
    id("größe");
    id("");
}

#[test]
fn cache_marks_go_onto_the_wire() {
    let marked = Part::text("a").cached(CacheTtl::FiveMinutes);
    let result = Part::tool_result("c", "r").cached(CacheTtl::OneHour);
    let mut message = Message::user(vec![marked, result]);
    let (messages, _) = said([message.clone()]);
    let five = json!({"type": "ephemeral"});
    let hour = json!({"type": "ephemeral", "ttl": "1h"});
    assert_eq!(messages[0]["content"][0]["cache_control"], hour);
    assert_eq!(messages[0]["content"][1]["cache_control"], five);
    message.content.push(Part::text("").cached(CacheTtl::FiveMinutes));
    assert_eq!(said([message]).1, omitted("cache mark"));
}

fn tool(name: &str, schema: Value) -> Tool {
    Tool { name: name.to_owned(), description: "d".to_owned(), schema }
}

#[test]
fn tools_have_an_objects_schema() {
    let tools = [tool("f", json!({"type": "object", "properties": {}})), tool("g", json!({}))];
    let sent = send(NEWEST, &hi().tools(tools).cache_tools(CacheTtl::FiveMinutes));
    let want = json!([
        {"name": "f", "description": "d", "input_schema": {"type": "object", "properties": {}}},
        {"name": "g", "description": "d", "input_schema": {"type": "object", "properties": {}},
         "cache_control": {"type": "ephemeral"}},
    ]);
    assert_eq!(sent.body["tools"], want);
    assert_eq!(sent.body.get("tool_choice"), None);
    for schema in [json!({"type": "array"}), json!([]), json!({"type": 1})] {
        assert_eq!(refused(&hi().tools([tool("f", schema)])), ErrorKind::BadRequest);
    }
}

#[test]
fn a_tool_choice_is_said_in_the_wires_words() {
    let choice = |choice: Option<ToolChoice>, parallel: Option<bool>| {
        let mut request = hi().tools([tool("f", json!({}))]);
        request.tool_choice = choice;
        request.parallel_tool_calls = parallel;
        send(OLD, &request).body.get("tool_choice").cloned()
    };
    let named = || Some(ToolChoice::Tool("f".to_owned()));
    assert_eq!(choice(Some(ToolChoice::Auto), None), Some(json!({"type": "auto"})));
    assert_eq!(choice(Some(ToolChoice::Required), Some(true)), Some(json!({"type": "any"})));
    assert_eq!(choice(named(), None), Some(json!({"type": "tool", "name": "f"})));
    assert_eq!(choice(Some(ToolChoice::None), Some(false)), Some(json!({"type": "none"})));
    let alone = json!({"type": "auto", "disable_parallel_tool_use": true});
    assert_eq!(choice(None, Some(false)), Some(alone));
    assert_eq!(choice(None, Some(true)), None);
}

#[test]
fn the_newest_models_cannot_be_forced() {
    let request = hi().tools([tool("f", json!({}))]).tool_choice(ToolChoice::Required);
    let sent = send(NEWEST, &request);
    assert_eq!(sent.body["tool_choice"], json!({"type": "auto"}));
    assert_eq!(sent.warnings, omitted("tool_choice"));
    let strict = request.on_unsupported(OnUnsupported::Error);
    assert_eq!(refused(&strict), ErrorKind::BadRequest);
    assert_eq!(refused(&hi().tool_choice(ToolChoice::Required)), ErrorKind::BadRequest);
    assert_eq!(send(NEWEST, &hi().tool_choice(ToolChoice::Auto)).body.get("tool_choice"), None);
}

#[test]
fn an_effort_is_adaptive_thinking() {
    let effort = |model, effort| send(model, &hi().reasoning(ReasoningConfig::Effort(effort)));
    let sent = effort(NEWEST, ReasoningEffort::XHigh);
    assert_eq!(sent.body["thinking"], json!({"type": "adaptive"}));
    assert_eq!(sent.body["output_config"], json!({"effort": "xhigh"}));
    assert!(sent.warnings.is_empty());
    let sent = effort(NEWEST, ReasoningEffort::Minimal);
    assert_eq!(sent.body["output_config"]["effort"], "low");
    assert_eq!(sent.warnings, defaulted("reasoning"));
    let sent = effort(MIDDLE, ReasoningEffort::XHigh);
    assert_eq!(sent.body["output_config"]["effort"], "max");
    let sent = effort(OLD, ReasoningEffort::Low);
    assert_eq!(sent.body["thinking"], json!({"type": "enabled", "budget_tokens": 4_096}));
    assert_eq!((sent.body.get("output_config"), sent.warnings), (None, defaulted("reasoning")));
}

#[test]
fn a_budget_stays_within_the_wires_bounds() {
    let budget = |budget, limit| {
        let request = hi().max_tokens(limit).reasoning(ReasoningConfig::Budget(budget));
        let mut sent = send(OLD, &request);
        (sent.body["thinking"]["budget_tokens"].take(), sent.warnings)
    };
    assert_eq!(budget(2_000, 4_000), (json!(2_000), vec![]));
    assert_eq!(budget(10, 4_000), (json!(1_024), defaulted("reasoning budget")));
    assert_eq!(budget(4_000, 4_000), (json!(3_999), defaulted("reasoning budget")));
    assert_eq!(budget(2_000, 1_024), (Value::Null, omitted("reasoning")));
    let newest = send(NEWEST, &hi().reasoning(ReasoningConfig::Budget(2_000)));
    assert_eq!(newest.body["thinking"], json!({"type": "adaptive"}));
    assert_eq!(newest.warnings, omitted("reasoning budget"));
}

#[test]
fn reasoning_is_switched_off_where_it_can_be() {
    let off = hi().reasoning(ReasoningConfig::Off);
    assert_eq!(send(OLD, &off).body["thinking"], json!({"type": "disabled"}));
    let newest = send(NEWEST, &off);
    assert_eq!((newest.body.get("thinking"), newest.warnings), (None, omitted("reasoning")));
    let forced = hi()
        .tools([tool("f", json!({}))])
        .tool_choice(ToolChoice::Required)
        .reasoning(ReasoningConfig::Budget(2_000));
    let sent = send(OLD, &forced);
    assert_eq!((sent.body.get("thinking"), sent.warnings), (None, omitted("reasoning")));
    assert_eq!(sent.body["tool_choice"], json!({"type": "any"}));
}

#[test]
fn the_rest_of_the_options() {
    let schema = json!({"type": "object", "properties": {}});
    let format = |schema| ResponseFormat::JsonSchema { name: "n".into(), schema, strict: true };
    let request = hi()
        .stop(["END"])
        .service_tier("standard_only")
        .metadata("user_id", "u")
        .response_format(format(schema.clone()));
    let sent = send(NEWEST, &request);
    assert_eq!(sent.body["stop_sequences"], json!(["END"]));
    assert_eq!(sent.body["service_tier"], "standard_only");
    assert_eq!(sent.body["metadata"], json!({"user_id": "u"}));
    let want = json!({"format": {"type": "json_schema", "schema": schema}});
    assert_eq!(sent.body["output_config"], want);
    assert!(sent.warnings.is_empty());
}

#[test]
fn options_that_the_vendor_lacks_are_left_out_by_rule() {
    let lacking = [
        ("seed", hi().seed(1)),
        ("response_format", hi().response_format(ResponseFormat::Json)),
        ("metadata", hi().metadata("team", "x")),
    ];
    for (subject, request) in lacking {
        let sent = send(NEWEST, &request);
        assert_eq!(sent.warnings, omitted(subject));
        assert_eq!(sent.body, send(NEWEST, &hi()).body);
        let dropped = request.clone().on_unsupported(OnUnsupported::Drop);
        assert!(send(NEWEST, &dropped).warnings.is_empty());
        assert_eq!(refused(&request.on_unsupported(OnUnsupported::Error)), ErrorKind::BadRequest);
    }
}

#[test]
fn what_no_server_would_take_is_a_bad_request() {
    let result = Part::tool_result("c", "r");
    let wrong: [Vec<Message>; 6] = [
        vec![Message::user("")],
        vec![Message { role: Role::from("system"), content: "s".into() }],
        vec![Message { role: Role::Tool, content: "no result".into() }],
        vec![Message::user(Part::tool_call("c", "f", ""))],
        vec![Message::assistant(result)],
        vec![Message::user(Part::document(Media::bytes("text/plain", &b"\xff"[..])))],
    ];
    for messages in wrong {
        assert_eq!(refused(&ChatRequest::new(messages.clone())), ErrorKind::BadRequest);
    }
    let (messages, warnings) = said([
        Message::user("hi"),
        Message::assistant(vec![Part::document(Media::plain_text("d")), Part::text("a")]),
        Message::user(""),
    ]);
    assert_eq!(messages.as_array().unwrap().len(), 2);
    assert_eq!(warnings, omitted("media"));
}
