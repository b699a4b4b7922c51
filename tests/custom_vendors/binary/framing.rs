//! Frames to bytes, for the testkit.

use super::framer::{BinaryFramer, MEDIA_TYPE, checksum};
use kei_router::framing::{FrameKind, Framer};
use kei_router_testkit::formats::{Framing, SimFrame, Style};

#[derive(Clone, Copy, Debug)]
pub(super) struct BinaryFraming;

impl Framing for BinaryFraming {
    fn media_type(&self) -> &str {
        MEDIA_TYPE
    }

    fn framer(&self) -> Box<dyn Framer> {
        Box::new(BinaryFramer::default())
    }

    fn write(&self, frame: &SimFrame, _: &Style, out: &mut Vec<u8>) {
        let name = frame.event.as_deref().unwrap_or_default();
        let kind = match frame.kind {
            FrameKind::Exception => 1,
            FrameKind::Error => 2,
            _ => 0,
        };
        let length = 10 + name.len() + frame.data.len() + 4;
        let mut bytes = u32::try_from(length).expect("a short frame").to_be_bytes().to_vec();
        bytes.push(kind);
        bytes.push(u8::try_from(name.len()).expect("a short name"));
        bytes.extend_from_slice(&checksum(&bytes).to_be_bytes());
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(frame.data.as_bytes());
        bytes.extend_from_slice(&checksum(&bytes).to_be_bytes());
        out.extend_from_slice(&bytes);
    }

    fn shows_documents(&self) -> bool {
        false
    }
}
