//! The same bytes in any chunks, and the same frames in any style, are the same events.

use super::fixture::Fixture;
use super::report::Outcome;
use super::subject::Subject;
use crate::Chunking;
use crate::formats::{Style, encode};
use crate::script::Delivery;

/// Whole, a few sizes, one event a chunk, and every single cut.
pub(super) async fn check(subject: &Subject<'_>, fixture: &Fixture) -> Outcome {
    let whole = subject.play_bytes(&fixture.bytes).await;
    whole.lawful()?;
    let sizes = [1, 2, 3, 7, 64].map(Chunking::Every);
    let frames = Chunking::At(fixture.ends.clone());
    let cuts = (1..fixture.bytes.len()).map(|at| Chunking::At(vec![at]));
    let mut compared = 0_usize;
    for chunking in sizes.into_iter().chain([frames, Chunking::Lines]).chain(cuts) {
        let replay = subject.stream(fixture.bytes.clone()).chunking(chunking.clone());
        let run = subject.play(replay).await;
        run.lawful().map_err(|what| format!("{chunking:?}: {what}"))?;
        run.same_as(&whole).map_err(|what| format!("{chunking:?}: {what}"))?;
        compared = compared.saturating_add(1);
    }
    Ok(compared)
}

/// Every style that the framing has, such as CRLF, a byte-order mark, comments between events.
pub(super) async fn check_styles(subject: &Subject<'_>, fixture: &Fixture) -> Outcome {
    let plain = subject.play_frames(&fixture.frames).await;
    let mut compared = 0_usize;
    for style in subject.format.framing().styles() {
        let body = encode(subject.format.as_ref(), &fixture.frames, &styled(&style)).bytes;
        for chunking in [Chunking::Whole, Chunking::Every(1), Chunking::Every(2)] {
            let replay = subject.stream(body.clone()).chunking(chunking.clone());
            let run = subject.play(replay).await;
            let place = |what| format!("{style:?}, {chunking:?}: {what}");
            run.lawful().map_err(place)?;
            // An error says at which byte it was, and the bytes are not the same.
            if plain.error().is_none() {
                run.same_as(&plain).map_err(place)?;
            }
            compared = compared.saturating_add(1);
        }
    }
    Ok(compared)
}

fn styled(style: &Style) -> Delivery {
    Delivery { style: style.clone(), ..Delivery::default() }
}
