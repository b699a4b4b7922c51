//! The laws of a stream, with a checker for each.
//!
//! They hold for every vendor, every option and every chunking:
//!
//! | law | what it demands |
//! |---|---|
//! | `started_first` | `Started` comes first, once, unless the stream fails before |
//! | `nothing_empty` | no piece of text, reasoning or arguments is empty |
//! | `calls` | start, increments, one whole call, under an id of its own |
//! | `tool_use_reason` | a turn with calls stops for tool use, unless it was cut |
//! | `usage` | a running total, whose last value is the finish's |
//! | `finish_before_done` | `Finish` comes once, directly before `Done` |
//! | `whole_message` | the finish's message is what was delivered |
//! | `parts` | whole parts come behind their pieces, and in order they are the message |
//! | `part_order` | a whole part comes before the next part's first piece, unless they overlap |
//! | `one_end` | one `Done` or one error ends the stream, and nothing comes after |
//! | `partial` | an error in mid-stream carries what was delivered, and the usage so far |

mod calls;
mod collect;
mod delivered;
mod difference;
mod order;
mod part_order;
mod parts;
mod totals;

pub use collect::{Collected, collect, collect_ready};
pub use difference::first_difference;

use kei_router_core::{LlmError, StreamEvent};
use std::fmt;

/// An item of a stream.
pub type Item = Result<StreamEvent, LlmError>;

/// A law that was broken, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The law's name, as in the [module's](self) table.
    pub name: &'static str,
    /// The position of the item that breaks it, counted from 0; the number of items where
    /// something is missing at the end.
    pub at: usize,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "law {}, item {}: {}", self.name, self.at, self.what)
    }
}

/// A law: its name, and what finds the items that break it.
type Law = (&'static str, fn(&[Item]) -> Vec<Finding>);

/// Where a law is broken, and how.
type Finding = (usize, String);

const LAWS: [Law; 11] = [
    ("started_first", order::started_first),
    ("nothing_empty", order::nothing_empty),
    ("calls", calls::calls),
    ("tool_use_reason", calls::tool_use_reason),
    ("usage", totals::usage),
    ("finish_before_done", order::finish_before_done),
    ("whole_message", totals::whole_message),
    ("parts", parts::parts),
    ("part_order", part_order::part_order),
    ("one_end", order::one_end),
    ("partial", totals::partial),
];

/// Checks everything that a stream has yielded, from its first item to its last.
///
/// # Errors
/// Every violation, in the order of the laws.
pub fn check(items: &[Item]) -> Result<(), Vec<Violation>> {
    let broken = LAWS.iter().flat_map(|(name, find)| {
        let finding = |(at, what)| Violation { name, at, what };
        find(items).into_iter().map(finding)
    });
    let violations: Vec<_> = broken.collect();
    if violations.is_empty() { Ok(()) } else { Err(violations) }
}

/// The events among the items, each with its position.
fn events(items: &[Item]) -> impl Iterator<Item = (usize, &StreamEvent)> {
    items.iter().enumerate().filter_map(|(at, item)| item.as_ref().ok().map(|event| (at, event)))
}
