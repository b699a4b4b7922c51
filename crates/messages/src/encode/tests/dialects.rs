//! What a dialect changes, one member at a time, from the plain wire.

use super::{hi, omitted, tool};
use crate::sample::vendor;
use crate::{Dialect, Messages};
use http::Request;
use kei_router_core::codec::{Codec, Encoded, Endpoint, Target};
use kei_router_core::encode::{MetadataSupport, Support};
use kei_router_core::{
    CacheTtl, ChatRequest, Message, Part, PartKind, Reasoning, ReasoningConfig, ToolChoice,
    WarningKind,
};
use serde_json::{Value, json};

fn of(dialect: Dialect) -> Messages {
    let vendor = vendor();
    Messages::new(vendor.descriptor, dialect).with_models(vendor.models)
}

/// The body, the headers and the warnings of a request to a model that nothing is known of.
fn send(
    dialect: Dialect,
    request: &ChatRequest,
) -> (Value, Request<()>, Vec<(WarningKind, String)>) {
    let codec = of(dialect);
    let endpoint = Endpoint::resolve("https://sample.example", codec.descriptor()).unwrap();
    let target = Target::new(&endpoint, "m");
    let Encoded { request, warnings, .. } = codec.encode(request, &target).unwrap();
    let body = serde_json::from_slice(request.body()).unwrap();
    let warnings = warnings.into_iter().map(|w| (w.kind, w.subject)).collect();
    (body, request.map(drop), warnings)
}

fn header(request: &Request<()>, name: &str) -> Option<String> {
    request.headers().get(name).map(|value| value.to_str().unwrap().to_owned())
}

#[test]
fn the_plain_wire_takes_what_most_servers_take() {
    let request = hi().max_tokens(9).temperature(0.5).top_p(0.9);
    let (body, head, warnings) = send(Dialect::PLAIN, &request);
    let want = json!({
        "model": "m", "max_tokens": 9, "stream": true, "temperature": 0.5, "top_p": 0.9,
        "messages": [{"role": "user", "content": "hi"}],
    });
    assert_eq!((body, warnings), (want, vec![]));
    assert_eq!(header(&head, "anthropic-version").as_deref(), Some("2023-06-01"));
    assert_eq!(header(&head, "anthropic-beta"), None);
}

#[test]
fn version_betas_model_and_stream_stand_where_the_dialect_has_them() {
    let cloud = Dialect {
        version: Some("cloud-1".into()),
        betas: vec!["a".into(), "b".into()].into(),
        version_in_body: true,
        betas_in_body: true,
        model_in_body: false,
        stream_in_body: false,
        ..Dialect::PLAIN
    };
    let (body, head, _) = send(cloud.clone(), &hi().max_tokens(9));
    let want = json!({
        "anthropic_version": "cloud-1", "anthropic_beta": ["a", "b"], "max_tokens": 9,
        "messages": [{"role": "user", "content": "hi"}],
    });
    assert_eq!(body, want);
    assert_eq!(header(&head, "anthropic-version"), None);
    assert_eq!(header(&head, "anthropic-beta"), None);

    let in_headers = Dialect { version_in_body: false, betas_in_body: false, ..cloud };
    let (body, head, _) = send(in_headers, &hi().max_tokens(9));
    assert_eq!((body.get("anthropic_version"), body.get("anthropic_beta")), (None, None));
    assert_eq!(header(&head, "anthropic-version").as_deref(), Some("cloud-1"));
    assert_eq!(header(&head, "anthropic-beta").as_deref(), Some("a,b"));

    let (_, head, _) = send(Dialect { version: None, ..Dialect::PLAIN }, &hi().max_tokens(9));
    assert_eq!(header(&head, "anthropic-version"), None);
}

#[test]
fn the_list_of_models_asks_for_the_version_of_the_headers_alone() {
    let listed = |dialect: Dialect| {
        let codec = of(dialect);
        let endpoint = Endpoint::resolve("https://sample.example", codec.descriptor()).unwrap();
        let target = Target::new(&endpoint, "m");
        let list = codec.catalog().unwrap().request(codec.descriptor(), &target, None);
        header(&list.unwrap().map(drop), "anthropic-version")
    };
    assert_eq!(listed(Dialect::PLAIN).as_deref(), Some("2023-06-01"));
    assert_eq!(listed(Dialect { version_in_body: true, ..Dialect::PLAIN }), None);
    assert_eq!(listed(Dialect { version: None, ..Dialect::PLAIN }), None);
}

