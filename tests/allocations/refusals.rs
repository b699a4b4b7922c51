//! What a refusal holds of the heap: a small multiple of what is read of it, whatever it is.

#![allow(clippy::expect_used, clippy::string_slice, reason = "a test fails by panicking")]

use super::counter::peak;
use http::StatusCode;
use kei_router::codec::Refusal;
use kei_router::{ChatRequest, ErrorKind, Message};
use kei_router_testkit::{Replay, ReplayTransport};
use kei_router_tests::VendorWire;
use std::sync::Arc;

const MEBIBYTE: usize = 1 << 20;

/// Lists of small things, of a mebibyte each, in places where an error has something else.
fn hostile() -> Vec<String> {
    let list = |item: &str| format!("[{}0]", item.repeat(MEBIBYTE / item.len()));
    let error = r#"{"code":1,"type":"x","message":"m","details":[{"reason":"r"}]},"#;
    let lists = ["0,", "[],", "{},", "\"\",", "{\"error\":{}},", error].map(list);
    let text = "x".repeat(MEBIBYTE);
    let placed = |list: &String| {
        [
            list.clone(),
            format!(r#"{{"error":{list}}}"#),
            format!(r#"{{"error":{{"message":"m","details":{list},"innererror":{list}}}}}"#),
            format!(r#"{{"detail":{list},"error":{{"message":"{text}"}}}}"#),
        ]
    };
    lists.iter().flat_map(placed).collect()
}

#[test]
fn a_refusal_of_any_shape_is_read_within_a_small_part_of_its_size() {
    for body in hostile() {
        let held = peak(|| Refusal::read(None, body.as_bytes()));
        assert!(held < MEBIBYTE as u64 / 2, "{held} bytes for {}", &body[..60]);
    }
}

#[test]
fn a_refusal_by_its_status_holds_what_is_read_of_its_body() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    for wire in VendorWire::all() {
        for body in hostile() {
            let answer = Replay::json(StatusCode::BAD_REQUEST, body);
            let provider = wire.over(Arc::new(ReplayTransport::new(answer)));
            let request = ChatRequest::new([Message::user("hi")]);
            let asked = || runtime.block_on(provider.complete(&request)).err().map(|e| e.kind());
            assert_eq!(asked(), Some(ErrorKind::BadRequest), "{}", wire.name());
            let held = peak(asked);
            assert!(held < MEBIBYTE as u64, "{}: {held} bytes", wire.name());
        }
    }
}
