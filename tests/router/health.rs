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
