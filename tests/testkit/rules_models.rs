//! What each model demands, by the rows of the vendor's table: a simulator refuses what the vendor
//! would, in the vendor's shape, so that a green test is a green request.

use crate::client::{ANTHROPIC, Answer, BEARER, Client, chat, messages};
use kei_router_testkit::Sim;
use kei_router_tests::VendorWire;
use serde_json::{Value, json};

async fn ask(wire: &VendorWire, model: &str, members: &Value) -> Answer {
    let (sim, _) = wire.simulated(kei_router_testkit::Script::default()).await;
    ask_sim(&sim, wire, model, members).await
}

async fn ask_sim(sim: &Sim, wire: &VendorWire, model: &str, members: &Value) -> Answer {
    let (path, mut body) = match wire.format() {
        "anthropic-messages" => ("/v1/messages", messages()),
        "responses" => ("/v1/responses", json!({"stream": true, "input": "Hi"})),
        _ => ("/v1/chat/completions", chat()),
    };
    body["model"] = model.into();
    for (name, value) in members.as_object().expect("members") {
        body[name] = value.clone();
    }
    let old = ["content-type: application/json", "x-api-key: k", "anthropic-version: 2023-06-01"];
    let headers: &[&str] = match wire.format() {
        "anthropic-messages" if members.get("temperature").is_some() => &old,
        "anthropic-messages" => &ANTHROPIC,
        _ => &BEARER,
    };
    Client::dial(sim).await.ask(path, headers, &body).await
}

/// The first is refused with this phrase, the second is answered.
async fn rule(wire: &VendorWire, phrase: &str, wrong: (&str, Value), right: (&str, Value)) {
    let refused = ask(wire, wrong.0, &wrong.1).await;
    assert_eq!(refused.status, 400, "{phrase}: {refused:?}");
    let error: Value = serde_json::from_str(&refused.body).expect("an error is JSON");
    assert_eq!(error["error"]["type"], "invalid_request_error", "{error}");
    assert!(error["error"]["message"].as_str().is_some_and(|m| m.contains(phrase)), "{error}");
    let answered = ask(wire, right.0, &right.1).await;
    assert_eq!(answered.status, 200, "{}: {answered:?}", right.1);
}

#[tokio::test]
async fn an_effort_is_one_that_the_model_takes_on_its_wire() {
    let messages = VendorWire::of("anthropic", "anthropic-messages");
    let effort = |word: &str| json!({"output_config": {"effort": word}});
    let (old, new) = ("claude-opus-4-6", "claude-opus-5-5");
    rule(&messages, "'xhigh' is not supported", (old, effort("xhigh")), (new, effort("xhigh")))
        .await;
    rule(&messages, "output_config.effort", (new, effort("minimal")), (old, effort("low"))).await;
    let responses = VendorWire::of("openai", "responses");
    let effort = |word: &str| json!({"reasoning": {"effort": word}});
    let sol = "gpt-6.1-sol";
    rule(&responses, "'none' is not supported", (sol, effort("none")), ("gpt-5.5", effort("none")))
        .await;
    rule(
        &responses,
        "Unsupported value: 'minimal'",
        (sol, effort("minimal")),
        (sol, effort("low")),
    )
    .await;
    rule(&responses, "Unsupported parameter", ("gpt-4.1", effort("low")), (sol, effort("high")))
        .await;
    let chat = VendorWire::of("openai", "chat-completions");
    let tools = json!([{"type": "function", "function": {"name": "f"}}]);
    let both = json!({"reasoning_effort": "low", "tools": tools});
    let one = json!({"reasoning_effort": "low"});
    rule(&chat, "Function tools with reasoning_effort", ("gpt-6-sol", both), ("gpt-6-sol", one))
        .await;
}

#[tokio::test]
async fn thinking_is_asked_for_in_the_models_way() {
    let wire = VendorWire::of("anthropic", "anthropic-messages");
    let budget = json!({"thinking": {"type": "enabled", "budget_tokens": 1024}});
    rule(
        &wire,
        "thinking.type.enabled",
        ("claude-opus-5-5", budget.clone()),
        ("claude-haiku-4-5", budget),
    )
    .await;
    let off = json!({"thinking": {"type": "disabled"}});
    rule(
        &wire,
        "thinking.type.disabled",
        ("claude-opus-5-5", off.clone()),
        ("claude-sonnet-5", off),
    )
    .await;
}

#[tokio::test]
async fn stop_sequences_go_to_models_that_take_them() {
    let wire = VendorWire::of("openai", "chat-completions");
    let stop = json!({"stop": ["END"]});
    rule(&wire, "Unsupported parameter: 'stop'", ("gpt-6-sol", stop.clone()), ("gpt-4.1", stop))
        .await;
}

#[tokio::test]
async fn a_reply_is_begun_for_models_that_continue_one() {
    let wire = VendorWire::of("anthropic", "anthropic-messages");
    let talk = |last: Value| json!({"messages": [{"role": "user", "content": "Hi"}, last]});
    let begun = talk(json!({"role": "assistant", "content": "The answer is"}));
    rule(
        &wire,
        "assistant message prefill",
        ("claude-opus-5-5", begun.clone()),
        ("claude-haiku-4-5", begun),
    )
    .await;
}

#[tokio::test]
async fn marks_of_the_cache_go_to_models_that_take_them() {
    let mark = json!({"mode": "explicit", "ttl": "30m"});
    let part = |kind: &str| json!([{"type": kind, "text": "Hi", "prompt_cache_breakpoint": mark}]);
    let chat = VendorWire::of("openai", "chat-completions");
    let talk = json!({"messages": [{"role": "user", "content": part("text")}]});
    rule(&chat, "prompt_cache_breakpoint", ("gpt-5.5", talk.clone()), ("gpt-6-sol", talk)).await;
    let responses = VendorWire::of("openai", "responses");
    let talk = json!({"input": [{"role": "user", "content": part("input_text")}]});
    rule(&responses, "prompt_cache_breakpoint", ("gpt-5.5", talk.clone()), ("gpt-6-sol", talk))
        .await;
}

#[tokio::test]
async fn a_temperature_goes_to_models_whose_sampling_is_free() {
    let warm = json!({"temperature": 0.5});
    let messages = VendorWire::of("anthropic", "anthropic-messages");
    rule(
        &messages,
        "temperature",
        ("claude-opus-5-5", warm.clone()),
        ("claude-haiku-4-5", warm.clone()),
    )
    .await;
    let chat = VendorWire::of("openai", "chat-completions");
    rule(&chat, "'temperature'", ("gpt-6-sol", warm.clone()), ("gpt-4.1", warm)).await;
}

#[tokio::test]
async fn a_limit_is_within_what_the_model_can_say() {
    let wire = VendorWire::of("anthropic", "anthropic-messages");
    let limit = |tokens: u64| json!({"max_tokens": tokens});
    let model = "claude-haiku-4-5";
    rule(&wire, "maximum allowed number", (model, limit(64_001)), (model, limit(64_000))).await;
}

#[tokio::test]
async fn what_is_not_known_of_a_model_is_not_demanded() {
    let all = json!({"reasoning_effort": "minimal", "stop": ["END"], "temperature": 0.5});
    let wire = VendorWire::of("openai", "chat-completions");
    assert_eq!(ask(&wire, "some-model-of-tomorrow", &all).await.status, 200);
}
