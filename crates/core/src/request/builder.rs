//! The request builder.

use super::{
    ChatRequest, OnUnsupported, ReasoningConfig, ResponseFormat, Shared, Timeouts, ToolChoice,
};
use crate::{CacheTtl, Content, Message, Meter, Tool};
use serde_json::Value;
use std::sync::Arc;

impl ChatRequest {
    /// A request with one message of the user.
    pub fn user(content: impl Into<Content>) -> Self {
        Self::new([Message::user(content)])
    }

    /// A request with this conversation, oldest message first.
    pub fn new(messages: impl Into<Shared<Message>>) -> Self {
        Self { messages: messages.into(), ..Self::default() }
    }

    /// Sets the system prompt.
    pub fn system(mut self, system: impl Into<String>) -> Self {
        self.system = Arc::from(system.into());
        self
    }

    /// Caches the prompt up to the end of the system prompt.
    pub fn cache_system(mut self, ttl: CacheTtl) -> Self {
        self.cache_system = Some(ttl);
        self
    }

    /// Adds a message.
    pub fn message(mut self, message: Message) -> Self {
        self.messages.push(message);
        self
    }

    /// Sets the tools.
    pub fn tools(mut self, tools: impl Into<Shared<Tool>>) -> Self {
        self.tools = tools.into();
        self
    }

    /// Caches the prompt up to the end of the tools.
    pub fn cache_tools(mut self, ttl: CacheTtl) -> Self {
        self.cache_tools = Some(ttl);
        self
    }

    /// Sets whether the model must call a tool.
    pub fn tool_choice(mut self, choice: ToolChoice) -> Self {
        self.tool_choice = Some(choice);
        self
    }

    /// Sets whether the vendor should enforce the tools' schemas.
    pub fn strict_tools(mut self, strict: bool) -> Self {
        self.strict_tools = Some(strict);
        self
    }

    /// Sets whether the model may call several tools in one turn.
    pub fn parallel_tool_calls(mut self, parallel: bool) -> Self {
        self.parallel_tool_calls = Some(parallel);
        self
    }

    /// Sets the model, overriding the provider's.
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.model = Some(model.into());
        self
    }

    /// Sets the maximum number of tokens in the reply.
    pub fn max_tokens(mut self, tokens: u64) -> Self {
        self.max_tokens = Some(tokens);
        self
    }

    /// Sets the sampling temperature.
    pub fn temperature(mut self, temperature: f64) -> Self {
        self.temperature = Some(temperature);
        self
    }

    /// Sets nucleus sampling, the share of probability to sample from, 0 to 1.
    pub fn top_p(mut self, top_p: f64) -> Self {
        self.top_p = Some(top_p);
        self
    }

    /// Sets the stop sequences.
    pub fn stop<S: Into<String>>(mut self, stop: impl IntoIterator<Item = S>) -> Self {
        self.stop = stop.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the seed for sampling.
    pub fn seed(mut self, seed: i64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Sets how much the model should reason.
    pub fn reasoning(mut self, reasoning: ReasoningConfig) -> Self {
        self.reasoning = Some(reasoning);
        self
    }

    /// Sets the response format.
    pub fn response_format(mut self, format: ResponseFormat) -> Self {
        self.response_format = Some(Arc::new(format));
        self
    }

    /// Sets the vendor's service tier.
    pub fn service_tier(mut self, tier: impl Into<String>) -> Self {
        self.service_tier = Some(tier.into());
        self
    }

    /// Adds metadata about the caller for the vendor, such as `user_id`.
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        Arc::make_mut(&mut self.metadata).insert(key.into(), value.into());
        self
    }

    /// Sets timeouts, which override the provider's.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Counts the turn's usage and cost, even where its stream is dropped.
    pub fn meter(mut self, meter: &Meter) -> Self {
        self.meter = Some(meter.clone());
        self
    }

    /// Sets what to do with an option that the vendor lacks.
    pub fn on_unsupported(mut self, rule: OnUnsupported) -> Self {
        self.on_unsupported = rule;
        self
    }
}
