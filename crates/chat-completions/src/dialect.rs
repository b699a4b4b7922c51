//! How a vendor differs from the plain wire format, as data and a few hooks.

use kei_router_core::codec::Refusal;
use kei_router_core::encode::{Draft, Support};
use kei_router_core::transport::Head;
use kei_router_core::{ErrorKind, FinishKind, LlmError, ReasoningConfig};
use serde_json::Value;
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// How a vendor differs from the plain wire format. Start from [`Dialect::PLAIN`] and change what
/// differs:
///
/// ```
/// use kei_router_chat_completions::Dialect;
///
/// let mut mistral = Dialect::PLAIN;
/// mistral.seed = Some("random_seed".into());
/// mistral.required = "any".into();
/// assert_eq!(mistral.max_tokens, "max_tokens");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Dialect {
    /// What the vendor supports, on any wire format.
    pub support: Support,
    /// The role of the system prompt at the vendor's own endpoint. At a third party's it is always
    /// `system`, which every compatible server knows.
    pub system_role: Text,
    /// The body member that limits the reply. For a model outside the vendor's table, at a third
    /// party's endpoint, it is always `max_tokens`: compatible servers may silently ignore the
    /// newer name, and a reply without a limit costs more than a refusal.
    pub max_tokens: Text,
    /// The body member for a seed; `None` if there is none.
    pub seed: Option<Text>,
    /// The maximum number of stop sequences.
    pub max_stops: Option<usize>,
    /// The maximum number of bytes of one stop sequence.
    pub max_stop_bytes: Option<usize>,
    /// Adapts the schema of a tool or a reply to the vendor's subset of JSON Schema; `None` if it
    /// accepts all of it.
    pub schema: Option<fn(&mut Value)>,
    /// The maximum length of a tool call id, in bytes. Longer ones, which come from other vendors,
    /// are replaced.
    pub max_call_id: Option<usize>,
    /// The value of `tool_choice` that forces some tool call.
    pub required: Text,
    /// Whether it accepts `stream_options.include_usage`.
    pub stream_usage: bool,
    /// Whether empty text may be sent. If not, empty parts and messages are skipped, and an empty
    /// tool result becomes `(no output)`.
    pub empty_text: bool,
    /// Whether an assistant turn with only calls has `content: null` rather than no content.
    pub null_content: bool,
    /// The member that marks a last assistant message as the beginning of the reply; `None` if it
    /// needs no mark.
    pub prefill: Option<Text>,
    /// The URL scheme for the id of an uploaded image; `None` if images cannot be referred to by
    /// id.
    pub image_file_scheme: Option<Text>,
    /// Whether media in tool results, which a tool message cannot contain, are moved to a user
    /// message after the tool messages. If not, they are omitted.
    pub moves_tool_media: bool,
    /// Whether an opaque part with this JSON `type` may be part of a message.
    pub opaque: fn(&str) -> bool,
    /// In which turns the vendor's reasoning is sent back.
    pub replay: ReasoningReplay,
    /// Whether what the vendor attached to a text or a sound under this name goes back as a member
    /// of the assistant's message: OpenAI's `audio`, which names a sound by its id, in place of
    /// its words; OpenRouter's `annotations`, by which a file need not be read again.
    pub attached: fn(&str) -> bool,
    /// Whether `[DONE]` after text proves a reply complete without a finish reason.
    pub done_without_reason: bool,
    /// What ends a stream.
    pub terminator: Terminator,
    /// Maps the vendor's own finish reasons, before the common ones.
    pub finish: fn(&str) -> Option<FinishKind>,
    /// Classifies the vendor's own refusals, before the common ones.
    pub classify: fn(&Refusal, &Head) -> Option<ErrorKind>,
}

/// In which turns a vendor's reasoning is sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReasoningReplay {
    /// Never: it is omitted with a warning.
    Never,
    /// As this member of assistant turns with tool calls, even when empty.
    ToolTurns(Text),
    /// As this member of every assistant turn with reasoning.
    EveryTurn(Text),
    /// As OpenRouter wants it: detail by detail in `reasoning_details`, unchanged; what came
    /// without details under this name.
    Details(Text),
}

/// What ends a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Terminator {
    /// `[DONE]`; nothing else proves a reply complete.
    DoneDemanded,
    /// `[DONE]` is documented; a finish reason without it is accepted, with a warning.
    DonePromised,
    /// There is no `[DONE]`; a finish reason proves a reply complete.
    FinishReason,
}

impl Dialect {
    /// The wire format as most compatible servers implement it.
    pub const PLAIN: Self = Self {
        support: Support { reasoning: reasoning_effort, ..Support::PLAIN },
        system_role: Cow::Borrowed("system"),
        max_tokens: Cow::Borrowed("max_tokens"),
        seed: Some(Cow::Borrowed("seed")),
        max_stops: None,
        max_stop_bytes: None,
        schema: None,
        max_call_id: None,
        required: Cow::Borrowed("required"),
        stream_usage: true,
        empty_text: true,
        null_content: true,
        prefill: None,
        image_file_scheme: None,
        moves_tool_media: true,
        opaque: |_| true,
        replay: ReasoningReplay::Never,
        attached: |_| false,
        done_without_reason: false,
        terminator: Terminator::DonePromised,
        finish: |_| None,
        classify: |_, _| None,
    };
}

/// Requests reasoning in the usual way: `reasoning_effort`, one of `none`, `minimal`, `low`,
/// `medium`, `high`, `xhigh` and `max`, as far as the model accepts them. A token budget is
/// omitted.
///
/// # Errors
/// `BadRequest` for a budget, if the request's rule is `OnUnsupported::Error`.
pub fn reasoning_effort(config: ReasoningConfig, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    if let Some(effort) = draft.effort_word(config)? {
        draft.set("reasoning_effort", effort);
    }
    Ok(())
}
