//! Time grows with the stream, not with its square.

use std::{hint::black_box, time::Instant};

use kei_router_core::{ndjson::NdjsonDecoder, sse::SseDecoder};

const MIB: usize = 1024 * 1024;

/// The CPU time of this thread in nanoseconds, where the system tells it; else the wall clock.
fn now(start: Instant) -> u128 {
    // The kernel brings its count up to date when the thread yields.
    std::thread::yield_now();
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|stat| stat.split(' ').next()?.parse().ok())
        .filter(|nanoseconds| *nanoseconds > 0)
        .unwrap_or_else(|| start.elapsed().as_nanos())
}

/// The best of several runs.
fn cost(mut work: impl FnMut()) -> u128 {
    let start = Instant::now();
    let mut once = || {
        let before = now(start);
        work();
        now(start).saturating_sub(before)
    };
    (0..5).map(|_| once()).min().expect("five runs")
}

/// Four times the stream may take six times as long, not sixteen.
#[track_caller]
fn check(stream: impl Fn(usize) -> Vec<u8>, decode: impl Fn(&[u8])) {
    let (small, large) = (stream(MIB), stream(4 * MIB));
    let (small, large) = (cost(|| decode(&small)), cost(|| decode(&large)));
    assert!(large < 6 * small.max(1_000_000), "{small} ns for 1 MiB, {large} ns for 4 MiB");
}

fn in_pieces(stream: &[u8]) {
    let mut decoder = SseDecoder::new();
    let mut events = 0;
    for mut piece in stream.chunks(64) {
        while let Some(event) = decoder.next(&mut piece) {
            black_box(event.expect("in bounds"));
            events += 1;
        }
    }
    assert_eq!(events, 1);
}

fn one_line(start: &str, len: usize, end: &str) -> Vec<u8> {
    [start.as_bytes(), &vec![b'x'; len], end.as_bytes()].concat()
}

#[test]
fn one_long_data_line() {
    check(|len| one_line("data: ", len, "\n\n"), in_pieces);
}

#[test]
fn one_long_ignored_line() {
    check(|len| one_line("x", len, "\ndata: 1\n\n"), in_pieces);
}

#[test]
fn many_short_data_lines() {
    check(|len| ["data: 1\n".repeat(len / 8).as_bytes(), b"\n"].concat(), in_pieces);
}

#[test]
fn many_data_lines_in_one_chunk() {
    check(
        |len| ["data: 1\n".repeat(len / 8).as_bytes(), b"\n"].concat(),
        |mut stream| {
            let event = SseDecoder::new().next(&mut stream).map(|event| event.is_ok());
            assert_eq!(event, Some(true));
        },
    );
}

#[test]
fn one_long_json_line() {
    check(
        |len| one_line("\"", len, "\"\n"),
        |stream| {
            let mut decoder = NdjsonDecoder::new();
            let lines = |mut piece| decoder.next(&mut piece).map(|line| line.map(str::len));
            let lines: Vec<_> = stream.chunks(64).filter_map(lines).collect();
            assert_eq!(lines, [Ok(stream.len() - 1)]);
        },
    );
}
