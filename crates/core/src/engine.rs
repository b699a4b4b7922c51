//! The engine that drives every stream and decides how it begins and ends.

mod accept;
mod bounded;
mod ending;
mod headers;
mod list;
mod open;
mod pace;
mod packed;
mod reader;
mod reading;
mod route;
mod send;
mod stream;

pub use list::list_models;
pub use open::open;
pub use reader::Reader;
pub use reading::Reading;
pub use route::{Limits, Route};

use crate::{LlmError, StreamEvent};
use std::pin::Pin;

/// A stream of events. It is polled by the caller; dropping it aborts the exchange.
///
/// It ends with exactly one `Done` or one `Err`, and yields `None` from then on.
///
/// It may be read on another thread than it was opened on. The transport's connection still lives
/// on the runtime where it was opened: while that is not driven, reading hangs, timeouts included.
pub type EventStream =
    Pin<Box<dyn futures_util::Stream<Item = Result<StreamEvent, LlmError>> + Send>>;
