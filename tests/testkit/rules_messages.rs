//! Each rule of the Messages API: a request that breaks it is refused in the vendor's shape, the
//! request beside it that keeps it is answered.

use crate::client::{ANTHROPIC, Answer, Client, messages};
use kei_router_testkit::{Script, Sim, SimRules, anthropic_messages};
use serde_json::{Value, json};

const OLD: [&str; 3] =
    ["content-type: application/json", "x-api-key: k", "anthropic-version: 2023-06-01"];

async fn ask(headers: &[&str], body: &Value) -> Answer {
    let sim = Sim::start(&anthropic_messages(), Script::default()).await;
    Client::dial(&sim).await.ask("/v1/messages", headers, body).await
}

/// A good request with this in place of a member, or of all messages.
fn with(member: &str, value: Value) -> Value {
    let mut body = messages();
    body[member] = value;
    body
}

/// A request with this conversation, and with tools where it has blocks of such.
fn talk(messages: Value) -> Value {
    let calls = messages.to_string().contains("\"tool_");
    let mut body = with("messages", messages);
    if calls {
        body["tools"] = json!([{"name": "f", "input_schema": {"type": "object"}}]);
    }
    body
}

async fn assert_refused(body: &Value, phrase: &str) {
    let answer = ask(&ANTHROPIC, body).await;
    assert_eq!(answer.status, 400, "{phrase}: {answer:?}");
    let error: Value = serde_json::from_str(&answer.body).expect("an error is JSON");
    assert_eq!(
        (&error["type"], &error["error"]["type"]),
        (&"error".into(), &"invalid_request_error".into())
    );
    assert!(error["error"]["message"].as_str().is_some_and(|m| m.contains(phrase)), "{error}");
    assert!(error["request_id"].is_string(), "{error}");
}

async fn assert_answered(body: &Value) {
    let answer = ask(&ANTHROPIC, body).await;
    assert_eq!((answer.status, answer.whole), (200, true), "{body}: {answer:?}");
}

#[tokio::test]
async fn http_itself() {
    let sim = Sim::start(&anthropic_messages(), Script::default()).await;
    let rows = [
        (vec!["content-type: application/json", "anthropic-version: 2023-06-01"], 401),
        (
            vec!["content-type: application/json", "x-api-key: ", "anthropic-version: 2023-06-01"],
            401,
        ),
        (vec!["content-type: text/plain", "x-api-key: k", "anthropic-version: 2023-06-01"], 400),
        (vec!["content-type: application/json", "x-api-key: k"], 400),
        (
            vec!["content-type: application/json", "x-api-key: k", "anthropic-version: 2021-01-01"],
            400,
        ),
    ];
    for (headers, status) in rows {
        let answer = Client::dial(&sim).await.ask("/v1/messages", &headers, &messages()).await;
        assert_eq!(answer.status, status, "{headers:?}: {answer:?}");
    }
    let elsewhere = Client::dial(&sim).await.ask("/v1/nowhere", &ANTHROPIC, &messages()).await;
    assert_eq!(elsewhere.status, 404, "{elsewhere:?}");
    assert!(elsewhere.body.contains("not_found_error"), "{elsewhere:?}");
    let mut client = Client::dial(&sim).await;
    client.send_raw("GET", "/v1/messages", &ANTHROPIC, "").await;
    assert_eq!(client.answer().await.status, 405);
    client.send_raw("POST", "/v1/messages", &ANTHROPIC, "{\"model\":").await;
    assert_eq!(client.answer().await.status, 400);
    let bearer = ["content-type: application/json", "authorization: Bearer k", OLD[2]];
    let answer = client.ask("/v1/messages", &bearer, &messages()).await;
    assert_eq!(answer.status, 200, "the vendor takes a bearer token too");
}

#[tokio::test]
async fn required_members() {
    for member in ["model", "max_tokens", "messages"] {
        assert_refused(&with(member, Value::Null), member).await;
    }
    assert_refused(&talk(json!([])), "at least one message").await;
    assert_refused(&with("stream", false.into()), "only streams").await;
    assert_answered(&messages()).await;
}

