//! The formats: for each, how a reply, an error and a refusal look. A vendor is a descriptor;
//! a format is a module here.

mod chat_completions;
mod messages;
mod openai;
mod responses;
mod standard;

pub use standard::{anthropic_messages, chat_completions, responses};

use crate::SimRequest;
use crate::frames::{self, Frame};
use crate::script::{Refused, Script, Speech};
use bytes::Bytes;
use kei_router_core::{Descriptor, Wire};
use serde_json::Value;

/// What a format knows of itself.
pub(crate) trait Format: Sync {
    /// The name by which descriptors refer to it.
    fn name(&self) -> &'static str;

    /// The header that tells the request's id.
    fn request_id_header(&self) -> &'static str;

    /// The events of a reply.
    fn render(&self, wire: &Wire, speech: &Speech, asked: &Asked) -> Vec<Frame>;

    /// The type and the code of the errors that HTTP itself knows, by their status.
    fn words(&self, status: u16) -> (&'static str, Option<&'static str>);

    /// The body of a refusal.
    fn refusal(&self, refused: &Refused, request_id: &str) -> Value;

    /// The events that a refusal is behind `after` others, in each shape that the format is
    /// known to have. Simulators send the first one.
    fn interruptions(
        &self,
        speech: &Speech,
        asked: &Asked,
        refused: &Refused,
        after: usize,
    ) -> Vec<Vec<Frame>>;

    /// Whether the key may come as a bearer token, whatever the descriptor says.
    fn takes_bearer(&self) -> bool {
        true
    }

    /// The rules of the format for a request's headers and JSON.
    ///
    /// # Errors
    /// The first rule that is broken.
    fn check(&self, request: &SimRequest) -> Result<(), Refused>;

    /// Whether this event proves that the reply is whole.
    fn proves(&self, wire: &Wire, data: &str) -> bool;

    /// Events that no client of today knows, and that it must pass over.
    fn unknown_events(&self) -> Vec<Frame>;

    /// Whether the format itself has reasoning, and not just some of its vendors.
    fn has_reasoning(&self) -> bool;

    /// The finish word of a reply that a limit of tokens has cut.
    fn limit_word(&self) -> &'static str;
}

/// What a request asks of a reply.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) model: String,
    pub(crate) usage: bool,
    /// Which request of the simulator's it is: ids are made from it.
    pub(crate) number: u64,
}

const FORMATS: [&dyn Format; 3] =
    [&messages::Messages, &chat_completions::ChatCompletions, &responses::Responses];

/// The format of a descriptor's wire.
pub(crate) fn format_of(wire: &Wire) -> Option<&'static dyn Format> {
    FORMATS.into_iter().find(|format| format.name() == wire.format)
}

/// The wire that is spoken at a path, and its format.
pub(crate) fn spoken_at<'a>(
    descriptor: &'a Descriptor,
    path: &str,
) -> Option<(&'a Wire, &'static dyn Format)> {
    let speaks = |wire: &&Wire| {
        let rest = path.strip_prefix(wire.version_path.as_ref());
        let rest = rest.and_then(|rest| rest.strip_prefix('/'));
        wire.paths.iter().any(|own| rest == Some(own.as_ref()))
    };
    let wire = descriptor.wires().find(speaks)?;
    Some((wire, format_of(wire)?))
}

/// The names of the formats that can be simulated.
pub fn formats() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.name())
}

/// The body that a vendor would send for this script, as bytes for a
/// [`Replay`](crate::Replay): no pauses, and up to where the script stops. `None` for a wire
/// whose format cannot be simulated.
///
/// A script that [responds](Script::respond) to requests has nothing to respond to here.
pub fn render(descriptor: &Descriptor, script: &Script) -> Option<Bytes> {
    let format = format_of(&descriptor.wire)?;
    let model = descriptor.default_model.clone().into_owned();
    let asked = Asked { model, usage: true, number: 1 };
    let frames = events(format, &descriptor.wire, script, &asked);
    Some(Bytes::from(frames::encode(&frames, &script.delivery).bytes))
}

/// The events of a script, up to where it stops.
pub(crate) fn events(
    format: &dyn Format,
    wire: &Wire,
    script: &Script,
    asked: &Asked,
) -> Vec<Frame> {
    use crate::script::Stop;
    let mut frames = format.render(wire, &script.speech, asked);
    if script.delivery.without_terminator {
        frames.retain(|frame| !frame.terminator);
    }
    match &script.delivery.stop {
        Stop::Nowhere | Stop::CutAfterBytes(_) => {}
        Stop::CutAfterEvents(events)
        | Stop::StallAfterEvents(events)
        | Stop::EndAfterEvents(events) => frames.truncate(*events),
        Stop::ErrorAfterEvents(events, refused) => {
            frames.truncate(*events);
            let after = frames.len();
            let shapes = format.interruptions(&script.speech, asked, refused, after);
            frames.extend(shapes.into_iter().next().unwrap_or_default());
        }
    }
    frames
}
