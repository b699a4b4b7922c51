//! What reads an answer: one decoder for each of the vendor's wires.

use kei_router_chat_completions::ChatDecoder;
use kei_router_core::{Decoder, Fault, Frame, Turn};

/// Reads one answer of OpenAI, on the wire that was asked.
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenAiDecoder {
    /// Of the Chat Completions API.
    Chat(ChatDecoder),
}

impl Decoder for OpenAiDecoder {
    fn decode(&mut self, frame: Frame<'_>, turn: &mut Turn) -> Result<(), Fault> {
        match self {
            Self::Chat(chat) => chat.decode(frame, turn),
        }
    }

    fn end_of_body(&mut self, turn: &mut Turn) -> Result<(), Fault> {
        match self {
            Self::Chat(chat) => chat.end_of_body(turn),
        }
    }
}
