//! Each rule of the Responses format: a request that breaks it is refused in the vendor's shape,
//! the request beside it that keeps it is answered.

use crate::client::{Answer, BEARER, Client};
use kei_router_testkit::{Script, Sim, responses};
use serde_json::{Value, json};

/// A request that every rule allows.
fn minimal() -> Value {
    json!({"model": "m", "stream": true, "input": "Hi"})
}

fn with(member: &str, value: Value) -> Value {
    let mut body = minimal();
    body[member] = value;
    body
}

fn input(items: Value) -> Value {
    with("input", items)
}

async fn ask(headers: &[&str], body: &Value) -> Answer {
    let sim = Sim::start(&responses(), Script::default()).await;
    Client::dial(&sim).await.ask("/v1/responses", headers, body).await
}

async fn refusal(body: &Value, status: u16) -> Value {
    let answer = ask(&BEARER, body).await;
    assert_eq!(answer.status, status, "{body}: {answer:?}");
    let error: Value = serde_json::from_str(&answer.body).expect("an error is JSON");
    assert_eq!(error["error"]["type"], "invalid_request_error", "{error}");
    error["error"].clone()
}

/// Refused with this code, in a message that has this phrase.
async fn assert_refused(body: &Value, code: &str, phrase: &str) {
    let error = refusal(body, 400).await;
    assert_eq!(error["code"], code, "{body}: {error}");
    assert!(error["message"].as_str().is_some_and(|m| m.contains(phrase)), "{body}: {error}");
}

async fn assert_answered(body: &Value) {
    let answer = ask(&BEARER, body).await;
    assert_eq!((answer.status, answer.whole), (200, true), "{body}: {answer:?}");
    assert!(answer.body.contains("event: response.completed\n"), "{answer:?}");
}

#[tokio::test]
async fn http_itself() {
    let answer = ask(&BEARER[..1], &minimal()).await;
    assert_eq!(answer.status, 401, "{answer:?}");
    assert!(answer.body.contains("invalid_api_key"), "{answer:?}");
    let text = ["content-type: text/plain", BEARER[1]];
    assert_eq!(ask(&text, &minimal()).await.status, 400);
    let sim = Sim::start(&responses(), Script::default()).await;
    let mut client = Client::dial(&sim).await;
    assert_eq!(client.ask("/v1/chat/completions", &BEARER, &minimal()).await.status, 404);
    client.send_raw("GET", "/v1/responses", &BEARER, "").await;
    assert_eq!(client.answer().await.status, 405);
}

#[tokio::test]
async fn required_members() {
    assert_answered(&minimal()).await;
    let missing = "missing_required_parameter";
    assert_refused(&with("model", Value::Null), missing, "'model'").await;
    assert_refused(&with("model", "".into()), "empty_string", "'model'").await;
    assert_refused(&with("model", 1.into()), "invalid_type", "'model'").await;
    for empty in [Value::Null, "".into(), json!([])] {
        assert_refused(&input(empty), missing, "'input'").await;
    }
    let mut later = with("previous_response_id", "resp_1".into());
    later["input"] = json!([]);
    assert_answered(&later).await;
    later["conversation"] = "conv_1".into();
    assert_refused(&later, "mutually_exclusive_parameters", "Only one of").await;
    let error = refusal(&with("stream", false.into()), 400).await;
    assert!(error["message"].as_str().is_some_and(|m| m.contains("only streams")), "{error}");
}

#[tokio::test]
async fn members_of_other_formats() {
    for (old, new) in [("messages", "'input'"), ("max_tokens", "'max_output_tokens'")] {
        assert_refused(&with(old, json!(64)), "unsupported_parameter", new).await;
    }
    for (old, new) in [("response_format", "'text.format'"), ("reasoning_effort", "reasoning.")] {
        assert_refused(&with(old, json!("x")), "unsupported_parameter", new).await;
    }
    for name in ["stop", "seed", "n", "system", "thinking"] {
        assert_refused(&with(name, json!(1)), "unknown_parameter", name).await;
    }
    let options = json!({"include_usage": true});
    assert_refused(&with("stream_options", options), "unknown_parameter", "include_usage").await;
    assert_answered(&with("stream_options", json!({"include_obfuscation": false}))).await;
}

