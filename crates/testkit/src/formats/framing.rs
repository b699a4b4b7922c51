//! How frames become bytes.

use super::SimFrame;
use kei_router_core::framing::Framer;
use std::fmt;

/// How frames become bytes: the counterpart of a [`Framer`].
pub trait Framing: fmt::Debug + Send + Sync {
    /// The media type of a stream, with its parameters.
    fn media_type(&self) -> &str;

    /// What reads the bytes again. The suite counts frames with it.
    fn framer(&self) -> Box<dyn Framer>;

    /// The bytes that a body begins with. None by default.
    fn begin(&self, style: &Style) -> Vec<u8> {
        let _ = style;
        Vec::new()
    }

    /// Writes a frame. Unsupported parts of a style are ignored.
    fn write(&self, frame: &SimFrame, style: &Style, out: &mut Vec<u8>);

    /// The styles in which the same frames may be written, beside the plain one. None by default.
    fn styles(&self) -> Vec<Style> {
        Vec::new()
    }

    /// Bytes without frames that show that a server is alive: comments, blank lines. None by
    /// default.
    fn fillers(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }

    /// Whether a bare JSON document in the body can be distinguished from frames. `true` by
    /// default.
    fn shows_documents(&self) -> bool {
        true
    }
}

/// How the same frames may be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Style {
    /// Lines end with CRLF.
    pub crlf: bool,
    /// The body begins with a byte-order mark.
    pub bom: bool,
    /// A comment before each frame.
    pub comment: Option<String>,
}

impl Style {
    /// Lines end with LF, and there is nothing else.
    pub fn plain() -> Self {
        Self::default()
    }

    /// With lines that end with CRLF.
    pub fn crlf(mut self) -> Self {
        self.crlf = true;
        self
    }

    /// With a byte-order mark.
    pub fn bom(mut self) -> Self {
        self.bom = true;
        self
    }

    /// With this comment before each frame.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// The end of a line.
    pub fn line_end(&self) -> &'static str {
        if self.crlf { "\r\n" } else { "\n" }
    }
}
