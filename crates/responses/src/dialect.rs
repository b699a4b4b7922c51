//! How a vendor departs from the plain wire, as data and a few hooks.

use crate::Draft;
use kei_router_core::{Capabilities, ErrorKind, LlmError, ReasoningConfig, Refusal};
use serde_json::json;
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// How a vendor departs from the plain wire. Start from [`Dialect::PLAIN`] and change what is
/// different:
///
/// ```
/// use kei_router_responses::{Dialect, Replay};
///
/// let local = Dialect { encrypted_reasoning: false, replay: Replay::Text, ..Dialect::PLAIN };
/// assert_eq!(local.store, Some(false));
/// ```
#[derive(Clone, Debug)]
pub struct Dialect {
    /// What its models can and cannot do, where a model's own row says nothing.
    pub capabilities: Capabilities,
    /// The role of the system prompt where it is the first item of the input; `None` where it
    /// has a member of its own, `instructions`.
    pub system_role: Option<Text>,
    /// Whether the vendor should keep the response: the member `store`; `None` leaves it out.
    ///
    /// `false` by default, since a request always carries the whole conversation: nothing needs
    /// to stay behind at the vendor, and accounts that retain no data get the same answers.
    pub store: Option<bool>,
    /// The least limit that a reply may be given, in tokens; a lower one is raised to it.
    pub least_tokens: u64,
    /// Whether models that reason are asked for their reasoning in encrypted form (`include:
    /// ["reasoning.encrypted_content"]`). Without a stored response there is no other way to
    /// carry reasoning into the next turn. It is asked of models that are known to reason, or
    /// told to: OpenAI refuses it with a 400 for others.
    pub encrypted_reasoning: bool,
    /// How the vendor's own reasoning is sent back.
    pub replay: Replay,
    /// The kind of summary to ask for where the request says how much to reason, so that there
    /// is reasoning to read; `None` asks for none.
    pub summary: Option<Text>,
    /// Writes what the request says on reasoning. Not asked where the model cannot reason, or
    /// cannot do without while it should.
    pub reasoning: fn(ReasoningConfig, &mut Draft<'_>) -> Result<(), LlmError>,
    /// Whether the texts of the model's turns are marked as `commentary` where something of the
    /// turn follows, and as `final_answer` where nothing does. OpenAI's models label their
    /// messages so since GPT-5.3, and take an unlabelled preamble for an answer.
    pub phases: bool,
    /// The most tools.
    pub most_tools: Option<usize>,
    /// Whether a tool may have this name.
    pub tool_name: fn(&str) -> bool,
    /// The word on strict arguments that each tool carries. `Some(false)` by default: left out it
    /// means `true`, which refuses most schemas that were not written for it.
    pub strict_tools: Option<bool>,
    /// Whether a tool can be forced while the model thinks.
    pub forces_while_thinking: bool,
    /// Whether it takes `parallel_tool_calls`.
    pub parallel_tool_calls: bool,
    /// Whether the result of a tool may be a list with images and files, and not text alone.
    pub tool_media: bool,
    /// Whether images and documents may be given by a URL that the vendor fetches.
    pub remote_media: bool,
    /// Whether it takes `service_tier`.
    pub service_tier: bool,
    /// The member for the caller's `user_id` of [`ChatRequest::metadata`]; `None` where there is
    /// none.
    ///
    /// [`ChatRequest::metadata`]: kei_router_core::ChatRequest::metadata
    pub user: Option<Text>,
    /// Whether it takes other metadata. It must be text.
    pub metadata: bool,
    /// The vendor's own words for refusals, before the wire's.
    pub classify: fn(&Refusal) -> Option<ErrorKind>,
}

/// How a vendor wants its own reasoning sent back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Replay {
    /// Not at all: it is left out, with a warning.
    Never,
    /// In its encrypted form, with its summary; its id goes along only where responses are
    /// stored, since the vendor would look it up. Reasoning without an encrypted form can be
    /// sent by its id alone, to a vendor that stores; else it is left out, with a warning.
    Encrypted,
    /// As plain text, which servers of open models take; in encrypted form where it has one.
    Text,
}

impl Dialect {
    /// The wire as OpenAI defines it.
    pub const PLAIN: Self = Self {
        capabilities: Capabilities::UNKNOWN,
        system_role: None,
        store: Some(false),
        least_tokens: 16,
        encrypted_reasoning: true,
        replay: Replay::Encrypted,
        summary: Some(Cow::Borrowed("auto")),
        reasoning: reasoning_effort,
        phases: false,
        most_tools: None,
        tool_name: |_| true,
        strict_tools: Some(false),
        forces_while_thinking: true,
        parallel_tool_calls: true,
        tool_media: true,
        remote_media: true,
        service_tier: true,
        user: Some(Cow::Borrowed("safety_identifier")),
        metadata: true,
        classify: |_| None,
    };
}

/// The plain way to ask for reasoning: `reasoning.effort`, one of `none`, `minimal`, `low`,
/// `medium`, `high`, `xhigh` and `max`, with the dialect's kind of summary. A budget of tokens is
/// left out.
///
/// # Errors
/// `BadRequest` for a budget, where the request's rule is to refuse.
pub fn reasoning_effort(config: ReasoningConfig, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let value = match (config, draft.summary()) {
        (ReasoningConfig::Off, _) => json!({"effort": "none"}),
        (ReasoningConfig::Effort(effort), None) => json!({"effort": effort.as_str()}),
        (ReasoningConfig::Effort(effort), Some(summary)) => {
            json!({"effort": effort.as_str(), "summary": summary})
        }
        _ => return draft.omit("reasoning", "it is measured by effort here, not by tokens"),
    };
    draft.set("reasoning", value);
    Ok(())
}
