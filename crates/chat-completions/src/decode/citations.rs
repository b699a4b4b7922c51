//! Sources that a reply cites.

use crate::wire::{Annotation, Source, each, read};
use kei_router_core::codec::Turn;
use kei_router_core::{Citation, LlmError};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Perplexity's sources: the whole list so far, in every chunk.
#[derive(Debug, Default)]
pub(super) struct Sources {
    last: String,
    emitted: usize,
}

impl Sources {
    /// Emits the sources that are new.
    pub(super) fn take(&mut self, raw: &RawValue, turn: &mut Turn) {
        if raw.get() == self.last {
            return;
        }
        raw.get().clone_into(&mut self.last);
        let mut count = 0_usize;
        for source in each(raw).filter(says_something) {
            count = count.saturating_add(1);
            if count > self.emitted {
                turn.citation(citation(source, read(source)));
            }
        }
        self.emitted = self.emitted.max(count);
    }
}

/// OpenAI's and OpenRouter's annotations. They are kept with the text: OpenRouter wants those of
/// files back, so that it need not read the file again.
pub(super) fn annotations(raw: &RawValue, text: u64, turn: &mut Turn) -> Result<(), LlmError> {
    each(raw).filter(says_something).try_for_each(|annotation| {
        let source = read::<Annotation<'_>>(annotation).url_citation;
        turn.citation(citation(annotation, source));
        match turn.is_open(text) {
            true => turn.vendor_item(text, "annotations", annotation.get()),
            false => Ok(()),
        }
    })
}

/// A source is an object, or its URL.
fn says_something(raw: &&RawValue) -> bool {
    raw.get().len() > 2 && raw.get().starts_with(['{', '"'])
}

fn citation(raw: &RawValue, source: Source<'_>) -> Citation {
    let mut citation = Citation::from_json(raw.get());
    citation.url = source.url.some().map(Cow::into_owned);
    citation.title = source.title.some().map(Cow::into_owned);
    citation.quote = source.content.some().or(source.snippet.some()).map(Cow::into_owned);
    citation
}
