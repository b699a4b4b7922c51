//! A stream that is cut anywhere is an error, unless the vendor had proven that it is whole.

use super::fixture::{Fixture, proven};
use super::report::Outcome;
use super::subject::{Run, Subject};
use crate::ReplayEnd;
use crate::formats::Proof;
use kei_router_core::ErrorKind;

/// Ends the body after every byte, and breaks the connection around the end of every event.
pub(super) async fn check(subject: &Subject<'_>, fixture: &Fixture) -> Outcome {
    let whole = subject.play_bytes(&fixture.bytes).await;
    let mut compared = 0_usize;
    for end in [ReplayEnd::Clean, ReplayEnd::Broken] {
        let mut arrived = 0_usize;
        for length in lengths(fixture, end) {
            let replay = subject.stream(fixture.bytes.slice(..length));
            let run = subject.play(replay.end(end)).await;
            let proofs = match end {
                ReplayEnd::Clean => &fixture.proofs.clean,
                _ => &fixture.proofs.broken,
            };
            let place = |what: String| format!("{end:?} after {length} bytes: {what}");
            let proven = is_proven(subject, proven(proofs, length), &run).map_err(place)?;
            judge(&run, &whole, proven).map_err(place)?;
            let now = run.content().len();
            if now < arrived {
                return Err(place(format!("{now} pieces, where fewer bytes gave {arrived}")));
            }
            arrived = now;
            compared = compared.saturating_add(1);
        }
        if arrived != whole.content().len() {
            return Err(format!("{end:?}: the whole stream has fewer pieces than the body"));
        }
    }
    Ok(compared)
}

fn lengths(fixture: &Fixture, end: ReplayEnd) -> Vec<usize> {
    let whole = fixture.bytes.len();
    if end == ReplayEnd::Clean {
        return (0..=whole).collect();
    }
    let around = |end: &usize| [end.saturating_sub(1), *end, end.saturating_add(1).min(whole)];
    let mut lengths: Vec<_> = fixture.ends.iter().flat_map(around).chain([0, whole]).collect();
    lengths.sort_unstable();
    lengths.dedup();
    lengths
}

/// Whether this vendor must take a reply for whole. Where vendors differ, it must always say the
/// same.
fn is_proven(subject: &Subject<'_>, proof: Proof, run: &Run) -> Result<bool, String> {
    if proof != Proof::Perhaps {
        return Ok(proof == Proof::Whole);
    }
    let trusts = run.is_done();
    match subject.trusting.replace(Some(trusts)) {
        Some(before) if before != trusts => {
            Err("the same proof is taken here, and not elsewhere".to_owned())
        }
        _ => Ok(trusts),
    }
}

fn judge(run: &Run, whole: &Run, proven: bool) -> Result<(), String> {
    run.lawful()?;
    if !whole.content().starts_with(&run.content()) {
        return Err("the pieces are not those of the whole stream".to_owned());
    }
    match (run.error(), whole.error(), proven) {
        // An error that would have followed the proof cannot be known.
        (None, _, true) if run.is_done() => Ok(()),
        (None, _, true) => Err("neither an error nor Done".to_owned()),
        (Some(error), None, true) => Err(format!("whole, but {error}")),
        (None, _, false) => Err("clean, although nothing proves that it is whole".to_owned()),
        (Some(error), None, false) if error.kind() != ErrorKind::Truncated => {
            Err(format!("not truncated, but {error}"))
        }
        _ => Ok(()),
    }
}
