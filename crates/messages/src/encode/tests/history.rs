//! History that the vendor answers with a 400: it is put right, and the caller told.

use super::*;

fn thought(text: &str) -> Part {
    let mut block = Reasoning::default();
    block.text = text.to_owned();
    block.signature = Some("sig".to_owned());
    block.provider = Some(vendor().descriptor.name.into_owned());
    Part::new(PartKind::Reasoning(block))
}

fn tool(schema: Value) -> Tool {
    Tool { name: "f".into(), description: String::new(), schema }
}

#[test]
fn a_failed_tool_without_output_says_so() {
    let call = Message::assistant(Part::tool_call("c", "f", "{}"));
    let failed = |content: Content| {
        let result = Message { role: Role::Tool, content: Part::tool_error("c", content).into() };
        let request = ChatRequest::new([call.clone(), result]).tools([tool(json!({}))]);
        let mut sent = send(NEWEST, &request);
        (sent.body["messages"][1]["content"][0]["content"].take(), sent.warnings)
    };
    assert_eq!(failed("".into()), (json!("(no output)"), vec![]));
    assert_eq!(failed(" \n".into()), (json!("(no output)"), vec![]));
    let image = Part::image(Media::url("https://example.com/x.png"));
    assert_eq!(failed(image.into()), (json!("(no output)"), omitted("tool_result")));
}

#[test]
fn a_turn_that_ends_with_thinking_goes_back_without_it() {
    let cut = Message::assistant(vec![thought("a"), Part::text("x"), thought("b")]);
    let (messages, warnings) = said([cut, Message::user("go on")]);
    let kinds: Vec<_> =
        messages[0]["content"].as_array().unwrap().iter().map(|block| &block["type"]).collect();
    assert_eq!(kinds, ["thinking", "text"]);
    assert_eq!(warnings, omitted("reasoning"));
    let (messages, _) =
        said([Message::user("?"), Message::assistant(thought("a")), Message::user("go")]);
    assert_eq!(
        messages,
        json!([{"role": "user", "content": "?"}, {"role": "user", "content": "go"}])
    );
}

#[test]
fn a_budget_gives_way_to_a_tool_turn_that_did_not_think() {
    let turn = |parts: Vec<Part>| {
        let call = [Part::tool_call("c", "f", "{}")];
        let parts: Vec<_> = parts.into_iter().chain(call).collect();
        ChatRequest::new([
            Message::assistant(vec![thought("early"), Part::text("x")]),
            Message::user("?"),
            Message::assistant(parts),
            Message::tool("c", "r"),
        ])
        .tools([tool(json!({}))])
        .reasoning(ReasoningConfig::Budget(2_000))
    };
    let foreign = send(OLD, &turn(vec![Part::text("Let me see.")]));
    assert_eq!((foreign.body.get("thinking"), foreign.warnings), (None, omitted("reasoning")));
    assert!(!foreign.body["messages"].to_string().contains("thinking"));
    let own = send(OLD, &turn(vec![thought("so")]));
    assert_eq!((&own.body["thinking"]["type"], own.warnings), (&json!("enabled"), vec![]));
}

#[test]
fn a_begun_reply_is_left_out_where_the_model_takes_none() {
    let begun = [Message::user("hi"), Message::assistant("Well,")];
    let mut codec = vendor();
    let lacks =
        kei_router_core::Capabilities::UNKNOWN.without(&[kei_router_core::Capability::Prefill]);
    codec.dialect.support.capabilities = lacks;
    let sent = try_send(&codec, NEWEST, &ChatRequest::new(begun.clone())).unwrap();
    assert_eq!(sent.body["messages"], json!([{"role": "user", "content": "hi"}]));
    assert_eq!(sent.warnings, omitted("prefill"));
    // A turn that paused goes on; it is no begun reply.
    let block = Part::opaque(codec.descriptor.name.clone(), r#"{"type":"server_tool_use"}"#);
    let paused = ChatRequest::new([Message::user("hi"), Message::assistant(block)]);
    let sent = try_send(&codec, NEWEST, &paused).unwrap();
    assert_eq!((sent.body["messages"].as_array().unwrap().len(), sent.warnings), (2, vec![]));
    assert_eq!(said(begun).0.as_array().unwrap().len(), 2);
}

#[test]
fn a_begun_reply_loses_the_white_space_at_its_end() {
    let (messages, warnings) = said([Message::user("hi"), Message::assistant("Well, \n")]);
    assert_eq!((&messages[1]["content"], warnings), (&json!("Well,"), defaulted("prefill")));
    let parts = vec![Part::text("a "), Part::text("b ")];
    let (messages, _) = said([Message::user("hi"), Message::assistant(parts)]);
    let texts: Vec<_> =
        messages[1]["content"].as_array().unwrap().iter().map(|block| &block["text"]).collect();
    assert_eq!(texts, ["a ", "b"]);
}

#[test]
fn called_tools_are_named_where_the_request_has_none() {
    let call = Message::assistant(Part::tool_call("c", "f", "{}"));
    let sent =
        send(NEWEST, &ChatRequest::new([call, Message::tool("c", "r"), Message::user("Sum up")]));
    let stub = json!({"name": "f", "input_schema": {"type": "object", "properties": {}}});
    assert_eq!(
        (&sent.body["tools"], &sent.body["tool_choice"]),
        (&json!([stub]), &json!({"type": "none"}))
    );
    assert_eq!(sent.warnings, defaulted("tools"));
}

#[test]
fn a_call_without_a_result_is_refused_with_its_place() {
    let call = Message::assistant(Part::tool_call("call_7", "weather", "{}"));
    let request = ChatRequest::new([Message::user("?"), call, Message::user("Never mind")]);
    let error = try_send(&vendor(), NEWEST, &request).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("message 1 calls the tool weather (call_7)"), "{error}");
}

#[test]
fn a_mark_before_one_of_an_hour_lasts_an_hour_too() {
    let parts = vec![
        Part::text("a").cached(CacheTtl::FiveMinutes),
        Part::text("b").cached(CacheTtl::OneHour),
        Part::text("c").cached(CacheTtl::FiveMinutes),
    ];
    let request = ChatRequest::new([Message::user(parts)]).system("s");
    let sent = send(NEWEST, &request.cache_system(CacheTtl::FiveMinutes));
    let ttl = |block: &Value| block["cache_control"]["ttl"].clone();
    let content = &sent.body["messages"][0]["content"];
    assert_eq!(ttl(&sent.body["system"][0]), "1h");
    assert_eq!(
        [ttl(&content[0]), ttl(&content[1]), ttl(&content[2])],
        [json!("1h"), json!("1h"), Value::Null]
    );
    assert_eq!(sent.warnings, defaulted("cache mark"));
}

#[test]
fn blank_stop_sequences_are_left_out() {
    let sent = send(NEWEST, &hi().stop(["\n", "end"]));
    assert_eq!((&sent.body["stop_sequences"], sent.warnings), (&json!(["end"]), omitted("stop")));
}

#[test]
fn the_top_level_of_a_tools_schema_is_one_object() {
    let branch = json!({"properties": {"a": {"type": "string"}}, "required": ["a"]});
    let schema = json!({"type": "object", "oneOf": [branch]});
    let sent = send(NEWEST, &hi().tools([tool(schema)]));
    let schema = &sent.body["tools"][0]["input_schema"];
    assert_eq!((&schema["properties"]["a"]["type"], schema.get("oneOf")), (&json!("string"), None));
    assert_eq!(sent.warnings, defaulted("tools"));
}
