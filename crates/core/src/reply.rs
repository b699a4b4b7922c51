//! A whole reply.

use crate::{
    Citation, EventStream, Finish, LlmError, Part, PartKind, Started, StreamEvent, ToolCall,
    Warning,
};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A whole reply: a collected stream.
///
/// ```
/// use kei_router_core::{Finish, Message, Reply};
///
/// // What `Provider::complete` returns.
/// let reply = Reply::from(Finish::new("acme", "acme-1", Message::assistant("Sure: {\"n\":2}")));
/// assert_eq!(reply.text(), "Sure: {\"n\":2}");
/// assert_eq!(reply.json::<serde_json::Value>()?["n"], 2);
/// assert_eq!(reply.tool_calls().count(), 0);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reply {
    /// Who responded.
    pub started: Started,
    /// The result of the turn: message, reason, usage, cost, model.
    pub finish: Finish,
    /// The sources that the reply cites.
    pub citations: Vec<Citation>,
    /// Warnings.
    pub warnings: Vec<Warning>,
}

impl Reply {
    /// Collects a stream.
    ///
    /// # Errors
    /// The stream's own, which carries the partial reply; `Truncated` for a stream that ends with
    /// neither an error nor a finish.
    pub async fn collect(mut stream: EventStream) -> Result<Self, LlmError> {
        let mut collected = Collected::default();
        while let Some(event) = stream.next().await {
            collected.take(event?);
        }
        collected.into_reply()
    }

    /// Collects the events of a stream: the reverse of [`Reply::events`].
    ///
    /// # Errors
    /// `Truncated` if there is no `Finish` among them.
    pub fn from_events(events: impl IntoIterator<Item = StreamEvent>) -> Result<Self, LlmError> {
        let mut collected = Collected::default();
        events.into_iter().for_each(|event| collected.take(event));
        collected.into_reply()
    }

    /// The events of a stream that collects to this reply, from `Started` to `Done`, for custom
    /// providers that have the whole reply at once. Each part is one piece.
    pub fn events(self) -> Vec<StreamEvent> {
        let mut events = vec![StreamEvent::Started(Box::new(self.started))];
        events.extend(self.warnings.into_iter().map(StreamEvent::Warning));
        for part in self.finish.message.content.parts() {
            pieces(part, &mut events);
            events.push(StreamEvent::Part(Box::new(part.clone())));
        }
        let citations = self.citations.into_iter().map(Box::new);
        events.extend(citations.map(StreamEvent::Citation));
        if !self.finish.usage.is_unknown() {
            events.push(StreamEvent::Usage(Box::new(self.finish.usage)));
        }
        events.extend([StreamEvent::Finish(Box::new(self.finish)), StreamEvent::Done]);
        events
    }

    /// The reply as a stream, for custom providers; see [`Reply::events`].
    pub fn into_stream(self) -> EventStream {
        Box::pin(futures_util::stream::iter(self.events().into_iter().map(Ok)))
    }

    /// The text of the reply.
    pub fn text(&self) -> Cow<'_, str> {
        self.finish.message.content.text()
    }

    /// The tool calls of the reply, in order.
    pub fn tool_calls(&self) -> impl Iterator<Item = &ToolCall> {
        self.finish.message.content.parts().iter().filter_map(|part| match &part.kind {
            PartKind::ToolCall(call) => Some(call),
            _ => None,
        })
    }

    /// Parses the reply's JSON: the text itself, or the first object or array in its prose or code
    /// fence.
    ///
    /// # Errors
    /// The text contains no such JSON.
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

/// The parts of a reply, while they arrive.
#[derive(Default)]
struct Collected {
    started: Started,
    finish: Option<Finish>,
    citations: Vec<Citation>,
    warnings: Vec<Warning>,
}

impl Collected {
    fn take(&mut self, event: StreamEvent) {
        match event {
            StreamEvent::Started(event) => self.started = *event,
            StreamEvent::Citation(citation) => self.citations.push(*citation),
            StreamEvent::Warning(warning) => self.warnings.push(warning),
            StreamEvent::Finish(finish) => self.finish = Some(*finish),
            _ => {}
        }
    }

    fn into_reply(self) -> Result<Reply, LlmError> {
        let Self { started, finish, citations, warnings } = self;
        let none = || LlmError::truncated("the stream ended without a finish");
        Ok(Reply { started, finish: finish.ok_or_else(none)?, citations, warnings })
    }
}

impl From<Finish> for Reply {
    /// A reply without citations and warnings.
    fn from(finish: Finish) -> Self {
        let mut started = Started::default();
        started.provider.clone_from(&finish.provider);
        started.id.clone_from(&finish.id);
        started.model = Some(finish.model.clone());
        Self { started, finish, citations: Vec::new(), warnings: Vec::new() }
    }
}

/// The events of a part before its `Part` event.
fn pieces(part: &Part, events: &mut Vec<StreamEvent>) {
    match &part.kind {
        PartKind::Text { text } if !text.is_empty() => {
            events.push(StreamEvent::Token(text.clone()));
        }
        PartKind::Reasoning(reasoning) if !reasoning.text.is_empty() => {
            events.push(StreamEvent::Reasoning(reasoning.text.clone()));
        }
        PartKind::ToolCall(call) => {
            let (call_id, name) = (call.call_id.clone(), call.name.clone());
            events.push(StreamEvent::ToolCallStart { call_id, name });
            if !call.arguments.is_empty() {
                let (call_id, fragment) = (call.call_id.clone(), call.arguments.clone());
                events.push(StreamEvent::ToolCallDelta { call_id, fragment });
            }
            events.push(StreamEvent::ToolCall(Box::new(call.clone())));
        }
        _ => {}
    }
}
