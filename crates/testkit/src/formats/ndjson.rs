//! Newline-delimited JSON.

use super::{Framing, SimFrame, Style};
use kei_router_core::framing::Framer;
use std::borrow::Cow;

/// Newline-delimited JSON: one document a line. Names of events are not written.
#[derive(Clone, Debug)]
pub struct Ndjson {
    media_type: Cow<'static, str>,
}

impl Ndjson {
    /// Served as `application/x-ndjson`.
    pub const fn new() -> Self {
        Self { media_type: Cow::Borrowed("application/x-ndjson") }
    }

    /// Served as this.
    pub const fn served_as(media_type: &'static str) -> Self {
        Self { media_type: Cow::Borrowed(media_type) }
    }
}

impl Default for Ndjson {
    fn default() -> Self {
        Self::new()
    }
}

impl Framing for Ndjson {
    fn media_type(&self) -> &str {
        &self.media_type
    }

    fn framer(&self) -> Box<dyn Framer> {
        kei_router_core::framing::ndjson()
    }

    /// A payload is JSON: the line ends in it are white space, and cannot stay.
    fn write(&self, frame: &SimFrame, style: &Style, out: &mut Vec<u8>) {
        if style.comment.is_some() {
            out.extend_from_slice(style.line_end().as_bytes());
        }
        out.extend_from_slice(frame.data.replace(['\r', '\n'], " ").as_bytes());
        out.extend_from_slice(style.line_end().as_bytes());
    }

    /// In place of a comment, there is a blank line.
    fn styles(&self) -> Vec<Style> {
        let plain = Style::plain;
        vec![plain().crlf(), plain().comment(""), plain().crlf().comment("")]
    }

    fn fillers(&self) -> Vec<Vec<u8>> {
        vec![b"\n".to_vec(), b"\r\n".to_vec()]
    }
}
