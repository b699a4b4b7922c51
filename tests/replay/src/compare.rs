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
pub(crate) fn differences(extracted: &Extracted, items: &[Item]) -> Vec<String> {
    let mut differences = Vec::new();
    let decoded = Decoded::by(items);
    differ("text", &decoded.text, &extracted.text, &mut differences);
    differ("reasoning", &decoded.reasoning, &extracted.reasoning, &mut differences);
    differ("calls", &decoded.calls_like(&extracted.calls), &extracted.calls, &mut differences);
    differ("usage", &decoded.usage, &extracted.usage, &mut differences);
    if let (Some(parts), End::Clean, false) =
        (&extracted.parts, &extracted.end, extracted.contradicts)
    {
        differ("parts", &decoded.parts, parts, &mut differences);
        differ("state", &decoded.state, &extracted.state, &mut differences);
    }
    let ended = decoded.error.map(LlmError::kind);
    let expected = match &extracted.end {
        End::Clean => None,
        End::Truncated => Some(ErrorKind::Truncated),
        End::Corrupt => Some(ErrorKind::Corrupt),
        End::Error(body) => Some(expected_kind(None, body)),
    };
    differ("end", &ended, &expected, &mut differences);
    if let (Some(finish), End::Clean) = (decoded.finish, &extracted.end) {
        let word = extracted.finish.clone().unwrap_or_default();
        differ("finish word", &finish.reason.word, &word, &mut differences);
        differ("finish", &finish.reason.kind, &finish_kind(extracted), &mut differences);
    }
    differences
}

fn differ<T: PartialEq + Debug>(
    what: &str,
    decoded: &T,
    extracted: &T,
    differences: &mut Vec<String>,
) {
    if decoded != extracted {
        differences.push(format!("{what}: decoded {decoded:?}, plainly {extracted:?}"));
    }
}
