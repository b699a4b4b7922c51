//! Keys, models and endpoints from variables.

use crate::exchange::checked;
use crate::fake::{Fake, FakeProvider, prompt};
use async_trait::async_trait;
use kei_router_core::codec::Codec;
use kei_router_core::transport::{HttpRequest, HttpResponse, Transport};
use kei_router_core::{ErrorKind, LlmError, Provider};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Vars(Arc<Mutex<HashMap<&'static str, String>>>);

impl Vars {
    fn of(vars: &[(&'static str, &str)]) -> Self {
        let all = Self::default();
        vars.iter().for_each(|(name, value)| all.set(name, value));
        all
    }

    fn set(&self, name: &'static str, value: &str) {
        self.0.lock().unwrap().insert(name, value.to_owned());
    }

    fn source(&self) -> impl Fn(&str) -> Option<String> + Send + Sync + 'static {
        let vars = self.clone();
        move |name| vars.0.lock().unwrap().get(name).cloned()
    }

    fn provider(&self) -> Option<FakeProvider> {
        FakeProvider::from_vars(self.source())
    }
}

/// Notes where each request goes, with which key and body, and answers none.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

#[async_trait]
impl Transport for Notes {
    async fn send(&self, mut sent: HttpRequest) -> Result<HttpResponse, LlmError> {
        sent.authorize(std::time::SystemTime::now()).await?;
        let request = sent.request;
        let key = request.headers().get("x-fake-key").map(|key| key.to_str().unwrap());
        let body = String::from_utf8_lossy(request.body()).into_owned();
        let note = format!("{} {} {body}", request.uri(), key.unwrap_or("no key"));
        self.0.lock().unwrap().push(note);
        Err(LlmError::new(ErrorKind::Http, "noted"))
    }
}

impl Notes {
    /// Where the provider's next request goes.
    async fn of(&self, provider: &impl Provider) -> String {
        let error = provider.stream(&prompt()).await.err().unwrap();
        assert!(error.to_string().contains("noted"), "{error}");
        self.0.lock().unwrap().pop().unwrap()
    }
}

fn builder(vars: &Vars, notes: &Notes) -> Builder {
    FakeProvider::builder().vars(vars.source()).transport(Arc::new(notes.clone()))
}

type Change = Box<dyn Fn(Builder) -> Builder>;
type Builder = kei_router_http::HttpProviderBuilder<Fake>;

async fn missing_key(provider: &impl Provider) -> String {
    missing(provider, "fake").await
}

async fn missing(provider: &impl Provider, name: &str) -> String {
    let error = checked(provider.stream(&prompt()).await.err().unwrap());
    assert_eq!(error.kind(), ErrorKind::MissingKey);
    assert_eq!(error.provider(), Some(name));
    error.to_string()
}

#[test]
fn without_a_key_there_is_no_provider_and_an_empty_value_is_no_key() {
    assert!(Vars::of(&[]).provider().is_none());
    for empty in ["", "  ", "\n"] {
        let vars = Vars::of(&[("FAKE_API_KEY", empty), ("FAKE_MODEL", empty)]);
        assert!(vars.provider().is_none());
        vars.set("OLD_FAKE_API_KEY", "sk-old");
        assert_eq!(vars.provider().unwrap().model(), "fake-1");
    }
}

#[tokio::test]
async fn values_are_trimmed_and_the_first_variable_wins() {
    let vars = Vars::of(&[
        ("FAKE_API_KEY", " sk-new\n"),
        ("OLD_FAKE_API_KEY", "sk-old"),
        ("FAKE_MODEL", " fake-2 "),
        ("FAKE_ENDPOINT", "https://b.invalid"),
        ("FAKE_BASE_URL", " https://a.invalid/v1 "),
    ]);
    let notes = Notes::default();
    let provider = builder(&vars, &notes).build_with_key().unwrap();
    let note = notes.of(&provider).await;
    assert_eq!(note, "https://a.invalid/v1/talk sk-new model=fake-2 custom=true my-prompt");
}

#[tokio::test]
async fn key_and_endpoint_are_read_at_each_request_and_the_model_once() {
    let vars = Vars::of(&[("FAKE_API_KEY", "sk-1")]);
    let notes = Notes::default();
    let provider = builder(&vars, &notes).build_with_key().unwrap();
    let own = "https://fake.invalid/v1/talk";
    let note = notes.of(&provider).await;
    assert_eq!(note, format!("{own} sk-1 model=fake-1 custom=false my-prompt"));

    vars.set("FAKE_API_KEY", "sk-2");
    vars.set("FAKE_MODEL", "fake-2");
    vars.set("FAKE_BASE_URL", "http://127.0.0.1:9");
    let note = notes.of(&provider).await;
    assert_eq!(note, "http://127.0.0.1:9/v1/talk sk-2 model=fake-1 custom=true my-prompt");

    vars.set("FAKE_BASE_URL", "https://fake.invalid/v1");
    let note = notes.of(&provider).await;
    assert_eq!(note, format!("{own} sk-2 model=fake-1 custom=false my-prompt"), "it is its own");

    vars.set("FAKE_API_KEY", "");
    let error = missing_key(&provider).await;
    assert!(error.contains("FAKE_API_KEY or OLD_FAKE_API_KEY"), "{error}");
}

#[tokio::test]
async fn an_endpoint_of_ones_own_goes_before_the_environment_and_may_want_no_key() {
    let vars = Vars::of(&[("FAKE_BASE_URL", "https://a.invalid")]);
    let notes = Notes::default();
    let provider = builder(&vars, &notes).endpoint("http://127.0.0.1:9/x/talk").build();
    let note = notes.of(&provider).await;
    assert_eq!(note, "http://127.0.0.1:9/x/talk no key model=fake-1 custom=true my-prompt");

    // So may the environment's endpoint; the vendor's own does not.
    let provider = builder(&vars, &notes).build_with_key().unwrap();
    let note = notes.of(&provider).await;
    assert_eq!(note, "https://a.invalid/v1/talk no key model=fake-1 custom=true my-prompt");
    vars.set("FAKE_BASE_URL", "https://fake.invalid");
    assert!(vars.provider().is_none());
    missing_key(&builder(&vars, &notes).build()).await;
    let provider = builder(&vars, &notes).api_key("").build();
    assert!(notes.of(&provider).await.contains(" no key "), "unless it is said that there is none");
}

#[tokio::test]
async fn a_variable_allows_a_key_over_plain_http_to_another_machine() {
    let direct = kei_router_http::HttpTransport::builder().proxy_from_env(false).build();
    let url = ("FAKE_BASE_URL", "http://0.0.0.0:1/v1");
    for (value, allowed) in
        [("1", true), ("true", true), (" YES ", true), ("0", false), ("no", false), ("", false)]
    {
        let vars = Vars::of(&[url, ("FAKE_API_KEY", "sk-1"), ("FAKE_ALLOW_CLEARTEXT", value)]);
        let builder = FakeProvider::builder().vars(vars.source());
        let provider = builder.transport(Arc::new(direct.clone())).build();
        let error = checked(provider.stream(&prompt()).await.err().unwrap());
        let kind = if allowed { ErrorKind::Unreachable } else { ErrorKind::Configuration };
        assert_eq!(error.kind(), kind, "{value}: {error}");
        assert_eq!(provider.check().is_ok(), allowed, "{value}");
        // A server that wants no key needs no word.
        vars.set("FAKE_API_KEY", "");
        let error = checked(provider.stream(&prompt()).await.err().unwrap());
        assert_eq!(error.kind(), ErrorKind::Unreachable, "{value}: {error}");
    }
}

/// Base URLs, keys and headers that cannot be used.
fn mistakes() -> Vec<(&'static str, &'static str, Change)> {
    let (own, key) = ("https://a.invalid", "sk-secret");
    let plain = |builder: Builder| builder;
    let with_header = |name: &'static str, value: &'static str| {
        move |builder: Builder| builder.header(name, value)
    };
    vec![
        ("not a url", key, Box::new(plain)),
        ("ftp://a.invalid", key, Box::new(plain)),
        ("https://me:sk-secret@a.invalid/v1", key, Box::new(plain)),
        ("https://sk-secret@a.invalid/v1", key, Box::new(plain)),
        ("https://a.invalid/v1#query-secret", key, Box::new(plain)),
        ("http://192.0.2.1/v1", key, Box::new(plain)),
        (own, "sk-\nsecret", Box::new(plain)),
        (own, "sk-\u{7f}secret", Box::new(plain)),
        (own, key, Box::new(with_header("no header", "x"))),
        (own, key, Box::new(with_header("x-own", "two\nlines"))),
    ]
}

#[tokio::test]
async fn what_the_operator_has_set_up_wrong_is_told_before_and_at_a_request() {
    for (url, key, change) in mistakes() {
        let vars = Vars::of(&[("FAKE_BASE_URL", url), ("FAKE_API_KEY", key)]);
        let provider = change(FakeProvider::builder().vars(vars.source())).build();
        let asked = checked(provider.stream(&prompt()).await.err().unwrap());
        for error in [asked, checked(provider.check().unwrap_err())] {
            assert_eq!(
                (error.kind(), error.http_status()),
                (ErrorKind::Configuration, 500),
                "{url}"
            );
            assert_eq!((error.provider(), error.is_retryable()), (Some("fake"), false));
        }
    }
    let none = FakeProvider::builder().vars(|_| None).build();
    assert_eq!(none.check().unwrap_err().kind(), ErrorKind::MissingKey);
    let right = Vars::of(&[("FAKE_API_KEY", "sk-secret")]).provider().unwrap();
    right.check().unwrap();
}

#[tokio::test]
async fn a_provider_with_a_name_of_its_own_has_variables_of_its_own() {
    let vars = Vars::of(&[
        ("FAKE_API_KEY", "sk-vendor"),
        ("FAKE_MODEL", "vendor-1"),
        ("MY_FAKE_API_KEY", "sk-mine"),
        ("MY_FAKE_MODEL", "mine-1"),
        ("MY_FAKE_BASE_URL", "http://127.0.0.1:9"),
    ]);
    let notes = Notes::default();
    let provider = builder(&vars, &notes).name("my-fake").build_with_key().unwrap();
    assert_eq!((provider.name(), provider.model()), ("my-fake", "mine-1"));
    let note = notes.of(&provider).await;
    assert_eq!(note, "http://127.0.0.1:9/v1/talk sk-mine model=mine-1 custom=true my-prompt");
    assert_eq!(builder(&vars, &notes).name(" ").build().name(), "fake");
    for (name, _) in [("MY_FAKE_API_KEY", ""), ("MY_FAKE_BASE_URL", "")] {
        vars.set(name, "");
    }
    assert!(missing(&provider, "my-fake").await.contains("MY_FAKE_API_KEY"));
}

#[tokio::test]
async fn with_endpoint_asks_no_variable_and_cannot_fail() {
    let at = |key: &str, model: &str, endpoint: &str| {
        FakeProvider::with_endpoint(key.to_owned(), model.to_owned(), endpoint.to_owned())
    };
    assert_eq!(at("sk", "", "http://127.0.0.1:9").model(), "fake-1");
    for wrong in ["", "no URL", "ftp://127.0.0.1", "http://[::1"] {
        let provider = at("sk-secret", "m", wrong);
        assert!(format!("{provider:?}").contains("not a URL"));
        let error = checked(provider.stream(&prompt()).await.err().unwrap());
        assert_eq!(error.kind(), ErrorKind::Configuration, "{wrong}");
        assert_eq!(error.provider(), Some("fake"));
    }
}

#[tokio::test]
async fn a_callback_is_asked_at_each_request() {
    let keys = Arc::new(Mutex::new(vec![" ", "sk-2", "sk-1"]));
    let notes = Notes::default();
    let take = move || keys.lock().unwrap().pop().map(str::to_owned);
    let provider = builder(&Vars::default(), &notes).key_callback(take).build();
    for key in ["sk-1", "sk-2"] {
        assert!(notes.of(&provider).await.contains(&format!(" {key} ")));
    }
    for _ in 0..2 {
        assert!(missing_key(&provider).await.contains("callback"));
    }
}

#[test]
fn a_codec_that_is_a_value_has_a_provider_too() {
    let provider = FakeProvider::with_codec(Fake::default()).api_key("sk").model("m").build();
    assert_eq!((provider.name(), provider.model()), ("fake", "m"));
    assert_eq!(provider.codec().descriptor().key_var(), "FAKE_API_KEY");
}
