//! The decoders of core: nothing per event, and memory within twice the bound.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::hint::black_box;

use kei_router_core::{
    ndjson::NdjsonDecoder,
    sse::{SseDecoder, SseError},
};

use super::counter::{count, held, peak};

/// Decodes all chunks; gives the number of events.
fn events<'i>(decoder: &mut SseDecoder, chunks: impl IntoIterator<Item = &'i [u8]>) -> usize {
    let mut events = 0;
    for mut input in chunks {
        while let Some(event) = decoder.next(&mut input) {
            events += usize::from(black_box(event).is_ok());
        }
    }
    events
}

#[test]
fn an_event_that_lies_in_one_chunk_allocates_nothing() {
    for stream in [
        "data: {\"text\":\"hello\"}\n\n",
        "event: content_block_delta\ndata: {\"text\":\"hello\"}\n\n",
        "event: ping\r\ndata: {}\r\n\r\n",
        "data: a\r\r",
        ": keep-alive\n\ndata: é\n\n",
    ] {
        let mut decoder = SseDecoder::new();
        let stream = stream.repeat(1000);
        let count = count(|| assert_eq!(events(&mut decoder, [stream.as_bytes()]), 1000));
        assert_eq!(count, 0, "{:?}", stream.get(..30));
    }
}

#[test]
fn cut_events_up_to_64_kib_allocate_nothing_once_the_buffers_have_grown() {
    let long = format!("event: long\nid: 7\nretry: 5\ndata: {}\ndata: é\n\n", "x".repeat(65_000));
    let short = "event: short\r\nid: 8\r\ndata: 1\r\n\r\nfoo: bar\n\n: comment\n\n";
    let stream = [long.as_str(), short].concat().repeat(3);
    for size in [1, 16, 1000, 4096, 16 * 1024] {
        let mut decoder = SseDecoder::new();
        assert_eq!(events(&mut decoder, stream.as_bytes().chunks(size)), 6);
        let count = count(|| {
            assert_eq!(events(&mut decoder, stream.as_bytes().chunks(size)), 6);
        });
        assert_eq!(count, 0, "in chunks of {size}");
    }
}

#[test]
fn json_lines_allocate_nothing_once_the_buffer_has_grown() {
    let stream = format!("{{\"a\":\"{}\"}}\n{{\"b\":1}}\r\n", "x".repeat(60_000)).repeat(3);
    for (size, warm) in [(usize::MAX, false), (16, true), (1000, true), (16 * 1024, true)] {
        let mut decoder = NdjsonDecoder::new();
        let mut lines = || {
            let mut lines = 0;
            for mut input in stream.as_bytes().chunks(size) {
                while let Some(line) = decoder.next(&mut input) {
                    lines += usize::from(black_box(line).is_ok());
                }
            }
            assert_eq!(lines, 6);
        };
        if warm {
            lines();
        }
        assert_eq!(count(lines), 0, "in chunks of {size}");
    }
}

/// Large values of each field in turn, in the order that would keep the most buffers alive.
#[test]
fn memory_stays_within_twice_the_bound() {
    // No power of two, so that doubling a buffer would leave the bound.
    const BOUND: usize = 5 << 20;
    const SLACK: usize = 256 << 10;
    let third = "x".repeat(BOUND / 3);
    let whole = third.repeat(3);
    let bad = b"\xFF".repeat(BOUND / 3);
    let streams = [
        format!("data: {whole}\n\nevent: {whole}\n\n").into_bytes(),
        format!("data: {whole}\n\nid: {whole}\n\n").into_bytes(),
        format!("data: {whole}\n\nid: {third}\n\nid: {third}\nevent: {third}\n\n").into_bytes(),
        format!("data: {whole}\n\nevent: {third}\nid: {third}{third}\n\n").into_bytes(),
        [b"data: ", &bad[..], b"\n\n"].concat(),
        [b"data: ", whole.as_bytes(), b"\n\nid: ", &bad[..], b"\n\n"].concat(),
    ];
    for (number, stream) in streams.iter().enumerate() {
        let mut decoder = SseDecoder::new().with_max_event_bytes(BOUND);
        let peak = peak(|| events(&mut decoder, stream.chunks(1024)));
        let peak = usize::try_from(peak).expect("it fits");
        assert_eq!(decoder.finish(), Ok(()), "stream {number}");
        assert!((BOUND..=2 * BOUND + SLACK).contains(&peak), "stream {number} held {peak}");
    }
}

#[test]
fn side_buffers_are_given_back() {
    let large = "1".repeat(1 << 20);
    let mut decoder = SseDecoder::new();
    for stream in [
        format!("retry: {large}\n\n"),
        format!("event: {large}\n\n"),
        format!("event: {large}\nevent: 1\n\n"),
        format!("id: {large}\0\n\n"),
        format!("id: {large}\n\nid: 1\n\n"),
    ] {
        let left = held(|| events(&mut decoder, stream.as_bytes().chunks(4096)));
        assert!(left <= 64 << 10, "{left} bytes are left after {:?}", stream.get(..9));
    }
}

#[test]
fn a_broken_bound_frees_the_buffers() {
    let mut decoder = SseDecoder::new().with_max_event_bytes(1 << 20);
    let stream = ["event: a\nid: b\ndata: ", &"x".repeat(2 << 20)].concat();
    let work = || assert_eq!(events(&mut decoder, stream.as_bytes().chunks(4096)), 0);
    assert_eq!(held(work), 0);
    assert_eq!(decoder.finish(), Err(SseError::TooLarge { limit: 1 << 20 }));
}
