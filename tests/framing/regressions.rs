//! Public faults of other decoders, each named after its thread.

use kei_router_core::sse::SseDecoder;

use super::run::{run, run_with};

const MIB: usize = 1024 * 1024;

fn long_event(len: usize) -> Vec<u8> {
    [b"data: ", &vec![b'x'; len][..], b"\n\n"].concat()
}

/// denoland/deno#35881: one line of 8 MiB took seconds, since each chunk copied the whole buffer.
#[test]
fn deno_35881_one_line_of_8_mib() {
    let outcome = run(long_event(8 * MIB).chunks(4096));
    assert_eq!(outcome.events[0].data.len(), 8 * MIB);
    assert!(!outcome.unfinished);
}

/// rexxars/eventsource-parser#19: image events of several MB, one after the other.
#[test]
fn eventsource_parser_19_image_events() {
    let stream = long_event(3 * MIB).repeat(3);
    let sizes: Vec<_> = run(stream.chunks(1400)).events.iter().map(|e| e.data.len()).collect();
    assert_eq!(sizes, [3 * MIB; 3]);
}

/// graniet/llm#90: events that were cut by a chunk were lost.
#[test]
fn llm_90_events_cut_by_chunks() {
    let stream: String = (0..50).map(|n| format!("event: e{n}\ndata: {{\"n\":{n}}}\n\n")).collect();
    for at in 0..stream.len() {
        let (head, tail) = stream.as_bytes().split_at(at);
        let events = run([head, tail]).events;
        assert_eq!(events.len(), 50, "cut at {at}");
        assert!(events.iter().enumerate().all(|(n, e)| e.data == format!("{{\"n\":{n}}}")));
    }
}

/// agentic-os-org/ANOLISA#2209: a flood of empty `data:` lines passed under the bound.
#[test]
fn anolisa_2209_separators_count() {
    for line in ["data:\n", "data\n", "data: \r\n"] {
        let flood = line.repeat(102);
        for size in [usize::MAX, 1, 64] {
            let run = |limit| {
                let decoder = SseDecoder::new().with_max_event_bytes(limit);
                run_with(decoder, flood.as_bytes().chunks(size)).too_large
            };
            assert_eq!((run(101), run(100)), (None, Some(100)), "{line:?} in {size}");
        }
    }
}

/// earendil-works/pi#9037: a split on LF LF never matches CRLF, and buffers without end.
#[test]
fn pi_9037_crlf_streams_have_events() {
    let stream = "event: a\r\ndata: 1\r\n\r\n".repeat(1000);
    for size in [usize::MAX, 1, 19, 64] {
        let decoder = SseDecoder::new().with_max_event_bytes(2);
        let outcome = run_with(decoder, stream.as_bytes().chunks(size));
        assert_eq!((outcome.events.len(), outcome.too_large), (1000, None));
    }
}

/// KarpelesLab/teamclaude#341: a stream without line ends was held without a bound.
#[test]
fn teamclaude_341_an_endless_line_is_refused() {
    for start in ["data: ", "event: ", "id: ", "retry: "] {
        let mut decoder = SseDecoder::new().with_max_event_bytes(MIB);
        assert!(decoder.next(&mut start.as_bytes()).is_none());
        let piece = [b'1'; 1024];
        let refused = (0..2000).find(|_| decoder.next(&mut &piece[..]).is_some());
        assert_eq!(refused, Some(1024), "{start}");
    }
}
