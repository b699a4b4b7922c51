//! Citations.

use crate::wire::Cited;
use kei_router_core::codec::Turn;
use kei_router_core::{Citation, ErrorKind, LlmError};
use serde_json::value::RawValue;

/// How much the citations of the open blocks may take, in bytes: as much as one event may have.
const MAX_BYTES: usize = 16 << 20;

/// The citations of the text blocks that are open: the items of a list, as they came. They go back
/// to the vendor with the text.
#[derive(Debug, Default)]
pub(super) struct Citations {
    of: Vec<(u64, String)>,
    bytes: usize,
}

impl Citations {
    /// Emits a citation of the block `key`, and keeps it.
    pub(super) fn take(
        &mut self,
        key: u64,
        raw: &RawValue,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        self.bytes = self.bytes.saturating_add(raw.get().len());
        if self.bytes > MAX_BYTES {
            let message = format!("the citations of a block are over {MAX_BYTES} bytes");
            return Err(LlmError::new(ErrorKind::TooLarge, message));
        }
        turn.citation(citation(raw));
        let json = turn.kept(key, raw.get().into());
        match self.of.iter_mut().find(|(of, _)| *of == key) {
            Some((_, items)) => {
                items.push(',');
                items.push_str(&json);
            }
            None => self.of.push((key, json.into_owned())),
        }
        Ok(())
    }

    /// Attaches the citations of the block `key`, or of all, to their text.
    pub(super) fn attach(&mut self, key: Option<u64>, turn: &mut Turn) -> Result<(), LlmError> {
        while let Some(at) = self.of.iter().position(|(of, _)| key.is_none_or(|key| key == *of)) {
            let (key, items) = self.of.remove(at);
            self.bytes = self.bytes.saturating_sub(items.len());
            turn.vendor(key, format!(r#"{{"citations":[{items}]}}"#))?;
        }
        Ok(())
    }
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
