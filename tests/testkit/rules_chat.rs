//! Each rule of the chat format: a request that breaks it is refused in the vendor's shape, the
//! request beside it that keeps it is answered.

use crate::client::{Answer, BEARER, Client, chat};
use kei_router_core::codec::Descriptor;
use kei_router_testkit::{Script, Sim, SimRequest, SimRules, chat_completions, rules};
use serde_json::{Value, json};

fn descriptor() -> Descriptor {
    chat_completions()
}

async fn ask(rules: SimRules, body: &Value) -> Answer {
    let sim = Sim::try_start(&descriptor(), Script::default(), rules).await.expect("it starts");
    Client::dial(&sim).await.ask("/v1/chat/completions", &BEARER, body).await
}

fn with(member: &str, value: Value) -> Value {
    let mut body = chat();
    body[member] = value;
    body
}

fn one_tool(name: &str, schema: Value) -> Value {
    let function = json!({"name": name, "parameters": schema});
    with("tools", json!([{"type": "function", "function": function}]))
}

fn talk(messages: Value) -> Value {
    with("messages", messages)
}

async fn assert_refused(body: &Value, phrase: &str) {
    let answer = ask(SimRules::new(), body).await;
    assert_eq!(answer.status, 400, "{phrase}: {answer:?}");
    let error: Value = serde_json::from_str(&answer.body).expect("an error is JSON");
    assert_eq!(error["error"]["type"], "invalid_request_error", "{error}");
    assert!(error["error"]["message"].as_str().is_some_and(|m| m.contains(phrase)), "{error}");
}

async fn assert_answered(body: &Value) {
    let answer = ask(SimRules::new(), body).await;
    assert_eq!((answer.status, answer.whole), (200, true), "{body}: {answer:?}");
    assert!(answer.body.ends_with("data: [DONE]\n\n"), "{answer:?}");
}

#[tokio::test]
async fn http_itself() {
    let sim = Sim::start(&descriptor(), Script::default()).await;
    let mut client = Client::dial(&sim).await;
    let answer = client.ask("/v1/chat/completions", &BEARER[..1], &chat()).await;
    assert_eq!(answer.status, 401, "{answer:?}");
    assert!(answer.body.contains("invalid_api_key"), "{answer:?}");
    let basic = [BEARER[0], "authorization: Basic k"];
    assert_eq!(client.ask("/v1/chat/completions", &basic, &chat()).await.status, 401);
    let answer = client.ask("/v1/completions", &BEARER, &chat()).await;
    assert_eq!(answer.status, 404, "{answer:?}");
    client.send_raw("GET", "/v1/chat/completions", &BEARER, "").await;
    assert_eq!(client.answer().await.status, 405);
    client.send_raw("POST", "/v1/chat/completions", &BEARER, "[]").await;
    assert_eq!(client.answer().await.status, 400);
    assert_eq!(sim.connections(), 1, "refusals keep the connection");
}

#[tokio::test]
async fn required_members() {
    assert_answered(&chat()).await;
    assert_refused(&with("model", "".into()), "model").await;
    assert_refused(&talk(json!([])), "messages").await;
    assert_refused(&with("stream", Value::Null), "only streams").await;
    assert_refused(&with("stream_options", true.into()), "stream_options").await;
    for member in ["system", "stop_sequences", "anthropic_version"] {
        assert_refused(&with(member, "x".into()), member).await;
    }
}

#[tokio::test]
async fn limits_and_sampling() {
    assert_refused(&with("max_tokens", 0.into()), "max_tokens").await;
    assert_refused(&with("max_completion_tokens", "9".into()), "max_completion_tokens").await;
    let mut both = with("max_tokens", 9.into());
    both["max_completion_tokens"] = 9.into();
    assert_refused(&both, "cannot both be set").await;
    assert_refused(&with("temperature", 2.5.into()), "temperature").await;
    assert_refused(&with("top_p", 1.5.into()), "top_p").await;
    assert_refused(&with("stop", json!([1])), "stop").await;
    assert_answered(&with("stop", json!(["END"]))).await;
    assert_answered(&with("temperature", 2.into())).await;
}

#[tokio::test]
async fn tools_and_choices() {
    let good = one_tool("f", json!({"type": "object"}));
    assert_answered(&good).await;
    assert_refused(&one_tool("a b", json!({})), "function.name").await;
    assert_refused(&one_tool("f", "x".into()), "parameters").await;
    assert_refused(&with("tools", json!([])), "tools").await;
    assert_refused(&with("tools", json!([{"name": "f"}])), "tools[0].type").await;
    assert_refused(&with("tool_choice", "auto".into()), "only allowed with 'tools'").await;
    assert_refused(&with("parallel_tool_calls", true.into()), "only allowed with 'tools'").await;
    for (name, is_there) in [("f", true), ("g", false)] {
        let mut body = good.clone();
        body["tool_choice"] = json!({"type": "function", "function": {"name": name}});
        assert_eq!(ask(SimRules::new(), &body).await.status == 200, is_there);
    }
    let mut body = good;
    body["tool_choice"] = "always".into();
    assert_refused(&body, "tool_choice").await;
}

