//! What was said before: messages in the shape of kei-router, which is also that of OpenAI's Chat
//! Completions (`tool_calls`, `tool_call_id`, lists as content).

use super::content::{Call, Nothing, Said};
use kei_router::{Message, Part, PartKind, Reasoning, Role};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// One message. Whatever it says is in the message, or an error names the member.
pub(super) struct Entry(pub(super) Message);

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntryVisitor).map(Self)
    }
}

/// The members of a message.
#[derive(Default)]
struct Members {
    role: Option<String>,
    content: Option<Said>,
    reasoning: Option<String>,
    refusal: Option<String>,
    calls: Option<Vec<Call>>,
    call_id: Option<String>,
    name: Option<String>,
}

struct EntryVisitor;

impl<'de> Visitor<'de> for EntryVisitor {
    type Value = Message;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a message with role and content")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Message, A::Error> {
        let mut members = Members::default();
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "role" => members.role = Some(map.next_value()?),
                "content" => members.content = Some(map.next_value()?),
                "reasoning_content" => members.reasoning = map.next_value()?,
                "refusal" => members.refusal = map.next_value()?,
                "tool_calls" => members.calls = map.next_value()?,
                "tool_call_id" => members.call_id = map.next_value()?,
                "name" => members.name = map.next_value()?,
                _ => {
                    map.next_value::<Nothing>()?;
                }
            }
        }
        members.message()
    }
}

impl Members {
    fn message<E: Error>(mut self) -> Result<Message, E> {
        let role = Role::from(self.role.take().ok_or_else(|| E::missing_field("role"))?);
        self.check(&role)?;
        if role == Role::Tool {
            return self.tool();
        }
        let calls = self.calls.unwrap_or_default();
        let content = match self.content {
            Some(content) => content.0,
            None if calls.is_empty() => return Err(E::missing_field("content")),
            None => Vec::new(),
        };
        let reasoning = self.reasoning.filter(|text| !text.is_empty()).map(reasoning);
        let refusal = self.refusal.filter(|text| !text.is_empty()).map(Part::text);
        let parts = reasoning.into_iter().chain(content).chain(refusal);
        let calls = calls.into_iter().map(|call| call.0);
        Ok(Message { role, content: parts.chain(calls).collect() })
    }

    /// Refuses what a message of this role cannot say.
    fn check<E: Error>(&self, role: &Role) -> Result<(), E> {
        let (assistant, tool) = (*role == Role::Assistant, *role == Role::Tool);
        let wrong = [
            ("tool_calls", !assistant && self.calls.as_ref().is_some_and(|c| !c.is_empty())),
            ("reasoning_content", !assistant && self.reasoning.is_some()),
            ("refusal", !assistant && self.refusal.is_some()),
            ("tool_call_id", !tool && self.call_id.is_some()),
            // The name of a tool stands in its call; of speakers no vendor's wire knows.
            ("name", !tool && self.name.is_some()),
        ];
        match wrong.iter().find(|(_, wrong)| *wrong) {
            Some((name, _)) => Err(E::custom(format!("`{name}` has no meaning in this role"))),
            None => Ok(()),
        }
    }

    /// The result of one call by its id, or results as parts.
    fn tool<E: Error>(self) -> Result<Message, E> {
        let content = self.content.ok_or_else(|| E::missing_field("content"))?.0;
        let is_result = |part: &Part| matches!(part.kind, PartKind::ToolResult(_));
        match self.call_id {
            Some(id) if !content.iter().any(is_result) => Ok(Message::tool(id, content)),
            Some(_) => Err(E::custom("has `tool_call_id` and parts that are results")),
            None if content.is_empty() || !content.iter().all(is_result) => {
                Err(E::missing_field("tool_call_id"))
            }
            None => Ok(Message { role: Role::Tool, content: content.into() }),
        }
    }
}

fn reasoning(text: String) -> Part {
    let mut reasoning = Reasoning::default();
    reasoning.text = text;
    Part::new(PartKind::Reasoning(reasoning))
}
