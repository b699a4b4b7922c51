//! What Kimi is sent, what it costs, and how it refuses.

use super::{MODELS, codec};
use kei_router_core::codec::{Codec, Endpoint, Refusal, Target};
use kei_router_core::transport::Head;
use kei_router_core::{
    Capability, ChatRequest, ErrorKind, LlmError, Media, Message, Part, ReasoningConfig,
    ReasoningEffort, Tool, ToolChoice, Usage, WarningKind,
};
use serde_json::{Value, json};

type Written = (Value, Vec<(WarningKind, String)>);

fn written(request: &ChatRequest, model: &str) -> Result<Written, LlmError> {
    let codec = codec();
    let endpoint = Endpoint::resolve("https://api.moonshot.ai/v1", codec.descriptor())?;
    let target = Target::new(&endpoint, model);
    let encoded = codec.encode(request, &target)?;
    let warnings = encoded.warnings.into_iter().map(|warning| (warning.kind, warning.subject));
    let warnings = warnings.collect();
    Ok((serde_json::from_slice(encoded.request.body()).unwrap(), warnings))
}

/// The body, and the subjects of what was left out.
fn sent(request: &ChatRequest, model: &str) -> (Value, Vec<String>) {
    let (body, warnings) = written(request, model).unwrap();
    (body, warnings.into_iter().map(|(_, subject)| subject).collect())
}

fn hello() -> ChatRequest {
    ChatRequest::new([Message::user("Hello")])
}

fn tool(name: &str) -> Tool {
    Tool { name: name.into(), description: String::new(), schema: json!({"type": "object"}) }
}

