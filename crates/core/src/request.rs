//! Requests.

mod builder;
mod extras;
mod options;
mod shared;

pub use options::{
    OnUnsupported, ReasoningConfig, ReasoningEffort, ResponseFormat, Timeouts, ToolChoice,
};

pub use shared::Shared;

use crate::{CacheTtl, Message, Meter, Tool};
use extras::Extras;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt;
use std::sync::Arc;

/// A request to a model, built step by step:
///
/// ```
/// use kei_router_core::{ChatRequest, Message};
///
/// let request = ChatRequest::new([Message::user("Hello")]).system("Be brief.").max_tokens(32);
/// ```
///
/// An option that a vendor or a model lacks is omitted with a warning, unless
/// [`ChatRequest::on_unsupported`] says otherwise. `Debug` shows sizes, never a prompt.
///
/// Clones share messages, tools and schemas, so cloning is cheap whatever the length of the
/// conversation.
///
/// As JSON, every member may be left out, and one that is not known is an error: a queue of
/// requests loses no option. Extra headers are part of it, with a key that stands there.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ChatRequest {
    /// The system prompt. An empty one is not sent.
    pub system: Arc<str>,
    /// Cache the prompt up to the end of the system prompt.
    pub cache_system: Option<CacheTtl>,
    /// The conversation so far. It must not be empty.
    pub messages: Shared<Message>,
    /// The tools that the model may call.
    pub tools: Shared<Tool>,
    /// Cache the prompt up to the end of the tools.
    pub cache_tools: Option<CacheTtl>,
    /// Whether the model must call a tool; `None` is the vendor's default, which is `Auto`.
    pub tool_choice: Option<ToolChoice>,
    /// Whether the vendor should enforce the tools' schemas; `None` and `false` do not. Vendors
    /// accept only a subset of JSON Schema for that: schemas are fitted to it, with a warning for
    /// every change of meaning. See [`ResponseFormat::JsonSchema`] for the rules.
    pub strict_tools: Option<bool>,
    /// Whether the model may call several tools in one turn; `None` is the vendor's default, which
    /// is `true`.
    pub parallel_tool_calls: Option<bool>,
    /// The model; `None` means [`Provider::model`](crate::Provider::model).
    pub model: Option<String>,
    /// The maximum number of tokens in the reply, reasoning included; `None` is the vendor's
    /// default. Anthropic's API has no default and requires a value, so the model's own output
    /// limit is sent; for an unknown model it is 8,192, with a warning of the kind
    /// [`Defaulted`](crate::WarningKind::Defaulted).
    pub max_tokens: Option<u64>,
    /// The sampling temperature; higher is more random. `None` is the vendor's default. Anthropic
    /// and Kimi accept 0 to 1, OpenAI 0 to 2; the value is not checked here. Models with fixed
    /// sampling, which includes most that reason, accept none: it is omitted, with a warning.
    pub temperature: Option<f64>,
    /// Nucleus sampling: only the most likely tokens with this total probability are considered, 0
    /// to 1. `None` is the vendor's default. Omitted like [`temperature`](Self::temperature) for
    /// models with fixed sampling.
    pub top_p: Option<f64>,
    /// Stop sequences: the reply ends before any of them. Vendors limit their number (OpenAI 4,
    /// Kimi 5); the rest is omitted with a warning.
    pub stop: Shared<String>,
    /// A seed for reproducible sampling, as far as the vendor supports it. Only OpenAI's Chat
    /// Completions does; elsewhere it is omitted with a warning.
    pub seed: Option<i64>,
    /// How much the model should reason. `None` is the model's default.
    pub reasoning: Option<ReasoningConfig>,
    /// The response format; `None` means text.
    pub response_format: Option<Arc<ResponseFormat>>,
    /// The vendor's service tier, such as `flex` or `priority` at OpenAI. Another vendor's tier is
    /// omitted with a warning.
    pub service_tier: Option<String>,
    /// Metadata about the caller for the vendor, such as `user_id`.
    pub metadata: Arc<Map<String, Value>>,
    extras: Arc<Extras>,
    /// Timeouts, which override the provider's.
    pub timeouts: Timeouts,
    /// What counts the turn's usage and cost, even where its stream is dropped. Not part of the
    /// JSON.
    #[serde(skip)]
    pub meter: Option<Meter>,
    /// What to do with an option that this vendor lacks.
    pub on_unsupported: OnUnsupported,
}

impl fmt::Debug for ChatRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (extra_members, extra_headers) = self.extra_names();
        f.debug_struct("ChatRequest")
            .field("model", &self.model)
            .field("system_bytes", &self.system.len())
            .field("messages", &self.messages.len())
            .field("tools", &self.tools.len())
            .field("tool_choice", &self.tool_choice)
            .field("max_tokens", &self.max_tokens)
            .field("temperature", &self.temperature)
            .field("top_p", &self.top_p)
            .field("stop", &self.stop.len())
            .field("seed", &self.seed)
            .field("reasoning", &self.reasoning)
            .field("response_format", &self.response_format.as_ref().map(|format| format.as_str()))
            .field("extra_body", &extra_members)
            .field("extra_headers", &extra_headers)
            .field("timeouts", &self.timeouts)
            .field("on_unsupported", &self.on_unsupported)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{
        ChatRequest, OnUnsupported, ReasoningConfig, ReasoningEffort, ResponseFormat, Timeouts,
        ToolChoice,
    };
    use crate::{CacheTtl, Message, Tool};
    use serde_json::json;
    use std::time::Duration;

    #[test]
    fn debug_shows_sizes_and_no_prompt() {
        let request = ChatRequest::new([Message::user("my secret plan")])
            .system("my secret system")
            .stop(["my secret stop"])
            .extra_header("x-api-key", "my secret key")
            .metadata("user_id", "my secret self");
        assert!(!format!("{request:?}").contains("secret"), "{request:?}");
        assert!(format!("{request:?}").contains("system_bytes: 16"), "{request:?}");
    }

    #[test]
    fn a_request_survives_a_queue_and_no_option_gets_lost() {
        let schema = json!({"type": "object"});
        let request = ChatRequest::new([Message::user("Hello")])
            .system("Be brief.")
            .tools([Tool::new("f", "d", schema.clone())])
            .tool_choice(ToolChoice::Tool("f".into()))
            .reasoning(ReasoningConfig::Effort(ReasoningEffort::Low))
            .response_format(ResponseFormat::JsonSchema { name: "n".into(), schema, strict: true })
            .cache_system(CacheTtl::OneHour)
            .temperature(0.5)
            .stop(["end"])
            .metadata("user_id", "me")
            .extra_body_for("kimi", "seed", 3)
            .vendor_tool("openai", r#"{"type":"web_search"}"#)
            .timeouts(Timeouts::default().idle(Duration::from_millis(1500)))
            .on_unsupported(OnUnsupported::Error);
        let json = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<ChatRequest>(&json).unwrap(), request);
        let short: ChatRequest =
            serde_json::from_str(r#"{"messages":[{"role":"user","content":"Hello"}]}"#).unwrap();
        assert_eq!(short, ChatRequest::new([Message::user("Hello")]));
        let error = serde_json::from_str::<ChatRequest>(r#"{"max_token":3}"#).unwrap_err();
        assert!(error.to_string().contains("max_token"), "{error}");
    }
}
