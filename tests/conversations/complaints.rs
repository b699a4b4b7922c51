//! What users of other libraries complain about, a test for each complaint, on every wire that it
//! touches.
//!
//! | complaint | where it is tested |
//! |---|---|
//! | a stream is not retried or goes nowhere else: `64bit/async-openai#447`, `#415`, `tinyhumansai/openhuman#1931` | what a policy needs: [`failures::a_failure_to_begin_comes_before_the_stream_and_says_what_to_do`] |
//! | "compile only my provider", types without a client: `0xPlaygrounds/rig#2422`, `#2517`, `64bit/async-openai#262` | no wire: `architecture`, over `cargo metadata` and the lists of crates |
//! | stuck on an event-source crate: `64bit/async-openai#518` | no wire: `architecture`; the framing is `framing`'s |
//! | dependency weight, OpenSSL: `zurawiki/tiktoken-rs#10`, `64bit/async-openai#82` | no wire: `architecture` |
//! | a dropped stream leaks: `64bit/async-openai#576` and others | [`failures::a_dropped_stream_leaves_nothing_behind`]; how fast, in `sockets` |
//! | everything else | the functions of these modules, each with its threads |

mod answers;
mod calls;
mod edit;
mod failures;
mod requests;
