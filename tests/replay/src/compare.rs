//! What was decoded against what the plain extraction and the rules say.

use super::decoded::Decoded;
use super::extract::{End, Extracted, expected_kind, finish_kind};
use super::manifest::Recording;
use kei_router::{ErrorKind, LlmError};
use kei_router_testkit::laws::Item;
use serde_json::Value;
use std::fmt::Debug;

/// How a refusal differs from the rules.
pub(crate) fn refused(recording: &Recording, items: &[Item]) -> Vec<String> {
    let [Err(error)] = items else { return vec!["the refusal became a stream".to_owned()] };
    let status = recording.entry.status;
    let body: Value = serde_json::from_slice(&recording.body).unwrap_or_default();
    let mut differences = Vec::new();
    differ("kind", &error.kind(), &expected_kind(Some(status), &body), &mut differences);
    differ("status", &error.status(), &Some(status), &mut differences);
    differences
}

/// How a decoded stream differs from the plain extraction.
pub(crate) fn differences(plain: &Extracted, items: &[Item]) -> Vec<String> {
    let mut differences = Vec::new();
    let told = Decoded::by(items);
    differ("text", &told.text, &plain.text, &mut differences);
    differ("reasoning", &told.reasoning, &plain.reasoning, &mut differences);
    differ("calls", &told.calls_like(&plain.calls), &plain.calls, &mut differences);
    differ("usage", &told.usage, &plain.usage, &mut differences);
    if let (Some(parts), End::Clean, false) = (&plain.parts, &plain.end, plain.contradicts) {
        differ("parts", &told.parts, parts, &mut differences);
        differ("state", &told.state, &plain.state, &mut differences);
    }
    let ended = told.error.map(LlmError::kind);
    let expected = match &plain.end {
        End::Clean => None,
        End::Truncated => Some(ErrorKind::Truncated),
        End::Corrupt => Some(ErrorKind::Corrupt),
        End::Error(body) => Some(expected_kind(None, body)),
    };
    differ("end", &ended, &expected, &mut differences);
    if let (Some(finish), End::Clean) = (told.finish, &plain.end) {
        let word = plain.finish.clone().unwrap_or_default();
        differ("finish word", &finish.reason.word, &word, &mut differences);
        differ("finish", &finish.reason.kind, &finish_kind(plain), &mut differences);
    }
    differences
}

fn differ<T: PartialEq + Debug>(what: &str, told: &T, plain: &T, differences: &mut Vec<String>) {
    if told != plain {
        differences.push(format!("{what}: decoded {told:?}, plainly {plain:?}"));
    }
}
