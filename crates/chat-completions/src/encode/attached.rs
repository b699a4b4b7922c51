//! What the vendor attached to texts and sounds, where it wants that back.

use super::body::WireMessage;
use crate::Dialect;
use kei_router_core::LlmError;
use kei_router_core::Part;
use kei_router_core::encode::Draft;
use serde_json::value::RawValue;

/// Writes what the vendor attached to a part into the message, and says under which names. Lists
/// of several parts are one list.
pub(super) fn keep<'a>(
    part: &'a Part,
    message: &mut WireMessage<'a>,
    draft: &Draft<'a>,
    dialect: &Dialect,
) -> Result<Vec<&'static str>, LlmError> {
    let members = draft.attached(part)?;
    let mut kept = Vec::new();
    for (name, value) in members.iter().filter(|(name, _)| (dialect.attached)(name)) {
        if name == "audio" {
            kept.push("audio");
        }
        let before = message.vendor.get(name).map(|before| before.get());
        let joined = before.and_then(|before| joined(before, value.get()));
        message.vendor.insert(name.to_owned(), joined.unwrap_or_else(|| value.to_owned()));
    }
    Ok(kept)
}

/// Two lists as one; `None` for other values.
fn joined(before: &str, after: &str) -> Option<Box<RawValue>> {
    let items = |list: &str| Some(list.strip_prefix('[')?.strip_suffix(']')?.trim().to_owned());
    let (before, after) = (items(before)?, items(after)?);
    let comma = if before.is_empty() || after.is_empty() { "" } else { "," };
    RawValue::from_string(format!("[{before}{comma}{after}]")).ok()
}
