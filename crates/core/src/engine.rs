//! The one driver of every stream: it decides what happens at each boundary.

mod accept;
mod bounded;
mod ending;
mod list;
mod open;
mod pace;
mod reader;
mod route;
mod send;
mod stream;

pub use list::list_models;
pub use open::open;
pub use reader::Reader;
pub use route::{Limits, Route};

use crate::{LlmError, StreamEvent};
use std::pin::Pin;

/// A stream of events. It is pulled: dropping it aborts the exchange.
///
/// It ends with exactly one `Done` or one `Err`, and yields `None` for ever after.
pub type EventStream =
    Pin<Box<dyn futures_util::Stream<Item = Result<StreamEvent, LlmError>> + Send>>;
