//! What is known and cannot be read is an error, and the same one however the bytes are cut.

use super::fixture::Fixture;
use super::report::Outcome;
use super::subject::{Run, Subject};
use crate::Chunking;
use crate::formats::{SimFrame, Style, encode};
use crate::script::Delivery;
use kei_router_core::ErrorKind;

/// The most of a vendor's answer that an error may show, in bytes.
const SHOWN: usize = 512;

/// Each piece of the answer in turn is cut in its middle.
pub(super) async fn check(subject: &Subject<'_>, fixture: &Fixture) -> Outcome {
    let mut compared = 0_usize;
    for (at, _) in fixture.frames.iter().enumerate().filter(|(_, frame)| frame.paced) {
        let place = |what| format!("event {at} is malformed: {what}");
        let run = subject.play_frames(&corrupt(fixture, at, true)).await;
        judge(&run, at.saturating_add(1)).map_err(place)?;
        let cut = at_each_cut(subject, fixture, at, &Style::plain()).await.map_err(place)?;
        compared = compared.saturating_add(cut).saturating_add(1);
    }
    let first = fixture.frames.iter().position(|frame| frame.paced);
    for style in subject.format.framing().styles() {
        let Some(at) = first else { break };
        let place = |what| format!("event {at} is malformed, {style:?}: {what}");
        let cut = at_each_cut(subject, fixture, at, &style).await.map_err(place)?;
        compared = compared.saturating_add(cut);
    }
    Ok(compared)
}

/// The frames with half of this one, followed by a lot of rubbish where it is to be `long`.
fn corrupt(fixture: &Fixture, at: usize, long: bool) -> Vec<SimFrame> {
    let mut frames = fixture.frames.clone();
    if let Some(frame) = frames.get_mut(at) {
        let half = frame.data.chars().count() / 2;
        let mut data: String = frame.data.chars().take(half).collect();
        let rubbish = if long { 4 * SHOWN } else { 1 };
        data.push_str(&"\u{1}rubbish ".repeat(rubbish));
        frame.data = data;
    }
    frames
}

/// The error says what it is and where, and shows a little of what it could not read.
fn judge(run: &Run, number: usize) -> Result<(), String> {
    run.lawful()?;
    let error = run.error().ok_or_else(|| "no error".to_owned())?;
    if error.kind() != ErrorKind::Corrupt {
        return Err(format!("not Corrupt, but {error}"));
    }
    let shown = error.body().unwrap_or_default().len();
    if shown == 0 || shown > SHOWN {
        return Err(format!("{shown} bytes of it are shown"));
    }
    if !error.to_string().contains(&format!("event {number},")) {
        return Err(format!("the place is not told: {error}"));
    }
    Ok(())
}

/// The stream in two chunks, cut at each place in and around the malformed event, and in small
/// ones: always the same events and the same error, with its text and its place.
async fn at_each_cut(
    subject: &Subject<'_>,
    fixture: &Fixture,
    at: usize,
    style: &Style,
) -> Result<usize, String> {
    const MARGIN: usize = 8;
    let delivery = Delivery { style: style.clone(), ..Delivery::default() };
    let body = encode(subject.format.as_ref(), &corrupt(fixture, at, false), &delivery);
    let begin = at.checked_sub(1).and_then(|before| body.ends.get(before)).copied().unwrap_or(0);
    let end = body.ends.get(at).copied().unwrap_or(0);
    let whole = subject.play(subject.stream(body.bytes.clone()).chunking(Chunking::Whole)).await;
    judge(&whole, at.saturating_add(1))?;
    let cuts = begin.saturating_sub(MARGIN)..end.saturating_add(MARGIN);
    let mut compared = 0_usize;
    for chunking in cuts.map(|cut| Chunking::At(vec![cut])).chain([1, 2, 3].map(Chunking::Every)) {
        let replay = subject.stream(body.bytes.clone()).chunking(chunking.clone());
        let run = subject.play(replay).await;
        run.same_as(&whole).map_err(|what| format!("{chunking:?}: {what}"))?;
        compared = compared.saturating_add(1);
    }
    Ok(compared)
}
