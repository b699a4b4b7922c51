//! From events to the bytes of a body.

use crate::script::{Delivery, Stop};
use std::time::Duration;

/// One event of a stream, before it is bytes.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// The name, where the wire names its events.
    pub(crate) event: Option<String>,
    pub(crate) data: String,
    /// Whether it is a piece of the answer, to which the script's pace applies.
    pub(crate) paced: bool,
    /// Whether it ends the wire's streams.
    pub(crate) terminator: bool,
}

impl Frame {
    pub(crate) fn new(event: Option<&str>, data: String) -> Self {
        Self { event: event.map(str::to_owned), data, paced: false, terminator: false }
    }

    pub(crate) fn paced(mut self) -> Self {
        self.paced = true;
        self
    }

    pub(crate) fn terminator(mut self) -> Self {
        self.terminator = true;
        self
    }
}

/// The bytes of a body, and the pauses in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Encoded {
    pub(crate) bytes: Vec<u8>,
    /// Positions in the bytes before which the script waits, in order.
    pub(crate) pauses: Vec<(usize, Duration)>,
}

/// Encodes frames as the delivery says.
pub(crate) fn encode(frames: &[Frame], delivery: &Delivery) -> Encoded {
    let mut encoded = Encoded::default();
    let end = if delivery.crlf { "\r\n" } else { "\n" };
    if delivery.bom {
        encoded.bytes.extend_from_slice("\u{feff}".as_bytes());
    }
    let mut pause = delivery.first_after;
    for frame in frames {
        if frame.paced {
            if !pause.is_zero() {
                encoded.pauses.push((encoded.bytes.len(), pause));
            }
            pause = delivery.token_every;
        }
        let comment = delivery.comment.iter().map(|text| format!(": {text}{end}{end}"));
        let name = frame.event.iter().map(|name| format!("event: {name}{end}"));
        let lines = frame.data.split('\n').map(|line| format!("data: {line}{end}"));
        for line in comment.chain(name).chain(lines) {
            encoded.bytes.extend_from_slice(line.as_bytes());
        }
        encoded.bytes.extend_from_slice(end.as_bytes());
    }
    if let Stop::CutAfterBytes(bytes) = delivery.stop {
        encoded.bytes.truncate(bytes);
        encoded.pauses.retain(|(at, _)| *at <= bytes);
    }
    encoded
}
