//! The one driver of every stream: it decides what happens at each boundary.

mod accept;
mod list;
mod open;
mod stream;
mod verdict;

pub use list::list_models;
pub use open::{Call, Limits, open};

use crate::{LlmError, StreamEvent};
use std::pin::Pin;

/// A stream of events. It is pulled: dropping it aborts the exchange.
///
/// It ends with exactly one `Done` or one `Err`, and yields `None` for ever after.
pub type EventStream =
    Pin<Box<dyn futures_util::Stream<Item = Result<StreamEvent, LlmError>> + Send>>;