#[tokio::test]
async fn sampling_and_foreign_members() {
    for member in ["temperature", "top_p", "top_k", "seed", "stop", "max_completion_tokens"] {
        assert_refused(&with(member, 1.into()), "Extra inputs are not permitted").await;
    }
    let sampled = with("temperature", 0.5.into());
    assert_eq!(ask(&OLD, &sampled).await.status, 200, "the older version samples");
}

#[tokio::test]
async fn thinking_has_a_budget() {
    let thinking =
        |budget: u64| with("thinking", json!({"type": "enabled", "budget_tokens": budget}));
    assert_refused(&thinking(1023), "1024").await;
    assert_refused(&thinking(2048), "max_tokens must be greater").await;
    assert_answered(&thinking(1024)).await;
    assert_refused(&with("thinking", json!({"type": "deep"})), "thinking.type").await;
    assert_answered(&with("thinking", json!({"type": "adaptive"}))).await;
}

#[tokio::test]
async fn tools_and_choices() {
    let tool = |name: &str, kind: &str| json!([{"name": name, "input_schema": {"type": kind}}]);
    assert_refused(&with("tools", tool("a b", "object")), "tools.0.name").await;
    assert_refused(&with("tools", tool("f", "array")), "input_schema").await;
    assert_answered(&with("tools", tool("f", "object"))).await;
    assert_refused(&with("tool_choice", json!({"type": "auto"})), "only be given with tools").await;
    let mut body = with("tools", tool("f", "object"));
    for (choice, good) in [("f", true), ("g", false)] {
        body["tool_choice"] = json!({"type": "tool", "name": choice});
        assert_eq!(ask(&ANTHROPIC, &body).await.status == 200, good);
    }
    body["tool_choice"] = json!({"type": "required"});
    assert_refused(&body, "tool_choice.type").await;
}