#[tokio::test]
async fn roles_and_content() {
    let say = |role: &str, content: Value| talk(json!([{"role": role, "content": content}]));
    assert_refused(&say("model", "x".into()), "role").await;
    assert_answered(&say("developer", "x".into())).await;
    assert_refused(&say("user", Value::Null), "content").await;
    assert_refused(&say("user", json!([])), "empty array").await;
    assert_refused(&say("user", json!([{"type": "text"}])), "content[0]").await;
    assert_refused(&say("user", json!([{"type": "image_url", "image_url": {}}])), "content[0]")
        .await;
    assert_refused(&say("assistant", Value::Null), "needs content or tool_calls").await;
    let image = json!([{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}]);
    assert_answered(&say("user", image)).await;
}

fn call(id: &str) -> Value {
    json!({"id": id, "type": "function", "function": {"name": "f", "arguments": "{}"}})
}

fn tool(id: &str) -> Value {
    json!({"role": "tool", "tool_call_id": id, "content": "x"})
}

/// A turn with these calls, and these messages behind it.
fn turns(calls: &[Value], after: &[Value]) -> Value {
    let assistant = json!({"role": "assistant", "content": null, "tool_calls": calls});
    let before = [json!({"role": "user", "content": "x"}), assistant];
    talk(before.iter().chain(after).cloned().collect())
}

#[tokio::test]
async fn calls_are_answered_each_once() {
    let user = json!({"role": "user", "content": "x"});
    assert_answered(&turns(&[call("a"), call("b")], &[tool("b"), tool("a"), user.clone()])).await;
    let unanswered = "must be followed by tool messages";
    assert_refused(&turns(&[call("a"), call("b")], &[tool("a")]), unanswered).await;
    assert_refused(&turns(&[call("a")], std::slice::from_ref(&user)), unanswered).await;
    let stray = "must be a response to a preceding";
    assert_refused(&turns(&[call("a")], &[tool("b")]), stray).await;
    assert_refused(&turns(&[call("a")], &[tool("a"), tool("a")]), stray).await;
    assert_refused(&talk(json!([user, tool("a")])), stray).await;
    let nameless = json!({"role": "tool", "content": "x"});
    assert_refused(&turns(&[call("a")], &[nameless]), "tool_call_id").await;
}

#[tokio::test]
async fn calls_are_well_formed() {
    let broken = |path: [&str; 2], value: Value| {
        let mut call = call("a");
        match path {
            ["", member] => call[member] = value,
            [outer, member] => call[outer][member] = value,
        }
        turns(&[call], &[tool("a")])
    };
    assert_refused(&broken(["function", "arguments"], json!({})), "expected a string").await;
    assert_refused(&broken(["function", "name"], "a b".into()), "function.name").await;
    assert_refused(&broken(["", "id"], "".into()), "tool_calls[0].id").await;
    assert_refused(&broken(["", "type"], Value::Null), "tool_calls[0].type").await;
    assert_refused(&turns(&[], &[]), "tool_calls': empty array").await;
}

type Rule = fn(&SimRequest) -> Result<(), kei_router_testkit::Refused>;

#[tokio::test]
async fn single_vendors_rules_are_for_the_asking() {
    let mut reasoned = turns(&[call("a")], &[tool("a")]);
    let bare = reasoned.clone();
    reasoned["messages"][1]["reasoning_content"] = "".into();
    let mut off = bare.clone();
    off["thinking"] = json!({"type": "disabled"});
    let text =
        |text: &str| talk(json!([{"role": "user", "content": [{"type": "text", "text": text}]}]));
    let object = json!({"type": "object"});
    let rows: [(Rule, Value, Value); 6] = [
        (rules::kimi::reasoning_with_calls, reasoned, bare.clone()),
        (rules::kimi::reasoning_with_calls, off, bare),
        (rules::kimi::no_empty_text, text("x"), text("")),
        (rules::kimi::tool_names, one_tool("f1", object.clone()), one_tool("1f", object.clone())),
        (rules::kimi::tool_schemas, one_tool("f", object.clone()), one_tool("f", json!({}))),
        (
            rules::kimi::tool_schemas,
            one_tool("f", object),
            one_tool("f", json!({"type": "object", "$schema": "x"})),
        ),
    ];
    for (rule, good, bad) in rows {
        assert_eq!(ask(SimRules::new().and(rule), &good).await.status, 200, "{good}");
        assert_eq!(ask(SimRules::new().and(rule), &bad).await.status, 400, "{bad}");
        assert_eq!(ask(SimRules::new(), &bad).await.status, 200, "{bad}");
    }
}

#[tokio::test]
async fn a_strict_schema_closes_its_objects_and_requires_their_members() {
    let reply = |schema: Value, strict: bool| {
        let format = json!({"name": "s", "strict": strict, "schema": schema});
        with("response_format", json!({"type": "json_schema", "json_schema": format}))
    };
    let open = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    assert_refused(&reply(open.clone(), true), "'additionalProperties' is required").await;
    assert_answered(&reply(open.clone(), false)).await;
    let optional = json!({"type": "object", "additionalProperties": false,
                          "properties": {"a": {"type": "string"}}});
    assert_refused(&reply(optional, true), "Missing 'a'").await;
    let mut tool = one_tool("f", open);
    tool["tools"][0]["function"]["strict"] = json!(true);
    assert_refused(&tool, "'additionalProperties' is required").await;
}