#[tokio::test]
async fn limits_and_options() {
    let limit = |tokens: Value| with("max_output_tokens", tokens);
    assert_refused(&limit(15.into()), "integer_below_min_value", ">= 16, but got 15").await;
    assert_refused(&limit("16".into()), "invalid_type", "max_output_tokens").await;
    assert_answered(&limit(16.into())).await;
    for (name, value) in [("temperature", 2.5), ("top_p", 1.5)] {
        let error = refusal(&with(name, value.into()), 400).await;
        assert!(error["message"].as_str().is_some_and(|m| m.contains(name)), "{error}");
    }
    let reasoning = |value: Value| with("reasoning", value);
    assert_refused(&reasoning(json!({"effort": "huge"})), "invalid_value", "effort").await;
    assert_refused(&reasoning(json!({"summary": true})), "invalid_value", "summary").await;
    assert_answered(&reasoning(json!({"effort": "low", "summary": "auto"}))).await;
    assert_refused(&with("include", json!([1])), "invalid_type", "include").await;
    assert_refused(&with("metadata", json!({"a": 1})), "invalid_type", "metadata").await;
    assert_answered(&with("metadata", json!({"a": "1"}))).await;
}

#[tokio::test]
async fn formats_of_text() {
    let format = |format: Value| with("text", json!({"format": format}));
    let missing = "missing_required_parameter";
    assert_refused(&format(json!({})), missing, "text.format.type").await;
    assert_refused(&format(json!({"type": "xml"})), "invalid_value", "xml").await;
    assert_answered(&format(json!({"type": "json_object"}))).await;
    // As Chat Completions has it.
    let nested = json!({"type": "json_schema", "json_schema": {"name": "n", "schema": {}}});
    assert_refused(&format(nested), missing, "text.format.name").await;
    let schema = |name: &str, strict: bool, schema: Value| {
        format(json!({"type": "json_schema", "name": name, "strict": strict, "schema": schema}))
    };
    let object = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    assert_answered(&schema("n", false, object.clone())).await;
    assert_refused(&schema("a b", false, object.clone()), "invalid_value", "name").await;
    assert_refused(&schema("n", false, Value::Null), missing, "text.format.schema").await;
    let array = json!({"type": "array"});
    assert_refused(&schema("n", false, array), "invalid_json_schema", "object").await;
    assert_refused(&schema("n", true, object), "invalid_json_schema", "additionalProp").await;
    let closed = |required: Value| {
        json!({"type": "object", "additionalProperties": false, "required": required,
            "properties": {"a": {"type": "string"}}})
    };
    assert_refused(&schema("n", true, closed(json!([]))), "invalid_json_schema", "'a'").await;
    assert_answered(&schema("n", true, closed(json!(["a"])))).await;
    let list = json!({"type": "object", "additionalProperties": false, "required": ["l"],
        "properties": {"l": {"type": "array", "items": {"type": "object"}}}});
    assert_refused(&schema("n", true, list), "invalid_json_schema", "additionalProp").await;
}

fn tool(name: &str, schema: Value) -> Value {
    json!({"type": "function", "name": name, "parameters": schema})
}

#[tokio::test]
async fn tools() {
    let one = |tool: Value| with("tools", json!([tool]));
    assert_answered(&one(tool("f", json!({"type": "object"})))).await;
    assert_answered(&one(tool("f", Value::Null))).await;
    let missing = "missing_required_parameter";
    let nested = json!({"type": "function", "function": {"name": "f"}});
    assert_refused(&one(nested), missing, "tools[0].name").await;
    assert_refused(&one(json!({"name": "f"})), missing, "tools[0].type").await;
    assert_refused(&one(tool("a b", Value::Null)), "invalid_value", "pattern").await;
    assert_refused(&one(tool("f", "x".into())), "invalid_type", "parameters").await;
    let invalid = "invalid_function_parameters";
    assert_refused(&one(tool("f", json!({"type": "array"}))), invalid, "object").await;
    let mut strict = tool("f", json!({"type": "object"}));
    strict["strict"] = true.into();
    assert_refused(&one(strict.clone()), invalid, "additionalProperties").await;
    strict["parameters"]["additionalProperties"] = false.into();
    assert_answered(&one(strict)).await;
    assert_answered(&one(json!({"type": "web_search"}))).await;
}

