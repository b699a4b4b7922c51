//! What a decoder told, by its events.

use super::extract::{ExtractedCall, ExtractedPart};
use super::manifest::Form;
use kei_router::{Finish, LlmError, Part, PartKind, StreamEvent, Usage, WarningKind};
use kei_router_testkit::laws::Item;
use serde_json::Value;

/// What the events say.
#[derive(Default)]
pub(crate) struct Decoded<'a> {
    pub(crate) text: String,
    pub(crate) reasoning: String,
    calls: Vec<ExtractedCall>,
    pub(crate) usage: Usage,
    /// The parts, without media.
    pub(crate) parts: Vec<ExtractedPart>,
    /// What the vendor wants back beside the messages.
    pub(crate) state: Value,
    pub(crate) finish: Option<&'a Finish>,
    pub(crate) error: Option<&'a LlmError>,
}

impl<'a> Decoded<'a> {
    pub(crate) fn by(items: &'a [Item]) -> Self {
        let mut decoded = Self::default();
        for item in items {
            match item {
                Ok(StreamEvent::Token(piece)) => decoded.text.push_str(piece),
                Ok(StreamEvent::Reasoning(piece)) => decoded.reasoning.push_str(piece),
                Ok(StreamEvent::ToolCallStart { call_id, name }) => {
                    decoded.calls.push(ExtractedCall {
                        id: call_id.clone(),
                        name: name.clone(),
                        arguments: String::new(),
                    })
                }
                Ok(StreamEvent::ToolCallDelta { call_id, fragment }) => {
                    let call = decoded.calls.iter_mut().rfind(|call| call.id == *call_id);
                    call.into_iter().for_each(|call| call.arguments.push_str(fragment));
                }
                Ok(StreamEvent::Part(part)) => decoded.part(part),
                Ok(StreamEvent::Usage(usage)) => decoded.usage = **usage,
                Ok(StreamEvent::Finish(finish)) => decoded.finish = Some(finish),
                Err(error) => decoded.error = Some(error),
                Ok(_) => {}
            }
        }
        decoded
    }

    fn part(&mut self, part: &Part) {
        let json = |json: &str| serde_json::from_str::<Value>(json).unwrap_or_default();
        let attached = part.vendor.as_ref().map_or(Value::Null, |vendor| json(&vendor.json));
        self.parts.push(match &part.kind {
            PartKind::Text { text } => ExtractedPart::new("text", text, &attached),
            PartKind::Reasoning(thought) => {
                ExtractedPart::new("reasoning", &thought.text, &Value::Null)
            }
            PartKind::ToolCall(call) => ExtractedPart::new("call", &call.name, &attached),
            PartKind::Opaque(block) => ExtractedPart::opaque(&json(&block.json)),
            PartKind::State(state) => return self.state = json(&state.json),
            _ => return,
        });
    }

    /// The calls; where the vendor sent no id, the one that was made up is passed over.
    pub(crate) fn calls_like(&self, extracted: &[ExtractedCall]) -> Vec<ExtractedCall> {
        let mut calls = self.calls.clone();
        for (call, extracted) in
            calls.iter_mut().zip(extracted).filter(|(_, extracted)| extracted.id.is_empty())
        {
            call.id.clone_from(&extracted.id);
        }
        calls
    }
}

/// What the decoder itself found odd. The lists of payloads have lost their `[DONE]`.
pub(crate) fn warnings(form: Form, items: &[Item]) -> Vec<String> {
    let odd = items.iter().filter_map(|item| match item {
        Ok(StreamEvent::Warning(warning)) => Some(warning),
        _ => None,
    });
    let odd =
        odd.filter(|warning| matches!(warning.kind, WarningKind::Ending | WarningKind::Vendor));
    let odd = odd.filter(|warning| form == Form::Stream || warning.subject != "[DONE]");
    odd.map(|warning| warning.message.clone()).collect()
}
