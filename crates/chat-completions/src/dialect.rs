//! How a vendor departs from the plain wire, as data and a few hooks.

use crate::Draft;
use kei_router_core::{Capabilities, ErrorKind, FinishKind, LlmError, ReasoningConfig, Refusal};
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
    /// What its models can and cannot do, where a model's own row says nothing.
    pub capabilities: Capabilities,
    /// The role of the system prompt at the vendor's own endpoint. At a custom one it is always
    /// `system`, which every compatible server knows.
    pub system_role: Text,
    /// The member that limits the reply. For a model outside the vendor's table, at a custom
    /// endpoint, it is always `max_tokens`: compatible servers may pass over the newer name in
    /// silence, and a reply without limit costs more than a refusal.
    pub max_tokens: Text,
    /// The member for a seed; `None` where there is none.
    pub seed: Option<Text>,
    /// The most stop sequences.
    pub most_stops: Option<usize>,
    /// The most bytes of one stop sequence.
    pub most_stop_bytes: Option<usize>,
    /// The most tools.
    pub most_tools: Option<usize>,
    /// Whether a tool may have this name.
    pub tool_name: fn(&str) -> bool,
    /// Changes the schema of a tool, or of a reply, to what the vendor takes of JSON Schema; `None`
    /// where it takes all of it.
    pub schema: Option<fn(&mut Value)>,
    /// The most bytes of a call's id. Longer ones, which come from other vendors, are changed.
    pub longest_call_id: Option<usize>,
    /// The word for a tool choice of "call one, whichever".
    pub required: Text,
    /// Whether a tool can be forced while the model thinks.
    pub forces_while_thinking: bool,
    /// Whether it takes `parallel_tool_calls`.
    pub parallel_tool_calls: bool,
    /// Whether it takes `stream_options.include_usage`.
    pub stream_usage: bool,
    /// Whether it takes `service_tier`.
    pub service_tier: bool,
    /// The member for the caller's `user_id` of [`ChatRequest::metadata`]; `None` where there is
    /// none.
    ///
    /// [`ChatRequest::metadata`]: kei_router_core::ChatRequest::metadata
    pub user: Option<Text>,
    /// Whether it takes other metadata, with completions that it stores (`store`, by
    /// `extra_body`).
    pub metadata: bool,
    /// Whether empty text may be sent. Where not, empty parts and messages are passed over, and
    /// an empty tool result says `(no output)`.
    pub empty_text: bool,
    /// Whether an assistant turn of calls alone carries `content: null`, or no content at all.
    pub null_content: bool,
    /// The member that marks a last assistant message as the beginning of the reply; `None`
    /// where it is sent like any other.
    pub prefill: Option<Text>,
    /// Whether images may be given by a URL that the vendor fetches.
    pub remote_images: bool,
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
    /// Writes what the request says on reasoning. Not asked where the model cannot reason, or
    /// cannot do without while it should.
    pub reasoning: fn(ReasoningConfig, &mut Draft<'_>) -> Result<(), LlmError>,
    /// Whether `[DONE]` after text proves a reply whole although no finish reason came.
    pub done_without_reason: bool,
    /// The vendor's own words for why a model stopped, before the common ones.
    pub finish: fn(&str) -> Option<FinishKind>,
    /// The vendor's own words for refusals, before the common ones.
    pub classify: fn(&Refusal) -> Option<ErrorKind>,
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

impl Dialect {
    /// The wire as most compatible servers speak it.
    pub const PLAIN: Self = Self {
        capabilities: Capabilities::UNKNOWN,
        system_role: Cow::Borrowed("system"),
        max_tokens: Cow::Borrowed("max_tokens"),
        seed: Some(Cow::Borrowed("seed")),
        most_stops: None,
        most_stop_bytes: None,
        most_tools: None,
        tool_name: |_| true,
        schema: None,
        longest_call_id: None,
        required: Cow::Borrowed("required"),
        forces_while_thinking: true,
        parallel_tool_calls: true,
        stream_usage: true,
        service_tier: false,
        user: Some(Cow::Borrowed("user")),
        metadata: false,
        empty_text: true,
        null_content: true,
        prefill: None,
        remote_images: true,
        image_file_scheme: None,
        moves_tool_media: true,
        opaque: |_| true,
        replay: Replay::Never,
        reasoning: reasoning_effort,
        done_without_reason: false,
        finish: |_| None,
        classify: |_| None,
    };
}

/// The plain way to ask for reasoning: `reasoning_effort`, one of `none`, `minimal`, `low`,
/// `medium`, `high`, `xhigh` and `max`. A budget of tokens is left out.
///
/// # Errors
/// `BadRequest` for a budget, where the request's rule is to refuse.
pub fn reasoning_effort(config: ReasoningConfig, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    match config {
        ReasoningConfig::Off => draft.set("reasoning_effort", "none"),
        ReasoningConfig::Effort(effort) => draft.set("reasoning_effort", effort.as_str()),
        _ => return draft.omit("reasoning", "it is measured by effort here, not by tokens"),
    }
    Ok(())
}