#[test]
fn reasoning_without_a_signature_goes_back_where_the_vendor_takes_it() {
    let mut reasoning = Reasoning::default();
    reasoning.text = "hm".to_owned();
    reasoning.provider = Some("sample".to_owned());
    let turn = vec![Part::new(PartKind::Reasoning(reasoning)), Part::text("done")];
    let request = ChatRequest::new([Message::user("hi"), Message::assistant(turn)]).max_tokens(9);
    let (body, _, warnings) = send(Dialect::PLAIN, &request);
    assert_eq!(body["messages"][1]["content"][0], json!({"type": "thinking", "thinking": "hm"}));
    assert_eq!(warnings, []);
    let strict = Dialect { unsigned_reasoning: false, ..Dialect::PLAIN };
    let (body, _, warnings) = send(strict, &request);
    assert_eq!(body["messages"][1]["content"], json!([{"type": "text", "text": "done"}]));
    assert_eq!(warnings, omitted("reasoning"));
}

#[test]
fn thinking_beside_sampling_and_force_is_the_dialects_to_say() {
    let request = hi()
        .max_tokens(9_000)
        .temperature(0.5)
        .reasoning(ReasoningConfig::Budget(2_000))
        .tools([tool("f", json!({}))])
        .tool_choice(ToolChoice::Required);
    let (body, _, warnings) = send(Dialect::PLAIN, &request);
    assert_eq!(body["thinking"], json!({"type": "enabled", "budget_tokens": 2_000}));
    assert_eq!((&body["temperature"], &body["tool_choice"]["type"]), (&json!(0.5), &json!("any")));
    assert_eq!(warnings, []);

    let cold = Dialect { samples_while_thinking: false, ..Dialect::PLAIN };
    let (body, _, warnings) = send(cold, &request);
    assert_eq!((body.get("temperature"), warnings), (None, omitted("temperature")));

    let support = Support { forces_while_thinking: false, ..Dialect::PLAIN.support };
    let (body, _, warnings) = send(Dialect { support, ..Dialect::PLAIN }, &request);
    assert_eq!((body.get("thinking"), warnings), (None, omitted("reasoning")));
    assert_eq!(body["tool_choice"], json!({"type": "any"}));
}

#[test]
fn cache_marks_beyond_the_maximum_go_the_first_ones_first() {
    let marked = |text: &str| Message::user(Part::text(text).cached(CacheTtl::FiveMinutes));
    let request = ChatRequest::new([marked("a"), marked("b")]).max_tokens(9);
    let (body, _, warnings) = send(Dialect { max_cache_marks: 1, ..Dialect::PLAIN }, &request);
    assert_eq!(body["messages"][0]["content"][0].get("cache_control"), None);
    assert_eq!(body["messages"][1]["content"][0]["cache_control"], json!({"type": "ephemeral"}));
    assert_eq!(warnings, omitted("cache mark"));
}

#[test]
fn what_the_vendor_does_not_support_is_left_out() {
    let support = Support {
        parallel_tool_calls: false,
        user: None,
        metadata: MetadataSupport::None,
        ..Dialect::PLAIN.support
    };
    let request = hi()
        .max_tokens(9)
        .tools([tool("f", json!({}))])
        .parallel_tool_calls(false)
        .service_tier("fast")
        .metadata("user_id", "u");
    let (body, _, warnings) = send(Dialect { support, ..Dialect::PLAIN }, &request);
    for member in ["tool_choice", "service_tier", "metadata"] {
        assert_eq!(body.get(member), None, "{member}");
    }
    let lost = ["service_tier", "metadata", "parallel_tool_calls"];
    assert_eq!(warnings, lost.map(omitted).concat());
}

#[test]
fn the_vendors_own_tools_stand_beside_the_typed_ones() {
    let own = r#"{"type":"search_1","max":1.50}"#;
    let request = hi().max_tokens(9).tools([tool("f", json!({}))]).vendor_tool("sample", own);
    let (body, _, warnings) = send(Dialect::PLAIN, &request);
    assert_eq!(body["tools"][0]["name"], "f");
    assert_eq!(body["tools"][1], json!({"type": "search_1", "max": 1.5}));
    assert_eq!(warnings, []);
}
