//! A binary framing with length prefixes and checksums, that only this vendor knows.

mod framer;
mod framing;

use crate::wire::{Toy, ToyFormat};
use crate::{assert_held, descriptor, provider, run_suite};
pub(crate) use framer::checksum;

use framer::BinaryFramer;
use framing::BinaryFraming;
use kei_router::framing::Framer;
use kei_router::{ChatRequest, ErrorKind, LlmError, Message, Provider};
use kei_router_testkit::formats::Framing;
use kei_router_testkit::{Replay, ReplayTransport, Script, render_as};
use std::sync::Arc;

fn toy() -> Toy {
    let framer = || -> Box<dyn Framer> { Box::new(BinaryFramer::default()) };
    Toy::new(descriptor("toy-binary", "v1/talk"), framer)
}

fn format() -> ToyFormat {
    ToyFormat::over(BinaryFraming).with_exceptions()
}

#[tokio::test]
async fn a_binary_framing_with_checksums_holds_the_contract() {
    assert_held(&run_suite(&toy(), format()).await);
}

/// What a body is read as.
async fn read(body: Vec<u8>) -> Result<String, LlmError> {
    let transport = Arc::new(ReplayTransport::new(Replay::stream(&BinaryFraming, body)));
    let provider = provider(&toy()).api_key("sk-toy").transport(transport).build();
    let reply = provider.complete(&ChatRequest::new([Message::user("Hi")])).await?;
    Ok(reply.text().into_owned())
}

#[tokio::test]
async fn each_flipped_bit_is_an_error_and_never_another_text() {
    let body = render_as(&format(), "toy-1", &Script::text("Hi there.")).to_vec();
    assert_eq!(read(body.clone()).await.expect("it is whole"), "Hi there.");
    for at in 0..body.len() {
        let mut damaged = body.clone();
        if let Some(byte) = damaged.get_mut(at) {
            *byte ^= 0x10;
        }
        let error = read(damaged).await.expect_err("a checksum is wrong");
        assert_eq!(error.kind(), ErrorKind::Corrupt, "byte {at}: {error}");
    }
}

#[tokio::test]
async fn a_frame_over_the_bound_is_too_large_before_it_has_come() {
    let mut head = vec![0x7f, 0xff, 0xff, 0xff, 0, 0];
    head.extend_from_slice(&checksum(&head).to_be_bytes());
    let error = read(head).await.expect_err("2 GiB are too much");
    assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
}

#[test]
fn frames_are_written_as_they_are_read() {
    assert_eq!(BinaryFraming.framer().media_types().first(), Some(&BinaryFraming.media_type()));
}
