//! Scripts of simulators.

mod delivery;
mod faults;
mod refused;
mod speech;

pub use delivery::EndOfBody;
pub use refused::Refused;
pub use speech::{Block, Speech};

pub(crate) use delivery::{Answer, Delivery, Stop};

use crate::SimRequest;
use std::fmt;
use std::sync::Arc;

type Respond = Arc<dyn Fn(&SimRequest) -> Script + Send + Sync>;

/// What a simulator replies: the content, its pace, and faults.
///
/// ```
/// use kei_router_testkit::Script;
/// use std::time::Duration;
///
/// let slow = Script::text("One token after another.").token_every(Duration::from_millis(20));
/// let cut = Script::text("This never ends well.").cut_after_events(3);
/// let tools = Script::new().call("call_1", "weather", r#"{"city":"Oslo"}"#);
/// let echo = Script::respond(|request| {
///     Script::text(request.last_user_text().unwrap_or_default())
/// });
/// # let _ = (slow, cut, tools, echo);
/// ```
///
/// Of the things that stop a stream (`cut_..`, `stall_..`, `error_..`, `end_..`), and of the
/// answers in place of a stream (`refuse`, `document`, ..), the last one that is set counts.
#[derive(Clone)]
pub struct Script {
    pub(crate) speech: Speech,
    pub(crate) delivery: Delivery,
    respond: Option<Respond>,
}

/// How often a script may hand over to another one for the same request.
const HANDOVERS: usize = 8;

impl Script {
    /// An empty reply.
    pub fn new() -> Self {
        Self { speech: Speech::default(), delivery: Delivery::default(), respond: None }
    }

    /// A reply with this text, one word per token.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::new().say(text)
    }

    /// A reply that is computed for each request.
    pub fn respond(respond: impl Fn(&SimRequest) -> Script + Send + Sync + 'static) -> Self {
        Self { respond: Some(Arc::new(respond)), ..Self::new() }
    }

    /// Replies one after another: the conversation's first turn gets the first one, and so on;
    /// later turns get the last one. A turn is counted by the assistant's turns before it.
    pub fn turns(replies: impl IntoIterator<Item = Script>) -> Self {
        let replies: Vec<_> = replies.into_iter().collect();
        Self::respond(move |request| {
            let reply = replies.get(request.turns_of_the_model()).or(replies.last());
            reply.cloned().unwrap_or_default()
        })
    }

    /// The script for this request.
    pub(crate) fn for_request(&self, request: &SimRequest) -> Self {
        let mut script = self.clone();
        for _ in 0..HANDOVERS {
            match script.respond.take() {
                Some(respond) => script = respond(request),
                None => break,
            }
        }
        script
    }
}

/// A short, fixed text.
impl Default for Script {
    fn default() -> Self {
        Self::text("Hello! This is a simulated reply.")
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script")
            .field("speech", &self.speech)
            .field("delivery", &self.delivery)
            .field("responds", &self.respond.is_some())
            .finish()
    }
}
