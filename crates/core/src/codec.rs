//! What a vendor crate is: request in, HTTP request out; frame in, events out. No I/O.

use crate::error::cut;
use crate::{
    ChatRequest, Descriptor, Endpoint, ErrorKind, Head, LlmError, ModelInfo, Refusal, Secret, Turn,
    Warning,
};
use bytes::Bytes;
use http::Request;
use serde::Deserialize;

/// A vendor's wire: how a request is written and an answer is read.
pub trait Codec: Send + Sync + 'static {
    /// Reads one answer.
    type Decoder: Decoder;

    /// What the vendor is.
    fn descriptor(&self) -> &Descriptor;

    /// What is known of a model; nothing for an unknown one.
    fn model_info(&self, model: &str) -> ModelInfo;

    /// Writes a request.
    ///
    /// # Errors
    /// `BadRequest` for what the vendor cannot be asked; it is better told here than by a 400.
    fn encode(
        &self,
        request: &ChatRequest,
        target: &Target<'_>,
    ) -> Result<Encoded<Self::Decoder>, LlmError>;

    /// Writes the request for the vendor's list of models. By default the GET of `models` beside
    /// the URL to post to.
    ///
    /// # Errors
    /// `BadRequest` for a vendor that has no such list.
    fn list(&self, target: &Target<'_>) -> Result<Request<Bytes>, LlmError> {
        target.get_models(self.descriptor(), &[])
    }

    /// The kind of error that a refusal is. The default knows what vendors have in common; a
    /// vendor adds its own words, and asks [`Refusal::common_kind`] for the rest.
    fn classify(&self, refusal: &Refusal) -> ErrorKind {
        refusal.common_kind()
    }
}

/// Where a request goes.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The URL to post to.
    pub endpoint: &'a Endpoint,
    /// The key; `None` for a server that wants none.
    pub key: Option<&'a Secret>,
    /// The model.
    pub model: &'a str,
    /// Whether the endpoint is the caller's own, and not the vendor's: its server may keep fewer
    /// promises than the vendor does.
    pub custom: bool,
}

/// A request as it goes over the wire, and what reads its answer.
#[derive(Debug)]
pub struct Encoded<D> {
    /// The HTTP request. Header values that hold a key are marked as sensitive.
    pub request: Request<Bytes>,
    /// What was left out or chosen.
    pub warnings: Vec<Warning>,
    /// How the answer's body is cut into frames.
    pub framing: Framing,
    /// What reads the answer.
    pub decoder: D,
}

/// How a body is cut into frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Framing {
    /// Server-sent events.
    Sse,
    /// One JSON document a line.
    Ndjson,
}

/// One frame of an answer.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The event's name: `message` unless the server says otherwise; empty for NDJSON.
    pub event: &'a str,
    /// The payload.
    pub data: &'a str,
}

/// Why a decoder stops.
#[derive(Debug)]
#[non_exhaustive]
pub enum Fault {
    /// The vendor refused in mid-stream: the engine asks [`Codec::classify`] for the error.
    Refused {
        /// What it said.
        refusal: Box<Refusal>,
        /// The frame's payload.
        body: String,
    },
    /// Anything else.
    Error(LlmError),
}

impl From<LlmError> for Fault {
    fn from(error: LlmError) -> Self {
        Self::Error(error)
    }
}

/// Reads one answer, frame by frame, into a [`Turn`].
pub trait Decoder: Send + 'static {
    /// Reads a frame. Unknown events, fields and values are passed over; the vendor's own proof
    /// that the reply is whole becomes [`Turn::complete`].
    ///
    /// # Errors
    /// `Corrupt` for malformed JSON in a known event; [`Frame::refusal`] for an error event.
    fn decode(&mut self, frame: Frame<'_>, turn: &mut Turn) -> Result<(), Fault>;

    /// The body has ended, and nothing had proven that the reply is whole. A wire where a finish
    /// reason is proof calls [`Turn::complete`] here.
    ///
    /// # Errors
    /// `Truncated`, unless something proves that the reply is whole.
    fn end_of_body(&mut self, turn: &mut Turn) -> Result<(), Fault> {
        let _ = turn;
        Err(LlmError::truncated("the stream ended before the vendor's end marker").into())
    }
}

impl<'a> Frame<'a> {
    /// The payload as JSON.
    ///
    /// # Errors
    /// `Corrupt`, with the place, and with the start of the payload as its body.
    pub fn json<T: Deserialize<'a>>(&self) -> Result<T, LlmError> {
        serde_json::from_str(self.data).map_err(|error| self.corrupt(&error))
    }

    /// The fault that an error event is.
    #[cold]
    pub fn refusal(&self) -> Fault {
        let refusal = Box::new(Refusal::read(None, self.data.as_bytes()));
        Fault::Refused { refusal, body: self.data.to_owned() }
    }

    /// The error that this frame is, when its payload cannot be read. The reason that serde gives
    /// quotes the payload, so only its class and place are said.
    #[cold]
    fn corrupt(&self, error: &serde_json::Error) -> LlmError {
        let class = match error.classify() {
            serde_json::error::Category::Syntax => "malformed JSON",
            serde_json::error::Category::Eof => "JSON that ends early",
            _ => "JSON of a wrong shape",
        };
        let place = format!("{class} at line {}, column {}", error.line(), error.column());
        LlmError::corrupt(place).with_body(cut(self.data))
    }
}

/// The error that a refusal is.
pub(crate) fn refused<C: Codec>(
    codec: &C,
    refusal: &Refusal,
    head: &Head,
    body: &str,
    key: Option<&Secret>,
) -> LlmError {
    let kind = codec.classify(refusal);
    LlmError::refused(kind, refusal, head, body, key).with_provider(codec.descriptor().name.clone())
}
