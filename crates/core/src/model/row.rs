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
    /// What is known about it. Its id is that of the row.
    pub info: ModelInfo,
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
        Self { id, aliases: &[], info: ModelInfo::UNKNOWN }
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
        mem::forget(self.info.pricing.replace(pricing));
        self
    }

    /// Sets the context window, in tokens of input and output together.
    pub const fn context_window(mut self, tokens: u64) -> Self {
        self.info.context_window = Some(tokens);
        self
    }

    /// Sets the maximum number of tokens in a reply.
    pub const fn max_output(mut self, tokens: u64) -> Self {
        self.info.max_output = Some(tokens);
        self
    }

    /// Sets the capabilities.
    pub const fn capabilities(mut self, capabilities: Capabilities) -> Self {
        self.info.capabilities = capabilities;
        self
    }

    /// Sets the reasoning efforts.
    pub const fn efforts(mut self, efforts: Efforts) -> Self {
        self.info.efforts = Some(efforts);
        self
    }

    /// Sets other efforts for these wire formats.
    pub const fn efforts_by_wire(mut self, rules: &'static [(&'static str, Efforts)]) -> Self {
        self.info.efforts_by_wire = rules;
        self
    }

    /// Sets how the prompt cache is requested.
    pub const fn cache_marks(mut self, marks: CacheMarks) -> Self {
        self.info.cache_marks = Some(marks);
        self
    }

    /// Whether the row has this id or alias.
    pub(super) fn is(&self, id: &str) -> bool {
        self.id == id || self.aliases.contains(&id)
    }

    pub(super) fn info(&self) -> ModelInfo {
        ModelInfo { id: Some(self.id.clone()), ..self.info.clone() }
    }
}
