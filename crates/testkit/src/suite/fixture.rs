//! The streams that the suite replays.

use super::subject::Subject;
use crate::Script;
use crate::formats::events;
use crate::frames::{Frame, encode};
use bytes::Bytes;
use kei_router_core::Usage;
use kei_router_core::sse::SseDecoder;

/// A stream, as bytes and as events.
pub(super) struct Fixture {
    pub(super) name: String,
    pub(super) bytes: Bytes,
    pub(super) frames: Vec<Frame>,
    /// For each event, the number of bytes with which it is complete.
    pub(super) ends: Vec<usize>,
    /// The number of bytes that prove that the reply is whole.
    pub(super) proven: Option<usize>,
    /// What it says, where the suite has made it.
    pub(super) script: Option<Script>,
}

/// The streams that the suite makes itself: short ones, since each is cut at every byte.
pub(super) fn standard(subject: &Subject<'_>) -> Vec<Fixture> {
    let mut usage = Usage::new(120, 34);
    usage.cache_read = Some(100);
    let words = ["Gr\u{fc}\u{df}e, ", "\u{4e16}\u{754c} ", "\u{1f44b}\n\n", "data: [DONE]"];
    let text = Script::new().say_tokens(words).usage(usage);
    let reasoning = Script::new()
        .reason(["First ", "this.", "\n\n", "Then this."])
        .say_tokens(["Then ", "that."]);
    let calls = Script::new()
        .say_tokens(["Let me see."])
        .call_in_pieces("call_1", "weather", ["{\"city\"", ":\"\u{c5}lesund\"}"])
        .call_whole("call_2", "weather", "{\"city\":\"Oslo\"}")
        .call_in_pieces("call_3", "now", Vec::<String>::new());
    let bare = Script::new().say_tokens(["No usage."]).without_usage();
    let limit = Script::new().say_tokens(["Too "]).finish(subject.format.limit_word());
    let scripts = [
        ("text", text),
        ("reasoning", reasoning),
        ("calls", calls),
        ("bare", bare),
        ("limit", limit),
    ];
    scripts.map(|(name, script)| Fixture::scripted(subject, name, script)).into()
}

impl Fixture {
    fn scripted(subject: &Subject<'_>, name: &str, script: Script) -> Self {
        let wire = &subject.descriptor.wire;
        let frames = events(subject.format, wire, &script, &subject.asked());
        let bytes = Bytes::from(encode(&frames, &script.delivery).bytes);
        let mut fixture = Self::given(subject, name.to_owned(), bytes);
        fixture.frames = frames;
        fixture.script = Some(script);
        fixture
    }

    /// A stream that is given as bytes.
    pub(super) fn given(subject: &Subject<'_>, name: String, bytes: Bytes) -> Self {
        let (mut frames, mut ends, mut proven) = (Vec::new(), Vec::new(), None);
        let mut decoder = SseDecoder::new();
        for (at, byte) in bytes.iter().enumerate() {
            let mut input = std::slice::from_ref(byte);
            while let Some(Ok(event)) = decoder.next(&mut input) {
                let end = at.saturating_add(1);
                let name = Some(event.event).filter(|name| *name != "message");
                if subject.format.proves(&subject.descriptor.wire, event.data) {
                    proven = proven.or(Some(end));
                }
                frames.push(Frame::new(name, event.data.to_owned()));
                ends.push(end);
            }
        }
        Self { name, bytes, frames, ends, proven, script: None }
    }

    /// The events before the one that ends the wire's streams.
    pub(super) fn before_terminator(&self) -> &[Frame] {
        let end = self.frames.iter().position(|frame| frame.terminator);
        self.frames.get(..end.unwrap_or(self.frames.len())).unwrap_or_default()
    }
}