#[tokio::test]
async fn choices_of_tools() {
    let mut body = with("tools", json!([tool("f", Value::Null)]));
    for (name, is_there) in [("f", true), ("g", false)] {
        let choice = json!({"type": "function", "name": name});
        let allowed = json!({"type": "allowed_tools", "mode": "auto", "tools": [choice]});
        for choice in [choice.clone(), allowed] {
            body["tool_choice"] = choice;
            assert_eq!(ask(&BEARER, &body).await.status == 200, is_there, "{body}");
        }
    }
    // As Chat Completions has it.
    body["tool_choice"] = json!({"type": "function", "function": {"name": "f"}});
    assert_refused(&body, "invalid_value", "not found").await;
    body["tool_choice"] = json!({"name": "f"});
    assert_refused(&body, "missing_required_parameter", "tool_choice.type").await;
    body["tool_choice"] = "any".into();
    assert_refused(&body, "invalid_value", "'any'").await;
    let alone = "must be specified with 'tools'";
    assert_refused(&with("tool_choice", "required".into()), "invalid_value", alone).await;
    assert_answered(&with("tool_choice", "auto".into())).await;
}

#[tokio::test]
async fn roles_and_content() {
    let say = |role: &str, content: Value| input(json!([{"role": role, "content": content}]));
    assert_answered(&say("developer", "x".into())).await;
    assert_refused(&say("tool", "x".into()), "invalid_value", "role").await;
    assert_refused(&say("user", Value::Null), "invalid_type", "input[0].content").await;
    assert_refused(&say("user", json!([])), "empty_array", "input[0].content").await;
    let part = |kind: &str| json!([{"type": kind, "text": "x"}]);
    assert_answered(&say("user", part("input_text"))).await;
    assert_answered(&say("assistant", part("output_text"))).await;
    for (role, kind) in [("user", "output_text"), ("assistant", "input_text"), ("user", "text")] {
        assert_refused(&say(role, part(kind)), "invalid_value", "input[0].content[0].type").await;
    }
    let missing = "missing_required_parameter";
    assert_refused(&say("user", json!([{"type": "input_text"}])), missing, "[0].text").await;
    let refusal = json!([{"type": "refusal", "text": "x"}]);
    assert_refused(&say("assistant", refusal), missing, "[0].refusal").await;
    let phased =
        |role: &str, phase: &str| input(json!([{"role": role, "content": "x", "phase": phase}]));
    assert_answered(&phased("assistant", "commentary")).await;
    assert_refused(&phased("assistant", "thinking"), "invalid_value", "phase").await;
    assert_refused(&phased("user", "final_answer"), "invalid_value", "phase").await;
    let named = input(json!([{"role": "user", "content": "x", "id": "item_1"}]));
    assert_refused(&named, "invalid_value", "begins with 'msg'").await;
}

#[tokio::test]
async fn media() {
    let part = |part: Value| input(json!([{"role": "user", "content": [part]}]));
    let image = |url: Value| part(json!({"type": "input_image", "image_url": url}));
    assert_answered(&image("data:image/png;base64,AA==".into())).await;
    assert_refused(&image(json!({"url": "x"})), "invalid_type", "image_url").await;
    assert_refused(&image(Value::Null), "missing_required_parameter", "image_url").await;
    assert_answered(&part(json!({"type": "input_file", "file_id": "file-1"}))).await;
    let bare = part(json!({"type": "input_file", "filename": "a.pdf"}));
    assert_refused(&bare, "missing_required_parameter", "file_data").await;
    let audio = |format: &str| {
        part(json!({"type": "input_audio", "input_audio": {"data": "AA==", "format": format}}))
    };
    assert_answered(&audio("wav")).await;
    assert_refused(&audio("flac"), "invalid_value", "flac").await;
    let bare = part(json!({"type": "input_audio", "input_audio": {"format": "wav"}}));
    assert_refused(&bare, "missing_required_parameter", "input_audio.data").await;
}

fn call(id: &str) -> Value {
    json!({"type": "function_call", "call_id": id, "name": "f", "arguments": "{}"})
}

fn output(id: &str) -> Value {
    json!({"type": "function_call_output", "call_id": id, "output": "x"})
}

fn user() -> Value {
    json!({"role": "user", "content": "Hi"})
}

