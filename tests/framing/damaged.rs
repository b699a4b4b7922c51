//! What a framing cannot read: the same error, and the same frames before it, however it is cut.

use super::cuts;
use bytes::Bytes;
use kei_router_core::framing::{Framer, ndjson, sse};

type MakeFramer = fn() -> Box<dyn Framer>;

/// The frames and where each of them ended, and the error behind them.
fn run(mut framer: Box<dyn Framer>, chunks: &[&[u8]]) -> (Vec<(String, usize)>, Option<String>) {
    framer.set_max_frame_bytes(8);
    let (mut frames, mut fed) = (Vec::new(), 0);
    for chunk in chunks {
        fed += chunk.len();
        framer.feed(Bytes::copy_from_slice(chunk));
        loop {
            let data = match framer.next() {
                Some(Ok(frame)) => frame.data.to_owned(),
                Some(Err(error)) => return (frames, Some(error.to_string())),
                None => break,
            };
            frames.push((data, fed - framer.unread()));
        }
        framer.feed(Bytes::new());
    }
    let last = framer.finish(false).map(|last| last.map(|frame| frame.data.to_owned()));
    match last {
        Some(Ok(data)) => frames.push((data, fed)),
        Some(Err(error)) => return (frames, Some(error.to_string())),
        None => {}
    }
    (frames, None)
}

#[test]
fn frames_end_where_they_end_and_the_error_behind_them_is_the_same_in_every_chunking() {
    let streams: [(MakeFramer, &str); 3] = [
        (sse, "data: 1\n\n\n:c\ndata: 22\nevent: e\n\ndata: 123456789\n\ndata: 4\n\n"),
        (sse, "data: 1\n\ndata: 22\n\nid: 1\n\nretry: 5\ndata: 3\n\ndata: 4"),
        (ndjson, "[1]\n\n{}\n[\"a\"]\n[\"abcdefgh\"]\n[]\n"),
    ];
    for (framer, stream) in streams {
        for line_end in ["\n", "\r\n", "\r"] {
            let stream = stream.replace('\n', line_end);
            let whole = run(framer(), &[stream.as_bytes()]);
            for chunks in cuts::all(stream.as_bytes()) {
                assert_eq!(run(framer(), &chunks), whole, "{stream:?} as {chunks:?}");
            }
        }
    }
}
