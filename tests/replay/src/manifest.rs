//! What was recorded: the manifest's entries, and their bodies.

use crate::Result;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

/// The manifest's name in the folder of the recordings.
pub const MANIFEST: &str = "MANIFEST.json";

/// One recording. What a manifest says beyond this is passed over.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// The vendor, or the vendor and the protocol: the name of the body's folder.
    pub provider: String,
    /// The body's name. How it ends says what it is: `.sse`, `.chunks.jsonl` (payloads without
    /// framing, one a line), `.httpNNN.json` (a refusal); anything else has no decoder.
    pub file: String,
    /// The HTTP status.
    pub status: u16,
    /// The URL that was asked, or its path alone.
    pub uri: String,
    /// The wire's format, such as `chat-completions`; else the URL or the body tells it.
    pub format: Option<String>,
    /// The model that was asked.
    pub model: Option<String>,
    /// The media type of the answer.
    pub media: String,
    /// Selected headers of the answer.
    pub headers: BTreeMap<String, String>,
    /// The request's body.
    pub request: Option<String>,
    /// Whether the body is as it was received.
    pub byte_exact: bool,
    /// Words on what is in it.
    pub tags: Vec<String>,
    /// Who recorded it.
    pub origin: String,
}

/// A recording with its body, framed as it was sent.
#[derive(Debug)]
pub(crate) struct Recording {
    pub(crate) entry: Entry,
    pub(crate) body: Bytes,
    pub(crate) form: Form,
}

/// What a recording is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Server-sent events.
    Stream,
    /// Payloads whose framing was lost: each is framed as an event of its own.
    Payloads,
    /// The body of a status other than 2xx.
    Refusal,
    /// Lines of JSON, or binary frames.
    Foreign,
}

/// Reads a folder.
pub(crate) fn read(dir: &Path) -> Result<Vec<Recording>> {
    let path = dir.join(MANIFEST);
    let text = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let entries: Vec<Entry> =
        serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut seen = BTreeSet::new();
    let first = |entry: &Entry| seen.insert((entry.provider.clone(), entry.file.clone()));
    entries.into_iter().filter(first).map(|entry| recording(dir, entry)).collect()
}

fn recording(dir: &Path, entry: Entry) -> Result<Recording> {
    let path = Path::new(&entry.provider).join(&entry.file);
    if !path.components().all(|component| matches!(component, Component::Normal(_))) {
        return Err(format!("{} lies outside of the folder", path.display()).into());
    }
    let body = std::fs::read(dir.join(&path));
    let body = body.map_err(|error| format!("{}: {error}", dir.join(&path).display()))?;
    let form = Form::of(&entry);
    let body = if form == Form::Payloads { framed(&body) } else { body };
    Ok(Recording { entry, body: body.into(), form })
}

/// Each payload as an event. Only a line feed ends one: JSON text may hold other line ends.
fn framed(payloads: &[u8]) -> Vec<u8> {
    let lines = payloads.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.flat_map(|line| [b"data: ", line, b"\n\n"].concat()).collect()
}

impl Form {
    fn of(entry: &Entry) -> Self {
        match entry.file.as_str() {
            _ if !(200..300).contains(&entry.status) => Self::Refusal,
            file if file.ends_with(".sse") => Self::Stream,
            file if file.ends_with(".chunks.jsonl") => Self::Payloads,
            _ => Self::Foreign,
        }
    }
}

impl Entry {
    /// Whether this is a vendor's traffic: the folder is the vendor's name, or begins with it.
    pub(crate) fn is_of(&self, vendor: &str) -> bool {
        let rest = self.provider.strip_prefix(vendor);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }
}

impl Default for Entry {
    fn default() -> Self {
        Self {
            provider: String::new(),
            file: String::new(),
            status: 200,
            uri: String::new(),
            format: None,
            model: None,
            media: String::new(),
            headers: BTreeMap::new(),
            request: None,
            byte_exact: false,
            tags: Vec::new(),
            origin: String::new(),
        }
    }
}
