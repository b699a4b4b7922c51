//! Sources that a reply cites.

use crate::wire::{Annotation, Source, each, read};
use kei_router_core::Citation;
use kei_router_core::codec::Turn;
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
        let sources = each(raw);
        for source in sources.iter().skip(self.emitted) {
            turn.citation(citation(source, read(source)));
        }
        self.emitted = self.emitted.max(sources.len());
    }
}

/// OpenAI's and OpenRouter's annotations.
pub(super) fn annotations(raw: &RawValue, turn: &mut Turn) {
    for annotation in each(raw) {
        let source = read::<Annotation<'_>>(annotation).url_citation;
        turn.citation(citation(annotation, source));
    }
}

fn citation(raw: &RawValue, source: Source<'_>) -> Citation {
    let mut citation = Citation::from_json(raw.get());
    citation.url = source.url.some().map(Cow::into_owned);
    citation.title = source.title.some().map(Cow::into_owned);
    citation.quote = source.content.some().or(source.snippet.some()).map(Cow::into_owned);
    citation
}
