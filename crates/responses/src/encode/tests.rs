//! Requests as they go over the wire.

mod exact;
mod schemas;

use crate::sample::{vendor, written};
use crate::{Dialect, ReasoningReplay};
use kei_router_core::encode::{MetadataSupport, Support};
use kei_router_core::{
    Capabilities, Capability, ChatRequest, Content, LlmError, Media, Message, OnUnsupported, Part,
    PartKind, Reasoning, ReasoningConfig, ReasoningEffort, ResponseFormat, Shared, Tool,
    ToolChoice,
};
use serde_json::{Value, json};

const THINKER: Dialect = Dialect {
    support: Support {
        capabilities: Capabilities::UNKNOWN.with(&[Capability::Reasoning]),
        ..Dialect::PLAIN.support
    },
    ..Dialect::PLAIN
};

/// The body, and the subjects of the warnings.
fn sent(dialect: Dialect, request: &ChatRequest) -> (Value, Vec<String>) {
    let (body, warnings) = written(&vendor(dialect), request).unwrap();
    (body, warnings.into_iter().map(|warning| warning.subject).collect())
}

/// The input that a conversation becomes, where nothing of it is lost.
fn input(dialect: Dialect, messages: impl Into<Shared<Message>>) -> Value {
    let (mut body, warnings) = sent(dialect, &ChatRequest::new(messages));
    assert_eq!(warnings, Vec::<String>::new());
    body["input"].take()
}

fn refused(dialect: Dialect, request: ChatRequest) -> LlmError {
    written(&vendor(dialect), &request.on_unsupported(OnUnsupported::Error)).unwrap_err()
}

fn hello() -> ChatRequest {
    ChatRequest::new([Message::user("Hello")])
}

fn weather() -> Tool {
    Tool {
        name: "weather".into(),
        description: "The weather.".into(),
        schema: json!({"type": "object"}),
    }
}

fn thought(provider: &str, text: &str, id: Option<&str>, redacted: Option<&str>) -> Part {
    let mut block = Reasoning::default();
    block.text = text.to_owned();
    block.id = id.map(str::to_owned);
    block.redacted = redacted.map(str::to_owned);
    block.provider = Some(provider.to_owned());
    Part::new(PartKind::Reasoning(block))
}

#[test]
fn a_plain_request_has_its_essentials() {
    let (body, warnings) = sent(Dialect::PLAIN, &hello().system("Be brief."));
    let want = json!({
        "model": "m", "stream": true, "store": false, "instructions": "Be brief.",
        "input": [{"type": "message", "role": "user", "content": "Hello"}],
    });
    assert_eq!((body, warnings.len()), (want, 0));
    let (body, _) = sent(Dialect::PLAIN, &hello());
    assert_eq!(body.get("instructions"), None);
}

#[test]
fn every_option_has_its_member() {
    let schema = json!({"type": "object", "properties": {}});
    let format = ResponseFormat::JsonSchema { name: "s".into(), schema, strict: true };
    let request = hello()
        .max_tokens(99)
        .temperature(0.5)
        .top_p(0.9)
        .reasoning(ReasoningConfig::Effort(ReasoningEffort::High))
        .response_format(format)
        .service_tier("flex")
        .metadata("user_id", "u-1")
        .metadata("trace", "t-1")
        .extra_body("truncation", "auto");
    let (body, warnings) = sent(Dialect::PLAIN, &request);
    let want = json!({
        "model": "m", "stream": true, "store": false,
        "input": [{"type": "message", "role": "user", "content": "Hello"}],
        "include": ["reasoning.encrypted_content"],
        "max_output_tokens": 99, "temperature": 0.5, "top_p": 0.9,
        "reasoning": {"effort": "high", "summary": "auto"},
        "text": {"format": {"type": "json_schema", "name": "s", "strict": true,
                 "schema": {"type": "object", "properties": {}, "required": [],
                            "additionalProperties": false}}},
        "service_tier": "flex", "safety_identifier": "u-1", "metadata": {"trace": "t-1"},
        "truncation": "auto",
    });
    assert_eq!((body, warnings.len()), (want, 0));
    let (body, _) = sent(Dialect::PLAIN, &hello().response_format(ResponseFormat::Json));
    assert_eq!(body["text"], json!({"format": {"type": "json_object"}}));
}

