//! Streams written by hand after what the vendors send, and the events that they must give.

use futures_util::StreamExt;
use kei_router::{ChatRequest, Message, StreamEvent, Timing};
use kei_router_testkit::{Replay, ReplayTransport};
use kei_router_tests::VendorWire;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

pub(crate) struct Fixture {
    pub(crate) name: String,
    pub(crate) stream: Vec<u8>,
    events: String,
}

/// The fixtures of a vendor's wire. One without any fails here.
pub(crate) fn of(wire: &VendorWire) -> Vec<Fixture> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(wire.name());
    let listed = fs::read_dir(&folder);
    let listed = listed
        .unwrap_or_else(|_| panic!("{} has no fixtures in {}", wire.name(), folder.display()));
    let mut paths: Vec<_> = listed.map(|entry| entry.expect("a listed file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "sse"));
    paths.sort();
    assert!(!paths.is_empty(), "{} has no fixtures in {}", wire.name(), folder.display());
    let read = |path: PathBuf| Fixture {
        name: path.file_stem().expect("a name").to_string_lossy().into_owned(),
        stream: fs::read(&path).expect("a fixture"),
        events: fs::read_to_string(path.with_extension("events.jsonl")).unwrap_or_default(),
    };
    paths.into_iter().map(read).collect()
}

/// Every fixture gives the events that stand beside it.
pub(crate) async fn give_their_events(wire: VendorWire) {
    for fixture in of(&wire) {
        let name = format!("{}/{}", wire.name(), fixture.name);
        let transport = Arc::new(ReplayTransport::new(Replay::sse(fixture.stream)));
        let provider = wire.over(transport);
        let request = ChatRequest::new([Message::user("Hi")]).max_tokens(100);
        let stream = provider.stream(&request).await.expect("it begins");
        let got = stream.map(|event| without_time(event.expect("a clean fixture")));
        compare(&name, &got.collect::<Vec<_>>().await, &fixture.events);
    }
}

fn compare(name: &str, got: &[StreamEvent], wanted: &str) {
    let wanted: Vec<_> = wanted.lines().map(|line| event(name, line)).collect();
    let at = got.iter().zip(&wanted).position(|(got, wanted)| got != wanted);
    if at.is_some() || got.len() != wanted.len() {
        let lines = got.iter().map(|event| serde_json::to_string(event).expect("JSON"));
        let lines: Vec<_> = lines.collect();
        let at = at.unwrap_or(wanted.len().min(got.len()));
        panic!("{name} differs from event {at} on; it gives\n{}", lines.join("\n"));
    }
}

fn event(name: &str, line: &str) -> StreamEvent {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}: {error} in {line}"))
}

/// The replay has no clock.
fn without_time(event: StreamEvent) -> StreamEvent {
    match event {
        StreamEvent::Finish(mut finish) => {
            finish.timing = Timing::default();
            StreamEvent::Finish(finish)
        }
        other => other,
    }
}
