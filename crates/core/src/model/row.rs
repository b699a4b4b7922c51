//! One row of a vendor's model table.

use super::{Efforts, ModelInfo};
use crate::{Capabilities, Pricing, Rates};
use serde::Serialize;
use std::borrow::Cow;
use std::mem;

/// How a model's prompt cache is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CacheMarks {
    /// The vendor caches automatically, and accepts no marks.
    Automatic,
    /// By marks on parts of the prompt.
    Explicit,
}

/// A row of a model table: what is known about one model. What is not set is unknown.
///
/// ```
/// use kei_router_core::codec::ModelRow;
/// use kei_router_core::Rates;
///
/// const ROW: ModelRow = ModelRow::new("gpt-next")
///     .rates(Rates::usd(2.0, 10.0).cache_read_usd(0.1))
///     .context_window(922_000)
///     .max_output(128_000);
/// assert_eq!(ROW.id, "gpt-next");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModelRow {
    /// The model's id, without a date.
    pub id: Cow<'static, str>,
    /// Further ids of the same model, such as `claude-opus-latest`.
    pub aliases: &'static [&'static str],
    /// What its tokens cost; `None` if unknown.
    pub pricing: Option<Pricing>,
    /// The context window: how many tokens of input and output fit into one request.
    pub context_window: Option<u64>,
    /// The maximum number of tokens in a reply.
    pub max_output: Option<u64>,
    /// Its capabilities.
    pub capabilities: Capabilities,
    /// The reasoning efforts that it accepts; `None` if unknown.
    pub efforts: Option<Efforts>,
    /// The efforts on wire formats where they differ, by format (`chat-completions`).
    pub efforts_by_wire: &'static [(&'static str, Efforts)],
    /// How its prompt cache is requested; `None` if unknown.
    pub cache_marks: Option<CacheMarks>,
}

impl ModelRow {
    /// An empty row for the model `id`.
    pub const fn new(id: &'static str) -> Self {
        Self::of(Cow::Borrowed(id))
    }

    /// An empty row for a model whose id is known only at run time.
    pub fn named(id: impl Into<String>) -> Self {
        Self::of(Cow::Owned(id.into()))
    }

    const fn of(id: Cow<'static, str>) -> Self {
        Self {
            id,
            aliases: &[],
            pricing: None,
            context_window: None,
            max_output: None,
            capabilities: Capabilities::UNKNOWN,
            efforts: None,
            efforts_by_wire: &[],
            cache_marks: None,
        }
    }

    /// Sets further ids of the same model.
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Sets one price for any length of input.
    pub const fn rates(self, rates: Rates) -> Self {
        self.pricing(Pricing::flat(rates))
    }

    /// Sets the price list.
    pub const fn pricing(mut self, pricing: Pricing) -> Self {
        // A const fn cannot drop a value; the replaced one is `None`.
        mem::forget(self.pricing.replace(pricing));
        self
    }

    /// Sets the context window, in tokens of input and output together.
    pub const fn context_window(mut self, tokens: u64) -> Self {
        self.context_window = Some(tokens);
        self
    }

    /// Sets the maximum number of tokens in a reply.
    pub const fn max_output(mut self, tokens: u64) -> Self {
        self.max_output = Some(tokens);
        self
    }

    /// Sets the capabilities.
    pub const fn capabilities(mut self, capabilities: Capabilities) -> Self {
        self.capabilities = capabilities;
        self
    }

    /// Sets the reasoning efforts.
    pub const fn efforts(mut self, efforts: Efforts) -> Self {
        self.efforts = Some(efforts);
        self
    }

    /// Sets other efforts for these wire formats.
    pub const fn efforts_by_wire(mut self, rules: &'static [(&'static str, Efforts)]) -> Self {
        self.efforts_by_wire = rules;
        self
    }

    /// Sets how the prompt cache is requested.
    pub const fn cache_marks(mut self, marks: CacheMarks) -> Self {
        self.cache_marks = Some(marks);
        self
    }

    /// Whether the row has this id or alias.
    pub(super) fn is(&self, id: &str) -> bool {
        self.id == id || self.aliases.contains(&id)
    }

    pub(super) fn info(&self) -> ModelInfo {
        ModelInfo {
            id: Some(self.id.clone()),
            pricing: self.pricing.clone(),
            context_window: self.context_window,
            max_output: self.max_output,
            capabilities: self.capabilities,
            efforts: self.efforts,
            efforts_by_wire: self.efforts_by_wire,
            cache_marks: self.cache_marks,
        }
    }
}
