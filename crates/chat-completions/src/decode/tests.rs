//! Synthetic streams: one for each thing that servers are known to do.

mod blocks;
mod boundaries;
mod calls;
mod document;
mod errors;
mod halves;
mod leniency;
mod media;
mod pieces;
mod usage;

use crate::Dialect;
use crate::Terminator;
use crate::sample::{play, subjects, vendor};
use kei_router_core::StreamEvent;
use kei_router_core::engine::Reading;

const TEXT: &str = r#"{"id":"c1","model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"}}]}"#;
const STOP: &str = r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#;
const CALLS: &str = r#"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#;
const DONE: &str = "[DONE]";

fn sse(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("data: {line}\n\n")).collect()
}

/// A delta of the first choice.
fn delta(members: &str) -> String {
    format!(r#"{{"choices":[{{"index":0,"delta":{{{members}}}}}]}}"#)
}

/// At the vendor's own endpoint.
fn strict(lines: &[&str]) -> Reading {
    play(&vendor(Dialect::PLAIN), false, &sse(lines))
}

/// At a vendor that ends its streams so.
fn ended(terminator: Terminator, lines: &[&str]) -> Reading {
    let mut vendor = vendor(Dialect::PLAIN);
    vendor.dialect.terminator = terminator;
    play(&vendor, false, &sse(lines))
}

/// The events between `Started` and `Finish`, but for whole parts.
fn pieces(played: &Reading) -> Vec<StreamEvent> {
    use StreamEvent::{Done, Finish, Part, Started};
    let inner = |event: &&StreamEvent| !matches!(event, Started(_) | Finish(_) | Done | Part(_));
    played.events.iter().filter(inner).cloned().collect()
}

fn token(text: &str) -> StreamEvent {
    StreamEvent::Token(text.to_owned())
}

fn thought(text: &str) -> StreamEvent {
    StreamEvent::Reasoning(text.to_owned())
}
