//! Parts that overlap: how late a whole part may come.

use kei_router_core::{Finish, FinishKind, Message, Part, PartKind, StreamEvent, ToolCall};
use kei_router_testkit::laws::{Item, check};

/// An event in short: `+a` starts the call `a`, `a:{` is a piece of it, `a.` is it whole, and `=a`
/// its part; `"One` is a token, and `=One` the part of such a text.
fn event(short: &str) -> StreamEvent {
    let call = |id: &str| {
        let (call_id, name) = (id.to_owned(), "f".to_owned());
        ToolCall { call_id, name, arguments: "{}".to_owned() }
    };
    let part = |part: Part| StreamEvent::Part(Box::new(part));
    match (short.split_at(1), short.split_at(short.len() - 1)) {
        (("+", id), _) => StreamEvent::ToolCallStart { call_id: id.into(), name: "f".into() },
        (("\"", text), _) => StreamEvent::Token(text.to_owned()),
        (("=", id), _) if id.len() == 1 => part(PartKind::ToolCall(call(id)).into()),
        (("=", text), _) => part(Part::text(text)),
        (_, (id, ".")) => StreamEvent::ToolCall(Box::new(call(id))),
        ((id, piece), _) => {
            StreamEvent::ToolCallDelta { call_id: id.into(), fragment: piece.replace(':', "") }
        }
    }
}

/// A whole stream of these events, whose message is made of its parts.
fn stream_of(events: &[&str]) -> Vec<Item> {
    let events: Vec<_> = events.iter().map(|short| event(short)).collect();
    let parts = events.iter().filter_map(|event| match event {
        StreamEvent::Part(part) => Some(part.as_ref().clone()),
        _ => None,
    });
    let mut finish = Finish::new("any", "any", Message::assistant(parts.collect::<Vec<_>>()));
    finish.reason.kind = FinishKind::ToolUse;
    let end = [StreamEvent::Finish(Box::new(finish)), StreamEvent::Done];
    let events = std::iter::once(StreamEvent::Started(Box::default())).chain(events).chain(end);
    events.map(Ok).collect()
}

#[test]
fn parts_that_overlap_may_come_as_late_as_they_must() {
    let lawful: [&[&str]; 3] = [
        // The second call is whole first; the text began behind both, and waits for them.
        &[
            "+a",
            "+b",
            "a:{",
            "b:{}",
            "\"One ",
            "b.",
            "\"two.",
            "a:}",
            "a.",
            "=a",
            "=b",
            "=One two.",
        ],
        // A text that goes on behind the beginning of a call.
        &["\"One ", "+a", "a:{}", "\"two.", "=One two.", "a.", "=a"],
        // A call that is whole at the end alone, as on wires that do not say so before.
        &["+a", "a:{}", "+b", "b:{}", "a.", "=a", "b.", "=b"],
    ];
    for events in lawful {
        assert_eq!(check(&stream_of(events)), Ok(()), "{events:?}");
    }
}

#[test]
fn a_part_that_waits_for_nothing_may_not_wait() {
    let late: [(&[&str], usize); 3] = [
        (&["\"One.", "+a", "=One.", "a:{}", "a.", "=a"], 3),
        (&["+a", "a:{}", "a.", "\"One.", "=a", "=One."], 5),
        (&["+a", "a:{}", "+b", "b:{}", "a.", "b.", "=a", "\"One.", "=b", "=One."], 9),
    ];
    for (events, at) in late {
        let broken = check(&stream_of(events)).expect_err("it is late");
        let found: Vec<_> = broken.iter().map(|law| (law.name, law.at)).collect();
        assert_eq!(found, [("part_order", at)], "{events:?}");
    }
}
