//! Citations.

use crate::wire::Cited;
use kei_router_core::codec::Turn;
use kei_router_core::{Citation, LlmError};
use serde_json::value::RawValue;

/// The member of a text block that holds them.
const MEMBER: &str = "citations";

/// Tells a citation of the block `key`, and keeps it: it goes back to the vendor with the text.
pub(super) fn take(key: u64, raw: &RawValue, turn: &mut Turn) -> Result<(), LlmError> {
    if !raw.get().starts_with('{') {
        return Ok(());
    }
    turn.citation(citation(raw));
    turn.vendor_item(key, MEMBER, raw.get())
}

fn citation(raw: &RawValue) -> Citation {
    let mut citation = Citation::from_json(raw.get());
    if let Ok(cited) = serde_json::from_str::<Cited<'_>>(raw.get()) {
        let is_url = |text: &&str| text.starts_with("https://") || text.starts_with("http://");
        let url = cited.url.as_str().or(cited.source.as_str().filter(is_url));
        citation.url = url.map(str::to_owned);
        let title = cited.title.as_str().or(cited.document_title.as_str());
        citation.title = title.map(str::to_owned);
        citation.quote = cited.cited_text.as_str().map(str::to_owned);
    }
    citation
}
