//! Each rule of the standard as a case, in every chunking, and once more against the reference.

use super::{
    cuts, reference,
    run::{Event, Outcome, run},
};

/// An event as name, data, id and retry.
type Shown = (&'static str, &'static str, &'static str, Option<u64>);

/// Events that have no id and no retry.
fn without_ids(events: &[(&'static str, &'static str)]) -> Vec<Shown> {
    events.iter().map(|(event, data)| (*event, *data, "", None)).collect()
}

fn messages(data: &[&'static str]) -> Vec<Shown> {
    data.iter().map(|data| ("message", *data, "", None)).collect()
}

/// Checks the events of a stream; returns what else can be seen.
#[track_caller]
fn check(stream: impl AsRef<[u8]>, events: &[Shown]) -> Outcome {
    let stream = stream.as_ref();
    let expected = reference::decode(stream);
    let owned: Vec<Event> = events.iter().map(own).collect();
    assert_eq!(expected.events, owned, "the reference is wrong");
    for chunks in cuts::all(stream) {
        assert_eq!(run(chunks.iter().copied()), expected, "cut as {chunks:?}");
    }
    expected
}

fn own((event, data, id, retry): &Shown) -> Event {
    let (event, data, id) = ((*event).to_owned(), (*data).to_owned(), (*id).to_owned());
    Event { event, data, id, retry: *retry }
}

#[test]
fn lines_end_at_lf_crlf_or_cr() {
    for end in ["\n", "\r\n", "\r"] {
        let stream = ["event: a", "data: 1", "data: 2", "", "data: 3", "", ""].join(end);
        let outcome = check(stream, &without_ids(&[("a", "1\n2"), ("message", "3")]));
        assert!(!outcome.unfinished);
    }
    check("data: 1\r\n\rdata: 2\n\r\n", &messages(&["1", "2"]));
    check("data: 1\r\r\ndata: 2\r\n\n", &messages(&["1", "2"]));
}

#[test]
fn lf_cr_is_two_ends() {
    check("data: 1\n\rdata: 2\n\r", &messages(&["1", "2"]));
}

#[test]
fn a_cr_at_the_end_of_a_chunk_ends_the_line_at_once() {
    assert_eq!(run([&b"data: 1\r"[..], b"\r"]).events.len(), 1);
    let mut decoder = kei_router_core::sse::SseDecoder::new();
    let mut input = &b"data: 1\r\r"[..];
    assert!(decoder.next(&mut input).is_some(), "whole in one chunk");
    let mut input = &b"\ndata: 2\r\n\r"[..];
    let event = decoder.next(&mut input).expect("an event").expect("in bounds");
    assert_eq!(event.data, "2", "the LF belonged to the CR before it");
    let mut input = &b"\n"[..];
    assert!(decoder.next(&mut input).is_none());
    assert_eq!(decoder.finish(), Ok(()));
}

#[test]
fn one_byte_order_mark_is_dropped_at_the_start_only() {
    check("\u{FEFF}data: 1\n\n", &messages(&["1"]));
    check("\u{FEFF}\ndata: 1\n\n", &messages(&["1"]));
    check("\u{FEFF}: comment\n\ndata: 1\n\n", &messages(&["1"]));
    check("\u{FEFF}\u{FEFF}data: 1\n\ndata: 2\n\n", &messages(&["2"]));
    check("\n\u{FEFF}data: 1\n\ndata: 2\n\n", &messages(&["2"]));
    check("data: 1\n\n\u{FEFF}data: 2\n\n", &messages(&["1"]));
    check("data: \u{FEFF}1\n\n", &messages(&["\u{FEFF}1"]));
    assert!(!check("\u{FEFF}", &[]).unfinished);
}

#[test]
fn half_a_byte_order_mark_is_an_unknown_line() {
    for half in [&b"\xEF"[..], b"\xEF\xBB"] {
        assert!(check(half, &[]).unfinished);
        check([half, b"data: 1\n\ndata: 2\n\n"].concat(), &messages(&["2"]));
        check([half, b"\ndata: 1\n\n"].concat(), &messages(&["1"]));
    }
}

#[test]
fn text_is_utf8_with_replacement() {
    check("data: é日🦀\n\n", &messages(&["é日🦀"]));
    check(b"data: a\xFFb\n\ndata: c\n\n", &messages(&["a\u{FFFD}b", "c"]));
    check(b"data: a\xF0\x9F\xA6\n\n", &messages(&["a\u{FFFD}"]));
    check(b"data: \xED\xA0\x80\n\n", &messages(&["\u{FFFD}\u{FFFD}\u{FFFD}"]));
    check(b"event: a\xFF\ndata: 1\n\n", &without_ids(&[("a\u{FFFD}", "1")]));
    check(b"id: a\xFF\ndata: 1\n\n", &[("message", "1", "a\u{FFFD}", None)]);
    check(b": \xFF\nfoo\xFF: 1\ndata: 1\n\n", &messages(&["1"]));
}

#[test]
fn a_character_never_joins_over_a_line_end() {
    check(b"data: \xC3\ndata: \xA9\n\n", &messages(&["\u{FFFD}\n\u{FFFD}"]));
}

#[test]
fn data_lines_are_joined_by_lf() {
    check("data: 1\ndata: 2\ndata: 3\n\n", &messages(&["1\n2\n3"]));
    check("data:\ndata: 1\n\n", &messages(&["\n1"]));
    check("data\ndata\n\n", &messages(&["\n"]));
    check("data: 1\n: comment\nfoo: 2\ndata: 3\n\n", &messages(&["1\n3"]));
}

#[test]
fn empty_data_is_an_event() {
    check("data\n\n", &messages(&[""]));
    check("data:\n\ndata: \n\n", &messages(&["", ""]));
    check("event: a\ndata\n\n", &without_ids(&[("a", "")]));
}

#[test]
fn a_block_without_data_forgets_its_name() {
    check("event: a\n\ndata: 1\n\n", &messages(&["1"]));
    check("\n\n\n", &[]);
}

#[test]
fn the_name_lasts_for_one_event_and_the_last_one_counts() {
    check("event: a\ndata: 1\n\ndata: 2\n\n", &without_ids(&[("a", "1"), ("message", "2")]));
    check("event: a\nevent: b\ndata: 1\n\n", &without_ids(&[("b", "1")]));
    check("data: 1\nevent: a\n\n", &without_ids(&[("a", "1")]));
    check("event: a\nevent\ndata: 1\n\n", &messages(&["1"]));
    check("event:\ndata: 1\n\n", &messages(&["1"]));
}

#[test]
fn one_space_after_the_colon_goes() {
    check("data:1\n\n", &messages(&["1"]));
    check("data:  1 \n\n", &messages(&[" 1 "]));
    check("data:\t1\n\n", &messages(&["\t1"]));
    check("event:  a\ndata: 1\n\n", &without_ids(&[(" a", "1")]));
}

#[test]
fn the_first_colon_splits() {
    check("data: a: b\ndata::\ndata: :\n\n", &messages(&["a: b\n:\n:"]));
}

#[test]
fn names_are_exact() {
    let unknown = "Data: 1\n data: 2\ndata : 3\ndat: 4\ndataa: 5\nd\nDATA\nevents: 6\nretr: 7\n";
    let outcome = check([unknown, "\ndata: 8\n\n"].concat(), &messages(&["8"]));
    assert_eq!(outcome.ignored, unknown.trim_end());
    assert_eq!(outcome.retry, None);
}

#[test]
fn comments_are_skipped() {
    let outcome = check(":\n: data: 1\n::\n\ndata: 1\n:data: 2\n\n", &messages(&["1"]));
    assert_eq!(outcome.ignored, "", "comments are not kept");
}

#[test]
fn the_id_lasts_over_events() {
    let first = ("message", "1", "a", None);
    check("id: a\ndata: 1\n\ndata: 2\n\n", &[first, ("message", "2", "a", None)]);
    check("id: a\ndata: 1\n\nid\ndata: 2\n\n", &[first, ("message", "2", "", None)]);
    check("id: a\n\ndata: 1\n\n", &[first]);
    check("id: b\nid: a\ndata: 1\n\n", &[first]);
    let outcome = check("id: a\ndata: 1\n\nid: b\n", &[first]);
    assert_eq!(outcome.last_id, "a", "no blank line put b in force");
    assert_eq!(check("id: a\n\n", &[]).last_id, "a");
}

#[test]
fn an_id_with_nul_is_ignored() {
    let first = ("message", "1", "a", None);
    check("id: a\nid: b\0\ndata: 1\n\n", &[first]);
    check("id: a\n\nid: \0\ndata: 1\n\n", &[first]);
    check("data: a\0b\n\n", &messages(&["a\0b"]));
}

#[test]
fn retry_is_ascii_digits_in_milliseconds() {
    for (value, wait) in [
        ("5", Some(5)),
        ("0005", Some(5)),
        ("5000000000", Some(5_000_000_000)),
        ("18446744073709551615", Some(u64::MAX)),
        ("18446744073709551616", None),
        ("", None),
        ("+5", None),
        ("-5", None),
        ("5 ", None),
        ("5.0", None),
        ("\u{665}", None),
    ] {
        let outcome = check(format!("retry: {value}\ndata: 1\n\n"), &[("message", "1", "", wait)]);
        assert_eq!(outcome.retry, wait, "{value}");
    }
}

#[test]
fn retry_takes_effect_at_once_and_shows_with_the_next_event() {
    let shown = ("message", "1", "", Some(7));
    let silent = ("message", "2", "", None);
    let outcome = check("retry: 7\n\ndata: 1\n\ndata: 2\n\n", &[shown, silent]);
    assert_eq!(outcome.retry, Some(7), "it lasts");
    check("retry: 5\nretry: 7\nretry: x\ndata: 1\n\n", &[shown]);
    check("data: 2\n\ndata: 1\nretry: 7\n\n", &[silent, shown]);
    assert_eq!(check("retry: 7\n", &[]).retry, Some(7));
}

#[test]
fn an_event_without_its_blank_line_is_discarded_and_reported() {
    for cut in ["data: 1", "data: 1\n", "data: 1\r", "data", "d", "event: a\n", "foo\n", ": c", ":"]
    {
        assert!(check(cut, &[]).unfinished, "{cut:?}");
        let after = check(["data: 0\n\n", cut].concat(), &messages(&["0"]));
        assert!(after.unfinished, "{cut:?} after an event");
    }
}

#[test]
fn a_stream_that_ends_between_events_is_whole() {
    for whole in ["", "\n", "\r", "\r\n", "data: 1\n\n", ": c\n", "data: 1\n\n: c\n", "id: 1\n\n"] {
        let outcome = reference::decode(whole.as_bytes());
        assert!(!outcome.unfinished, "{whole:?}");
        for chunks in cuts::all(whole.as_bytes()) {
            assert_eq!(run(chunks), outcome, "{whole:?}");
        }
    }
}

#[test]
fn ignored_lines_are_kept_with_the_partial_last_one() {
    for (stream, kept) in [
        (
            "{\n  \"error\": {\n    \"code\": 1\n  }\n}",
            "{\n  \"error\": {\n    \"code\": 1\n  }\n}",
        ),
        ("error: {\"code\":1}\n\n", "error: {\"code\":1}"),
        ("{\"error\":{\"code\":1}}", "{\"error\":{\"code\":1}}"),
        ("dead upstream", "dead upstream"),
        ("dat", "dat"),
        ("even\n: comment\nid5\n", "even\nid5"),
        ("data: 1\r\nerror: 2\r\ndata: 3\r\n\r\nretry", "error: 2"),
    ] {
        let events = reference::decode(stream.as_bytes()).events;
        for chunks in cuts::all(stream.as_bytes()) {
            let outcome = run(chunks.iter().copied());
            assert_eq!(outcome.ignored, kept, "{stream:?} cut as {chunks:?}");
            assert_eq!(outcome.events, events);
        }
    }
}
