//! Credentials that grow stale: a token is fetched, refused once, and fetched anew.

use crate::wire::{Toy, ToyFormat};
use crate::{assert_held, descriptor, provider, run_suite_authorized};
use async_trait::async_trait;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderValue, Request};
use kei_router::transport::Authorize;
use kei_router::transport::Secrets;
use kei_router::{ChatRequest, ErrorKind, LlmError, Message, Provider, Secret};
use kei_router_testkit::formats::Sse;
use kei_router_testkit::{Refused, Script, Sim, SimRequest, SimRules};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// Fetches a token, and keeps it until it is refused.
#[derive(Default)]
struct Refreshed {
    /// How many tokens were thrown away.
    refused: AtomicU64,
}

#[async_trait]
impl Authorize for Refreshed {
    async fn authorize(
        &self,
        request: &mut Request<Bytes>,
        _: SystemTime,
    ) -> Result<Secrets, LlmError> {
        // The service that gives tokens is somewhere else, and takes its time.
        tokio::task::yield_now().await;
        let token = token(self.refused.load(Ordering::SeqCst));
        let header = HeaderValue::try_from(format!("Bearer {token}"));
        request.headers_mut().insert(AUTHORIZATION, header.expect("it is text"));
        Ok(Secret::new(token).into_iter().collect())
    }

    fn refused(&self) -> bool {
        self.refused.fetch_add(1, Ordering::SeqCst);
        true
    }
}

fn token(number: u64) -> String {
    format!("token-{number:04}-very-secret")
}

/// The server takes the second token and no other.
fn second_token(request: &SimRequest) -> Result<(), Refused> {
    let wanted = format!("Bearer {}", token(1));
    match request.header("authorization") {
        Some(given) if given == wanted => Ok(()),
        given => Err(Refused::new(401, "stale_token", format!("{given:?} is stale"))),
    }
}

fn toy() -> Toy {
    Toy::new(descriptor("toy-refreshed", "v1/talk"), kei_router::framing::sse)
}

#[tokio::test]
async fn a_vendor_whose_tokens_grow_stale_holds_the_contract() {
    let rules = SimRules::new().and(second_token);
    let credentials = || -> Arc<dyn Authorize> { Arc::new(Refreshed::default()) };
    let format = ToyFormat::over(Sse);
    assert_held(&run_suite_authorized(&toy(), format, rules, &credentials).await);
}

/// What the vendor says with these rules, and the simulator that was asked.
async fn ask(rules: SimRules) -> (Sim, Result<String, LlmError>) {
    let sim = Sim::builder(&toy().descriptor).format(ToyFormat::over(Sse)).rules(rules);
    let sim = sim.script(Script::text("Hi there.")).start().await.expect("it starts");
    let provider = provider(&toy()).authorize(Arc::new(Refreshed::default()));
    let provider = provider.endpoint(sim.endpoint()).build();
    let reply = provider.complete(&ChatRequest::new([Message::user("Hi")])).await;
    (sim, reply.map(|reply| reply.text().into_owned()))
}

#[tokio::test]
async fn a_stale_token_is_replaced_once_and_the_request_sent_again() {
    let (sim, reply) = ask(SimRules::new().and(second_token)).await;
    assert_eq!(reply.expect("the second token is good"), "Hi there.");
    let [stale, fresh] = sim.requests().try_into().expect("two requests");
    assert!(stale.refused.is_some() && fresh.refused.is_none());
    assert_eq!(stale.body, fresh.body, "it is the same request");
    assert_ne!(stale.header("authorization"), fresh.header("authorization"));
}

#[tokio::test]
async fn a_token_that_is_refused_twice_is_an_error_that_shows_no_token() {
    let refuse = |request: &SimRequest| {
        let given = request.header("authorization").unwrap_or_default();
        Err(Refused::new(401, "stale_token", format!("{given} is stale")))
    };
    let (sim, reply) = ask(SimRules::new().and(refuse)).await;
    let error = reply.expect_err("no token is good");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Authentication, Some(401)));
    assert_eq!(sim.requests().len(), 2, "it is tried once more, and no more");
    let shown = format!("{error} {error:#} {error:?} {:?}", error.body());
    assert!(!shown.contains("very-secret") && shown.contains("[key]"), "{shown}");
}
