//! How Kimi differs from the plain Chat Completions wire format.

use kei_router_chat_completions::{Dialect, ReasoningReplay, Terminator, reasoning_effort};
use kei_router_core::encode::{Draft, SchemaRules};
use kei_router_core::{Capability, LlmError, ReasoningConfig};
use serde_json::json;

/// What the API takes.
///
/// - No seed, no audio, no documents; images by data URL or by the id of an uploaded file, since
///   the vendor fetches nothing from the web.
/// - Empty text is refused ("text content is empty"); a turn of calls alone has no content.
/// - A turn that calls tools must carry its `reasoning_content` while the model thinks, and an
///   empty one counts; a forced tool is refused while it thinks.
/// - Schemas keep to a subset of JSON Schema.
/// - At most 5 stop sequences of 32 bytes, and 128 tools.
/// - A last assistant message is the beginning of the reply if it says `partial`.
pub(crate) fn kimi() -> Dialect {
    let mut dialect = Dialect::PLAIN;
    let support = &mut dialect.support;
    let lacking = [Capability::Audio, Capability::Documents, Capability::Seed];
    support.capabilities = support.capabilities.with(&[Capability::Prefill]).without(&lacking);
    support.max_tools = Some(128);
    support.tool_name = tool_name;
    support.strict_schema = Some(SchemaRules::ALL_REQUIRED);
    support.forces_while_thinking = false;
    support.parallel_tool_calls = false;
    support.user = Some("safety_identifier".into());
    support.remote_media = false;
    support.reasoning = reasoning;
    dialect.max_tokens = "max_completion_tokens".into();
    dialect.seed = None;
    dialect.max_stops = Some(5);
    dialect.max_stop_bytes = Some(32);
    dialect.schema = Some(crate::schema::adapt);
    dialect.empty_text = false;
    dialect.null_content = false;
    dialect.prefill = Some("partial".into());
    dialect.image_file_scheme = Some("ms://".into());
    dialect.replay = ReasoningReplay::ToolTurns("reasoning_content".into());
    // Its SDKs' own docs: a stream without [DONE] is not whole.
    dialect.terminator = Terminator::DoneDemanded;
    dialect
}

/// `^[a-zA-Z_][a-zA-Z0-9-_]{0,63}$`. Built-in tools begin with a dollar sign, and come by
/// `extra_body`.
fn tool_name(name: &str) -> bool {
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let goes_on_well = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    starts_well && goes_on_well && name.len() <= 64
}

/// K3 always thinks, with an effort of `low`, `high` or `max`; the K2 models before it think or do
/// not; those that always do need no word for it.
fn reasoning(config: ReasoningConfig, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    if draft.model().starts_with("kimi-k3") {
        return match config {
            ReasoningConfig::Off => draft.omit("reasoning", "the model always reasons"),
            _ => reasoning_effort(config, draft),
        };
    }
    if config == ReasoningConfig::Off {
        draft.set("thinking", json!({"type": "disabled"}));
        return Ok(());
    }
    if !draft.lacks(Capability::ReasoningOff) {
        draft.set("thinking", json!({"type": "enabled"}));
    }
    draft.omit("reasoning.effort", "the model reasons or does not, without degrees")
}
