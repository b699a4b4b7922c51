//! How a vendor departs from the plain wire, as data and a few hooks.

use kei_router_core::codec::Refusal;
use kei_router_core::encode::{Draft, MetadataSupport, SchemaRules, Support};
use kei_router_core::transport::Head;
use kei_router_core::{ErrorKind, LlmError, ReasoningConfig};
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
    /// What the vendor takes of a request, on whichever wire.
    pub support: Support,
    /// The role of the system prompt where it is the first item of the input; `None` where it
    /// has a member of its own, `instructions`.
    pub system_role: Option<Text>,
    /// Whether the vendor should keep the response: the member `store`; `None` leaves it out.
    ///
    /// `false` by default, since a request always carries the whole conversation: nothing needs
    /// to stay behind at the vendor, and accounts that retain no data get the same answers.
    pub store: Option<bool>,
    /// The lowest limit that a reply may be given, in tokens; a lower one is raised to it.
    pub min_tokens: u64,
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
    /// The word on strict arguments that each tool carries. `Some(false)` by default: left out it
    /// means `true`, which refuses most schemas that were not written for it.
    pub strict_tools: Option<bool>,
    /// Whether the result of a tool may be a list with images and files, and not text alone.
    pub tool_media: bool,
    /// The vendor's own words for refusals, before the wire's.
    pub classify: fn(&Refusal, &Head) -> Option<ErrorKind>,
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
        replay: Replay::Encrypted,
        summary: Some(Cow::Borrowed("auto")),
        strict_tools: Some(false),
        tool_media: true,
        classify: |_, _| None,
    };
}

/// The plain way to ask for reasoning: `reasoning.effort`, one of `none`, `minimal`, `low`,
/// `medium`, `high`, `xhigh` and `max`, as far as the model takes them. A budget of tokens is left
/// out.
///
/// # Errors
/// `BadRequest` for a budget, where the request's rule is to refuse.
pub fn reasoning_effort(config: ReasoningConfig, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    if let Some(effort) = draft.effort_word(config)? {
        draft.set("reasoning", json!({"effort": effort}));
    }
    Ok(())
}
