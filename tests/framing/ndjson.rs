//! Newline-delimited JSON, in every chunking.

use kei_router_core::ndjson::{NdjsonDecoder, NdjsonError};

use super::cuts;
use kei_router_tests::Rng;

type Lines = Result<Vec<String>, NdjsonError>;

fn run<'i>(mut decoder: NdjsonDecoder, chunks: impl IntoIterator<Item = &'i [u8]>) -> Lines {
    let mut lines = Vec::new();
    for mut input in chunks {
        while let Some(line) = decoder.next(&mut input) {
            lines.push(line?.to_owned());
        }
        assert!(input.is_empty(), "None, but {} bytes were left", input.len());
    }
    if let Some(last) = decoder.finish() {
        lines.push(last?.to_owned());
    }
    assert!(decoder.finish().is_none(), "the last line was given twice");
    Ok(lines)
}

/// The whole stream at once.
fn reference(stream: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(stream);
    let lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    let blank = |line: &str| line.bytes().all(|byte| byte.is_ascii_whitespace());
    lines.filter(|line| !blank(line)).map(str::to_owned).collect()
}

#[track_caller]
fn check(stream: impl AsRef<[u8]>, lines: &[&str]) {
    let stream = stream.as_ref();
    assert_eq!(reference(stream), lines, "the reference is wrong");
    for chunks in cuts::all(stream) {
        let run = run(NdjsonDecoder::new(), chunks.iter().copied());
        assert_eq!(run.expect("in bounds"), lines, "cut as {chunks:?}");
    }
}

#[test]
fn lines_end_at_lf_or_crlf() {
    check("{\"a\":1}\n{\"b\":2}\r\n{\"c\":3}\n", &["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"]);
    check("1\r2\n3\r\r\n", &["1\r2", "3\r"]);
}

#[test]
fn blank_lines_are_skipped() {
    check("\n\r\n1\n\n \t\r\n  \n2\n\n", &["1", "2"]);
    check("", &[]);
    check("\r\n", &[]);
    check(" \r", &[]);
}

#[test]
fn a_last_line_without_its_end_is_not_lost() {
    check("{\"a\":1}\n{\"done\":true}", &["{\"a\":1}", "{\"done\":true}"]);
    check("{\"done\":true}\r", &["{\"done\":true}"]);
}

#[test]
fn text_is_utf8_with_replacement() {
    check("\"é日🦀\"\n\"🦀\"", &["\"é日🦀\"", "\"🦀\""]);
    check(b"a\xFFb\n\xE3\x81\nc\n\xF0\x9F", &["a\u{FFFD}b", "\u{FFFD}", "c", "\u{FFFD}"]);
}

#[test]
fn generated_streams_match_the_reference() {
    const PARTS: [&[u8]; 10] =
        [b"\n", b"\n", b"\r\n", b"\r", b" ", b"{\"a\":1}", b"x", b"\xFF", b"\xE6\x97\xA5", b"\xE6"];
    let mut rng = Rng::new(0xD05);
    let mut lines = 0;
    for _ in 0..2000 {
        let parts = (0..rng.below(40)).map(|_| PARTS[rng.below(PARTS.len())]);
        let stream = parts.collect::<Vec<_>>().concat();
        let expected = reference(&stream);
        for most in [1, 4, 30] {
            let chunks = rng.cut_bytes(&stream, most);
            let run = run(NdjsonDecoder::new(), chunks.iter().copied());
            assert_eq!(run.as_ref(), Ok(&expected), "cut as {chunks:?}");
        }
        lines += expected.len();
    }
    assert!(lines > 4000, "{lines} lines: the generator is too weak");
}

#[test]
fn the_bound_does_not_depend_on_chunking_or_line_ends() {
    for (stream, bytes) in [
        (&b"12345\n1\n"[..], 5),
        (b"1\r\n12345\r\n1\r\n", 5),
        (b"12345", 5),
        (b"12345\r", 5),
        (b"1234\r\r\n", 5),
        (b"123\r5\n", 5),
        (b"     \n", 5),
        (b"ab\xFF\n", 5),
    ] {
        for chunks in cuts::all(stream) {
            let run = |limit| {
                run(NdjsonDecoder::new().with_max_line_bytes(limit), chunks.iter().copied())
            };
            assert!(run(bytes).is_ok(), "cut as {chunks:?}");
            let less = bytes - 1;
            let refused = Err(NdjsonError::TooLarge { limit: less });
            assert_eq!(run(less), refused, "cut as {chunks:?}");
        }
    }
}

#[test]
fn a_broken_bound_is_final() {
    let mut decoder = NdjsonDecoder::new().with_max_line_bytes(3);
    let broken = NdjsonError::TooLarge { limit: 3 };
    let mut input = &b"1\n1234\n2\n"[..];
    assert_eq!(decoder.next(&mut input), Some(Ok("1")));
    assert_eq!(decoder.next(&mut input), Some(Err(broken)));
    assert_eq!(decoder.next(&mut input), None);
    assert!(input.is_empty());
    assert_eq!(decoder.next(&mut &b"\n3\n"[..]), None);
    assert_eq!((decoder.finish(), NdjsonDecoder::new().finish()), (Some(Err(broken)), None));
}

#[test]
fn debug_shows_sizes_only() {
    let mut decoder = NdjsonDecoder::new();
    assert_eq!(decoder.next(&mut &b"secret"[..]), None);
    let shown = format!("{decoder:?}");
    assert!(shown.contains("held_bytes: 6") && !shown.contains("secret"), "{shown}");
}