#[test]
fn a_whole_request() {
    let request = hello().system("Be brief.").tools([tool("f")]).max_tokens(64);
    let request = request.tool_choice(ToolChoice::Auto).stop(["END"]).metadata("user_id", "u1");
    let (body, warnings) = sent(&request, "kimi-k2.6");
    let wanted = json!({
        "model": "kimi-k2.6",
        "stream": true,
        "stream_options": {"include_usage": true},
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Hello"},
        ],
        "tools": [{"type": "function",
            "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}],
        "tool_choice": "auto",
        "max_completion_tokens": 64,
        "stop": ["END"],
        "safety_identifier": "u1",
    });
    assert_eq!((body, warnings), (wanted, Vec::new()));
}

#[test]
fn tool_turns_carry_their_reasoning() {
    let thought = |provider: &str| -> Part {
        let part = json!({"type": "reasoning", "text": "so", "provider": provider});
        serde_json::from_value(part).unwrap()
    };
    let call = || Part::tool_call("f:0", "f", "{}");
    let turn = |parts: Vec<Part>| {
        let conversation = [Message::assistant(parts), Message::tool("f:0", "")];
        let (body, warnings) = sent(&ChatRequest::new(conversation), "kimi-k2.6");
        (body["messages"][0].clone(), warnings)
    };
    let (own, warnings) = turn(vec![thought("kimi"), call()]);
    assert_eq!((&own["reasoning_content"], warnings.len()), (&json!("so"), 0));
    assert_eq!(own.get("content"), None);
    let (bare, _) = turn(vec![call()]);
    assert_eq!(bare["reasoning_content"], "");
    let (foreign, warnings) = turn(vec![thought("deepseek"), call()]);
    assert_eq!(
        (&foreign["reasoning_content"], warnings),
        (&json!(""), vec!["reasoning".to_owned()])
    );
    let (answer, _) = turn(vec![thought("kimi"), Part::text("x")]);
    assert_eq!(answer, json!({"role": "assistant", "content": "x"}));
}

#[test]
fn thinking_is_asked_for_in_each_models_way() {
    let effort = |effort| ReasoningConfig::Effort(effort);
    let (low, medium) = (effort(ReasoningEffort::Low), effort(ReasoningEffort::Medium));
    let rows = [
        ("kimi-k2.6", ReasoningConfig::Off, json!({"thinking": {"type": "disabled"}}), vec![]),
        ("kimi-k2.6", low, json!({"thinking": {"type": "enabled"}}), vec!["reasoning.effort"]),
        ("kimi-k2.7-code", ReasoningConfig::Off, json!({}), vec!["reasoning"]),
        ("kimi-k2.7-code", low, json!({}), vec!["reasoning.effort"]),
        ("kimi-k3", low, json!({"reasoning_effort": "low"}), vec![]),
        ("kimi-k3", medium, json!({"reasoning_effort": "high"}), vec!["reasoning"]),
        (
            "kimi-k3",
            effort(ReasoningEffort::XHigh),
            json!({"reasoning_effort": "max"}),
            vec!["reasoning"],
        ),
        ("kimi-k3", ReasoningConfig::Off, json!({}), vec!["reasoning"]),
        ("kimi-k3", ReasoningConfig::Budget(9), json!({}), vec!["reasoning"]),
        ("kimi-k3.5", ReasoningConfig::Off, json!({}), vec!["reasoning"]),
    ];
    for (model, config, wanted, lost) in rows {
        let (body, warnings) = sent(&hello().reasoning(config), model);
        for member in ["thinking", "reasoning_effort"] {
            assert_eq!(body.get(member), wanted.get(member), "{model} {config:?}");
        }
        assert_eq!(warnings, lost, "{model} {config:?}");
    }
}

#[test]
fn no_tool_is_forced_while_the_model_thinks() {
    let forced = hello().tools([tool("f")]).tool_choice(ToolChoice::Required);
    for model in ["kimi-k2.6", "kimi-k2.7-code", "kimi-k3"] {
        let (body, warnings) = sent(&forced, model);
        assert_eq!((body.get("tool_choice"), warnings.len()), (None, 1), "{model}");
    }
    let (body, warnings) = sent(&forced.reasoning(ReasoningConfig::Off), "kimi-k2.6");
    assert_eq!((&body["tool_choice"], warnings.len()), (&json!("required"), 0));
}

#[test]
fn what_kimi_lacks_is_left_out() {
    let wav = Part::audio(Media::bytes("audio/wav", vec![1]));
    let pdf = Part::document(Media::bytes("application/pdf", vec![1]));
    let image = Part::image(Media::url("https://x.example/a.png"));
    let parts = vec![Part::text(""), Part::text("Look"), wav, pdf, image];
    let request = ChatRequest::new([Message::user(parts)]).temperature(0.5).seed(1);
    let request = request.parallel_tool_calls(false).tools([tool("f")]).service_tier("flex");
    let (body, warnings) = sent(&request, "kimi-k2.6");
    let lost = ["temperature", "seed", "service_tier", "parallel_tool_calls", "audio", "document"];
    assert_eq!(warnings, [&lost[..], &["image"]].concat());
    assert_eq!(body["messages"], json!([{"role": "user", "content": "Look"}]));
    let (body, _) = sent(&hello().temperature(0.5), "moonshot-v1-8k");
    assert_eq!(body["temperature"], 0.5);
}

#[test]
fn uploaded_images_have_a_scheme_of_their_own() {
    let image = Message::user(vec![Part::text("Look"), Part::image(Media::file_id("f1"))]);
    let (body, _) = sent(&ChatRequest::new([image]), "kimi-k2.6");
    let wanted = json!({"type": "image_url", "image_url": {"url": "ms://f1"}});
    assert_eq!(body["messages"][0]["content"][1], wanted);
}

#[test]
fn names_and_numbers_of_tools_are_checked() {
    for name in ["f", "_f-1", "F_9", &"f".repeat(64)] {
        assert!(written(&hello().tools([tool(name)]), "kimi-k3").is_ok(), "{name}");
    }
    for name in ["", "1f", "-f", "f g", "f.g", "größe", &"f".repeat(65)] {
        let error = written(&hello().tools([tool(name)]), "kimi-k3").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadRequest, "{name}");
    }
    assert!(written(&hello().tools(vec![tool("f"); 128]), "kimi-k3").is_ok());
    assert!(written(&hello().tools(vec![tool("f"); 129]), "kimi-k3").is_err());
}

