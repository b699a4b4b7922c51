//! What the tests of the agent share.

use kei_router::agent::{AgentError, AgentEvent, AgentFinish, AgentStream};
use kei_router::{ChatRequest, Message, Part, PartKind, StreamExt, Tool, ToolResult, Usage};
use kei_router_testkit::Script;
use serde_json::json;

pub(crate) fn question() -> ChatRequest {
    ChatRequest::new([Message::user("Which is warmer, Oslo or Cairo?")])
}

pub(crate) fn weather() -> Tool {
    let schema = json!({
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
    });
    Tool::new("weather", "The temperature in a city.", schema)
}

/// A turn that calls the tool for both cities at once.
pub(crate) fn calls() -> Script {
    Script::text("Let me look.")
        .call("call_1", "weather", r#"{"city":"Oslo"}"#)
        .call("call_2", "weather", r#"{"city":"Cairo"}"#)
        .usage(Usage::new(100, 20))
}

pub(crate) fn answer() -> Script {
    Script::text("Cairo.").usage(Usage::new(150, 5))
}

/// A run, collected: its events, and how it ended.
pub(crate) async fn collect(
    mut run: AgentStream,
) -> (Vec<AgentEvent>, Result<AgentFinish, AgentError>) {
    let mut events = Vec::new();
    while let Some(event) = run.next().await {
        match event {
            Ok(AgentEvent::Finish(finish)) => {
                assert!(run.next().await.is_none(), "the finish is the last event");
                return (events, Ok(*finish));
            }
            Ok(event) => events.push(event),
            Err(error) => {
                assert!(run.next().await.is_none(), "an error is the last item");
                return (events, Err(error));
            }
        }
    }
    panic!("a run without an end")
}

/// The results in a conversation, in order.
pub(crate) fn results(messages: &[Message]) -> Vec<ToolResult> {
    let parts = messages.iter().flat_map(|message| message.content.parts());
    let result = |part: &Part| match &part.kind {
        PartKind::ToolResult(result) => Some(result.clone()),
        _ => None,
    };
    parts.filter_map(result).collect()
}
