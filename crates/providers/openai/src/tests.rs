//! What OpenAI is sent, and how it refuses.

mod requests;

use super::OpenAi;
use kei_router_core::codec::{Codec, Endpoint, Refusal, Target};
use kei_router_core::transport::Head;
use kei_router_core::{
    ChatRequest, ErrorKind, Message, Part, ReasoningConfig, ReasoningEffort, Tool, ToolChoice,
};
use serde_json::{Value, json};

/// The body for this model and endpoint, and the subjects of the warnings.
fn written(request: &ChatRequest, model: &str, endpoint: &str) -> (Value, Vec<String>) {
    let codec = OpenAi::chat();
    let own = codec.descriptor().base_url.clone();
    let endpoint_url = Endpoint::resolve(endpoint, codec.descriptor()).unwrap();
    let target = Target::new(&endpoint_url, model).third_party(!endpoint.starts_with(&*own));
    let encoded = codec.encode(request, &target).unwrap();
    let body = serde_json::from_slice(encoded.request.body()).unwrap();
    (body, encoded.warnings.into_iter().map(|warning| warning.subject).collect())
}

const OWN: &str = "https://api.openai.com/v1";

#[test]
fn a_whole_request() {
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}});
    let tool =
        Tool { name: "weather".into(), description: "Says it".into(), schema: schema.clone() };
    let request = ChatRequest::new([Message::user("Hello")])
        .system("Be brief.")
        .tools([tool])
        .tool_choice(ToolChoice::Tool("weather".into()))
        .max_tokens(64)
        .reasoning(ReasoningConfig::Effort(ReasoningEffort::Low))
        .service_tier("flex")
        .metadata("user_id", "u1");
    let (body, warnings) = written(&request, "gpt-6.1-sol", OWN);
    let wanted = json!({
        "model": "gpt-6.1-sol",
        "stream": true,
        "stream_options": {"include_usage": true, "include_obfuscation": false},
        "messages": [
            {"role": "developer", "content": "Be brief."},
            {"role": "user", "content": "Hello"},
        ],
        "tools": [{"type": "function", "function":
            {"name": "weather", "description": "Says it", "parameters": schema}}],
        "tool_choice": {"type": "function", "function": {"name": "weather"}},
        "max_completion_tokens": 64,
        "service_tier": "flex",
        "safety_identifier": "u1",
    });
    // On this wire the model refuses an effort beside tools.
    assert_eq!((body, warnings), (wanted, vec!["reasoning".to_owned()]));
}

#[test]
fn the_url_says_which_wire_is_spoken() {
    let (own, local) = ("https://api.openai.com/v1", "http://127.0.0.1:8080/v1");
    let posted = |codec: OpenAi, given: &str| {
        let endpoint = Endpoint::resolve(given, codec.descriptor()).unwrap();
        let target = Target::new(&endpoint, "gpt-6.1-sol");
        let encoded = codec.encode(&ChatRequest::new([Message::user("x")]), &target).unwrap();
        let body: Value = serde_json::from_slice(encoded.request.body()).unwrap();
        let shape = if body.get("input").is_some() { "responses" } else { "chat/completions" };
        assert!(encoded.request.uri().path().ends_with(shape), "{given}: {shape}");
        encoded.request.uri().to_string()
    };
    assert_eq!(posted(OpenAi::new(), own), format!("{own}/responses"));
    assert_eq!(posted(OpenAi::chat(), own), format!("{own}/chat/completions"));
    assert_eq!(posted(OpenAi::new(), local), format!("{local}/chat/completions"));
    for base in [own, local] {
        for path in ["responses", "chat/completions"] {
            let url = format!("{base}/{path}");
            assert_eq!(posted(OpenAi::new(), &url), url);
            assert_eq!(posted(OpenAi::chat(), &url), url);
        }
    }
}

#[test]
fn items_of_the_responses_api_stay_off_chat_completions() {
    let history = [
        Message::user("x"),
        Message::assistant(vec![
            Part::opaque("openai", r#"{"type":"web_search_call","id":"ws_1"}"#),
            Part::text("Found."),
        ]),
        Message::user("y"),
    ];
    let (body, warnings) = written(&ChatRequest::new(history), "gpt-6.1-sol", OWN);
    assert_eq!(body["messages"][1], json!({"role": "assistant", "content": "Found."}));
    assert_eq!(warnings, ["opaque"]);
}

#[test]
fn models_that_reason_have_their_own_sampling() {
    let request = ChatRequest::new([Message::user("x")]).temperature(0.5);
    assert_eq!(written(&request, "gpt-6-luna", OWN).1, ["temperature"]);
    let (body, warnings) = written(&request, "gpt-4.1-mini-2025-04-14", OWN);
    assert_eq!((&body["temperature"], warnings.len()), (&json!(0.5), 0));
    let request = request.reasoning(ReasoningConfig::Effort(ReasoningEffort::Low));
    assert_eq!(written(&request, "gpt-4o-mini", OWN).1, ["reasoning"]);
}

#[test]
fn a_compatible_server_gets_what_every_server_knows() {
    let request = ChatRequest::new([Message::user("x")]).system("s").max_tokens(9).temperature(0.1);
    let (body, warnings) = written(&request, "llama", "http://127.0.0.1:8080");
    assert_eq!((&body["messages"][0]["role"], &body["max_tokens"]), (&json!("system"), &json!(9)));
    assert_eq!((&body["temperature"], warnings.len()), (&json!(0.1), 0));
    let (body, _) = written(&request, "gpt-6-sol", "https://x.openai.azure.com/openai/v1");
    assert_eq!(body["max_completion_tokens"], 9);
}

#[test]
fn reasoning_is_not_taken_back() {
    let thought: Part =
        serde_json::from_value(json!({"type": "reasoning", "text": "so", "provider": "openai"}))
            .unwrap();
    let turn = Message::assistant(vec![thought, Part::text("x")]);
    let request = ChatRequest::new([turn, Message::user("y")]);
    let (body, warnings) = written(&request, "gpt-6-sol", OWN);
    assert_eq!(body["messages"][0], json!({"role": "assistant", "content": "x"}));
    assert_eq!(warnings, ["reasoning"]);
}

#[test]
fn refusals_are_told_by_their_codes() {
    let rows = [
        (429, "insufficient_quota", "credit_balance_exhausted", ErrorKind::QuotaExhausted),
        (429, "insufficient_quota", "project_spend_limit_exceeded", ErrorKind::QuotaExhausted),
        (429, "rate_limit_error", "slow_down", ErrorKind::RateLimit),
        (429, "tokens", "rate_limit_exceeded", ErrorKind::RateLimit),
        (503, "server_error", "server_is_overloaded", ErrorKind::ServiceUnavailable),
        (400, "invalid_request_error", "context_length_exceeded", ErrorKind::ContextLength),
        (400, "invalid_request_error", "unsupported_parameter", ErrorKind::BadRequest),
        (401, "invalid_request_error", "invalid_api_key", ErrorKind::Authentication),
        (404, "invalid_request_error", "model_not_found", ErrorKind::ModelNotFound),
    ];
    for (status, kind, code, wanted) in rows {
        let body = json!({"error": {"message": "m", "type": kind, "param": null, "code": code}});
        let refusal = Refusal::from_value(Some(status), &body);
        for codec in [OpenAi::new(), OpenAi::chat()] {
            assert_eq!(codec.classify(&refusal, &Head::default()), wanted, "{code}");
        }
    }
}
