use super::Endpoint;
use crate::codec::{Descriptor, Wire};

fn vendor(base: &'static str, path: &'static str) -> Descriptor {
    Descriptor::new("x", base, Wire::new("x", path)).with_wire(Wire::new("y", "responses"))
}

fn resolve(base: &'static str, path: &'static str, given: &str) -> Option<String> {
    let endpoint = Endpoint::resolve(given, &vendor(base, path)).ok()?;
    endpoint.url("m").ok().map(|url| url.to_string())
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
    for given in [
        "",
        "h:9/v1",
        "ftp://h/v1",
        "http://",
        "/v1/messages",
        "http://me:sk@h/v1",
        "http://h/v1#x",
    ] {
        assert_eq!(resolve("https://h", "messages", given), None, "{given}");
    }
}

#[test]
fn a_path_may_depend_on_the_model_and_have_a_query_of_its_own() {
    const STREAM: &str = "models/{model}:stream?alt=sse";
    let own = "https://api.x.example/v1beta";
    for given in [own, "https://api.x.example/v1beta/models/other:stream?alt=sse"] {
        let endpoint = Endpoint::resolve(given, &vendor(own, STREAM)).unwrap();
        assert_eq!(
            endpoint.url("m-1").unwrap(),
            format!("{own}/models/m-1:stream?alt=sse").as_str()
        );
        assert!(!endpoint.is_third_party(), "{given}: whatever the model");
    }
    let given = "http://h/v1beta/models/{model}:stream?key=1&alt=json";
    let endpoint = Endpoint::resolve(given, &vendor(own, STREAM)).unwrap();
    assert_eq!(endpoint.url("m").unwrap(), "http://h/v1beta/models/m:stream?alt=sse&key=1");
    assert!(endpoint.is_third_party());
    assert_eq!(format!("{endpoint:?}"), "http://h/v1beta/models/{model}:stream");
    let mut azure = vendor("https://x.example/openai", "deployments/{model}/chat/completions");
    azure.wire = azure.wire.with_version_path("");
    let endpoint = Endpoint::resolve("https://h/openai?api-version=1", &azure).unwrap();
    let wanted = "https://h/openai/deployments/d/chat/completions?api-version=1";
    assert_eq!(endpoint.url("d").unwrap(), wanted);
}

#[test]
fn a_model_is_one_segment_whatever_its_name() {
    let vendor = vendor("https://x.example", "model/{model}/converse-stream");
    let url = |model: &str| {
        let url = vendor.own_endpoint().unwrap().url(model);
        url.ok().map(|url| url.to_string())
    };
    for (model, wanted) in [
        ("a:0", "a%3A0"),
        ("../../admin", "..%2F..%2Fadmin"),
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
        ("ä %", "%C3%A4%20%25"),
    ] {
        let wanted = format!("https://x.example/v1/model/{wanted}/converse-stream");
        assert_eq!(url(model).as_deref(), Some(wanted.as_str()));
        let (_, found) =
            vendor.wire.split(wanted.strip_prefix("https://x.example").unwrap()).unwrap();
        assert_eq!(found.as_deref(), Some(model));
    }
    for model in ["", ".", ".."] {
        assert_eq!(url(model), None, "{model:?}");
    }
}
