//! The cases: a wire, and what is streamed over it.

use crate::{Result, chat_completions, messages, responses};
use futures_util::StreamExt;
use kei_router::{ChatRequest, EventStream, Message, StreamEvent, Vendor, vendors};
use kei_router_testkit::{Chunking, Replay, ReplayTransport};
use std::hint::black_box;
use std::sync::Arc;

/// As much as a socket gives at once.
const CHUNK: usize = 4096;

/// A wire, and what is streamed over it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Case {
    /// Its name, such as `messages.text`.
    pub name: &'static str,
    /// The vendor that reads it.
    pub vendor: &'static str,
    /// The format of the vendor's wire.
    pub format: &'static str,
    /// Renders the body of a reply of this many tokens.
    render: fn(usize) -> String,
}

const fn case(
    name: &'static str,
    (vendor, format): (&'static str, &'static str),
    render: fn(usize) -> String,
) -> Case {
    Case { name, vendor, format, render }
}

const MESSAGES: (&str, &str) = ("anthropic", "anthropic-messages");
const OPENAI: (&str, &str) = ("openai", "chat-completions");
const KIMI: (&str, &str) = ("kimi", "chat-completions");
const RESPONSES: (&str, &str) = ("openai", "responses");

/// Every case.
pub const CASES: [Case; 9] = [
    case("messages.text", MESSAGES, messages::text),
    case("messages.tools", MESSAGES, messages::tools),
    case("messages.reasoning", MESSAGES, messages::reasoning),
    case("chat-completions.text", OPENAI, chat_completions::text),
    case("chat-completions.tools", OPENAI, chat_completions::tools),
    case("chat-completions.reasoning", KIMI, chat_completions::reasoning),
    case("responses.text", RESPONSES, responses::text),
    case("responses.tools", RESPONSES, responses::tools),
    case("responses.reasoning", RESPONSES, responses::reasoning),
];

impl Case {
    /// The case of this name.
    ///
    /// # Errors
    /// There is none.
    pub fn find(name: &str) -> Result<&'static Self> {
        let found = CASES.iter().find(|case| case.name == name);
        found.ok_or_else(|| format!("there is no case {name:?}").into())
    }

    /// The body of a reply of this many tokens.
    pub fn body(&self, tokens: usize) -> String {
        (self.render)(tokens)
    }

    /// The vendor's stream of a reply with this body.
    ///
    /// # Errors
    /// What the provider has against it.
    pub async fn open(&self, body: Vec<u8>) -> Result<EventStream> {
        let replay = Replay::sse(body).chunking(Chunking::Every(CHUNK));
        let vendor: Option<&Vendor> = vendors().iter().find(|one| one.name() == self.vendor);
        let vendor = vendor.ok_or("there is no such vendor")?;
        let descriptor = vendor.descriptor().ok_or("the vendor is not compiled in")?;
        let wire = descriptor.wires().find(|wire| wire.format == self.format);
        let wire = wire.ok_or("the vendor does not speak this wire")?;
        let transport = Arc::new(ReplayTransport::new(replay));
        let provider = vendor.over(transport, wire).ok_or("the vendor is not compiled in")?;
        let request = ChatRequest::new([Message::user("Hi")]).max_tokens(100);
        Ok(provider.stream(&request).await?)
    }

    /// Reads a stream to its end; gives the number of deltas.
    ///
    /// # Errors
    /// What goes wrong in it.
    pub async fn read(&self, mut stream: EventStream) -> Result<usize> {
        let mut deltas = 0_usize;
        while let Some(event) = stream.next().await {
            deltas = deltas.saturating_add(usize::from(is_delta(&black_box(event?))));
        }
        Ok(deltas)
    }

    /// Opens and reads a body; gives the number of deltas.
    ///
    /// # Errors
    /// What goes wrong.
    pub fn replay(&self, body: Vec<u8>) -> Result<usize> {
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        runtime.block_on(async { self.read(self.open(body).await?).await })
    }
}

fn is_delta(event: &StreamEvent) -> bool {
    matches!(
        event,
        StreamEvent::Token(_) | StreamEvent::Reasoning(_) | StreamEvent::ToolCallDelta { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_token_is_an_event_of_its_own() {
        for case in CASES {
            let deltas = |tokens| case.replay(case.body(tokens).into_bytes()).unwrap();
            assert_eq!(deltas(200) - deltas(100), 100, "{}", case.name);
        }
    }
}
