use crate::Anthropic;
use kei_router_core::codec::{Codec, Endpoint, Target};
use kei_router_core::{ChatRequest, Message, ReasoningConfig, Tool, ToolChoice};
use serde_json::{Value, json};

const NEWEST: &str = "claude-sonnet-5-5";
const OLD: &str = "claude-haiku-4-5";

/// The version, the beta features and the body of a request.
fn send(
    codec: &Anthropic,
    model: &str,
    request: &ChatRequest,
) -> (String, Option<String>, Value, Vec<String>) {
    let endpoint = Endpoint::resolve("https://api.anthropic.com", codec.descriptor()).unwrap();
    let target = Target::new(&endpoint, model);
    let encoded = codec.encode(request, &target).unwrap();
    let header = |name: &str| {
        encoded.request.headers().get(name).map(|value| value.to_str().unwrap().to_owned())
    };
    let body = serde_json::from_slice(encoded.request.body()).unwrap();
    let warnings = encoded.warnings.iter().map(|warning| warning.subject.clone()).collect();
    (header("anthropic-version").unwrap(), header("anthropic-beta"), body, warnings)
}

fn hi() -> ChatRequest {
    ChatRequest::new([Message::user("hi")])
}

#[test]
fn the_settings_fix_the_version_and_ask_for_betas() {
    let warm = hi().temperature(0.5);
    let plain = Anthropic::default();
    assert_eq!(send(&plain, OLD, &hi()).0, "2026-10-21");
    let (version, betas, body, _) = send(&plain, OLD, &warm);
    assert_eq!((&*version, betas, &body["temperature"]), ("2023-06-01", None, &json!(0.5)));

    let fixed = Anthropic::default().api_version("2026-10-21").beta("a").beta("b");
    let (version, betas, body, warnings) = send(&fixed, OLD, &warm);
    assert_eq!((&*version, betas.as_deref()), ("2026-10-21", Some("a,b")));
    assert_eq!((body.get("temperature"), warnings), (None, vec!["temperature".to_owned()]));
    let legacy = Anthropic::default().api_version("2023-01-01");
    let (version, _, body, _) = send(&legacy, OLD, &warm);
    assert_eq!((&*version, &body["temperature"]), ("2023-01-01", &json!(0.5)));
}

#[test]
fn the_list_of_models_asks_for_the_version_that_is_set() {
    let codec = Anthropic::default().api_version("2023-06-01");
    let endpoint = Endpoint::resolve("https://api.anthropic.com", codec.descriptor()).unwrap();
    let target = Target::new(&endpoint, NEWEST);
    let list = codec.catalog().unwrap().request(codec.descriptor(), &target, None).unwrap();
    assert_eq!(list.uri(), "https://api.anthropic.com/v1/models?limit=1000");
    assert_eq!(list.headers()["anthropic-version"], "2023-06-01");
}

#[test]
fn thinking_gives_way_to_a_tool_that_must_be_called_and_goes_before_a_temperature() {
    let tool = Tool { name: "f".to_owned(), description: String::new(), schema: json!({}) };
    let thinking = hi().temperature(0.5).reasoning(ReasoningConfig::Budget(2_000));
    let (_, _, body, warnings) = send(&Anthropic::default(), OLD, &thinking);
    assert_eq!(body["thinking"], json!({"type": "enabled", "budget_tokens": 2_000}));
    assert_eq!(warnings, ["temperature"]);
    let forced = thinking.tools([tool]).tool_choice(ToolChoice::Required);
    let (_, _, body, warnings) = send(&Anthropic::default(), OLD, &forced);
    assert_eq!((body.get("thinking"), &body["temperature"]), (None, &json!(0.5)));
    assert_eq!(warnings, ["reasoning"]);
}

#[test]
fn a_tier_of_another_vendor_is_left_out() {
    for (tier, sent) in [("auto", true), ("standard_only", true), ("flex", false)] {
        let (_, _, body, warnings) = send(&Anthropic::default(), NEWEST, &hi().service_tier(tier));
        assert_eq!(
            (body.get("service_tier").is_some(), warnings.is_empty()),
            (sent, sent),
            "{tier}"
        );
    }
}

#[test]
fn the_schema_of_a_reply_is_closed_and_its_bounds_are_described() {
    let schema = json!({"type": "object", "required": ["n"], "properties": {
        "n": {"type": "integer", "minimum": 1}}});
    let format = kei_router_core::ResponseFormat::JsonSchema {
        name: "s".into(),
        schema: schema.clone(),
        strict: false,
    };
    let (_, _, body, warnings) = send(&Anthropic::default(), NEWEST, &hi().response_format(format));
    let want = json!({"type": "object", "required": ["n"], "additionalProperties": false,
        "properties": {"n": {"type": "integer", "description": "{minimum: 1}"}}});
    assert_eq!(body["output_config"]["format"]["schema"], want);
    assert_eq!(warnings, ["response_format"]);
    let tool = Tool { name: "f".to_owned(), description: String::new(), schema };
    let (_, _, body, warnings) =
        send(&Anthropic::default(), NEWEST, &hi().tools([tool]).strict_tools(true));
    assert_eq!(
        (&body["tools"][0]["input_schema"], &body["tools"][0]["strict"]),
        (&want, &json!(true))
    );
    assert_eq!(warnings, ["tools"]);
}
