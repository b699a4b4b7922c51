//! A run, step by step.

use crate::step::{Answers, Step};
use crate::toolbox::Toolbox;
use crate::{AgentError, AgentEvent, AgentFinish, AgentReason};
use futures_util::StreamExt;
use kei_router_core::{
    ChatRequest, Content, Finish, FinishKind, LlmError, Message, Meter, Part, PartKind, Provider,
    Role, StreamEvent, Tool, ToolCall, ToolResult,
};
use std::sync::Arc;

type Item = Result<AgentEvent, AgentError>;

/// A run that is under way.
pub(crate) struct Run {
    provider: Arc<dyn Provider>,
    toolbox: Toolbox,
    /// The request, whose messages grow.
    request: ChatRequest,
    /// The names of the tools that the caller answers.
    callers: Vec<String>,
    max_turns: u32,
    turns: u32,
    meter: Meter,
    step: Step,
}

impl Run {
    pub(crate) fn new(
        provider: Arc<dyn Provider>,
        toolbox: Toolbox,
        mut request: ChatRequest,
    ) -> Self {
        let callers = request.tools.iter().map(|tool| tool.name.clone()).collect::<Vec<_>>();
        let is_new = |tool: &&Tool| !callers.contains(&tool.name);
        let added: Vec<_> = toolbox.tools().filter(is_new).cloned().collect();
        if !added.is_empty() {
            request.tools.extend(added);
        }
        let (turns, meter, step) = (0, Meter::new(), Step::Ask);
        Self { provider, toolbox, request, callers, max_turns: 1, turns, meter, step }
    }

    pub(crate) fn max_turns(mut self, turns: u32) -> Self {
        self.max_turns = turns;
        self
    }

    /// The next event; `None` after the finish or an error.
    pub(crate) async fn next(&mut self) -> Option<Item> {
        loop {
            let item = match &mut self.step {
                Step::Ask => self.ask().await,
                Step::Read(stream, _) => {
                    let event = stream.next().await;
                    self.read(event)
                }
                Step::Answer(answers) => match answers.next().await {
                    Some(result) => Some(Ok(AgentEvent::ToolResult(result))),
                    None => self.answered(),
                },
                Step::Over => return None,
            };
            if item.is_some() {
                return item;
            }
        }
    }

    async fn ask(&mut self) -> Option<Item> {
        self.turns = self.turns.saturating_add(1);
        match self.provider.stream(&self.request).await {
            Ok(stream) => {
                self.step = Step::Read(stream, None);
                None
            }
            Err(error) => Some(self.failed(AgentReason::Model(error))),
        }
    }

    fn read(&mut self, event: Option<Result<StreamEvent, LlmError>>) -> Option<Item> {
        match event {
            Some(Ok(StreamEvent::Done)) | None => self.turn_is_over(),
            Some(Ok(event)) => {
                if let (StreamEvent::Finish(finish), Step::Read(_, last)) = (&event, &mut self.step)
                {
                    *last = Some(finish.clone());
                }
                Some(Ok(AgentEvent::Model(event)))
            }
            Some(Err(error)) => {
                if let Some(partial) = error.partial() {
                    self.meter.record_broken(&partial.usage, partial.cost);
                }
                Some(self.failed(AgentReason::Model(error)))
            }
        }
    }

    fn turn_is_over(&mut self) -> Option<Item> {
        let Step::Read(_, Some(finish)) = std::mem::replace(&mut self.step, Step::Over) else {
            let error = LlmError::truncated("the stream ended without a finish");
            return Some(self.failed(AgentReason::Model(error)));
        };
        self.meter.record(&finish.usage, finish.cost);
        self.request.messages.push(finish.message.clone());
        let calls = calls(&finish.message);
        let has_turns = self.turns < self.max_turns;
        match finish.reason.kind {
            FinishKind::Pause if has_turns => self.step = Step::Ask,
            FinishKind::Pause => return Some(self.failed(AgentReason::MaxTurns(self.max_turns))),
            FinishKind::ToolUse if calls.iter().any(|call| self.is_callers(call)) => {
                return Some(self.finished(*finish));
            }
            FinishKind::ToolUse if !calls.is_empty() && has_turns => {
                let answers = calls.into_iter().map(|call| self.toolbox.answer(call));
                self.step = Step::Answer(Answers::new(answers));
            }
            FinishKind::ToolUse if !calls.is_empty() => {
                self.not_run(&calls, "the limit of turns is reached");
                return Some(self.failed(AgentReason::MaxTurns(self.max_turns)));
            }
            kind => {
                self.not_run(&calls, kind.as_str());
                return Some(self.finished(*finish));
            }
        }
        None
    }

    fn is_callers(&self, call: &ToolCall) -> bool {
        self.callers.contains(&call.name)
    }

    fn answered(&mut self) -> Option<Item> {
        if let Step::Answer(answers) = std::mem::replace(&mut self.step, Step::Ask) {
            self.push_results(answers.in_order());
        }
        None
    }

    /// Answers calls of a reply that its vendor did not end with them, so that the conversation
    /// can be sent again.
    fn not_run(&mut self, calls: &[ToolCall], why: &str) {
        let text = format!("not run: {why}");
        let results = calls.iter().map(|call| ToolResult::failed(&call.call_id, text.as_str()));
        self.push_results(results.collect());
    }

    fn push_results(&mut self, results: Vec<ToolResult>) {
        if !results.is_empty() {
            let content: Content = results.into_iter().map(Part::from).collect();
            self.request.messages.push(Message { role: Role::Tool, content });
        }
    }

    fn finished(&mut self, finish: Finish) -> Item {
        let (messages, spent) = (self.take_messages(), self.meter.spent());
        Ok(AgentEvent::Finish(Box::new(AgentFinish { messages, finish, spent })))
    }

    fn failed(&mut self, reason: AgentReason) -> Item {
        let (messages, spent) = (self.take_messages(), self.meter.spent());
        Err(AgentError::new(reason, messages, spent))
    }

    fn take_messages(&mut self) -> Vec<Message> {
        self.step = Step::Over;
        std::mem::take(&mut self.request.messages).into()
    }
}

fn calls(message: &Message) -> Vec<ToolCall> {
    let call = |part: &Part| match &part.kind {
        PartKind::ToolCall(call) => Some(call.clone()),
        _ => None,
    };
    message.content.parts().iter().filter_map(call).collect()
}
