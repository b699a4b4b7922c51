//! Models and health: what a server offers, and whether it is there.

use kei_router::{ErrorKind, LlmError, LlmRouter, Provider, Vendor, vendors};
use kei_router_testkit::{Replay, ReplayTransport};
use serde_json::{Value, json};
use std::sync::Arc;

fn asked(vendor: &Vendor, status: u16, body: &Value) -> (Box<dyn Provider>, Arc<ReplayTransport>) {
    let descriptor = vendor.descriptor().expect("compiled in");
    let status = status.try_into().expect("a status");
    let transport = Arc::new(ReplayTransport::new(Replay::json(status, body.to_string())));
    let provider = vendor.over(Arc::clone(&transport) as _, &descriptor.wire);
    (provider.expect("compiled in"), transport)
}

#[tokio::test]
async fn models_are_listed_beside_the_url_to_post_to() {
    for vendor in vendors() {
        let default = vendor.descriptor().expect("compiled in").default_model;
        let body = json!({"data": [{"id": default}, {"id": "new-1", "context_length": 9}]});
        let (provider, transport) = asked(vendor, 200, &body);
        let models = provider.models().await.expect("a list");
        let ids: Vec<_> = models.iter().map(|model| model.id.as_str()).collect();
        assert_eq!(ids, [default.as_ref(), "new-1"]);
        assert!(models[0].info.pricing.is_some());
        assert_eq!(models[1].info.context_window, Some(9));
        let request = transport.requests().remove(0);
        assert_eq!((request.method.as_str(), request.body.len()), ("GET", 0));
        assert!(request.uri.path().ends_with("/v1/models"), "{}", request.uri);
        provider.health().await.expect("it has the model");
    }
}

#[tokio::test]
async fn a_missing_model_and_a_bad_key_are_their_own_kinds() {
    for vendor in vendors() {
        let (provider, _) = asked(vendor, 200, &json!({"data": [{"id": "another"}]}));
        let error = provider.health().await.expect_err("it lacks the model");
        assert_eq!(error.kind(), ErrorKind::ModelNotFound);
        assert!(matches!(error, LlmError::Upstream { .. }));
        let (provider, _) = asked(vendor, 401, &json!({"error": {"message": "no"}}));
        let error = provider.health().await.expect_err("the key is bad");
        assert_eq!(error.kind(), ErrorKind::Authentication);
        let (provider, _) = asked(vendor, 200, &json!({"hello": 1}));
        let error = provider.models().await.expect_err("no list");
        assert_eq!(error.kind(), ErrorKind::Corrupt);
    }
}

#[tokio::test]
async fn a_dated_model_is_the_model() {
    let vendor = vendors().iter().find(|vendor| vendor.name() == "anthropic").expect("a row");
    let body = json!({"data": [{"id": "claude-haiku-4-5-20251001"}]});
    let (provider, _) = asked(vendor, 200, &body);
    let mut router = LlmRouter::new();
    router.register(provider);
    router.pick("anthropic/claude-haiku-4-5").expect("a key").health().await.expect("the same");
    let other = router.pick("anthropic/claude-haiku-4").expect("a key").health().await;
    assert_eq!(other.expect_err("another").kind(), ErrorKind::ModelNotFound);
}

#[tokio::test]
async fn a_server_that_is_down_is_unreachable() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/v1", port.local_addr().expect("its address"));
    drop(port);
    for vendor in vendors() {
        let provider = vendor.with_endpoint(String::new(), String::new(), url.clone());
        let error = provider.expect("compiled in").health().await.expect_err("nothing listens");
        assert_eq!(error.kind(), ErrorKind::Unreachable, "{error:?}");
        assert!(matches!(error, LlmError::Http(_)));
    }
}

/// Anthropic's provider over these pages of its list.
fn paged(pages: Vec<Value>) -> (Box<dyn Provider>, Arc<ReplayTransport>) {
    let ok = http::StatusCode::OK;
    let pages = pages.into_iter().map(|page| Replay::json(ok, page.to_string()));
    let transport = Arc::new(ReplayTransport::sequence(pages));
    let vendor = vendors().iter().find(|vendor| vendor.name() == "anthropic").expect("a row");
    let wire = vendor.descriptor().expect("compiled in").wire;
    (vendor.over(Arc::clone(&transport) as _, &wire).expect("compiled in"), transport)
}

#[tokio::test]
async fn a_list_of_several_pages_is_read_to_its_end() {
    let default = vendors()[0].descriptor().expect("compiled in").default_model;
    let first = json!({"data": [{"id": "m-1"}], "has_more": true, "last_id": "m 1&x"});
    let last = json!({"data": [{"id": default}], "has_more": false, "last_id": default});
    let (provider, transport) = paged(vec![first.clone(), last.clone()]);
    let ids = provider.models().await.expect("a list").into_iter().map(|model| model.id);
    assert_eq!(ids.collect::<Vec<_>>(), ["m-1", default.as_ref()]);
    let queries = transport.requests().into_iter().map(|asked| asked.uri.query().map(String::from));
    let wanted = ["limit=1000", "limit=1000&after_id=m%201%26x"].map(|query| Some(query.into()));
    assert_eq!(queries.collect::<Vec<Option<String>>>(), wanted);
    let (provider, _) = paged(vec![first, last]);
    provider.health().await.expect("the model is on the second page");
}

#[tokio::test]
async fn a_list_without_an_end_is_an_error() {
    let page = |n: usize| json!({"data": [], "has_more": true, "last_id": format!("m-{n}")});
    let (provider, transport) = paged((0..200).map(page).collect());
    let error = provider.models().await.expect_err("no end");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(transport.requests().len() <= 64, "{}", transport.requests().len());
}

#[tokio::test]
async fn a_list_is_read_within_a_bound_of_bytes_over_all_its_pages() {
    let filler = "x".repeat(3 << 20);
    let page = |n: usize| json!({"data": [{"id": "m", "x": filler}], "has_more": true, "last_id": format!("m-{n}")});
    let (provider, transport) = paged((0..20).map(page).collect());
    let error = provider.models().await.expect_err("more than a list has");
    assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
    assert!(transport.requests().len() <= 6, "{}", transport.requests().len());
}

#[tokio::test]
async fn an_error_under_200_in_place_of_a_list_has_its_own_kind() {
    for vendor in vendors() {
        for (error, kind) in [
            (json!({"error": {"type": "rate_limit_error"}}), ErrorKind::RateLimit),
            (json!({"error": {"code": "invalid_api_key"}}), ErrorKind::Authentication),
            (json!({"error": "overloaded_error"}), ErrorKind::ServiceUnavailable),
            (json!({"type": "overloaded_error"}), ErrorKind::ServiceUnavailable),
        ] {
            let (provider, _) = asked(vendor, 200, &error);
            let refused = provider.models().await.expect_err("an error");
            assert_eq!(refused.kind(), kind, "{}: {error}", vendor.name());
        }
    }
}
