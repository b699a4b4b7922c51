//! The same bytes in any chunks, and the same events with any line ends, are the same events.

use super::fixture::Fixture;
use super::report::Outcome;
use super::subject::Subject;
use crate::frames::encode;
use crate::script::Delivery;
use crate::{Chunking, Replay};

/// Whole, a few sizes, one event a chunk, and every single cut.
pub(super) async fn check(subject: &Subject<'_>, fixture: &Fixture) -> Outcome {
    let whole = subject.play(Replay::sse(fixture.bytes.clone()).chunking(Chunking::Whole)).await;
    whole.lawful()?;
    let sizes = [1, 2, 3, 7, 64].map(Chunking::Every);
    let cuts = (1..fixture.bytes.len()).map(|at| Chunking::At(vec![at]));
    let mut compared = 0_usize;
    for chunking in sizes.into_iter().chain([Chunking::Events, Chunking::Lines]).chain(cuts) {
        let replay = Replay::sse(fixture.bytes.clone()).chunking(chunking.clone());
        let run = subject.play(replay).await;
        run.lawful().map_err(|what| format!("{chunking:?}: {what}"))?;
        run.same_as(&whole).map_err(|what| format!("{chunking:?}: {what}"))?;
        compared = compared.saturating_add(1);
    }
    Ok(compared)
}

/// CRLF, a byte-order mark, comments between events.
pub(super) async fn check_line_ends(subject: &Subject<'_>, fixture: &Fixture) -> Outcome {
    let plain = subject.play_frames(&fixture.frames).await;
    let comment = Some("keep-alive".to_owned());
    let deliveries = [
        ("CRLF", Delivery { crlf: true, ..Delivery::default() }),
        ("a byte-order mark", Delivery { bom: true, ..Delivery::default() }),
        ("comments", Delivery { comment: comment.clone(), ..Delivery::default() }),
        ("all of it", Delivery { crlf: true, bom: true, comment, ..Delivery::default() }),
    ];
    let mut compared = 0_usize;
    for (name, delivery) in deliveries {
        let body = encode(&fixture.frames, &delivery).bytes;
        for chunking in [Chunking::Whole, Chunking::Every(1), Chunking::Every(2)] {
            let replay = Replay::sse(body.clone()).chunking(chunking.clone());
            let run = subject.play(replay).await;
            let place = |what| format!("{name}, {chunking:?}: {what}");
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
