//! What has arrived is delivered at once, and the vendor's last event ends the stream.

use super::fixture::Fixture;
use super::report::Outcome;
use super::subject::Subject;
use crate::ReplayEnd;

/// Falls silent after every event.
pub(super) async fn check(subject: &Subject<'_>, fixture: &Fixture) -> Outcome {
    if fixture.script.is_none() {
        return Ok(0);
    }
    let mut before = 0_usize;
    for (at, (frame, end)) in fixture.frames.iter().zip(&fixture.ends).enumerate() {
        let replay = subject.stream(fixture.bytes.slice(..*end)).end(ReplayEnd::Stalled);
        let run = subject.play(replay).await;
        let now = run.content().len();
        if frame.paced && now <= before && (subject.format.has_reasoning() || !reasons(fixture)) {
            return Err(format!("silent after event {at}: its piece is not delivered"));
        }
        before = now;
        if frame.terminator {
            run.lawful()?;
            if !run.is_done() {
                return Err("the last event does not end a stream whose body stays open".to_owned());
            }
        } else if !run.collected.waiting {
            return Err(format!("silent after event {at}: the stream does not wait"));
        }
    }
    Ok(fixture.frames.len())
}

fn reasons(fixture: &Fixture) -> bool {
    fixture.script.as_ref().is_some_and(|script| script.speech.has_reasoning())
}
