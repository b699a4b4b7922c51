//! The items of an output while they arrive.

mod lookup;

use crate::wire::ItemWire;
use kei_router_core::{ErrorKind, LlmError};
use std::borrow::Cow;

/// The most items of one reply, and the most parts of one item: far beyond any real one.
pub(super) const MOST: usize = 4096;

/// Where a hash begins.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// The items of a reply so far, in the order in which they began.
#[derive(Debug, Default)]
pub(super) struct Items(pub(super) Vec<Item>);

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
    /// The place in the output, where the server tells it.
    pub(super) index: Option<u64>,
    pub(super) id: Option<String>,
    pub(super) call_id: Option<String>,
    /// Whether the item is done.
    pub(super) ended: bool,
    /// Whether the whole arguments of a call have come.
    pub(super) whole: bool,
    /// How many sources it has cited.
    pub(super) cited: usize,
    parts: Vec<Told>,
}

/// What has been told of one part: how many bytes, and their hash. The text itself is the turn's.
#[derive(Debug)]
struct Told {
    part: u64,
    bytes: usize,
    hash: u64,
}

impl Items {
    /// Whether no item of this kind has told anything.
    pub(super) fn are_silent(&self, kind: Kind) -> bool {
        !self.0.iter().any(|item| item.kind == kind && item.has_told(|_| true))
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
            cited: 0,
            parts: Vec::new(),
        }
    }

    /// What is left of a whole part to tell: all of it where nothing has been told, nothing where
    /// it differs from what was told, which cannot be taken back.
    pub(super) fn rest<'a>(&self, part: u64, whole: Cow<'a, str>) -> Cow<'a, str> {
        let Some(told) = self.parts.iter().rev().find(|told| told.part == part) else {
            return whole;
        };
        let rest = match whole.split_at_checked(told.bytes) {
            Some((start, rest)) if hash(SEED, start) == told.hash => rest,
            _ => "",
        };
        Cow::Owned(rest.to_owned())
    }

    /// Whether anything has been told of one of these parts.
    pub(super) fn has_told(&self, which: impl Fn(u64) -> bool) -> bool {
        self.parts.iter().any(|told| which(told.part))
    }

    /// Counts a piece of a part.
    pub(super) fn tell(&mut self, part: u64, piece: &str) -> Result<(), LlmError> {
        let full = self.parts.len() >= MOST;
        match self.parts.iter_mut().rev().find(|told| told.part == part) {
            Some(told) => {
                told.bytes = told.bytes.saturating_add(piece.len());
                told.hash = hash(told.hash, piece);
            }
            None if full => return Err(too_many()),
            None => self.parts.push(Told { part, bytes: piece.len(), hash: hash(SEED, piece) }),
        }
        Ok(())
    }
}

/// FNV-1a, which takes a text in pieces as it takes it whole.
fn hash(start: u64, text: &str) -> u64 {
    text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

impl Kind {
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
    LlmError::new(ErrorKind::TooLarge, "the reply has too many items or parts")
}
