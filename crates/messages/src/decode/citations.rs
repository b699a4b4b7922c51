//! What the model cites.

use crate::wire::Cited;
use kei_router_core::{Citation, Turn};
use serde_json::value::RawValue;

pub(super) fn cite(raw: &RawValue, turn: &mut Turn) {
    let mut citation = Citation::from_json(raw.get());
    if let Ok(cited) = serde_json::from_str::<Cited<'_>>(raw.get()) {
        let is_url = |text: &&str| text.starts_with("https://") || text.starts_with("http://");
        let url = cited.url.as_str().or(cited.source.as_str().filter(is_url));
        citation.url = url.map(str::to_owned);
        let title = cited.title.as_str().or(cited.document_title.as_str());
        citation.title = title.map(str::to_owned);
        citation.quote = cited.cited_text.as_str().map(str::to_owned);
    }
    turn.citation(citation);
}
