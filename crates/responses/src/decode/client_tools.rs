//! Calls of tools that the vendor defines and the caller runs.

use crate::wire::{ClientCallWire, ItemWire};
use kei_router_core::lenient::read;
use serde_json::value::RawValue;

/// The calls whose results the vendor waits for, by their ids.
#[derive(Debug, Default)]
pub(super) struct ClientCalls(Vec<String>);

impl ClientCalls {
    /// An item of the vendor's own has come: such a call, or the result of one, since the vendor
    /// runs some of them itself.
    pub(super) fn take(&mut self, wire: &ItemWire<'_>, raw: &RawValue) {
        let (kind, call_id) = (wire.kind.as_str().unwrap_or_default(), wire.call_id.as_str());
        if kind.ends_with("_output") {
            self.0.retain(|waiting| Some(&**waiting) != call_id);
        } else if is_callers(kind, raw) {
            self.0.push(call_id.or(wire.id.as_str()).unwrap_or_default().to_owned());
        }
    }

    /// Whether the caller must act.
    pub(super) fn are_open(&self) -> bool {
        !self.0.is_empty()
    }
}

/// Whether the caller must answer an item. A shell in a container and a search on the server are
/// the vendor's.
fn is_callers(kind: &str, raw: &RawValue) -> bool {
    let call = || read::<ClientCallWire<'_>>(raw);
    match kind {
        "computer_call" | "apply_patch_call" | "local_shell_call" | "mcp_approval_request" => true,
        "shell_call" => matches!(call().environment.kind.as_str(), None | Some("local")),
        "tool_search_call" => call().execution.as_str() == Some("client"),
        _ => false,
    }
}
