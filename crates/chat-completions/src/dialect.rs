//! How a vendor departs from the plain wire, as data and a few hooks.

use kei_router_core::codec::Refusal;
use kei_router_core::encode::{Draft, Support};
use kei_router_core::transport::Head;
use kei_router_core::{ErrorKind, FinishKind, LlmError, ReasoningConfig};
use serde_json::Value;
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// How a vendor departs from the plain wire. Start from [`Dialect::PLAIN`] and change what is
/// different:
///
/// ```
/// use kei_router_chat_completions::Dialect;
///
/// let mistral = Dialect { seed: Some("random_seed".into()), required: "any".into(), ..Dialect::PLAIN };
/// assert_eq!(mistral.max_tokens, "max_tokens");
/// ```
#[derive(Clone, Debug)]
pub struct Dialect {
    /// What the vendor takes of a request, on whichever wire.
    pub support: Support,
    /// The role of the system prompt at the vendor's own endpoint. At a custom one it is always
    /// `system`, which every compatible server knows.
    pub system_role: Text,
    /// The member that limits the reply. For a model outside the vendor's table, at a custom
    /// endpoint, it is always `max_tokens`: compatible servers may pass over the newer name in
    /// silence, and a reply without limit costs more than a refusal.
    pub max_tokens: Text,
    /// The member for a seed; `None` where there is none.
    pub seed: Option<Text>,
    /// The maximum number of stop sequences.
    pub max_stops: Option<usize>,
    /// The maximum number of bytes of one stop sequence.
    pub max_stop_bytes: Option<usize>,
    /// Changes the schema of a tool, or of a reply, to what the vendor takes of JSON Schema; `None`
    /// where it takes all of it.
    pub schema: Option<fn(&mut Value)>,
    /// The maximum number of bytes of a call's id. Longer ones, which come from other vendors, are changed.
    pub max_call_id: Option<usize>,
    /// The word for a tool choice of "call one, whichever".
    pub required: Text,
    /// Whether it takes `stream_options.include_usage`.
    pub stream_usage: bool,
    /// Whether empty text may be sent. Where not, empty parts and messages are passed over, and
    /// an empty tool result says `(no output)`.
    pub empty_text: bool,
    /// Whether an assistant turn of calls alone carries `content: null`, or no content at all.
    pub null_content: bool,
    /// The member that marks a last assistant message as the beginning of the reply; `None`
    /// where it is sent like any other.
    pub prefill: Option<Text>,
    /// The scheme that makes a URL out of an uploaded image's id; `None` where images cannot be
    /// given by id.
    pub image_file_scheme: Option<Text>,
    /// Whether the media of tool results, which a tool message cannot carry, are moved to a user
    /// message behind the tool messages. Where not, they are left out.
    pub moves_tool_media: bool,
    /// Whether an opaque part of the vendor's own, of this JSON `type`, is a part of a message.
    pub opaque: fn(&str) -> bool,
    /// Where the vendor's own reasoning is sent back.
    pub replay: Replay,
    /// Whether `[DONE]` after text proves a reply whole although no finish reason came.
    pub done_without_reason: bool,
    /// What ends a stream.
    pub terminator: Terminator,
    /// The vendor's own words for why a model stopped, before the common ones.
    pub finish: fn(&str) -> Option<FinishKind>,
    /// The vendor's own words for refusals, before the common ones.
    pub classify: fn(&Refusal, &Head) -> Option<ErrorKind>,
}

/// Where a vendor wants its own reasoning sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Replay {
    /// Nowhere: it is left out, with a warning.
    Never,
    /// Under this name, in assistant turns that call tools; there it stands even when empty.
    /// Elsewhere the vendor has no use for it.
    ToolTurns(Text),
    /// Under this name, in every assistant turn that has some.
    EveryTurn(Text),
}

/// What ends a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Terminator {
    /// `[DONE]`; nothing else proves that the reply is whole.
    DoneDemanded,
    /// `[DONE]` is promised; a finish reason without it is whole, with a warning.
    DonePromised,
    /// `[DONE]` never comes; a finish reason proves that the reply is whole.
    FinishReason,
}

impl Dialect {
    /// The wire as most compatible servers speak it.
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
        replay: Replay::Never,
        done_without_reason: false,
        terminator: Terminator::DonePromised,
        finish: |_| None,
        classify: |_, _| None,
    };
}

/// The plain way to ask for reasoning: `reasoning_effort`, one of `none`, `minimal`, `low`,
/// `medium`, `high`, `xhigh` and `max`, as far as the model takes them. A budget of tokens is left
/// out.
///
/// # Errors
/// `BadRequest` for a budget, where the request's rule is to refuse.
pub fn reasoning_effort(config: ReasoningConfig, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    if let Some(effort) = draft.effort_word(config)? {
        draft.set("reasoning_effort", effort);
    }
    Ok(())
}