#[tokio::test]
async fn cache_marks() {
    let block = json!({"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}});
    let many =
        |count: usize| talk(json!([{"role": "user", "content": vec![block.clone(); count]}]));
    assert_answered(&many(4)).await;
    assert_refused(&many(5), "A maximum of 4 blocks").await;
    let odd =
        json!({"type": "text", "text": "x", "cache_control": {"type": "ephemeral", "ttl": "2h"}});
    assert_refused(&talk(json!([{"role": "user", "content": [odd]}])), "not a legal mark").await;
}

#[tokio::test]
async fn roles_and_content() {
    let say = |role: &str, content: Value| talk(json!([{"role": role, "content": content}]));
    assert_refused(&say("tool", "x".into()), "role").await;
    assert_refused(&say("user", "".into()), "non-empty content").await;
    assert_refused(&say("user", json!([])), "non-empty content").await;
    assert_refused(&say("user", 3.into()), "content: Field required").await;
    let empty = json!([{"type": "text", "text": ""}]);
    assert_refused(&say("user", empty), "text content blocks must be non-empty").await;
    let document = json!([{"type": "document", "source": {"type": "url", "url": "http://x"}}]);
    assert_refused(&say("assistant", document.clone()), "document").await;
    assert_answered(&say("user", document)).await;
    let cited = json!([{"type": "text", "text": "x", "citations": [{}]}]);
    assert_refused(&say("user", cited), "citations").await;
    let image = json!([{"type": "image", "source": {"type": "base64", "data": "AA=="}}]);
    assert_refused(&say("user", image), "source").await;
    let unsigned = json!([{"type": "thinking", "thinking": "x"}]);
    assert_refused(&say("assistant", unsigned), "signature").await;
    let redacted = |data: Value| json!([{"type": "redacted_thinking", "data": data}, {"type": "text", "text": "x"}]);
    assert_answered(&say("assistant", redacted("AA==".into()))).await;
    assert_refused(&say("assistant", redacted(Value::Null)), "redacted_thinking.data").await;
    assert_refused(&say("user", redacted("AA==".into())), "message of this role").await;
}

fn call(id: &str) -> Value {
    json!({"type": "tool_use", "id": id, "name": "f", "input": {}})
}

fn result(id: &str) -> Value {
    json!({"type": "tool_result", "tool_use_id": id, "content": "x"})
}

/// A turn with these calls, and a message with these blocks behind it.
fn turns(calls: &[Value], after: &[Value]) -> Value {
    talk(json!([
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": calls},
        {"role": "user", "content": after},
    ]))
}

#[tokio::test]
async fn calls_are_answered_at_once_and_completely() {
    let text = json!({"type": "text", "text": "x"});
    assert_answered(&turns(&[call("a"), call("b")], &[result("b"), result("a"), text.clone()]))
        .await;
    let without = "`tool_use` ids were found without `tool_result`";
    assert_refused(&turns(&[call("a"), call("b")], &[result("a")]), without).await;
    assert_refused(&turns(&[call("a")], std::slice::from_ref(&text)), without).await;
    assert_refused(&turns(std::slice::from_ref(&text), &[result("a")]), "unexpected `tool_use_id`")
        .await;
    assert_refused(&turns(&[call("a")], &[result("a"), result("c")]), "unexpected").await;
    assert_refused(&turns(&[call("a")], &[text, result("a")]), "come before other content").await;
    assert_refused(&turns(&[call("a"), call("a")], &[result("a")]), "ids must be unique").await;
    assert_refused(&turns(&[call("a")], &[result("a"), result("a")]), "single result").await;
    let again = json!([
        {"role": "assistant", "content": [call("a")]}, {"role": "user", "content": [result("a")]},
        {"role": "assistant", "content": [call("a")]}, {"role": "user", "content": [result("a")]},
    ]);
    assert_refused(&talk(again), "ids must be unique").await;
    let open =
        json!([{"role": "user", "content": "x"}, {"role": "assistant", "content": [call("a")]}]);
    assert_refused(&talk(open), without).await;
    let split = json!([
        {"role": "user", "content": "x"}, {"role": "assistant", "content": [call("a"), call("b")]},
        {"role": "user", "content": [result("a")]}, {"role": "user", "content": [result("b")]},
    ]);
    assert_refused(&talk(split), without).await;
}

#[tokio::test]
async fn calls_are_well_formed() {
    let one = |call: Value, id: &str| turns(&[call], &[result(id)]);
    assert_refused(&one(call("a.b"), "a.b"), "tool_use.id").await;
    let mut text = call("a");
    text["input"] = "{}".into();
    assert_refused(&one(text, "a"), "tool_use.input").await;
    let mut nameless = call("a");
    nameless["name"] = "".into();
    assert_refused(&one(nameless, "a"), "tool_use.name").await;
    let mut empty = result("a");
    empty["content"] = json!([{"type": "text", "text": ""}]);
    let non_empty = "text content blocks must be non-empty";
    assert_refused(&turns(&[call("a")], &[empty]), non_empty).await;
    let mut nobodys = result("a");
    nobodys["tool_use_id"] = "".into();
    assert_refused(&turns(&[call("a")], &[nobodys]), "tool_use_id: Field required").await;
    let stray = json!([{"role": "user", "content": [call("a")]}]);
    assert_refused(&talk(stray), "cannot be in a message of this role").await;
}

#[tokio::test]
async fn rules_can_be_replaced() {
    let descriptor = anthropic_messages();
    let ask = async |rules: SimRules, headers: &[&str], body: &Value| {
        let sim = Sim::try_start(&descriptor, Script::default(), rules).await.expect("it starts");
        let answer = Client::dial(&sim).await.ask("/v1/messages", headers, body).await;
        (answer.status, sim.requests()[0].refused.is_some())
    };
    assert_eq!(ask(SimRules::none(), &[], &json!({})).await, (200, false));
    assert_eq!(ask(SimRules::new().key("other"), &ANTHROPIC, &messages()).await, (401, true));
    assert_eq!(ask(SimRules::new().key("k"), &ANTHROPIC, &messages()).await, (200, false));
    let keyless = [OLD[0], OLD[2]];
    assert_eq!(ask(SimRules::new().keyless(), &keyless, &messages()).await, (200, false));
    let shown = format!("{:?}", SimRules::new().key("a-secret-key"));
    assert!(!shown.contains("secret"), "{shown}");
}

fn called(first: Value, result: Value) -> Value {
    let call = json!({"type": "tool_use", "id": "c", "name": "f", "input": {}});
    json!([
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": [first, call]},
        {"role": "user", "content": [result]},
    ])
}

#[tokio::test]
async fn a_failed_tool_says_something_and_in_text() {
    let text = json!({"type": "text", "text": "Let me see."});
    let result = |content: Value| json!({"type": "tool_result", "tool_use_id": "c", "is_error": true, "content": content});
    let phrase = "content cannot be empty if `is_error` is true";
    assert_refused(&talk(called(text.clone(), result(json!("")))), phrase).await;
    assert_answered(&talk(called(text.clone(), result(json!("(no output)"))))).await;
    let image = json!({"type": "image", "source": {"type": "url", "url": "https://x/y.png"}});
    let wrong = talk(called(text, result(json!([image]))));
    assert_refused(&wrong, "all content must be type text").await;
}

#[tokio::test]
async fn calls_and_results_want_tools() {
    let result = json!({"type": "tool_result", "tool_use_id": "c", "content": "r"});
    let conversation = called(json!({"type": "text", "text": "x"}), result);
    assert_refused(&with("messages", conversation.clone()), "must have `tools`").await;
    assert_answered(&talk(conversation)).await;
}

#[tokio::test]
async fn thinking_ends_no_turn_and_begins_one_that_calls_under_a_budget() {
    let thought = json!({"type": "thinking", "thinking": "so", "signature": "s"});
    let cut =
        json!([{"role": "assistant", "content": [thought]}, {"role": "user", "content": "go"}]);
    assert_refused(&talk(cut), "cannot be `thinking`").await;
    let result = json!({"type": "tool_result", "tool_use_id": "c", "content": "r"});
    let budget = |first: Value| {
        let mut body = talk(called(first, result.clone()));
        body["max_tokens"] = json!(4096);
        body["thinking"] = json!({"type": "enabled", "budget_tokens": 1024});
        body
    };
    assert_refused(&budget(json!({"type": "text", "text": "x"})), "but found `tool_use`").await;
    assert_answered(&budget(thought)).await;
}

#[tokio::test]
async fn a_begun_reply_ends_without_white_space() {
    let begun = |text: &str| {
        talk(json!([{"role": "user", "content": "hi"}, {"role": "assistant", "content": text}]))
    };
    assert_refused(&begun("Well, "), "cannot end with trailing whitespace").await;
    assert_answered(&begun("Well,")).await;
}

#[tokio::test]
async fn longer_marks_come_first() {
    let marked = |tools: &str, text: &str| {
        let mark = |ttl: &str| json!({"type": "ephemeral", "ttl": ttl});
        let text = json!({"type": "text", "text": "hi", "cache_control": mark(text)});
        let mut body = talk(json!([{"role": "user", "content": [text]}]));
        body["tools"] = json!([{"name": "f", "input_schema": {"type": "object"},
                                "cache_control": mark(tools)}]);
        body
    };
    assert_refused(&marked("5m", "1h"), "must not come after a ttl='5m'").await;
    assert_answered(&marked("1h", "5m")).await;
}

#[tokio::test]
async fn schemas_that_are_enforced_are_closed_and_unbounded() {
    let reply = |schema: Value| {
        with("output_config", json!({"format": {"type": "json_schema", "schema": schema}}))
    };
    let open = json!({"type": "object", "properties": {"n": {"type": "integer"}}});
    assert_refused(&reply(open), "must be explicitly set to false").await;
    let bounded = json!({"type": "object", "additionalProperties": false,
                         "properties": {"n": {"type": "integer", "minimum": 1}}});
    assert_refused(&reply(bounded), "'minimum' is not supported").await;
    let closed = json!({"type": "object", "additionalProperties": false,
                        "properties": {"n": {"type": "integer"}}});
    assert_answered(&reply(closed)).await;
    let tool = |schema: Value, strict: bool| {
        with("tools", json!([{"name": "f", "input_schema": schema, "strict": strict}]))
    };
    let either = json!({"type": "object", "oneOf": [{"required": ["a"]}]});
    assert_refused(&tool(either, false), "does not support oneOf, allOf, or anyOf").await;
    assert_refused(&tool(json!({"type": "object"}), true), "'additionalProperties'").await;
    assert_answered(&tool(json!({"type": "object"}), false)).await;
}

#[tokio::test]
async fn options_have_the_vendors_own_words() {
    assert_refused(&with("service_tier", json!("flex")), "service_tier").await;
    assert_answered(&with("service_tier", json!("standard_only"))).await;
    assert_refused(&with("stop_sequences", json!(["\n"])), "non-whitespace").await;
}
