//! Bytes to frames. A frame is a head of ten bytes (the length of all of it, its kind, the length
//! of its name, a checksum of the six bytes before), the name, the payload, and a checksum of
//! everything before.

use bytes::Bytes;
use kei_router::framing::{Frame, FrameKind, Framer};
use kei_router::{ErrorKind, LlmError};

pub(super) const MEDIA_TYPE: &str = "application/vnd.toy.frames";
/// The length, the kind and the length of the name.
const BEFORE_CHECKSUM: usize = 6;
const HEAD: usize = 10;
const CHECKSUM: usize = 4;

#[derive(Debug)]
pub(super) struct BinaryFramer {
    chunk: Bytes,
    /// How much of the chunk has been taken.
    at: usize,
    /// The frame so far, or the one that is lent.
    frame: Vec<u8>,
    lent: bool,
    max: usize,
}

impl Default for BinaryFramer {
    fn default() -> Self {
        let (chunk, frame) = (Bytes::new(), Vec::new());
        Self { chunk, at: 0, frame, lent: false, max: 16 << 20 }
    }
}

impl Framer for BinaryFramer {
    fn media_types(&self) -> &'static [&'static str] {
        &[MEDIA_TYPE]
    }

    fn set_max_frame_bytes(&mut self, bytes: usize) {
        self.max = bytes;
    }

    fn feed(&mut self, chunk: Bytes) {
        (self.chunk, self.at) = (chunk, 0);
    }

    fn next(&mut self) -> Option<Result<Frame<'_>, LlmError>> {
        if std::mem::take(&mut self.lent) {
            self.frame.clear();
        }
        if !self.take(HEAD) {
            return None;
        }
        let length = match length(&self.frame, self.max) {
            Ok(length) => length,
            Err(error) => return Some(Err(error)),
        };
        if !self.take(length) {
            return None;
        }
        self.lent = true;
        Some(frame(&self.frame).ok_or_else(|| LlmError::corrupt("a frame is damaged")))
    }

    fn finish(&mut self, _: bool) -> Option<Result<Frame<'_>, LlmError>> {
        None
    }

    fn unread(&self) -> usize {
        self.chunk.len().saturating_sub(self.at)
    }
}

impl BinaryFramer {
    /// Takes up to `length` bytes of the frame; says whether they are all there.
    fn take(&mut self, length: usize) -> bool {
        let lacks = length.saturating_sub(self.frame.len());
        let rest = self.chunk.get(self.at..).unwrap_or_default();
        let taken = rest.get(..lacks).unwrap_or(rest);
        self.frame.extend_from_slice(taken);
        self.at = self.at.saturating_add(taken.len());
        self.frame.len() >= length
    }
}

/// The length of the whole frame, by a head that is sound.
fn length(head: &[u8], max: usize) -> Result<usize, LlmError> {
    let damaged = || LlmError::corrupt("the head of a frame is damaged");
    let (content, rest) = head.split_at_checked(BEFORE_CHECKSUM).ok_or_else(damaged)?;
    if number(rest) != Some(checksum(content)) {
        return Err(damaged());
    }
    let length = number(content).and_then(|length| usize::try_from(length).ok());
    match length.filter(|length| *length >= HEAD + CHECKSUM).ok_or_else(damaged)? {
        length if length > max => {
            Err(LlmError::new(ErrorKind::TooLarge, format!("a frame is over {max} bytes")))
        }
        length => Ok(length),
    }
}

fn frame(bytes: &[u8]) -> Option<Frame<'_>> {
    let (content, check) = bytes.split_at_checked(bytes.len().checked_sub(CHECKSUM)?)?;
    if number(check) != Some(checksum(content)) {
        return None;
    }
    let kind = match content.get(4)? {
        1 => FrameKind::Exception,
        2 => FrameKind::Error,
        _ => FrameKind::Event,
    };
    let name_length = usize::from(*content.get(5)?);
    let (name, payload) = content.get(HEAD..)?.split_at_checked(name_length)?;
    let text = |bytes| std::str::from_utf8(bytes).ok();
    Some(Frame::new(text(name)?, text(payload)?).with_kind(kind))
}

fn number(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))
}

/// A sum in which every bit of every byte changes the result: FNV-1a of 32 bits.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    let add = |sum: u32, byte: &u8| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    bytes.iter().fold(0x811c_9dc5, add)
}
