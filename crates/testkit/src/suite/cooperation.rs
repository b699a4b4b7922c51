//! A stream is cooperative: however fast frames without an event arrive, the task gives way.

use super::fixture::Fixture;
use super::report::Outcome;
use super::subject::Subject;
use crate::Chunking;
use crate::formats::{encode, fillers};
use crate::script::Delivery;

/// How often each filler comes.
const FLOOD: usize = 4096;
/// How many of them may be read before the task gives way.
const MAX_IN_A_ROW: usize = 256;

/// A flood of each filler in mid-stream, in chunks of its own and in a few large ones: the stream
/// gives way again and again, and says the same.
pub(super) async fn check(subject: &Subject<'_>, fixture: &Fixture) -> Outcome {
    let plain = subject.play_frames(&fixture.frames).await;
    let body = encode(subject.format.as_ref(), &fixture.frames, &Delivery::default()).bytes;
    let middle = fixture.ends.get(fixture.ends.len() / 2).copied().unwrap_or(body.len());
    let (before, after) = body.split_at_checked(middle).unwrap_or((&body, &[]));
    let mut compared = 0_usize;
    for filler in fillers(subject.format.as_ref()) {
        let flood = filler.repeat(FLOOD);
        let one = |at: usize| middle.saturating_add(at.saturating_mul(filler.len()));
        let each = Chunking::At((0..=FLOOD).map(one).collect());
        let flooded = [before, &flood, after].concat();
        let shown = String::from_utf8_lossy(&filler).into_owned();
        let run = subject.play(subject.stream(flooded.clone()).chunking(each)).await;
        let place = |what: String| format!("{FLOOD} times {shown:?}: {what}");
        run.lawful().map_err(place)?;
        run.same_as(&plain).map_err(place)?;
        let yields = run.collected.yields;
        if yields < FLOOD / MAX_IN_A_ROW {
            return Err(place(format!("the task gives way {yields} times")));
        }
        let run = subject.play(subject.stream(flooded).chunking(Chunking::Every(64 << 10))).await;
        run.same_as(&plain).map_err(place)?;
        compared = compared.saturating_add(2);
    }
    Ok(compared)
}
