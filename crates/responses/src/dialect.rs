//! How a vendor differs from the plain wire format, as data and a few hooks.

use kei_router_core::codec::Refusal;
use kei_router_core::encode::{Draft, MetadataSupport, SchemaRules, Support};
use kei_router_core::transport::Head;
use kei_router_core::{ErrorKind, LlmError, ReasoningConfig};
use serde_json::json;
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// How a vendor differs from the plain wire format. Start from [`Dialect::PLAIN`] and change what
/// differs:
///
/// ```
/// use kei_router_responses::{Dialect, ReasoningReplay};
///
/// let mut local = Dialect::PLAIN;
/// local.encrypted_reasoning = false;
/// local.replay = ReasoningReplay::Text;
/// assert_eq!(local.store, Some(false));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Dialect {
    /// What the vendor supports, on any wire format.
    pub support: Support,
    /// The role of the system prompt as the first item of the input; `None` to send it as
    /// `instructions`.
    pub system_role: Option<Text>,
    /// Whether the vendor should store the response: the member `store`; `None` omits it.
    ///
    /// `false` by default, since a request always carries the whole conversation, so nothing needs
    /// to be stored at the vendor.
    pub store: Option<bool>,
    /// The minimum of `max_output_tokens`; a lower value is raised to it.
    pub min_tokens: u64,
    /// Whether to request reasoning in encrypted form (`include: ["reasoning.encrypted_content"]`).
    /// Without a stored response there is no other way to carry reasoning into the next turn. It is
    /// sent for models that are known to reason, or asked to: OpenAI refuses it with a 400 for
    /// others.
    pub encrypted_reasoning: bool,
    /// How the vendor's reasoning is sent back.
    pub replay: ReasoningReplay,
    /// The kind of reasoning summary to request if the request sets reasoning, so that there is
    /// reasoning to read; `None` requests none.
    pub summary: Option<Text>,
    /// The value of `strict` for each tool. `Some(false)` by default: if it is absent the vendor
    /// assumes `true`, and refuses most schemas that were not written for it.
    pub strict_tools: Option<bool>,
    /// Whether a tool result may contain images and files.
    pub tool_media: bool,
    /// Classifies the vendor's own refusals, before the wire format's.
    pub classify: fn(&Refusal, &Head) -> Option<ErrorKind>,
}

/// How a vendor's reasoning is sent back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReasoningReplay {
    /// Never: it is omitted with a warning.
    Never,
    /// In encrypted form, with its summary. Its id is sent only if responses are stored, since the
    /// vendor would look it up. Reasoning without an encrypted form is sent by its id if responses
    /// are stored; else it is omitted with a warning.
    Encrypted,
    /// As plain text, which servers of open models accept; in encrypted form if there is one.
    Text,
}

impl Dialect {
    /// The wire format as OpenAI defines it.
    pub const PLAIN: Self = Self {
        support: Support {
            reasoning: reasoning_effort,
            service_tier: |_| true,
            user: Some(Cow::Borrowed("safety_identifier")),
            metadata: MetadataSupport::Texts,
            strict_tools: true,
            strict_schema: Some(SchemaRules::ALL_REQUIRED),
            ..Support::PLAIN
        },
        system_role: None,
        store: Some(false),
        min_tokens: 16,
        encrypted_reasoning: true,
        replay: ReasoningReplay::Encrypted,
        summary: Some(Cow::Borrowed("auto")),
        strict_tools: Some(false),
        tool_media: true,
        classify: |_, _| None,
    };
}

/// Requests reasoning in the usual way: `reasoning.effort`, one of `none`, `minimal`, `low`,
/// `medium`, `high`, `xhigh` and `max`, as far as the model accepts them. A token budget is
/// omitted.
///
/// # Errors
/// `BadRequest` for a budget, if the request's rule is `OnUnsupported::Error`.
pub fn reasoning_effort(config: ReasoningConfig, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    if let Some(effort) = draft.effort_word(config)? {
        draft.set("reasoning", json!({"effort": effort}));
    }
    Ok(())
}
