//! Converts reqwest's errors to errors that show no URL.

use kei_router_core::{ErrorKind, LlmError, Phase};
use std::error::Error;
use std::io;
use std::time::Duration;

/// The error for a request without a response.
pub(crate) fn no_answer(error: reqwest::Error, connect_timeout: Duration) -> LlmError {
    let error = error.without_url();
    if error.is_connect() && error.is_timeout() {
        return LlmError::timeout(Phase::Connect, connect_timeout).with_source(error);
    }
    let what = if error.is_dns() {
        "the server's name cannot be resolved"
    } else if error.is_connect() {
        "no connection could be made"
    } else {
        "the connection broke before the answer began"
    };
    let message = match system_error(&error) {
        Some(kind) => format!("{what}: {kind}"),
        None => what.to_owned(),
    };
    let refused = system_error(&error) == Some(io::ErrorKind::ConnectionRefused);
    let kind = if refused { ErrorKind::Unreachable } else { ErrorKind::Http };
    LlmError::new(kind, message).with_source(error)
}

/// The error for a body that broke off.
pub(crate) fn broken(error: reqwest::Error) -> LlmError {
    let error = error.without_url();
    let message = match system_error(&error) {
        Some(kind) => format!("the connection broke: {kind}"),
        None => "the connection broke in the middle of the reply".to_owned(),
    };
    LlmError::truncated(message).with_source(error)
}

/// The operating system's error, such as "connection refused".
fn system_error(error: &reqwest::Error) -> Option<io::ErrorKind> {
    let mut next = error.source();
    while let Some(error) = next {
        let io = error.downcast_ref::<io::Error>();
        if let Some(io) = io.filter(|io| io.raw_os_error().is_some()) {
            return Some(io.kind());
        }
        next = error.source();
    }
    None
}
