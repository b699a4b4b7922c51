//! A wire of a few words that the vendors here speak, each over a framing and at a URL of its own.

mod decode;
mod format;

pub(crate) use format::ToyFormat;

use decode::ToyDecoder;
use kei_router::codec::{Codec, Descriptor, Encoded, Target};
use kei_router::framing::Framer;
use kei_router::{ChatRequest, LlmError, ModelInfo};
use serde_json::json;

/// The name by which the descriptors here refer to it.
pub(crate) const NAME: &str = "toy";

/// A vendor that speaks it.
#[derive(Clone)]
pub(crate) struct Toy {
    pub(crate) descriptor: Descriptor,
    /// How the answers are framed.
    pub(crate) framer: fn() -> Box<dyn Framer>,
    /// Whether the body names the model, or the URL does.
    pub(crate) model_in_body: bool,
}

impl Toy {
    pub(crate) fn new(descriptor: Descriptor, framer: fn() -> Box<dyn Framer>) -> Self {
        Self { descriptor, framer, model_in_body: true }
    }
}

impl Codec for Toy {
    fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    fn model_info(&self, _: &str) -> ModelInfo {
        ModelInfo::default()
    }

    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError> {
        let body = json!({
            "model": self.model_in_body.then_some(target.model),
            "system": *request.system,
            "messages": *request.messages,
            "tools": *request.tools,
            "max_tokens": request.max_tokens,
        });
        let post = target.post(&self.descriptor, &[], request, body.to_string().into())?;
        Ok(Encoded::new(post, (self.framer)(), ToyDecoder))
    }
}
