use super::Endpoint;
use crate::{Auth, Descriptor, Terminator, UsagePlace, Wire};
use std::borrow::Cow;

fn resolve(base: &'static str, path: &'static str, given: &str) -> Option<String> {
    let paths = vec![Cow::Borrowed(path), Cow::Borrowed("responses")];
    let descriptor = Descriptor {
        name: "x".into(),
        key_vars: Cow::Borrowed(&[]),
        model_vars: Cow::Borrowed(&[]),
        endpoint_vars: Cow::Borrowed(&[]),
        default_model: "m".into(),
        base_url: base.into(),
        more_wires: Cow::Borrowed(&[]),
        base_format: None,
        wire: Wire {
            format: "x".into(),
            version_path: "/v1".into(),
            paths: paths.into(),
            auth: Auth::Bearer,
            usage: UsagePlace::Trailer,
            terminator: Terminator::DonePromised,
        },
    };
    Endpoint::resolve(given, &descriptor).ok().map(|endpoint| endpoint.uri().to_string())
}

#[test]
fn full_urls_stay_and_bases_are_completed() {
    let anthropic = |given| resolve("https://api.anthropic.com", "messages", given).unwrap();
    let full = "http://h:9/v1/messages";
    for given in [full, "http://h:9/v1/", "http://h:9", " http://h:9/v1/messages/ "] {
        assert_eq!(anthropic(given), full, "{given}");
    }
    assert_eq!(anthropic("https://h/anthropic"), "https://h/anthropic/v1/messages");

    let openai = |given| resolve("https://api.openai.com/v1", "chat/completions", given).unwrap();
    assert_eq!(openai("http://h"), "http://h/v1/chat/completions");
    assert_eq!(openai("https://h/api/v1"), "https://h/api/v1/chat/completions");
    assert_eq!(openai("https://h/inference"), "https://h/inference/chat/completions");
    assert_eq!(openai("https://h/v1/responses"), "https://h/v1/responses");
    let azure = "https://h/openai/deployments/d/chat/completions?api-version=1";
    assert_eq!(openai(azure), azure);
}

#[test]
fn what_is_no_url_is_refused() {
    for given in ["", "h:9/v1", "ftp://h/v1", "http://", "/v1/messages"] {
        assert_eq!(resolve("https://h", "messages", given), None, "{given}");
    }
}
