//! A sound while it comes, as base64.

use crate::{Media, Part};

/// A sound so far.
#[derive(Debug)]
pub(super) struct Sound {
    pub(super) key: u64,
    pub(super) base64: String,
    pub(super) vendor: Option<String>,
}

impl Sound {
    /// The part; `None` where what came is no base64. What says nothing of its form is raw
    /// samples, the one form in which OpenAI streams.
    pub(super) fn part(&self, provider: &str) -> Option<Part> {
        let mut media = Media::base64_pieces("audio/pcm", &self.base64)?;
        if let Some(media_type) = media.sniffed_audio() {
            media = media.typed(media_type);
        }
        let part = Part::audio(media);
        Some(match &self.vendor {
            Some(json) => part.with_vendor(provider, json.clone()),
            None => part,
        })
    }
}
