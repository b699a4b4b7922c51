//! A whole reply.

use crate::{
    Citation, EventStream, Finish, LlmError, PartKind, Started, StreamEvent, ToolCall, Warning,
};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A whole reply: what a stream gives, collected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reply {
    /// Who answered.
    pub started: Started,
    /// The turn: message, reason, usage, cost, model.
    pub finish: Finish,
    /// What the reply cites.
    pub citations: Vec<Citation>,
    /// What the caller should know.
    pub warnings: Vec<Warning>,
}

impl Reply {
    /// Collects a stream.
    ///
    /// # Errors
    /// The stream's own, which carries what had arrived; `Truncated` for a stream that ends with
    /// neither an error nor a finish.
    pub async fn collect(mut stream: EventStream) -> Result<Self, LlmError> {
        let mut started = Started::default();
        let (mut citations, mut warnings) = (Vec::new(), Vec::new());
        let mut last = None;
        while let Some(event) = stream.next().await {
            match event? {
                StreamEvent::Started(event) => started = event,
                StreamEvent::Citation(citation) => citations.push(citation),
                StreamEvent::Warning(warning) => warnings.push(warning),
                StreamEvent::Finish(finish) => last = Some(finish),
                _ => {}
            }
        }
        let none = || LlmError::truncated("the stream ended without a finish");
        Ok(Self { started, finish: last.ok_or_else(none)?, citations, warnings })
    }

    /// The text of the reply.
    pub fn text(&self) -> Cow<'_, str> {
        self.finish.message.content.text()
    }

    /// The calls of the reply, in order.
    pub fn tool_calls(&self) -> impl Iterator<Item = &ToolCall> {
        self.finish.message.content.parts().iter().filter_map(|part| match &part.kind {
            PartKind::ToolCall(call) => Some(call),
            _ => None,
        })
    }

    /// The reply's JSON, parsed: the text itself, or the first object or array in its prose or
    /// code fence.
    ///
    /// # Errors
    /// Says what is wrong with the text, and where.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        let text = self.text();
        serde_json::from_str(&text).or_else(|error| {
            let starts = text.match_indices(['{', '[']).filter_map(|(at, _)| text.get(at..));
            let mut parsed = starts.map(|json| {
                let mut values = serde_json::Deserializer::from_str(json).into_iter::<T>();
                values.next().and_then(Result::ok)
            });
            parsed.find_map(|value| value).ok_or(error)
        })
    }
}
