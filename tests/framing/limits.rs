//! The bounds: what counts, what is free, and the same verdict in every chunking.

use kei_router_core::sse::{SseDecoder, SseError};

use super::{cuts, run::run_with};

/// Checks that a stream of `events` events is accepted with a bound of `held` bytes and refused
/// with one less.
#[track_caller]
fn check(stream: &str, held: usize, events: usize) {
    for chunks in cuts::all(stream.as_bytes()) {
        let run = |limit| {
            let decoder = SseDecoder::new().with_max_event_bytes(limit);
            run_with(decoder, chunks.iter().copied())
        };
        let fits = run(held);
        assert_eq!((fits.too_large, fits.events.len()), (None, events), "{stream:?} as {chunks:?}");
        if let Some(less) = held.checked_sub(1) {
            assert_eq!(run(less).too_large, Some(less), "{stream:?} as {chunks:?}");
        }
    }
}

#[test]
fn data_and_its_separators_count() {
    check("data: 12345\n\n", 5, 1);
    check("data: 12345\r\n\r\n", 5, 1);
    check("data: 12\ndata: 45\n\n", 5, 1);
    check("data\ndata\ndata:\ndata\n\n", 3, 1);
    check("data: 123\n\ndata: 12345\n\ndata: 1\n\n", 5, 3);
}

#[test]
fn name_and_ids_count() {
    check("event: abc\ndata: 12\n\n", 5, 1);
    check("data: 12\nevent: abc\n\n", 5, 1);
    check("id: abc\ndata: 12\n\n", 5, 1);
    check("id: abc\n\ndata: 12\n\n", 5, 1);
    check("id: abc\n\nevent: d\ndata: 1\n\n", 5, 1);
    check("id: abc\n\nid: d\ndata: 1\n\n", 5, 1);
}

#[test]
fn a_name_that_is_replaced_counts_until_then() {
    check("event: abc\nevent: de\ndata: 123\n\n", 5, 1);
}

#[test]
fn an_unterminated_line_counts() {
    check("data: 12345", 5, 0);
    check("event: 12345", 5, 0);
    check("id: 12345", 5, 0);
    check("retry: 12345", 5, 0);
    check("data: 12\ndata: 45", 5, 0);
    check("data: 12\nid: 345", 5, 0);
}

#[test]
fn bytes_that_are_no_utf8_count_as_their_replacement() {
    for stream in [&b"data: a\xFF\n\n"[..], b"event: \xFFa\ndata\n\n", b"id: \xFFa\ndata\n\n"] {
        for chunks in cuts::all(stream) {
            let run = |limit| {
                let decoder = SseDecoder::new().with_max_event_bytes(limit);
                run_with(decoder, chunks.iter().copied()).too_large
            };
            assert_eq!((run(4), run(3)), (None, Some(3)), "{chunks:?}");
        }
    }
}

#[test]
fn comments_and_unknown_fields_are_free() {
    let free =
        ": a comment that is long enough\nunknown: with a long value\n{\"error\": \"bare\"}\n";
    check(&[free, "data: 12345\n", free, "\n"].concat(), 5, 1);
    check(&[free, free].concat(), 0, 0);
    check("retryy: 123456789", 0, 0);
}

#[test]
fn the_default_takes_16_mib_and_no_more() {
    let most = 16 * 1024 * 1024;
    let mut stream = b"data: ".to_vec();
    stream.resize(6 + most, b'x');
    for (extra, verdict) in [(&b"\n\n"[..], None), (b"x\n\n", Some(most))] {
        let stream = [&stream[..], extra].concat();
        for size in [usize::MAX, 1 << 20] {
            let outcome = run_with(SseDecoder::new(), stream.chunks(size));
            assert_eq!(outcome.too_large, verdict);
            assert_eq!(outcome.events.len(), usize::from(verdict.is_none()));
        }
    }
}

#[test]
fn a_broken_bound_is_final() {
    let mut decoder = SseDecoder::new().with_max_event_bytes(4);
    let broken = SseError::TooLarge { limit: 4 };
    let mut input = &b"id: 1\nretry: 2\n\ndata: 12345\n\ndata: 1\n\n"[..];
    assert_eq!(decoder.next(&mut input), Some(Err(broken)));
    for mut input in [input, b"\n\ndata: 1\n\n", b"data: 12345678", b""] {
        assert_eq!(decoder.next(&mut input), None);
        assert!(input.is_empty());
    }
    assert_eq!((decoder.last_event_id(), decoder.retry()), ("1", Some(2)));
    assert_eq!(decoder.finish(), Err(broken));
    assert_eq!(decoder.finish(), Err(broken), "and stays so");
}

#[test]
fn the_id_of_a_refused_event_is_not_in_force() {
    let stream = b"id: 1\ndata: 1\n\nid: 2\ndata: \xFF\xFF\n\n";
    for chunks in cuts::all(stream) {
        let outcome = run_with(SseDecoder::new().with_max_event_bytes(6), chunks.iter().copied());
        assert_eq!((outcome.too_large, &*outcome.last_id), (Some(6), "1"), "{chunks:?}");
    }
}

#[test]
fn an_id_that_was_discarded_never_comes_into_force() {
    let mut decoder = SseDecoder::new();
    assert_eq!(decoder.next(&mut &b"id: 1\n\nid: 2\n"[..]), None);
    assert_eq!(decoder.finish(), Err(SseError::Unfinished));
    assert_eq!(decoder.finish(), Ok(()), "it is discarded");
    assert_eq!(decoder.next(&mut &b"\n"[..]), None);
    assert_eq!(decoder.last_event_id(), "1");
}

#[test]
fn what_is_kept_of_ignored_lines_is_bounded() {
    let stream = "an ignored line\n".repeat(4000);
    for size in [usize::MAX, 1000, 7] {
        let mut decoder = SseDecoder::new().with_max_event_bytes(0).keeping_ignored();
        for mut chunk in stream.as_bytes().chunks(size) {
            assert_eq!(decoder.next(&mut chunk), None);
        }
        assert_eq!(decoder.ignored(), &stream.as_bytes()[..16 * 1024]);
    }
    let mut off = SseDecoder::new();
    assert_eq!(off.next(&mut stream.as_bytes()), None);
    assert!(off.ignored().is_empty(), "off by default");
}

#[test]
fn debug_shows_sizes_only() {
    let mut decoder = SseDecoder::new().keeping_ignored();
    assert_eq!(decoder.next(&mut &b"error: secret\ndata: secret"[..]), None);
    let shown = format!("{decoder:?}");
    assert!(shown.contains("held_bytes: 6") && !shown.contains("secret"), "{shown}");
}
