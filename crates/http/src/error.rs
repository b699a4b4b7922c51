//! Converts reqwest's errors to errors that show no URL.

use kei_router_core::{ErrorKind, LlmError, Phase};
use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

/// The error for a request without a response.
pub(crate) fn no_answer(error: reqwest::Error, connect_timeout: Duration) -> LlmError {
    let error = error.without_url();
    if error.is_connect() && error.is_timeout() {
        return LlmError::timeout(Phase::Connect, connect_timeout).with_source(Cause::of(&error));
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
    LlmError::new(kind, message).with_source(Cause::of(&error))
}

/// The error for a body that broke off.
pub(crate) fn broken(error: reqwest::Error) -> LlmError {
    let error = error.without_url();
    let message = match system_error(&error) {
        Some(kind) => format!("the connection broke: {kind}"),
        None => "the connection broke in the middle of the reply".to_owned(),
    };
    LlmError::truncated(message).with_source(Cause::of(&error))
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

/// What reqwest reports, and the errors below it, as one text without anything that a server
/// wrote: HTTP/2 servers may send a debug text when they close a connection.
struct Cause(String);

impl Cause {
    fn of(error: &(dyn Error + 'static)) -> Self {
        let mut parts = Vec::new();
        describe(error, &mut parts);
        Self(parts.join(": "))
    }
}

fn describe(error: &(dyn Error + 'static), parts: &mut Vec<String>) {
    if let Some(error) = error.downcast_ref::<h2::Error>() {
        parts.push(match (error.reason(), error.get_io()) {
            (Some(reason), _) => format!("HTTP/2 {reason}"),
            (None, Some(io)) => io.kind().to_string(),
            (None, None) => "HTTP/2".to_owned(),
        });
    } else if let Some(error) = error.downcast_ref::<io::Error>() {
        match error.get_ref() {
            Some(inner) => describe(inner, parts),
            None => parts.push(error.kind().to_string()),
        }
    } else {
        parts.push(error.to_string());
        if let Some(source) = error.source() {
            describe(source, parts);
        }
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Cause {}
