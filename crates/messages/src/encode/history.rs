//! History that the vendor answers with a 400, put right.

use super::body::{Block, OwnBlock, WireContent, WireMessage};
use kei_router_core::encode::Draft;
use kei_router_core::{Capability, LlmError};

/// Puts right what the vendor refuses of a conversation, and reports it.
pub(super) fn repair(
    messages: &mut Vec<WireMessage<'_>>,
    draft: &mut Draft<'_>,
) -> Result<(), LlmError> {
    thinking_last(messages, draft)?;
    thinking_missing(messages, draft)?;
    prefill(messages, draft)?;
    match messages.is_empty() {
        true => Err(LlmError::bad_request("no message says anything")),
        false => Ok(()),
    }
}

/// A turn must not end with thinking: one that was cut off does.
fn thinking_last(
    messages: &mut Vec<WireMessage<'_>>,
    draft: &mut Draft<'_>,
) -> Result<(), LlmError> {
    for blocks in messages.iter_mut().filter_map(turn) {
        while blocks.last().is_some_and(Block::is_thinking) {
            blocks.pop();
            draft.omit("reasoning", "nothing of its turn follows it, and the vendor wants that")?;
        }
    }
    messages.retain(|message| !message.is_empty());
    Ok(())
}

/// Under a budget, a turn whose calls were just answered must begin with thinking. One of another
/// vendor's has none, so the request does without; its other thinking would then be refused too.
fn thinking_missing(
    messages: &mut Vec<WireMessage<'_>>,
    draft: &mut Draft<'_>,
) -> Result<(), LlmError> {
    let budget = |thinking: &mut serde_json::Value| {
        thinking.get("type").is_some_and(|kind| kind == "enabled")
    };
    if !draft.member_mut("thinking").is_some_and(budget) || !answers_unthinking(messages) {
        return Ok(());
    }
    draft.unset("thinking");
    draft.omit("reasoning", "the turn that calls the tools has none to go on from")?;
    for blocks in messages.iter_mut().filter_map(turn) {
        blocks.retain(|block| !block.is_thinking());
    }
    messages.retain(|message| !message.is_empty());
    Ok(())
}

/// Whether the conversation ends with results of calls of a turn that does not begin with thinking.
fn answers_unthinking(messages: &[WireMessage<'_>]) -> bool {
    let [.., called, answer] = messages else { return false };
    let (WireContent::Blocks(called), WireContent::Blocks(answer)) =
        (&called.content, &answer.content)
    else {
        return false;
    };
    let calls = called.iter().any(|block| matches!(block, Block::Own(OwnBlock::ToolUse { .. })));
    let thinks = called.first().is_some_and(Block::is_thinking);
    calls && !thinks && answer.iter().any(Block::is_result)
}

/// A last turn of the model's is the beginning of its reply: some models take none, and none takes
/// white space at its end. A turn with the vendor's own blocks is one that paused, and goes on.
fn prefill(messages: &mut Vec<WireMessage<'_>>, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let Some(last) = messages.last_mut().filter(|last| last.role == "assistant") else {
        return Ok(());
    };
    let paused = match &last.content {
        WireContent::Plain(_) => false,
        WireContent::Blocks(blocks) => {
            blocks.iter().any(|block| matches!(block, Block::Verbatim(_)))
        }
    };
    if draft.lacks(Capability::Prefill) && !paused {
        messages.pop();
        return draft.omit("prefill", "the model continues no reply that was begun for it");
    }
    let text = match &mut last.content {
        WireContent::Plain(text) => Some(text),
        WireContent::Blocks(blocks) => blocks.last_mut().and_then(Block::text_mut),
    };
    if let Some(text) = text.filter(|text| text.trim_end().len() < text.len()) {
        *text = text.trim_end();
        draft.defaulted("prefill", "white space at its end was cut off: the vendor takes none");
    }
    Ok(())
}

/// The blocks of a turn of the model's.
fn turn<'m, 'a>(message: &'m mut WireMessage<'a>) -> Option<&'m mut Vec<Block<'a>>> {
    match &mut message.content {
        WireContent::Blocks(blocks) if message.role == "assistant" => Some(blocks),
        _ => None,
    }
}
