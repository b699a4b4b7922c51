//! One call of a tool, and its answer: two turns with one provider.

use super::attempt::{Outcome, finish};
use super::target::Target;
use super::verdict::{flaws, problems};
use kei_router::{ChatRequest, FinishKind, Message, Part, StreamEvent, Tool, ToolCall};
use kei_router_testkit::laws::Item;
use serde_json::{Map, Value, json};

/// The tool's name.
pub(super) const TOOL: &str = "weather";
const MAX_TOKENS: u64 = 64;
/// What was asked before, and the tool's result: a base model continues the pattern.
const SOLVED: [(&str, &str); 2] = [("Rome", "21"), ("Oslo", "4")];
const CITY: &str = "Cairo";
const DEGREES: &str = "31";

/// Has the model call a tool, sends its own turn back with the answer, and judges both turns.
pub(super) async fn attempt(target: &Target, show: bool) -> Outcome {
    let mut outcome = Outcome::begin(target, "tool", show);
    let mut request = request(target);
    let Some(items) = outcome.hear(target, &request, show).await else { return outcome };
    outcome.problems.extend(flaws(&items));
    match called(&items) {
        Ok((turn, call)) => {
            request.messages.push(turn);
            request.messages.push(Message::tool(&call.call_id, format!("{DEGREES} degrees")));
            let answer = outcome.hear(target, &request, show).await;
            outcome.problems.extend(answer.iter().flat_map(|items| problems(items)));
        }
        Err(problem) => outcome.problems.push(problem),
    }
    outcome
}

/// The last question of a conversation in which the tool was called before.
fn request(target: &Target) -> ChatRequest {
    let ask = |city: &str| Message::user(format!("weather in {city}?"));
    let mut messages = Vec::new();
    for (at, (city, degrees)) in SOLVED.into_iter().enumerate() {
        let (id, arguments) = (format!("call_{at}"), json!({"city": city}).to_string());
        messages.push(ask(city));
        messages.push(Message::assistant(Part::tool_call(&id, TOOL, arguments)));
        messages.push(Message::tool(&id, format!("{degrees} degrees")));
        messages.push(Message::assistant(format!("It is {degrees} degrees in {city}.")));
    }
    messages.push(ask(CITY));
    let mut request = target.request.clone();
    request.messages = messages.into();
    request.tools([tool()]).temperature(0.0).max_tokens(MAX_TOKENS)
}

/// The arguments of the call that is wanted.
pub(super) fn arguments() -> String {
    json!({"city": CITY}).to_string()
}

fn tool() -> Tool {
    let city = json!({"type": "string"});
    Tool {
        name: TOOL.to_owned(),
        description: "The weather in a city.".to_owned(),
        schema: json!({"type": "object", "properties": {"city": city}, "required": ["city"]}),
    }
}

/// The turn and the one call in it: of the tool, with a city, streamed in pieces, and finished
/// with the reason `tool_use`.
fn called(items: &[Item]) -> Result<(Message, ToolCall), String> {
    let calls = items.iter().filter_map(|item| match item {
        Ok(StreamEvent::ToolCall(call)) => Some(call),
        _ => None,
    });
    let calls: Vec<_> = calls.collect();
    let [call] = calls.as_slice() else { return Err(format!("{} calls came", calls.len())) };
    let arguments: Map<String, Value> =
        call.parse().map_err(|error| format!("the call's arguments: {error}"))?;
    let city = arguments.get("city").and_then(Value::as_str).unwrap_or_default();
    if call.name != TOOL || city.is_empty() {
        return Err(format!("the call is {}({})", call.name, call.arguments));
    }
    let is_piece = |item: &&Item| matches!(item, Ok(StreamEvent::ToolCallDelta { .. }));
    if items.iter().filter(is_piece).count() < 2 {
        return Err("the call's arguments came in one piece".to_owned());
    }
    let finish = items.iter().find_map(finish).ok_or("no finish came")?;
    match finish.reason.kind {
        FinishKind::ToolUse => Ok((finish.message.clone(), ToolCall::clone(call))),
        other => Err(format!("the call's turn ended with {}", other.as_str())),
    }
}
