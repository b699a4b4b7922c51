//! The streams that the suite replays.

use super::subject::Subject;
use crate::Script;
use crate::formats::{Format, Proof, SimFrame, encode, events};
use bytes::Bytes;
use kei_router_core::Usage;

/// A stream, as bytes and as frames.
pub(super) struct Fixture {
    pub(super) name: String,
    pub(super) bytes: Bytes,
    pub(super) frames: Vec<SimFrame>,
    /// For each frame, the number of bytes with which it is complete.
    pub(super) ends: Vec<usize>,
    /// How many bytes prove that the reply is whole.
    pub(super) proofs: Proofs,
    /// What it says, where the suite has made it.
    pub(super) script: Option<Script>,
}

/// How many bytes prove that a reply is whole.
#[derive(Default)]
pub(super) struct Proofs {
    /// Before a clean end of the body: there, a last frame may need no end mark.
    pub(super) clean: Vec<(usize, Proof)>,
    /// Before a connection that breaks.
    pub(super) broken: Vec<(usize, Proof)>,
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
        let format = subject.format.as_ref();
        let frames = events(format, &script, &subject.asked());
        let bytes = Bytes::from(encode(format, &frames, &script.delivery).bytes);
        let mut fixture = Self::given(format, name.to_owned(), bytes);
        fixture.frames = frames;
        fixture.script = Some(script);
        fixture
    }

    /// A stream that is given as bytes.
    pub(super) fn given(format: &dyn Format, name: String, bytes: Bytes) -> Self {
        let (mut frames, mut ends, mut proofs) = (Vec::new(), Vec::new(), Proofs::default());
        let mut framer = format.framing().framer();
        for at in 0..bytes.len() {
            let end = at.saturating_add(1);
            framer.feed(bytes.slice(at..end));
            while let Some(Ok(frame)) = framer.next() {
                let before = ends.last().copied().unwrap_or(0);
                proofs.add(format, &bytes, (before, end), format.proves(&frame));
                frames.push(SimFrame::read(&frame));
                ends.push(end);
            }
        }
        Self { name, bytes, frames, ends, proofs, script: None }
    }

    /// The frames before the one that ends the format's streams.
    pub(super) fn before_terminator(&self) -> &[SimFrame] {
        let end = self.frames.iter().position(|frame| frame.terminator);
        self.frames.get(..end.unwrap_or(self.frames.len())).unwrap_or_default()
    }
}

impl Proofs {
    /// Takes what the frame between these bytes proves.
    fn add(
        &mut self,
        format: &dyn Format,
        bytes: &Bytes,
        (from, end): (usize, usize),
        proof: Proof,
    ) {
        if proof == Proof::None {
            return;
        }
        let proven = |length: &usize| at_clean_end(format, bytes.slice(..*length)) >= proof;
        let clean = (from..=end).find(proven);
        self.clean.push((clean.unwrap_or(end), proof));
        self.broken.push((end, proof));
    }
}

/// What the last frame of a body proves that ends here.
fn at_clean_end(format: &dyn Format, body: Bytes) -> Proof {
    let mut framer = format.framing().framer();
    framer.feed(body);
    let mut last = Proof::None;
    while let Some(Ok(frame)) = framer.next() {
        last = format.proves(&frame);
    }
    match framer.finish(false) {
        Some(Ok(frame)) => format.proves(&frame),
        _ => last,
    }
}

/// What so many bytes prove.
pub(super) fn proven(proofs: &[(usize, Proof)], length: usize) -> Proof {
    let come = proofs.iter().filter(|(end, _)| *end <= length);
    come.map(|(_, proof)| *proof).max().unwrap_or_default()
}
