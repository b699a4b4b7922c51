//! From a script to frames, and from frames to the bytes of a body.

use super::{Asked, Format, SimFrame, Style, format_of};
use crate::script::{Delivery, Script, Stop};
use bytes::Bytes;
use kei_router_core::codec::Descriptor;
use std::time::Duration;

/// The body that a vendor would send for this script, as bytes for a
/// [`Replay`](crate::Replay): no pauses, and up to where the script stops. `None` for a wire
/// whose format is not built in: [`render_as`] takes any.
///
/// A script that [responds](Script::respond) to requests has nothing to respond to here.
pub fn render(descriptor: &Descriptor, script: &Script) -> Option<Bytes> {
    let format = format_of(&descriptor.wire, &[])?;
    Some(render_as(format.as_ref(), &descriptor.default_model, script))
}

/// The body of an answer by `model` in this format. See [`render`].
pub fn render_as(format: &dyn Format, model: &str, script: &Script) -> Bytes {
    let frames = events(format, script, &Asked::new(model));
    Bytes::from(encode(format, &frames, &script.delivery).bytes)
}

/// The bytes of a body, where its frames end, and the pauses in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body {
    pub(crate) bytes: Vec<u8>,
    /// For each frame, the number of bytes with which it is complete.
    pub(crate) ends: Vec<usize>,
    /// Positions in the bytes before which the script waits, in order.
    pub(crate) pauses: Vec<(usize, Duration)>,
}

/// Encodes frames as the delivery says.
pub(crate) fn encode(format: &dyn Format, frames: &[SimFrame], delivery: &Delivery) -> Body {
    let framing = format.framing();
    let mut body = Body { bytes: framing.begin(&delivery.style), ..Body::default() };
    let mut pause = delivery.first_after;
    for frame in frames {
        if frame.paced {
            if !pause.is_zero() {
                body.pauses.push((body.bytes.len(), pause));
            }
            pause = delivery.token_every;
        }
        framing.write(frame, &delivery.style, &mut body.bytes);
        body.ends.push(body.bytes.len());
    }
    if let Stop::CutAfterBytes(bytes) = delivery.stop {
        body.bytes.truncate(bytes);
        body.pauses.retain(|(at, _)| *at <= bytes);
    }
    body
}

/// The frames of a script, up to where it stops.
pub(crate) fn events(format: &dyn Format, script: &Script, asked: &Asked) -> Vec<SimFrame> {
    let mut frames = format.render(&script.speech, asked);
    if script.delivery.without_terminator {
        frames.retain(|frame| !frame.terminator);
    }
    match &script.delivery.stop {
        Stop::Nowhere | Stop::CutAfterBytes(_) => {}
        Stop::CutAfterEvents(events)
        | Stop::StallAfterEvents(events)
        | Stop::FloodAfterEvents(events)
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

/// Bytes that say nothing to a client of today: what the framing has of them, and events that
/// nobody knows.
pub(crate) fn fillers(format: &dyn Format) -> Vec<Vec<u8>> {
    let mut fillers = format.framing().fillers();
    for unknown in format.unknown_events() {
        let mut bytes = Vec::new();
        format.framing().write(&unknown, &Style::plain(), &mut bytes);
        fillers.push(bytes);
    }
    fillers.retain(|filler| !filler.is_empty());
    fillers
}
