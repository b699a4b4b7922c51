//! What requests become, rule by rule.

mod conversation;
mod exact;
mod media;
mod options;
mod replay;
mod tools;

use crate::Dialect;
use crate::sample::{vendor, written};
use kei_router_core::{ChatRequest, ErrorKind, Message, OnUnsupported};
use serde_json::{Value, json};

/// The body at the vendor's own endpoint, and the subjects of the warnings.
fn body(dialect: Dialect, request: &ChatRequest) -> (Value, Vec<String>) {
    let (body, warnings) = written(&vendor(dialect), request, false).unwrap();
    (body, warnings.into_iter().map(|warning| warning.subject).collect())
}

/// The body of a request that loses nothing.
fn plain(request: &ChatRequest) -> Value {
    let (body, warnings) = body(Dialect::PLAIN, request);
    assert_eq!(warnings, Vec::<String>::new());
    body
}

fn hello() -> ChatRequest {
    ChatRequest::new([Message::user("Hello")])
}

/// That the request is sent without what it names, and not at all where its rule is to refuse.
fn omits(dialect: &Dialect, request: &ChatRequest, subject: &str) -> Value {
    let (left, warnings) = body(dialect.clone(), request);
    assert_eq!(warnings, [subject]);
    let request = |rule| request.clone().on_unsupported(rule);
    let (dropped, warnings) = body(dialect.clone(), &request(OnUnsupported::Drop));
    assert_eq!((&dropped, warnings.len()), (&left, 0));
    let error = written(&vendor(dialect.clone()), &request(OnUnsupported::Error), false);
    assert_eq!(error.unwrap_err().kind(), ErrorKind::BadRequest);
    left
}

/// That the request cannot be sent, whatever its rule.
fn refuses(dialect: &Dialect, request: &ChatRequest) -> String {
    let request = request.clone().on_unsupported(OnUnsupported::Drop);
    let error = written(&vendor(dialect.clone()), &request, false).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    error.to_string()
}

#[test]
fn the_plain_request_is_short() {
    let wanted = json!({
        "model": "m",
        "stream": true,
        "stream_options": {"include_usage": true},
        "messages": [{"role": "user", "content": "Hello"}],
    });
    assert_eq!(plain(&hello()), wanted);
}

#[test]
fn extra_members_and_headers_stand_over_all() {
    let request = hello().extra_body("n", 2).extra_body("stream_options", Value::Null);
    let body = plain(&request.extra_body("model", "other"));
    assert_eq!((&body["n"], &body["model"]), (&json!(2), &json!("other")));
    assert_eq!(body["stream_options"], Value::Null);
}