#[test]
fn what_the_wire_or_the_model_lacks_goes_by_rule() {
    let lacking = Dialect {
        support: Support {
            capabilities: Capabilities::UNKNOWN.without(&[
                Capability::Sampling,
                Capability::Images,
                Capability::JsonSchema,
            ]),
            service_tier: |_| false,
            metadata: MetadataSupport::None,
            ..Dialect::PLAIN.support
        },
        ..Dialect::PLAIN
    };
    let mut request = hello()
        .stop(["x"])
        .seed(1)
        .temperature(0.5)
        .top_p(0.5)
        .reasoning(ReasoningConfig::Budget(100))
        .service_tier("flex")
        .metadata("trace", "t")
        .tool_choice(ToolChoice::Required);
    request.messages.push(Message::user(Part::image(Media::url("https://a.example/i.png"))));
    let (body, warnings) = sent(lacking, &request);
    let subjects =
        ["temperature", "top_p", "seed", "stop", "reasoning", "service_tier", "metadata"];
    assert_eq!(warnings, [&subjects[..], &["tool_choice", "image"]].concat());
    for gone in ["stop", "seed", "temperature", "reasoning", "service_tier", "metadata", "tools"] {
        assert_eq!(body.get(gone), None, "{gone}");
    }
}

#[test]
fn a_request_may_want_an_error_or_silence() {
    assert!(refused(Dialect::PLAIN, hello().seed(1)).to_string().contains("seed"));
    let (_, silent) = sent(Dialect::PLAIN, &hello().seed(1).on_unsupported(OnUnsupported::Drop));
    assert_eq!(silent, Vec::<String>::new());
    let numbers = hello().temperature(f64::NAN);
    assert!(written(&vendor(Dialect::PLAIN), &numbers).is_err());
}

#[test]
fn tools_are_flat_and_not_strict() {
    let request = hello().tools([weather()]).parallel_tool_calls(false);
    let (body, _) = sent(Dialect::PLAIN, &request.clone().tool_choice(ToolChoice::Required));
    let tool = json!({"type": "function", "name": "weather", "description": "The weather.",
                      "parameters": {"type": "object", "properties": {}}, "strict": false});
    assert_eq!(body["tools"], json!([tool]));
    assert_eq!(
        (&body["tool_choice"], &body["parallel_tool_calls"]),
        (&json!("required"), &json!(false))
    );
    for (choice, want) in [
        (ToolChoice::Auto, json!("auto")),
        (ToolChoice::None, json!("none")),
        (ToolChoice::Tool("weather".into()), json!({"type": "function", "name": "weather"})),
    ] {
        let (body, _) = sent(Dialect::PLAIN, &request.clone().tool_choice(choice));
        assert_eq!(body["tool_choice"], want);
    }
    let picky = Dialect {
        support: Support {
            tool_name: |name| name.len() < 4,
            max_tools: Some(1),
            ..Dialect::PLAIN.support
        },
        ..Dialect::PLAIN
    };
    assert!(written(&vendor(picky.clone()), &request).is_err());
    assert!(written(&vendor(picky), &hello().tools([weather(), weather()])).is_err());
}

