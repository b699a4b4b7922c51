//! The events say what the script says.

use super::fixture::Fixture;
use super::report::Outcome;
use super::subject::Subject;
use crate::script::{Block, Speech};
use kei_router_core::{Finish, FinishKind, PartKind, StreamEvent, ToolCall};

pub(super) async fn check(subject: &Subject<'_>, fixture: &Fixture) -> Outcome {
    let run = subject.play_bytes(&fixture.bytes).await;
    run.lawful()?;
    let Some(script) = &fixture.script else { return Ok(1) };
    let finish = run.items().iter().find_map(|item| match item {
        Ok(StreamEvent::Finish(finish)) => Some(finish),
        _ => None,
    });
    let finish = finish.ok_or_else(|| format!("no finish; the end is {:?}", run.items().last()))?;
    let spoken = Spoken::by(run.items().iter().filter_map(|item| item.as_ref().ok()));
    let reasons = subject.format.has_reasoning();
    spoken.compare(&script.speech, reasons)?;
    compare_finish(finish, &script.speech)?;
    if reasons {
        compare_signature(finish, &script.speech)?;
    }
    let model = subject.asked().model;
    let right = finish.model == model && finish.provider == subject.descriptor.name;
    if !right {
        return Err(format!("answered by {} of {}", finish.model, finish.provider));
    }
    Ok(1)
}

#[derive(Default)]
struct Spoken {
    text: String,
    reasoning: String,
    calls: Vec<ToolCall>,
}

impl Spoken {
    fn by<'a>(events: impl Iterator<Item = &'a StreamEvent>) -> Self {
        let mut spoken = Self::default();
        for event in events {
            match event {
                StreamEvent::Token(text) => spoken.text.push_str(text),
                StreamEvent::Reasoning(text) => spoken.reasoning.push_str(text),
                StreamEvent::ToolCall(call) => spoken.calls.push(ToolCall::clone(call)),
                _ => {}
            }
        }
        spoken
    }

    fn compare(&self, speech: &Speech, reasons: bool) -> Result<(), String> {
        let mut wanted = Self::default();
        for block in &speech.blocks {
            match block {
                Block::Text(tokens) => wanted.text.push_str(&tokens.concat()),
                Block::Reasoning { pieces, .. } => wanted.reasoning.push_str(&pieces.concat()),
                Block::Call { id, name, fragments, .. } => wanted.calls.push(ToolCall {
                    call_id: id.clone(),
                    name: name.clone(),
                    arguments: fragments.concat(),
                }),
            }
        }
        if self.text != wanted.text {
            return Err(format!("the text is {:?}, and not {:?}", self.text, wanted.text));
        }
        if self.calls != wanted.calls {
            return Err(format!("the calls are {:?}, and not {:?}", self.calls, wanted.calls));
        }
        // Where a format has no reasoning of its own, a vendor may have none to read.
        let lacks = self.reasoning.is_empty() && !reasons;
        if self.reasoning != wanted.reasoning && !lacks {
            return Err(format!("the reasoning is {:?}", self.reasoning));
        }
        Ok(())
    }
}

fn compare_finish(finish: &Finish, speech: &Speech) -> Result<(), String> {
    let kind = match &speech.finish {
        // The suite's only word of its own is the limit's.
        Some(_) => FinishKind::Length,
        None if speech.has_calls() => FinishKind::ToolUse,
        None => FinishKind::Stop,
    };
    if finish.reason.kind != kind {
        return Err(format!("the reason is {:?}", finish.reason));
    }
    let wanted = speech.usage.unwrap_or_default();
    let got = finish.usage;
    if (got.input, got.output) != (wanted.input, wanted.output) {
        return Err(format!("the usage is {got:?}, and not {wanted:?}"));
    }
    // Some formats send zeros where the others send nothing.
    if got.cache_read.unwrap_or(0) != wanted.cache_read.unwrap_or(0) {
        return Err(format!("the cached tokens are {got:?}, and not {wanted:?}"));
    }
    Ok(())
}

/// Without its signature or its encrypted form, reasoning cannot be sent back.
fn compare_signature(finish: &Finish, speech: &Speech) -> Result<(), String> {
    let kept = finish.message.content.parts().iter().filter_map(|part| match &part.kind {
        PartKind::Reasoning(block) => block.signature.as_deref().or(block.redacted.as_deref()),
        _ => None,
    });
    let sent = speech.blocks.iter().filter_map(|block| match block {
        Block::Reasoning { signature, .. } => Some(signature.as_str()),
        _ => None,
    });
    if kept.eq(sent) { Ok(()) } else { Err("the reasoning's signature is lost".to_owned()) }
}
