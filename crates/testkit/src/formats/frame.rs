//! One frame of a stream, before it is bytes.

use kei_router_core::framing::{Frame, FrameKind};

/// One frame of a stream, before it is bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SimFrame {
    /// What the framing itself says of it; an event unless set.
    pub kind: FrameKind,
    /// The event's name, where the format names its events.
    pub event: Option<String>,
    /// The payload.
    pub data: String,
    /// Whether it is a piece of the answer, to which the script's pace applies.
    pub paced: bool,
    /// Whether it ends the format's streams.
    pub terminator: bool,
}

/// Frames in the order in which they are sent.
pub type Frames = Vec<SimFrame>;

impl SimFrame {
    /// An event, with a name where the format names its events.
    pub fn new(event: Option<&str>, data: impl Into<String>) -> Self {
        Self {
            kind: FrameKind::Event,
            event: event.map(str::to_owned),
            data: data.into(),
            paced: false,
            terminator: false,
        }
    }

    /// A frame that a framer has read.
    pub(crate) fn read(frame: &Frame<'_>) -> Self {
        let unnamed = frame.event.is_empty() || frame.event == "message";
        let name = Some(frame.event).filter(|_| !unnamed);
        Self::new(name, frame.data).kind(frame.kind)
    }

    /// A frame of this kind.
    pub fn kind(mut self, kind: FrameKind) -> Self {
        self.kind = kind;
        self
    }

    /// A piece of the answer: text, reasoning or a part of a call.
    pub fn paced(mut self) -> Self {
        self.paced = true;
        self
    }

    /// The frame that ends the format's streams.
    pub fn terminator(mut self) -> Self {
        self.terminator = true;
        self
    }
}
