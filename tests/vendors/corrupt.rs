//! Law 12 for what goes wrong: the same corrupt bytes give the same error, however they are cut,
//! on each wire and with every kind of line end.

use kei_router::codec::Codec;
use kei_router::engine::Reader;
use kei_router::{ChatRequest, LlmError, Message};
use kei_router_testkit::{Chunking, Script};
use kei_router_tests::VendorWire;
use std::sync::Arc;

/// The error of this body, cut like this, as it prints, and what had arrived before it.
fn error(wire: &VendorWire, body: &str, chunking: &Chunking) -> (String, String) {
    let error = read(wire, body, chunking).expect_err("the body is corrupt");
    let partial = format!("{:?}", error.partial());
    (format!("{error:#} {:?}", error.body()), partial)
}

fn read(wire: &VendorWire, body: &str, chunking: &Chunking) -> Result<(), LlmError> {
    let vendor = kei_router::vendors().iter().find(|vendor| vendor.name() == wire.vendor());
    let codec: Arc<dyn Codec> = vendor.expect("a row").codec().expect("compiled in");
    let request = ChatRequest::new([Message::user("hi")]).max_tokens(9);
    let endpoint = wire.descriptor().own_endpoint()?;
    let mut reader = Reader::at(codec, &request, &endpoint, false)?;
    for chunk in chunking.split(&body.to_owned().into()) {
        reader.feed(chunk);
        while let Some(event) = reader.next() {
            event?;
        }
    }
    reader.end(None);
    while let Some(event) = reader.next() {
        event?;
    }
    Ok(())
}

/// Bodies whose text is there, and then an event that cannot be read.
fn corrupt_bodies(wire: &VendorWire) -> Vec<String> {
    let body = wire.body(&Script::new().say_tokens(["One ", "two ", "three "]));
    let events: Vec<_> = body.split_inclusive("\n\n").collect();
    let at = events.iter().position(|event| event.contains("two ")).expect("it is said");
    let spoil = |event: &str| {
        let cut = event.find("two ").expect("it is said");
        [event[..cut].to_owned() + "\u{1}\n\n", event[..cut].to_owned() + "\n\n"]
    };
    let rebuilt = |spoiled: String| {
        let (before, behind) = (events[..at].concat(), events[at + 1..].concat());
        before + &spoiled + &behind
    };
    let broken = spoil(events[at]).map(rebuilt);
    let cut_short = events[..at].concat() + "data: {\"half";
    let refused = events[..at].concat() + "{\"error\":{\"message\":\"no more\"}}\n";
    broken.into_iter().chain([cut_short, refused]).collect()
}

#[test]
fn corrupt_bytes_give_one_error_however_they_are_cut() {
    for wire in VendorWire::all() {
        for body in corrupt_bodies(&wire) {
            for line_end in ["\n", "\r\n", "\r"] {
                let body = body.replace('\n', line_end);
                let whole = error(&wire, &body, &Chunking::Whole);
                let sizes = [1, 2, 3, 7, 16, 64].map(Chunking::Every);
                let cuts = (1..body.len()).map(|at| Chunking::At(vec![at]));
                for chunking in sizes.into_iter().chain(cuts) {
                    let cut = error(&wire, &body, &chunking);
                    assert_eq!(cut, whole, "{} {line_end:?} {chunking:?}", wire.name());
                }
            }
        }
    }
}

#[test]
fn an_error_names_the_event_and_the_byte_at_which_it_ends() {
    for wire in VendorWire::all() {
        let body = &corrupt_bodies(&wire)[0];
        let (text, _) = error(&wire, body, &Chunking::Whole);
        let end = body.find('\u{1}').expect("it is spoiled") + "\u{1}\n".len();
        assert!(text.contains(&format!("ending at byte {end}: ")), "{}: {text}", wire.name());
    }
}
