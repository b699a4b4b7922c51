//! What reads an answer: one decoder for each of the vendor's wires.

use kei_router_chat_completions::ChatDecoder;
use kei_router_core::{Decoder, Encoded, Fault, Frame, Turn};
use kei_router_responses::ResponsesDecoder;

/// Reads one answer of OpenAI, on the wire that was asked.
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenAiDecoder {
    /// Of the Chat Completions API.
    Chat(ChatDecoder),
    /// Of the Responses API.
    Responses(Box<ResponsesDecoder>),
}

impl OpenAiDecoder {
    /// The same request, whose answer this enum reads.
    pub(crate) fn of<D>(encoded: Encoded<D>, wrap: impl Fn(D) -> Self) -> Encoded<Self> {
        Encoded {
            request: encoded.request,
            warnings: encoded.warnings,
            framing: encoded.framing,
            decoder: wrap(encoded.decoder),
        }
    }
}

impl Decoder for OpenAiDecoder {
    fn decode(&mut self, frame: Frame<'_>, turn: &mut Turn) -> Result<(), Fault> {
        match self {
            Self::Chat(chat) => chat.decode(frame, turn),
            Self::Responses(responses) => responses.decode(frame, turn),
        }
    }

    fn end_of_body(&mut self, turn: &mut Turn) -> Result<(), Fault> {
        match self {
            Self::Chat(chat) => chat.end_of_body(turn),
            Self::Responses(responses) => responses.end_of_body(turn),
        }
    }
}
