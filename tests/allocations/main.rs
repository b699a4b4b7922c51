//! What the hot paths allocate, counted: exact, so it may gate.

mod counter;
mod framing;
