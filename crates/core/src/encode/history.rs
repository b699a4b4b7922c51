//! Checks of the conversation so far.

use super::{Draft, Members};
use crate::{LlmError, Message, Opaque, Part, PartKind, Role};

impl<'a> Draft<'a> {
    /// Whether this vendor attached anything to a part.
    pub fn is_attached(&self, part: &Part) -> bool {
        part.vendor.as_ref().is_some_and(|data| data.provider == self.vendor)
    }

    /// What this vendor attached to a part; empty if it came from another vendor.
    ///
    /// # Errors
    /// `BadRequest` if it is not a JSON object.
    pub fn attached(&self, part: &'a Part) -> Result<Members<'a>, LlmError> {
        match &part.vendor {
            Some(data) if data.provider == self.vendor => {
                Members::parse(&data.json).ok_or_else(|| {
                    LlmError::bad_request("the vendor data of a part is no JSON object")
                })
            }
            _ => Ok(Members::default()),
        }
    }

    /// Rejects a tool message without a result. With `opaque`, a vendor's own block counts as one.
    ///
    /// # Errors
    /// `BadRequest`, naming the message.
    pub fn check_results(&self, at: usize, opaque: bool) -> Result<(), LlmError> {
        let parts = self.request.messages.get(at).map(|message| message.content.parts());
        let is_result = |part: &Part| match part.kind {
            PartKind::ToolResult(_) => true,
            PartKind::Opaque(_) => opaque,
            _ => false,
        };
        match parts.unwrap_or_default().iter().any(is_result) {
            true => Ok(()),
            false => Err(LlmError::bad_request(format!(
                "message {at} is a tool's, but names no call it answers"
            ))),
        }
    }

    /// Rejects a conversation in which a tool call has no result before the next assistant turn:
    /// every vendor answers that with a 400.
    ///
    /// # Errors
    /// `BadRequest`, naming the call.
    pub fn check_calls(&self) -> Result<(), LlmError> {
        let messages = &self.request.messages;
        let turns = messages.iter().enumerate().filter(|(_, one)| one.role == Role::Assistant);
        for (at, turn) in turns {
            let after = messages.iter().skip(at).skip(1);
            let answers = after.take_while(|message| message.role != Role::Assistant);
            let answered = |id: &str| answers.clone().any(|message| answers_call(message, id));
            for part in turn.content.parts() {
                match &part.kind {
                    PartKind::ToolCall(call) if !answered(&call.call_id) => {
                        let (name, id) = (&call.name, &call.call_id);
                        return Err(LlmError::bad_request(format!(
                            "message {at} calls the tool {name} ({id}), and no result follows: \
                             answer the call, or take it out"
                        )));
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

fn answers_call(message: &Message, id: &str) -> bool {
    message.content.parts().iter().any(|part| match &part.kind {
        PartKind::ToolResult(result) => result.call_id == id,
        // The vendor's own form of a result.
        PartKind::Opaque(_) => message.role == Role::Tool,
        _ => false,
    })
}

/// The last state of `vendor` in a conversation.
pub(super) fn last_state<'a>(messages: &'a [Message], vendor: &str) -> Option<&'a Opaque> {
    let parts = messages.iter().rev().flat_map(|message| message.content.parts().iter().rev());
    parts
        .filter_map(|part| match &part.kind {
            PartKind::State(state) if state.provider == vendor => Some(state),
            _ => None,
        })
        .next()
}