#[tokio::test]
async fn calls_and_outputs_are_well_formed() {
    let one = |member: &str, value: Value| {
        let mut call = call("a");
        call[member] = value;
        input(json!([call, output("a")]))
    };
    assert_answered(&one("id", "fc_1".into())).await;
    assert_refused(&one("id", "call_1".into()), "invalid_value", "begins with 'fc'").await;
    assert_refused(&one("arguments", json!({})), "invalid_type", "arguments").await;
    assert_refused(&one("name", "a b".into()), "invalid_value", "pattern").await;
    assert_refused(&one("name", Value::Null), "missing_required_parameter", "name").await;
    assert_refused(&one("call_id", "".into()), "empty_string", "call_id").await;
    let long = "x".repeat(65);
    assert_refused(&one("call_id", long.into()), "string_above_max_length", "call_id").await;
    let answer = |value: Value| {
        let mut output = output("a");
        output["output"] = value;
        input(json!([call("a"), output]))
    };
    assert_answered(&answer("".into())).await;
    assert_answered(&answer(json!([{"type": "input_text", "text": "x"}]))).await;
    assert_refused(&answer(json!({"a": 1})), "invalid_type", "output").await;
    let spoken = json!([{"type": "output_text", "text": "x"}]);
    assert_refused(&answer(spoken), "invalid_value", "output[0].type").await;
    assert_refused(&input(json!([{"type": "tool_use"}])), "invalid_value", "tool_use").await;
    let search = json!({"type": "web_search_call", "id": "ws_1", "status": "completed"});
    assert_answered(&input(json!([user(), search]))).await;
}

#[tokio::test]
async fn calls_are_answered_before_the_user_speaks() {
    let (none, not) = ("No tool output found", "No tool call found");
    assert_answered(&input(json!([call("a"), call("b"), output("b"), output("a"), user()]))).await;
    assert_answered(&input(json!([call("a"), output("a"), call("b"), output("b")]))).await;
    assert_refused(&input(json!([user(), call("a")])), "invalid_value", none).await;
    assert_refused(&input(json!([call("a"), user(), output("a")])), "invalid_value", none).await;
    let half = json!([call("a"), call("b"), output("a"), user(), output("b")]);
    assert_refused(&input(half), "invalid_value", none).await;
    assert_refused(&input(json!([user(), output("a")])), "invalid_value", not).await;
    assert_refused(&input(json!([output("a"), call("a")])), "invalid_value", not).await;
    let twice = json!([call("a"), output("a"), output("a")]);
    assert_refused(&input(twice), "invalid_value", not).await;
    let same = json!([call("a"), output("a"), call("a"), output("a")]);
    assert_refused(&input(same), "invalid_value", "Duplicate call_id").await;
    let custom = json!({"type": "custom_tool_call", "call_id": "a", "name": "f", "input": "x"});
    assert_refused(&input(json!([custom, output("a")])), "invalid_value", not).await;
    let mut later = input(json!([output("a")]));
    later["previous_response_id"] = "resp_1".into();
    assert_answered(&later).await;
}

#[tokio::test]
async fn reasoning_can_be_read_and_leads_somewhere() {
    let full = json!({"type": "reasoning", "summary": [], "encrypted_content": "gAAA"});
    let message = json!({"role": "assistant", "content": "x"});
    assert_answered(&input(json!([full, message, user()]))).await;
    assert_answered(&input(json!([full, call("a"), output("a")]))).await;
    let last = "required following item";
    assert_refused(&input(json!([user(), full])), "invalid_value", last).await;
    assert_refused(&input(json!([full, user()])), "invalid_value", last).await;
    let one = |reasoning: Value| input(json!([reasoning, message]));
    let missing = "missing_required_parameter";
    let bare = json!({"type": "reasoning", "summary": []});
    assert_refused(&one(bare), missing, "encrypted_content").await;
    let open = json!({"type": "reasoning", "encrypted_content": "gAAA"});
    assert_refused(&one(open), missing, "summary").await;
    let odd = json!({"type": "reasoning", "summary": ["x"], "encrypted_content": "gAAA"});
    assert_refused(&one(odd), "invalid_value", "summary_text").await;
    let foreign = json!({"type": "reasoning", "summary": [], "id": "th_1"});
    assert_refused(&one(foreign), "invalid_value", "begins with 'rs'").await;
    let mut named = one(json!({"type": "reasoning", "summary": [], "id": "rs_1"}));
    assert_answered(&named).await;
    named["store"] = false.into();
    let error = refusal(&named, 404).await;
    assert!(error["message"].as_str().is_some_and(|m| m.contains("not persisted")), "{error}");
}
