//! Credentials that sign the finished request: the server computes the signature again.

use crate::binary::checksum;
use crate::wire::{Toy, ToyFormat};
use crate::{assert_held, descriptor, provider, run_suite_authorized};
use async_trait::async_trait;
use bytes::Bytes;
use http::{HeaderValue, Request};
use kei_router::transport::Authorize;
use kei_router::transport::Secrets;
use kei_router::{ChatRequest, LlmError, Message, Provider, Secret, StreamExt};
use kei_router_testkit::formats::Sse;
use kei_router_testkit::{Refused, Script, Sim, SimRequest, SimRules};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// What signs, and never goes over the wire.
const SIGNING_KEY: &str = "signing-key-very-secret";
/// What goes over the wire with the signature.
const SESSION: &str = "session-token-very-secret";

struct Signed;

#[async_trait]
impl Authorize for Signed {
    async fn authorize(
        &self,
        request: &mut Request<Bytes>,
        now: SystemTime,
    ) -> Result<Secrets, LlmError> {
        let date = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()).to_string();
        let signature = signature(request.uri().path(), &date, SESSION, request.body());
        for (name, text) in
            [("x-toy-date", &*date), ("x-toy-session", SESSION), ("x-toy-signature", &*signature)]
        {
            request.headers_mut().insert(name, HeaderValue::try_from(text).expect("it is text"));
        }
        Ok([SIGNING_KEY, SESSION].into_iter().filter_map(Secret::new).collect())
    }
}

/// No cryptography: it changes with everything that is signed.
fn signature(path: &str, date: &str, session: &str, body: &[u8]) -> String {
    let head = [SIGNING_KEY, path, date, session].join("\n");
    format!("{:08x}", checksum(&[head.as_bytes(), body].concat()))
}

/// The server signs what it has got, and compares.
fn is_signed(request: &SimRequest) -> Result<(), Refused> {
    let header = |name| request.header(name).unwrap_or_default();
    let (date, session) = (header("x-toy-date"), header("x-toy-session"));
    let wanted = signature(request.path(), date, session, &request.body);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let age = date.parse::<u64>().map_or(u64::MAX, |date| now.abs_diff(date));
    match session == SESSION && header("x-toy-signature") == wanted && age < 300 {
        true => Ok(()),
        false => Err(Refused::new(403, "bad_signature", "The signature does not match")),
    }
}

/// It wants no key beside the signature.
fn toy() -> Toy {
    let mut descriptor = descriptor("toy-signed", "v1/talk");
    descriptor.key_vars = Vec::new();
    Toy::new(descriptor, kei_router::framing::sse)
}

#[tokio::test]
async fn a_vendor_that_wants_signatures_holds_the_contract() {
    let rules = SimRules::new().and(is_signed);
    let credentials = || -> Arc<dyn Authorize> { Arc::new(Signed) };
    let format = ToyFormat::over(Sse);
    assert_held(&run_suite_authorized(&toy(), format, rules, &credentials).await);
}

/// The error with which this script ends.
async fn error_of(script: Script) -> LlmError {
    let sim = Sim::builder(&toy().descriptor).format(ToyFormat::over(Sse)).script(script);
    let sim = sim.rules(SimRules::new().and(is_signed)).start().await.expect("it starts");
    let provider = provider(&toy()).authorize(Arc::new(Signed)).endpoint(sim.endpoint()).build();
    let shown = format!("{provider:?}");
    assert!(!shown.contains("very-secret"), "{shown}");
    let mut stream = match provider.stream(&ChatRequest::new([Message::user("Hi")])).await {
        Ok(stream) => stream,
        Err(error) => return error,
    };
    while let Some(item) = stream.next().await {
        if let Err(error) = item {
            return error;
        }
    }
    panic!("it does not end with an error");
}

#[tokio::test]
async fn neither_secret_stands_in_an_error_wherever_it_comes_from() {
    let message = format!("{SIGNING_KEY} and {SESSION} do not match");
    let refused = Refused::new(403, "bad_signature", message.clone());
    let document = serde_json::json!({"error": {"type": "bad_signature", "message": message}});
    let scripts = [
        ("a refusal", Script::new().refuse(refused.clone())),
        ("an error in mid-stream", Script::text("Hi.").error_after_events(2, refused)),
        ("a document", Script::new().document(200, "application/json", document.to_string())),
        ("a page", Script::new().document(502, "text/html", format!("<p>{message}</p>"))),
        ("no stream", Script::new().document(200, "text/plain", message)),
    ];
    for (name, script) in scripts {
        let error = error_of(script).await;
        let shown = format!("{error} {error:#} {error:?} {:?}", error.body());
        assert!(!shown.contains("very-secret"), "{name}: {shown}");
        assert!(shown.contains("[key] and [key]"), "{name} shows what it said: {shown}");
    }
}

#[tokio::test]
async fn a_wrong_signature_is_refused_once() {
    struct Forged;
    #[async_trait]
    impl Authorize for Forged {
        async fn authorize(
            &self,
            request: &mut Request<Bytes>,
            now: SystemTime,
        ) -> Result<Secrets, LlmError> {
            let secrets = Signed.authorize(request, now).await;
            request.headers_mut().insert("x-toy-date", HeaderValue::from_static("1"));
            secrets
        }
    }
    let sim = Sim::builder(&toy().descriptor).format(ToyFormat::over(Sse));
    let sim = sim.rules(SimRules::new().and(is_signed)).start().await.expect("it starts");
    let provider = provider(&toy()).authorize(Arc::new(Forged)).endpoint(sim.endpoint()).build();
    let answer = provider.complete(&ChatRequest::new([Message::user("Hi")])).await;
    let error = answer.expect_err("the date was not signed");
    assert_eq!((error.status(), error.code()), (Some(403), Some("bad_signature")), "{error:?}");
    assert_eq!(sim.requests().len(), 1, "there are no fresh credentials to be had");
}
