//! The items of an output while they arrive.

mod lookup;

use crate::wire::ItemWire;
use kei_router_core::{ErrorKind, LlmError};

/// The most items of one reply, and the most parts of one item: far beyond any real one.
pub(super) const MAX_ITEMS: usize = 4096;

/// The maximum of the ids of a reply's items, in bytes.
const MAX_ID_BYTES: usize = 2 << 20;

/// The items of a reply so far, in the order in which they began.
#[derive(Debug, Default)]
pub(super) struct Items(pub(super) Vec<Item>, usize);

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Message,
    Reasoning,
    /// A call of a function: its arguments are JSON.
    Call,
    /// A call of a custom tool: its input is any text.
    CustomCall,
    /// A tool that the vendor runs itself, and whatever is yet to come.
    Other,
}

#[derive(Debug)]
pub(super) struct Item {
    pub(super) kind: Kind,
    /// The block of the turn; the parts of a message have the ones that follow.
    pub(super) key: u64,
    /// The index in the output, if the server sends it.
    pub(super) index: Option<u64>,
    pub(super) id: Option<String>,
    pub(super) call_id: Option<String>,
    /// Whether the item is done.
    pub(super) ended: bool,
    /// Whether the whole arguments of a call have come.
    pub(super) whole: bool,
    /// The block of its sound, where that came in pieces.
    pub(super) sound: Option<u64>,
    /// How many sources it has cited.
    pub(super) cited: usize,
    /// Of a message: whether another one began before it.
    pub(super) later: bool,
    /// Of a message: `commentary`, or `final_answer`.
    pub(super) phase: Option<String>,
    /// Whether the whole text differs from what was emitted.
    pub(super) differs: bool,
    /// The parts that have been emitted, in the order in which they began.
    pub(super) parts: Vec<Begun>,
}

/// A part of an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun {
    pub(super) part: u64,
    /// Where its text begins in the turn's.
    pub(super) at: usize,
}

impl Items {
    /// Counts what is held of an item, in bytes: ids and phases stand beside the turn.
    pub(super) fn hold(&mut self, texts: [Option<&str>; 3]) -> Result<(), LlmError> {
        let bytes = texts.into_iter().flatten().map(str::len).fold(0, usize::saturating_add);
        self.1 = self.1.saturating_add(bytes);
        if self.1 > MAX_ID_BYTES { Err(too_many()) } else { Ok(()) }
    }

    /// Whether no item of this kind has told anything.
    pub(super) fn are_silent(&self, kind: Kind) -> bool {
        !self.0.iter().any(|item| item.kind == kind && item.has_emitted(|_| true))
    }
}

impl Item {
    /// The item that begins behind `at` others.
    pub(super) fn new(kind: Kind, at: usize, index: Option<u64>, id: Option<&str>) -> Self {
        Self {
            kind,
            key: (at as u64) << 32,
            index,
            id: id.map(str::to_owned),
            call_id: None,
            ended: false,
            whole: false,
            sound: None,
            cited: 0,
            later: false,
            phase: None,
            differs: false,
            parts: Vec::new(),
        }
    }

    /// Whether anything of one of these parts has been emitted.
    pub(super) fn has_emitted(&self, which: impl Fn(u64) -> bool) -> bool {
        // The youngest one is the one that grows.
        self.parts.iter().rev().any(|begun| which(begun.part))
    }

    /// A part begins, at this place of the turn's text.
    pub(super) fn begin(&mut self, part: u64, at: usize) -> Result<(), LlmError> {
        if self.parts.len() >= MAX_ITEMS {
            return Err(too_many());
        }
        self.parts.push(Begun { part, at });
        Ok(())
    }
}

impl Kind {
    /// How many there are.
    pub(super) const COUNT: usize = 5;

    pub(super) fn of(wire: &ItemWire<'_>) -> Self {
        match wire.kind.as_str() {
            Some("message") => Self::Message,
            Some("reasoning") => Self::Reasoning,
            Some("function_call") => Self::Call,
            Some("custom_tool_call") => Self::CustomCall,
            _ => Self::Other,
        }
    }
}

#[cold]
pub(super) fn too_many() -> LlmError {
    LlmError::new(ErrorKind::TooLarge, "the reply has too many items or parts, or too long ids")
}