#[test]
fn a_beginning_is_marked() {
    let (body, _) = sent(&hello().message(Message::assistant("{")), "kimi-k2.6");
    let wanted = json!({"role": "assistant", "content": "{", "partial": true});
    assert_eq!(body["messages"][1], wanted);
}

#[test]
fn every_base_url_works() {
    let rows = [
        ("https://api.moonshot.ai/v1", "https://api.moonshot.ai/v1/chat/completions"),
        ("https://api.moonshot.ai", "https://api.moonshot.ai/v1/chat/completions"),
        ("https://api.moonshot.cn/v1/", "https://api.moonshot.cn/v1/chat/completions"),
        ("https://api.kimi.com/coding/v1", "https://api.kimi.com/coding/v1/chat/completions"),
        ("http://127.0.0.1:9/v1/chat/completions", "http://127.0.0.1:9/v1/chat/completions"),
    ];
    for (given, wanted) in rows {
        let endpoint = Endpoint::resolve(given, codec().descriptor()).unwrap();
        assert_eq!(endpoint.url("kimi-k3").unwrap(), wanted);
    }
}

#[test]
fn prices_and_abilities() {
    let codec = codec();
    let default = codec.model_info(&codec.descriptor().default_model);
    let million = Usage::new(1_000_000, 1_000_000);
    assert_eq!(default.pricing.unwrap().cost(&million), 95_000_000 + 400_000_000);
    assert!(default.capabilities.lacks(Capability::Sampling));
    let old = codec.model_info("kimi-k2-thinking").pricing.unwrap();
    assert_eq!((old.input_cents(), old.output_cents()), (60, 250));
    assert_eq!(codec.model_info("kimi-k9").pricing, None);
    assert!(MODELS.rows.iter().all(|row| row.info.pricing.is_some()));
    let fast = codec.model_info("kimi-k3.1-pro-highspeed");
    assert_eq!(fast.pricing.unwrap().cost(&million), 400_000_000 + 2_000_000_000);
    let limits = ["kimi-k3", "kimi-k3.1-pro", "kimi-k2.7-code", "kimi-k2.6"];
    let limits = limits.map(|id| codec.model_info(id).max_output);
    assert_eq!(limits, [1_048_576, 1_048_576, 262_144, 262_144].map(Some));
}

#[test]
fn three_kinds_of_429_are_told_apart() {
    let classify = |status: u16, kind: &str, message: &str| {
        let body = json!({"error": {"type": kind, "message": message}});
        let refusal = Refusal::from_value(Some(status), &body);
        (codec().classify(&refusal, &Head::default()), refusal.wait.map(|wait| wait.as_secs()))
    };
    let wait = "Your account reached max RPM: 3, please try again after 2 seconds";
    let rows = [
        (429, "engine_overloaded_error", "", ErrorKind::ServiceUnavailable),
        (429, "rate_limit_reached_error", wait, ErrorKind::RateLimit),
        (429, "exceeded_current_quota_error", "", ErrorKind::QuotaExhausted),
        (400, "content_filter", "high risk", ErrorKind::ContentFilter),
        (400, "invalid_request_error", "Input token length too long", ErrorKind::ContextLength),
        (400, "invalid_request_error", "text content is empty", ErrorKind::BadRequest),
        (401, "invalid_authentication_error", "", ErrorKind::Authentication),
        (401, "incorrect_api_key_error", "", ErrorKind::Authentication),
        (404, "resource_not_found_error", "", ErrorKind::Upstream),
        (500, "unexpected_output", "", ErrorKind::Upstream),
        (504, "", "", ErrorKind::Timeout),
    ];
    for (status, kind, message, wanted) in rows {
        assert_eq!(classify(status, kind, message).0, wanted, "{kind}");
    }
    assert_eq!(classify(429, "rate_limit_reached_error", wait).1, Some(2));
}
