//! Generated streams against the reference, and against themselves under small bounds.

use kei_router_core::sse::SseDecoder;
use kei_router_tests::Rng;

use super::{
    generate, reference,
    run::{run, run_with},
};

const STREAMS: usize = 6_000;

/// Four chunkings of a stream, three of them new each time.
fn chunkings<'s>(rng: &mut Rng, stream: &'s [u8]) -> [Vec<&'s [u8]>; 4] {
    let bytes = stream.chunks(1).collect();
    [vec![stream], bytes, rng.cut_bytes(stream, 6), rng.cut_bytes(stream, 60)]
}

#[test]
fn generated_streams_match_the_reference_in_every_chunking() {
    let mut rng = Rng::new(0x5EED);
    let (mut events, mut unfinished, mut ignored) = (0, 0, 0);
    for number in 0..STREAMS {
        let stream = generate::stream(&mut rng);
        let expected = reference::decode(&stream);
        for chunks in chunkings(&mut rng, &stream) {
            let shown = || format!("stream {number} cut as {chunks:?}");
            assert_eq!(run(chunks.iter().copied()), expected, "{}", shown());
        }
        events += expected.events.len();
        unfinished += usize::from(expected.unfinished);
        ignored += usize::from(!expected.ignored.is_empty());
    }
    assert!(events >= 2 * STREAMS, "{events} events: the generator is too weak");
    assert!(unfinished > STREAMS / 5 && unfinished < STREAMS, "{unfinished} unfinished");
    assert!(ignored > STREAMS / 5, "{ignored} with ignored lines");
}

#[test]
fn a_small_bound_gives_the_same_verdict_in_every_chunking() {
    let mut rng = Rng::new(0xB0D);
    let mut refused = 0;
    for number in 0..STREAMS {
        let stream = generate::stream(&mut rng);
        let limit = rng.below(40);
        let decoder = || SseDecoder::new().with_max_event_bytes(limit).keeping_ignored();
        let whole = run_with(decoder(), [&stream[..]]);
        for chunks in chunkings(&mut rng, &stream) {
            let outcome = run_with(decoder(), chunks.iter().copied());
            assert_eq!(outcome, whole, "stream {number}, bound {limit}, cut as {chunks:?}");
        }
        refused += usize::from(whole.too_large.is_some());
    }
    assert!(refused > STREAMS / 5 && refused < STREAMS * 4 / 5, "{refused} were refused");
}
