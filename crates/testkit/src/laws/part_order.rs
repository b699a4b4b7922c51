//! The law on when a whole part comes: before the next part begins.

use super::{Finding, Item, events};
use kei_router_core::{Part, PartKind, StreamEvent};
use std::collections::BTreeMap;

/// The first and the last piece of a part.
#[derive(Clone, Copy)]
struct Span {
    first: usize,
    last: usize,
}

/// The pieces of one kind, each with the number of bytes up to its end, and how many of those
/// bytes belong to parts that have come.
#[derive(Default)]
struct Run {
    pieces: Vec<(usize, usize)>,
    taken: usize,
}

impl Run {
    fn push(&mut self, at: usize, piece: &str) {
        let before = self.pieces.last().map_or(0, |(end, _)| *end);
        self.pieces.push((before.saturating_add(piece.len()), at));
    }

    /// The pieces of the next part of this kind, which has so many bytes.
    fn take(&mut self, bytes: usize) -> Option<Span> {
        let end = self.taken.saturating_add(bytes);
        let span = self.holds(self.taken).zip(self.holds(end.saturating_sub(1)));
        self.taken = end;
        span.filter(|_| bytes > 0).map(|(first, last)| Span { first, last })
    }

    /// The piece that holds the byte at this position.
    fn holds(&self, byte: usize) -> Option<usize> {
        self.pieces.iter().find(|(end, _)| *end > byte).map(|(_, at)| *at)
    }
}

/// A stream's pieces, as they are dealt out to its parts.
#[derive(Default)]
struct Pieces {
    text: Run,
    reasoning: Run,
    /// Each call: where it starts, and where it is whole.
    calls: BTreeMap<String, (usize, Option<usize>)>,
}

impl Pieces {
    fn of(items: &[Item]) -> Self {
        let mut pieces = Self::default();
        for (at, event) in events(items) {
            match event {
                StreamEvent::Token(piece) => pieces.text.push(at, piece),
                StreamEvent::Reasoning(piece) => pieces.reasoning.push(at, piece),
                StreamEvent::ToolCallStart { call_id, .. } => {
                    pieces.calls.insert(call_id.clone(), (at, None));
                }
                StreamEvent::ToolCall(call) => {
                    if let Some((_, whole)) = pieces.calls.get_mut(&call.call_id) {
                        *whole = Some(at);
                    }
                }
                _ => {}
            }
        }
        pieces
    }

    /// Where the pieces of the next part are, if it has any.
    fn take(&mut self, part: &Part) -> Option<Span> {
        match &part.kind {
            PartKind::Text { text } => self.text.take(text.len()),
            PartKind::Reasoning(reasoning) => self.reasoning.take(reasoning.text.len()),
            PartKind::ToolCall(call) => {
                let (first, whole) = self.calls.get(&call.call_id)?;
                Some(Span { first: *first, last: (*whole)? })
            }
            _ => None,
        }
    }

    /// The first pieces of parts that have not come: a stream may break before.
    fn untaken(&self) -> impl Iterator<Item = usize> {
        let runs = [&self.text, &self.reasoning].into_iter().filter_map(|run| run.holds(run.taken));
        self.calls.values().map(|(start, _)| *start).chain(runs)
    }
}

/// A part comes before the first piece of the next one.
///
/// Parts that overlap come later, and only as late as they must: behind their own last piece,
/// where their pieces go on behind the beginning of another part; a call, whose pieces may go on
/// until it is whole, behind that; and each behind the part that began before it, since parts come
/// in the order of the message.
pub(super) fn part_order(items: &[Item]) -> Vec<Finding> {
    let mut pieces = Pieces::of(items);
    let parts = events(items).filter_map(|(at, event)| match event {
        StreamEvent::Part(part) => Some((at, pieces.take(part))),
        _ => None,
    });
    let parts: Vec<_> = parts.collect();
    let mut beginnings: Vec<_> =
        parts.iter().filter_map(|(_, span)| Some((*span)?.first)).collect();
    beginnings.extend(pieces.untaken());
    let mut before = 0_usize;
    let mut found = Vec::new();
    for (at, span) in parts {
        let ready = span.map_or(at, |span| span.last.max(before));
        if beginnings.iter().any(|beginning| ready < *beginning && *beginning < at) {
            found.push((at, "a part comes behind the beginning of the next one".to_owned()));
        }
        before = at;
    }
    found
}
