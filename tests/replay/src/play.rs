//! One recording through a decoder, at several chunkings.

use super::decoder::DecoderUnderTest;
use super::manifest::{Form, Recording};
use http::{HeaderName, HeaderValue, StatusCode};
use kei_router_testkit::laws::{Collected, Item, collect_ready, first_difference};
use kei_router_testkit::{Chunking, Replay, ReplayTransport};
use std::sync::Arc;

const CHUNKINGS: [Chunking; 5] = [
    Chunking::Whole,
    Chunking::Every(1),
    Chunking::Every(7),
    Chunking::Every(64),
    Chunking::Events,
];

/// What a decoder made of a recording.
pub(crate) struct Played {
    /// The items of the stream; a lone error where none was opened.
    pub(crate) items: Vec<Item>,
    /// Laws that were broken, at whichever chunking.
    pub(crate) violations: Vec<String>,
}

/// Plays a recording at every chunking. All must give the same: the items are those of the first.
pub(crate) async fn play(recording: &Recording, decoder: &DecoderUnderTest) -> Played {
    let mut played: Option<Played> = None;
    for chunking in CHUNKINGS {
        let (items, broken) = once(recording, decoder, chunking.clone()).await;
        let played =
            played.get_or_insert_with(|| Played { items: items.clone(), violations: vec![] });
        let broken = broken.into_iter().map(|what| format!("{chunking:?}: {what}"));
        played.violations.extend(broken);
        if let Some(at) = first_difference(&played.items, &items) {
            let what = format!("{chunking:?}: item {at} is another one than in one piece");
            played.violations.push(what);
        }
    }
    played.unwrap_or_else(|| Played { items: Vec::new(), violations: Vec::new() })
}

/// The items, and the laws that they break.
async fn once(
    recording: &Recording,
    decoder: &DecoderUnderTest,
    chunking: Chunking,
) -> (Vec<Item>, Vec<String>) {
    let transport = ReplayTransport::new(replay(recording).chunking(chunking));
    let collected = match decoder.open(&recording.entry, Arc::new(transport)).await {
        Ok(stream) => collect_ready(stream).await,
        Err(error) => return (vec![Err(error)], Vec::new()),
    };
    let violations = broken(&collected);
    (collected.items, violations)
}

fn broken(collected: &Collected) -> Vec<String> {
    let mut violations: Vec<_> = match collected.check() {
        Ok(()) => Vec::new(),
        Err(violations) => violations.iter().map(ToString::to_string).collect(),
    };
    if collected.waiting {
        violations.push("the stream waits although the body has ended".to_owned());
    }
    violations
}

/// The answer as it was recorded: its status, its headers, its body.
fn replay(recording: &Recording) -> Replay {
    let body = recording.body.clone();
    let status = StatusCode::from_u16(recording.entry.status).unwrap_or(StatusCode::OK);
    let replay = match recording.form {
        Form::Refusal => Replay::json(status, body),
        _ => Replay::sse(body),
    };
    let headers = recording.entry.headers.iter().filter_map(|(name, value)| {
        Some((name.parse::<HeaderName>().ok()?, value.parse::<HeaderValue>().ok()?))
    });
    headers.fold(replay, |replay, (name, value)| replay.header(name, value))
}
