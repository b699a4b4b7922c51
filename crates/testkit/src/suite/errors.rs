//! An error is the same error wherever it comes: as a status, under status 200, in mid-stream.

use super::fixture::Fixture;
use super::report::Outcome;
use super::subject::{Run, Subject};
use crate::{Refused, Replay};
use http::StatusCode;
use kei_router_core::{ErrorKind, LlmError};

fn refusals() -> [(Refused, ErrorKind); 3] {
    let bad = Refused::new(400, "invalid_request_error", "The simulated request is bad");
    [
        (Refused::rate_limit(), ErrorKind::RateLimit),
        (Refused::overloaded(), ErrorKind::ServiceUnavailable),
        (bad, ErrorKind::BadRequest),
    ]
}

/// An error, in each shape that the format has for it, after each event.
pub(super) async fn check(subject: &Subject<'_>, fixture: &Fixture) -> Outcome {
    let whole = subject.play_bytes(&fixture.bytes).await;
    let Some(script) = fixture.script.as_ref().filter(|_| whole.error().is_none()) else {
        return Ok(0);
    };
    let before = fixture.before_terminator();
    let mut compared = 0_usize;
    for (refused, kind) in refusals() {
        for events in 0..=before.len() {
            let shapes =
                subject.format.interruptions(&script.speech, &subject.asked(), &refused, events);
            for shape in &shapes {
                let sent = [before.get(..events).unwrap_or_default(), shape].concat();
                let run = subject.play_frames(&sent).await;
                judge(&run, &whole, kind)
                    .map_err(|what| format!("{kind:?} after {events} events: {what}"))?;
                compared = compared.saturating_add(1);
            }
        }
    }
    Ok(compared)
}

fn judge(run: &Run, whole: &Run, kind: ErrorKind) -> Result<(), String> {
    run.lawful()?;
    expect(run, kind)?;
    if whole.content().starts_with(&run.content()) {
        Ok(())
    } else {
        Err("the pieces are not those of the whole stream".to_owned())
    }
}

/// An error as a status, as a document under status 200, and as a document in place of events.
pub(super) async fn check_refusals(subject: &Subject<'_>) -> Outcome {
    let mut compared = 0_usize;
    for (refused, kind) in refusals() {
        let body = subject.format.refusal(&refused, "req_sim_00000001").to_string();
        let status = StatusCode::from_u16(refused.status).unwrap_or_default();
        let run = subject.play(Replay::json(status, body.clone())).await;
        expect(&run, kind).map_err(|what| format!("status {status}: {what}"))?;
        let reported = run.error().and_then(LlmError::status);
        if run.opened || reported != Some(refused.status) {
            return Err(format!("status {status} opens a stream, or is not told: {reported:?}"));
        }
        let run = subject.play(Replay::json(StatusCode::OK, body.clone())).await;
        expect(&run, kind).map_err(|what| format!("a document under status 200: {what}"))?;
        if run.opened && !is_a_stream(subject, "application/json") {
            return Err("a document under status 200 opens a stream".to_owned());
        }
        compared = compared.saturating_add(2);
        if subject.format.framing().shows_documents() {
            let run = subject.play(subject.stream(body)).await;
            expect(&run, kind).map_err(|what| format!("a document in a stream: {what}"))?;
            compared = compared.saturating_add(1);
        }
    }
    Ok(compared)
}

/// Whether a stream may have this media type.
fn is_a_stream(subject: &Subject<'_>, media_type: &str) -> bool {
    subject.format.framing().framer().media_types().contains(&media_type)
}

fn expect(run: &Run, kind: ErrorKind) -> Result<(), String> {
    match run.error() {
        None => Err(format!("no error; the end is {:?}", run.items().last())),
        Some(error) if error.kind() != kind => Err(format!("not {kind:?}, but {error}")),
        Some(_) => Ok(()),
    }
}
