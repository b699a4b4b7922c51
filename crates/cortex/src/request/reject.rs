//! What is wrong with a body, without a word of it: it holds the prompt.

use crate::error::ApiError;
use axum::http::StatusCode;
use serde_json::error::Category;

/// The longest name or path that is shown, in bytes.
const SHOWN: usize = 120;

pub(super) fn no_json() -> ApiError {
    ApiError::bad_request("the body is not JSON")
}

/// An error that names the member.
pub(super) fn reject(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    if error.inner().classify() != Category::Data {
        return no_json();
    }
    let path = error.path().to_string();
    let place = if path == "." { "the body" } else { plain(&path).unwrap_or("a member") };
    let message = format!("{place}: {}", what(error.inner()));
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, message)
}

/// What an error says, without the value that it may quote.
pub(super) fn what(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
    if let Some(name) = quoted(text, "unknown field `") {
        return format!("has the unknown member `{}`", plain(name).unwrap_or("?"));
    }
    if let Some(name) = quoted(text, "missing field `") {
        return format!("lacks the member `{name}`");
    }
    if text.starts_with("invalid ") || text.starts_with("unknown ") {
        let expected = text.rsplit_once(", expected ").map_or("something else", |(_, e)| e);
        return format!("expected {expected}");
    }
    text.to_owned()
}

fn quoted<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    text.strip_prefix(prefix)?.split('`').next()
}

/// A name or a path that may be shown: it is the client's own word.
pub(super) fn plain(text: &str) -> Option<&str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.[]?".contains(c);
    (text.len() <= SHOWN && text.chars().all(is_plain)).then_some(text)
}
