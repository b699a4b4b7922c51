//! Parses refusals in all their shapes.

use super::classify::kind_of_word;
use super::wait::{asked_wait, retry_delay};
use super::{Refusal, pruned};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

impl Refusal {
    /// Parses a refusal from a body of any size. Members that are not read are skipped, not built.
    pub fn read(status: Option<u16>, body: &[u8]) -> Self {
        let value = pruned::document(body).unwrap_or(Value::Null);
        Self::from_value(status, &value)
    }

    /// Parses the error in a whole document; `None` if its `error` member says nothing. A reply may
    /// have the member too, as `null`.
    pub(crate) fn read_document(json: &str) -> Option<Self> {
        let value = pruned::document(json.as_bytes())?;
        let first = value.as_array().and_then(|items| items.first()).unwrap_or(&value);
        let says = match first.get("error")? {
            Value::Object(error) => !error.is_empty(),
            Value::String(error) => !error.is_empty(),
            _ => false,
        };
        says.then(|| Self::from_value(None, &value))
    }

    /// Parses a refusal from the error alone, as it stands in a member of something else.
    pub fn of_error(error: &RawValue) -> Self {
        let error = pruned::document(error.get().as_bytes()).unwrap_or(Value::Null);
        Self::from_value(None, &Value::Object(Map::from_iter([("error".to_owned(), error)])))
    }

    /// Parses a refusal from lines of a stream that were not events: a bare JSON document, or a
    /// field named `error`.
    pub(crate) fn read_stray(stray: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(stray);
        let json = text.get(text.find(['{', '['])?..)?;
        let first = pruned::first(json.as_bytes())?;
        Some(Self::from_value(None, &first)).filter(|refusal| refusal.is_error)
    }

    /// Parses a refusal from JSON.
    pub fn from_value(status: Option<u16>, value: &Value) -> Self {
        let outer = match value {
            Value::Array(items) => items.first().and_then(Value::as_object),
            other => other.as_object(),
        };
        let Some(outer) = outer else {
            return Self { status, ..Self::default() };
        };
        let mut refusal = match outer.get("error") {
            // Whatever its contents: only errors have this member.
            Some(Value::Object(error)) if !error.is_empty() => {
                Self { is_error: true, ..Self::from_object(error) }
            }
            Some(Value::String(message)) => Self::from_text(message, outer),
            _ => Self::from_object(outer),
        };
        refusal.request_id = text(outer, "request_id").or(refusal.request_id);
        refusal.status = status.or(refusal.status);
        refusal.wait = refusal.wait.or_else(|| refusal.message.as_deref().and_then(asked_wait));
        refusal
    }

    /// An error that is a text: a message, or nothing but its code.
    fn from_text(text: &str, outer: &Map<String, Value>) -> Self {
        let mut refusal = Self { is_error: true, ..Self::from_object(outer) };
        if kind_of_word(text).is_some() {
            refusal.code.get_or_insert_with(|| text.to_owned());
        }
        refusal.message = Some(text.to_owned());
        refusal
    }

    fn from_object(error: &Map<String, Value>) -> Self {
        // Anthropic's codes are in `details.error_code`.
        let details = error.get("details").and_then(Value::as_object);
        let code = text(error, "code").or_else(|| text(details?, "error_code"));
        let kind = text(error, "type").or_else(|| text(error, "status"));
        let message = text(error, "message").or_else(|| text(error, "detail"));
        let kind = kind.filter(|kind| kind != "error");
        let named = kind
            .as_deref()
            .is_some_and(|kind| kind.ends_with("_error") || kind_of_word(kind).is_some());
        // Gateways put the status into the body: as `code`, or under one of these names.
        let status = ["status_code", "raw_status_code", "code"].iter();
        let status = status.filter_map(|key| error.get(*key)).find_map(as_status);
        Self {
            is_error: message.is_some() || code.is_some() || named,
            status,
            kind,
            code,
            reasons: reasons(error),
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

/// `details[].reason`, `details[].violations[].quotaId` and `innererror.code`.
fn reasons(error: &Map<String, Value>) -> Vec<String> {
    let details = error.get("details").and_then(Value::as_array).into_iter().flatten();
    let of_detail = details.flat_map(|detail| {
        let violations = detail.get("violations").and_then(Value::as_array).into_iter().flatten();
        let quotas = violations.filter_map(|violation| violation.get("quotaId"));
        detail.get("reason").into_iter().chain(quotas)
    });
    let inner = error.get("innererror").and_then(|inner| inner.get("code"));
    of_detail.chain(inner).filter_map(Value::as_str).map(str::to_owned).collect()
}

fn as_status(value: &Value) -> Option<u16> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    u16::try_from(number).ok().filter(|status| (400..600).contains(status))
}

#[cfg(test)]
mod tests;