#[test]
fn a_turn_keeps_the_order_of_its_items() {
    let turn = Message::assistant(vec![
        thought("plain", "Hm", Some("rs_1"), Some("gAAA")),
        Part::text("Let me "),
        Part::text("see."),
        Part::opaque("plain", r#"{"type":"web_search_call","id":"ws_1"}"#),
        thought("plain", "", None, Some("gBBB")),
        Part::tool_call("a", "weather", r#"{ "city": "Köln" }"#),
        Part::tool_call("b", "now", ""),
    ]);
    let results = [Message::tool("a", "Rain"), Message::tool("b", "Noon")];
    let messages =
        [&[Message::user("Hi"), turn][..], &results, &[Message::user("Thanks")]].concat();
    let want = json!([
        {"type": "message", "role": "user", "content": "Hi"},
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm"}],
         "encrypted_content": "gAAA"},
        {"type": "message", "role": "assistant", "content": [
            {"type": "output_text", "text": "Let me "}, {"type": "output_text", "text": "see."}]},
        {"type": "web_search_call", "id": "ws_1"},
        {"type": "reasoning", "summary": [], "encrypted_content": "gBBB"},
        {"type": "function_call", "call_id": "a", "name": "weather",
         "arguments": "{ \"city\": \"Köln\" }"},
        {"type": "function_call", "call_id": "b", "name": "now", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "a", "output": "Rain"},
        {"type": "function_call_output", "call_id": "b", "output": "Noon"},
        {"type": "message", "role": "user", "content": "Thanks"},
    ]);
    assert_eq!(input(THINKER, messages), want);
}

#[test]
fn only_the_vendors_own_blocks_go_back() {
    let turn = Message::assistant(vec![
        thought("other", "Hm", Some("rs_1"), Some("gAAA")),
        thought("plain", "Hm", Some("rs_2"), None),
        Part::opaque("other", "{}"),
        Part::text("Hi"),
        thought("plain", "last", None, Some("gCCC")),
    ]);
    let request = ChatRequest::new([Message::user("Hi"), turn, Message::user("More")]);
    let (body, warnings) = sent(THINKER, &request);
    assert_eq!(warnings, ["reasoning", "reasoning", "opaque", "reasoning"]);
    let said = json!({"type": "message", "role": "assistant",
                      "content": [{"type": "output_text", "text": "Hi"}]});
    assert_eq!((body["input"].as_array().unwrap().len(), &body["input"][1]), (3, &said));
    assert!(refused(THINKER, request).to_string().contains("reasoning"));
}

#[test]
fn reasoning_goes_back_as_the_vendor_takes_it() {
    let sent_back = |dialect: Dialect, part: Part, store: Option<bool>| {
        let turn = Message::assistant(vec![part, Part::text("Hi")]);
        let request = ChatRequest::new([turn]);
        let request = match store {
            Some(store) => request.extra_body("store", store),
            None => request,
        };
        let (mut body, _) = sent(dialect, &request);
        body["input"][0].take()
    };
    let plain = || thought("plain", "Hm", Some("rs_1"), None);
    let text = Dialect { replay: ReasoningReplay::Text, ..Dialect::PLAIN };
    let never = Dialect { replay: ReasoningReplay::Never, ..Dialect::PLAIN };
    let summary = json!([{"type": "summary_text", "text": "Hm"}]);
    let by_id = json!({"type": "reasoning", "id": "rs_1", "summary": summary});
    assert_eq!(sent_back(Dialect::PLAIN, plain(), Some(true)), by_id);
    let content = json!([{"type": "reasoning_text", "text": "Hm"}]);
    let as_text = json!({"type": "reasoning", "summary": [], "content": content});
    assert_eq!(sent_back(text, plain(), None), as_text);
    assert_eq!(sent_back(never, plain(), None)["type"], "message");
}

#[test]
fn encrypted_reasoning_is_asked_of_models_that_think() {
    let asked =
        |dialect: Dialect, request: ChatRequest| sent(dialect, &request).0.get("include").is_some();
    let low = ReasoningConfig::Effort(ReasoningEffort::Low);
    assert!(asked(THINKER, hello()));
    assert!(asked(Dialect::PLAIN, hello().reasoning(low)));
    assert!(!asked(Dialect::PLAIN, hello()), "OpenAI refuses it for models that do not reason");
    assert!(!asked(THINKER, hello().reasoning(ReasoningConfig::Off)));
    assert!(!asked(Dialect { encrypted_reasoning: false, ..THINKER }, hello()));
    let (body, _) = sent(THINKER, &hello().reasoning(ReasoningConfig::Off));
    assert_eq!(body["reasoning"], json!({"effort": "none"}));
    let always = Dialect {
        support: Support {
            capabilities: THINKER.support.capabilities.without(&[Capability::ReasoningOff]),
            forces_while_thinking: false,
            ..THINKER.support
        },
        ..THINKER
    };
    let request = hello().reasoning(ReasoningConfig::Off).tools([weather()]);
    let (body, warnings) = sent(always, &request.tool_choice(ToolChoice::Required));
    assert_eq!(warnings, ["reasoning", "tool_choice"]);
    assert_eq!((body.get("reasoning"), body.get("tool_choice")), (None, None));
    assert!(body.get("include").is_some());
}

#[test]
fn results_hold_text_images_and_failures() {
    let image = || Part::image(Media::bytes("image/png", "abc"));
    let mut messages = vec![Message::assistant(Part::tool_call("a", "f", "{}"))];
    let results = vec![
        Part::tool_result("a", Content::from(vec![Part::text("1"), Part::text("2")])),
        Part::tool_result("b", Content::from(vec![Part::text("see"), image()])),
        Part::tool_error("c", "no such city"),
        Part::tool_error("d", Content::from(image())),
        Part::tool_result("e", Content::default()),
        Part::text("And now?"),
    ];
    messages.push(Message::user(results));
    let picture = json!({"type": "input_image", "image_url": "data:image/png;base64,YWJj"});
    let output = |id: &str, output: Value| json!({"type": "function_call_output", "call_id": id, "output": output});
    let text = |text: &str| json!({"type": "input_text", "text": text});
    let want = json!([
        {"type": "function_call", "call_id": "a", "name": "f", "arguments": "{}"},
        output("a", json!("12")),
        output("b", json!([text("see"), picture])),
        output("c", json!("Error: no such city")),
        output("d", json!([text("Error: "), picture])),
        output("e", json!("")),
        {"type": "message", "role": "user", "content": "And now?"},
    ]);
    assert_eq!(input(Dialect::PLAIN, messages.clone()), want);
    let plain = Dialect { tool_media: false, ..Dialect::PLAIN };
    let (body, warnings) = sent(plain, &ChatRequest::new(messages));
    assert_eq!((&body["input"][2]["output"], warnings.len()), (&json!("see"), 1));
}

#[test]
fn what_stands_beside_results_follows_the_last_of_them() {
    let tool = |id: &str, note: &str| {
        let parts = vec![Part::tool_result(id, "ok"), Part::text(note)];
        Message { role: kei_router_core::Role::Tool, content: parts.into() }
    };
    let user = Message::user("Go on");
    let items = input(Dialect::PLAIN, [tool("a", "one"), tool("b", "two"), user]);
    let want = json!([
        {"type": "function_call_output", "call_id": "a", "output": "ok"},
        {"type": "function_call_output", "call_id": "b", "output": "ok"},
        {"type": "message", "role": "user", "content": [
            {"type": "input_text", "text": "one"}, {"type": "input_text", "text": "two"}]},
        {"type": "message", "role": "user", "content": "Go on"},
    ]);
    assert_eq!(items, want);
    let stray = Message { role: kei_router_core::Role::Tool, content: "text".into() };
    assert!(written(&vendor(Dialect::PLAIN), &ChatRequest::new([stray])).is_err());
}

#[test]
fn media_go_by_url_by_bytes_and_by_id() {
    let parts = vec![
        Part::text("Look:"),
        Part::image(Media::url("https://a.example/i.png")),
        Part::image(Media::file_id("file-1")),
        Part::document(Media::bytes("application/pdf", "abc").named("a.pdf")),
        Part::document(Media::url("https://a.example/a.pdf")),
        Part::document(Media::file_id("file-2")),
        Part::document(Media::plain_text("Body").named("note.txt")),
        Part::audio(Media::bytes("audio/wav", "abc")),
    ];
    let want = json!([
        {"type": "input_text", "text": "Look:"},
        {"type": "input_image", "image_url": "https://a.example/i.png"},
        {"type": "input_image", "file_id": "file-1"},
        {"type": "input_file", "filename": "a.pdf", "file_data": "data:application/pdf;base64,YWJj"},
        {"type": "input_file", "file_url": "https://a.example/a.pdf"},
        {"type": "input_file", "file_id": "file-2"},
        {"type": "input_text", "text": "note.txt:\nBody"},
        {"type": "input_audio", "input_audio": {"data": "YWJj", "format": "wav"}},
    ]);
    let items = input(Dialect::PLAIN, [Message::user(parts)]);
    assert_eq!(items[0]["content"], want);
}

#[test]
fn media_that_the_vendor_does_not_take_are_left_out() {
    let parts = vec![
        Part::text("Look:"),
        Part::image(Media::url("https://a.example/i.png")),
        Part::document(Media::url("https://a.example/a.pdf")),
    ];
    let near = Dialect {
        support: Support { remote_media: false, ..Dialect::PLAIN.support },
        ..Dialect::PLAIN
    };
    let (_, warnings) = sent(near, &ChatRequest::new([Message::user(parts)]));
    assert_eq!(warnings, ["image", "document"]);
}

#[test]
fn audio_of_an_unknown_form_is_left_out() {
    let ogg = Part::audio(Media::bytes("audio/ogg", "abc"));
    let ogg = ChatRequest::new([Message::user(vec![Part::text("Listen:"), ogg])]);
    assert_eq!(sent(Dialect::PLAIN, &ogg).1, ["audio"]);
}

#[test]
fn custom_tools_have_items_of_their_own() {
    let tools = json!([{"type": "custom", "name": "patch"}, {"type": "function", "name": "f"}]);
    let request = ChatRequest::new([
        Message::user("Fix it"),
        Message::assistant(vec![
            Part::tool_call("a", "patch", "*** Begin"),
            Part::tool_call("b", "f", "{}"),
        ]),
        Message::tool("a", "done"),
        Message::tool("b", "done"),
    ]);
    let choice = ToolChoice::Tool("patch".into());
    let (body, _) = sent(Dialect::PLAIN, &request.extra_body("tools", tools).tool_choice(choice));
    let want = json!([
        {"type": "message", "role": "user", "content": "Fix it"},
        {"type": "custom_tool_call", "call_id": "a", "name": "patch", "input": "*** Begin"},
        {"type": "function_call", "call_id": "b", "name": "f", "arguments": "{}"},
        {"type": "custom_tool_call_output", "call_id": "a", "output": "done"},
        {"type": "function_call_output", "call_id": "b", "output": "done"},
    ]);
    assert_eq!(body["input"], want);
    assert_eq!(body["tool_choice"], json!({"type": "custom", "name": "patch"}));
}

#[test]
fn a_dialect_is_a_few_lines() {
    let dialect = Dialect {
        support: Support { user: Some("user".into()), ..Dialect::PLAIN.support },
        system_role: Some("developer".into()),
        store: None,
        summary: None,
        strict_tools: None,
        ..Dialect::PLAIN
    };
    let request = ChatRequest::new([
        Message::assistant(vec![Part::text("Let me see."), Part::tool_call("a", "weather", "{}")]),
        Message::tool("a", "Rain"),
        Message::assistant("It rains."),
        Message::user("Thanks"),
    ]);
    let request = request.system("Be brief.").tools([weather()]).metadata("user_id", "u");
    let (body, _) =
        sent(dialect, &request.reasoning(ReasoningConfig::Effort(ReasoningEffort::Low)));
    let system = json!({"type": "message", "role": "developer", "content": "Be brief."});
    assert_eq!((body.get("instructions"), &body["input"][0]), (None, &system));
    assert_eq!((body.get("store"), &body["user"]), (None, &json!("u")));
    assert_eq!(body["reasoning"], json!({"effort": "low"}));
    assert_eq!(body["tools"][0].get("strict"), None);
}

#[test]
fn an_opaque_item_is_sent_letter_by_letter() {
    let json = r#"{"type":"web_search_call", "id":"ws_1","n":1.50}"#;
    let turn = Message::assistant(Part::opaque("plain", json));
    let request = ChatRequest::new([turn, Message::user("More")]);
    let vendor = vendor(Dialect::PLAIN);
    let endpoint =
        kei_router_core::codec::Endpoint::parse("https://plain.example/v1/responses").unwrap();
    let target = kei_router_core::codec::Target::new(&endpoint, "m");
    let (sent, _) = super::encode(&vendor, &request, &target).unwrap();
    assert!(String::from_utf8_lossy(sent.body()).contains(json));
    let broken = ChatRequest::new([Message::assistant(Part::opaque("plain", "{"))]);
    assert!(super::encode(&vendor, &broken, &target).is_err());
}
