//! What is right and wrong with one recording.

use super::compare::{differences, refused};
use super::decoded::warnings;
use super::decoder::DecoderUnderTest;
use super::extract::read;
use super::manifest::{Entry, Form, Recording};
use super::play::play;
use super::protocol::Protocol;
use super::quirks;
use kei_router::ErrorKind;
use kei_router_testkit::laws::Item;

const CONTRADICTS: &str = "the finished text is another than its pieces: the pieces count";

/// One recording, judged.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Judged {
    /// The folder of the recording.
    pub provider: String,
    /// The file in it.
    pub file: String,
    /// The wire's format, or the name of a protocol without a decoder.
    pub protocol: String,
    /// Who decoded it: a vendor's crate, `plain`, or nobody.
    pub decoder: &'static str,
    /// What came of it.
    pub outcome: Outcome,
    /// Laws of a stream that were broken.
    pub violations: Vec<String>,
    /// Where the decoder says something else than the plain extraction.
    pub differences: Vec<String>,
    /// The vendor's own ways that it shows.
    pub quirks: Vec<String>,
}

/// What came of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// A whole reply.
    Clean,
    /// A stream that ends with this error.
    Failed(ErrorKind),
    /// A refusal, by its status.
    Refused(ErrorKind),
    /// There is no decoder for it.
    NoDecoder,
}

/// Judges one recording.
pub(crate) async fn judge(recording: &Recording) -> Judged {
    let entry = &recording.entry;
    let mut judged = Judged::undecoded(entry);
    let protocol = match Protocol::of(recording) {
        Ok(protocol) => protocol,
        Err(name) => return Judged { protocol: name, ..judged },
    };
    judged.protocol = protocol.format().to_owned();
    let Some(decoder) = DecoderUnderTest::of(entry, protocol) else { return judged };
    judged.decoder = decoder.name;
    let played = play(recording, &decoder).await;
    judged.violations = played.violations;
    judged.outcome = outcome(recording.form, &played.items);
    judged.quirks = quirks::shown(entry, recording.form, &recording.body);
    if recording.form == Form::Refusal {
        judged.differences = refused(recording, &played.items);
    } else {
        let extracted = read(protocol, &recording.body);
        judged.differences = differences(&extracted, &played.items);
        let odd = extracted.contradicts.then(|| CONTRADICTS.to_owned());
        judged.quirks.extend(odd.into_iter().chain(warnings(recording.form, &played.items)));
    }
    judged
}

impl Judged {
    fn undecoded(entry: &Entry) -> Self {
        Self {
            provider: entry.provider.clone(),
            file: entry.file.clone(),
            protocol: String::new(),
            decoder: "no decoder",
            outcome: Outcome::NoDecoder,
            violations: Vec::new(),
            differences: Vec::new(),
            quirks: Vec::new(),
        }
    }
}

fn outcome(form: Form, items: &[Item]) -> Outcome {
    match items.last() {
        Some(Err(error)) if form == Form::Refusal => Outcome::Refused(error.kind()),
        Some(Err(error)) => Outcome::Failed(error.kind()),
        _ => Outcome::Clean,
    }
}
