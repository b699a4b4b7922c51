//! A vendor's refusal, in whichever of its shapes.

use crate::ErrorKind;
use crate::error::classify;
use serde_json::{Map, Value};
use std::time::Duration;

/// What a vendor's error says, read leniently from every shape that vendors are known to use:
/// `{"error":{..}}`, `{"error":"text"}`, `{"detail":..}`, flat `{"code","message"}`, any of them
/// in an array. A body that is not JSON leaves everything but the status empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The HTTP status; `None` in mid-stream.
    pub status: Option<u16>,
    /// The error's `type`, or Google's `status`.
    pub kind: Option<String>,
    /// The error's `code`.
    pub code: Option<String>,
    /// The error's message. It may echo the prompt.
    pub message: Option<String>,
    /// The request's id, where the body has it.
    pub request_id: Option<String>,
    /// The wait that the body asks for: Google's `retryDelay`, Kimi's "after N seconds".
    pub wait: Option<Duration>,
    /// Whether the body is an error's at all, and not just any JSON or text.
    pub is_error: bool,
}

impl Refusal {
    /// The kind of error that it is, by what vendors have in common: the code first, then the
    /// status.
    pub fn common_kind(&self) -> ErrorKind {
        classify(self)
    }

    /// Reads a refusal from a body.
    pub fn read(status: Option<u16>, body: &[u8]) -> Self {
        let value = serde_json::from_slice(body).unwrap_or(Value::Null);
        Self::from_value(status, &value)
    }

    /// Reads a refusal from the lines of a stream that were no events: a bare JSON document, or
    /// a field named `error`.
    pub(crate) fn read_stray(stray: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(stray);
        let json = text.get(text.find(['{', '['])?..)?;
        let first = serde_json::Deserializer::from_str(json).into_iter::<Value>().next()?.ok()?;
        Some(Self::from_value(None, &first)).filter(|refusal| refusal.is_error)
    }

    /// Reads a refusal from JSON.
    pub fn from_value(status: Option<u16>, value: &Value) -> Self {
        let outer = match value {
            Value::Array(items) => items.first().and_then(Value::as_object),
            other => other.as_object(),
        };
        let Some(outer) = outer else {
            return Self { status, ..Self::default() };
        };
        let mut refusal = match outer.get("error") {
            Some(Value::Object(error)) => Self::from_object(error),
            Some(Value::String(message)) => {
                Self { message: Some(message.clone()), is_error: true, ..Self::from_object(outer) }
            }
            _ => Self::from_object(outer),
        };
        refusal.request_id = text(outer, "request_id").or(refusal.request_id);
        refusal.status = status.or(refusal.status);
        refusal.wait = refusal.wait.or_else(|| refusal.message.as_deref().and_then(asked_wait));
        refusal
    }

    fn from_object(error: &Map<String, Value>) -> Self {
        // Anthropic's codes stand in `details.error_code`.
        let details = error.get("details").and_then(Value::as_object);
        let code = text(error, "code").or_else(|| text(details?, "error_code"));
        let kind = text(error, "type").or_else(|| text(error, "status"));
        let message = text(error, "message").or_else(|| text(error, "detail"));
        let known = ["message", "detail", "error"].iter().any(|key| error.contains_key(*key));
        // Gateways put the status into the body: as `code`, or under one of these names.
        let status = ["status_code", "raw_status_code", "code"].iter();
        let status = status.filter_map(|key| error.get(*key)).find_map(as_status);
        Self {
            is_error: known || code.is_some(),
            status,
            kind: kind.filter(|kind| kind != "error"),
            code,
            message,
            request_id: text(error, "request_id"),
            wait: error.get("details").and_then(retry_delay),
        }
    }
}

fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => items.first()?.get("msg")?.as_str().map(str::to_owned),
        _ => None,
    }
}

fn as_status(value: &Value) -> Option<u16> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    u16::try_from(number).ok().filter(|status| (400..600).contains(status))
}

/// Google's `{"@type": "..RetryInfo", "retryDelay": "34.4s"}` among an error's details.
fn retry_delay(details: &Value) -> Option<Duration> {
    let delays = details.as_array()?.iter().filter_map(|detail| detail.get("retryDelay")?.as_str());
    delays.filter_map(|delay| seconds(delay.strip_suffix('s')?)).max()
}

/// Kimi's "please try again after 3 seconds", OpenAI's "Please try again in 1.5s".
fn asked_wait(message: &str) -> Option<Duration> {
    let after = ["try again after ", "try again in "]
        .iter()
        .find_map(|phrase| message.get(message.find(phrase)?.checked_add(phrase.len())?..))?;
    let end = after.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(after.len());
    let (number, unit) = after.split_at_checked(end)?;
    let wait = seconds(number.trim_end_matches('.'))?;
    match unit.trim_start() {
        unit if unit.starts_with("ms") => Some(wait / 1000),
        unit if unit.starts_with('s') => Some(wait),
        _ => None,
    }
}

pub(crate) fn seconds(text: &str) -> Option<Duration> {
    let number: f64 = text.trim().parse().ok()?;
    Duration::try_from_secs_f64(number).ok()
}

#[cfg(test)]
mod tests;
