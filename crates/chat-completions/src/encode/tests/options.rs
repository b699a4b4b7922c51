//! Limits, sampling, reasoning, formats, metadata.

use super::*;
use kei_router_core::encode::{MetadataSupport, Support};
use kei_router_core::{Capabilities, Capability, ReasoningConfig, ReasoningEffort, ResponseFormat};

fn without(capability: Capability) -> Dialect {
    Dialect {
        support: Support {
            capabilities: Capabilities::UNKNOWN.without(&[capability]),
            ..Dialect::PLAIN.support
        },
        ..Dialect::PLAIN
    }
}

#[test]
fn the_limit_has_the_dialects_name_at_home() {
    let dialect = Dialect { max_tokens: "max_completion_tokens".into(), ..Dialect::PLAIN };
    let request = hello().max_tokens(5);
    for (custom, name) in [(false, "max_completion_tokens"), (true, "max_tokens")] {
        let (body, _) = written(&vendor(dialect.clone()), &request, custom).unwrap();
        assert_eq!(body[name], 5);
    }
}

#[test]
fn sampling_is_sent_where_it_is_free() {
    let request = hello().temperature(0.0).seed(-7);
    let body = plain(&request);
    assert_eq!((&body["temperature"], &body["seed"]), (&json!(0.0), &json!(-7)));
    let sent = omits(&without(Capability::Sampling), &hello().temperature(0.0), "temperature");
    assert_eq!(sent.get("temperature"), None);
    omits(&without(Capability::Sampling), &hello().top_p(0.5), "top_p");
    omits(&without(Capability::Seed), &hello().seed(1), "seed");
    omits(&Dialect { seed: None, ..Dialect::PLAIN }, &hello().seed(1), "seed");
    let random = Dialect { seed: Some("random_seed".into()), ..Dialect::PLAIN };
    assert_eq!(super::body(random, &hello().seed(1)).0["random_seed"], 1);
    refuses(&Dialect::PLAIN, &hello().temperature(f64::NAN));
}

#[test]
fn stop_sequences_are_bounded() {
    assert_eq!(plain(&hello().stop(["a", "b"]))["stop"], json!(["a", "b"]));
    let two = Dialect { max_stops: Some(2), max_stop_bytes: Some(3), ..Dialect::PLAIN };
    let body = omits(&two, &hello().stop(["a", "long", "b", "c"]), "stop");
    assert_eq!(body["stop"], json!(["a", "b"]));
    let body = omits(&Dialect::PLAIN, &hello().stop([""]), "stop");
    assert_eq!(body.get("stop"), None);
}

#[test]
fn reasoning_is_an_effort() {
    let effort = |effort| hello().reasoning(ReasoningConfig::Effort(effort));
    assert_eq!(plain(&effort(ReasoningEffort::XHigh))["reasoning_effort"], "xhigh");
    let off = hello().reasoning(ReasoningConfig::Off);
    assert_eq!(plain(&off)["reasoning_effort"], "none");
    omits(&Dialect::PLAIN, &hello().reasoning(ReasoningConfig::Budget(9)), "reasoning");
    omits(&without(Capability::Reasoning), &effort(ReasoningEffort::Low), "reasoning");
    omits(&without(Capability::ReasoningOff), &off, "reasoning");
    let (body, warnings) = body(without(Capability::Reasoning), &off);
    assert_eq!((body.get("reasoning_effort"), warnings.len()), (None, 0));
}

#[test]
fn formats_have_their_words() {
    let format = |format| hello().response_format(format);
    assert_eq!(plain(&format(ResponseFormat::Text)).get("response_format"), None);
    let json = plain(&format(ResponseFormat::Json));
    assert_eq!(json["response_format"], json!({"type": "json_object"}));
    let schema = format(ResponseFormat::JsonSchema {
        name: "s".into(),
        schema: json!({"type": "object"}),
        strict: true,
    });
    let wanted = json!({"type": "json_schema",
        "json_schema": {"name": "s", "schema": {"type": "object"}, "strict": true}});
    assert_eq!(plain(&schema)["response_format"], wanted);
    omits(&without(Capability::JsonSchema), &schema, "response_format");
}

#[test]
fn metadata_goes_where_the_vendor_wants_it() {
    let user = hello().metadata("user_id", "u1");
    assert_eq!(plain(&user)["user"], "u1");
    omits(
        &Dialect { support: Support { user: None, ..Dialect::PLAIN.support }, ..Dialect::PLAIN },
        &user,
        "metadata",
    );
    omits(&Dialect::PLAIN, &hello().metadata("team", "t"), "metadata");
    let keeps = Dialect {
        support: Support { metadata: MetadataSupport::WhereStored, ..Dialect::PLAIN.support },
        ..Dialect::PLAIN
    };
    omits(&keeps, &hello().metadata("team", "t"), "metadata");
    let stored = hello().metadata("team", "t").extra_body("store", true);
    assert_eq!(body(keeps.clone(), &stored).0["metadata"], json!({"team": "t"}));
    omits(&keeps, &stored.metadata("n", 3), "metadata");
}

#[test]
fn other_options_may_be_unknown() {
    let tier = hello().service_tier("flex");
    omits(&Dialect::PLAIN, &tier, "service_tier");
    let tiers = Dialect {
        support: Support { service_tier: |_| true, ..Dialect::PLAIN.support },
        ..Dialect::PLAIN
    };
    assert_eq!(body(tiers, &tier).0["service_tier"], "flex");
    let silent = Dialect { stream_usage: false, ..Dialect::PLAIN };
    assert_eq!(body(silent, &hello()).0.get("stream_options"), None);
}
