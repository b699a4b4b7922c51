//! Models, and tables of models.

mod efforts;
mod id;
mod row;
mod table;

pub use efforts::Efforts;
pub use row::{CacheMarks, ModelRow};
pub use table::ModelTable;

use crate::{Capabilities, Pricing};
use id::undated;
use serde::Serialize;
use std::borrow::Cow;

/// What is known about a model. Everything is optional: for an unknown model all of it is `None`,
/// never another model's values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ModelInfo {
    /// The model's id in the table; `None` for an unknown model.
    pub id: Option<Cow<'static, str>>,
    /// What its tokens cost.
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

impl ModelInfo {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self {
        id: None,
        pricing: None,
        context_window: None,
        max_output: None,
        capabilities: Capabilities::UNKNOWN,
        efforts: None,
        efforts_by_wire: &[],
        cache_marks: None,
    };

    /// The reasoning efforts that the model accepts on a wire format (`chat-completions`); `None`
    /// if unknown.
    pub fn efforts_on(&self, wire_format: &str) -> Option<Efforts> {
        let rule = self.efforts_by_wire.iter().find(|(format, _)| *format == wire_format);
        rule.map(|(_, efforts)| *efforts).or(self.efforts)
    }

    /// This information, with `base` filling in what is unknown here.
    pub fn over(self, base: Self) -> Self {
        Self {
            id: self.id.or(base.id),
            pricing: self.pricing.or(base.pricing),
            context_window: self.context_window.or(base.context_window),
            max_output: self.max_output.or(base.max_output),
            capabilities: self.capabilities.over(base.capabilities),
            // Efforts by wire format belong to the general efforts.
            efforts_by_wire: match self.efforts {
                Some(_) => self.efforts_by_wire,
                None => base.efforts_by_wire,
            },
            efforts: self.efforts.or(base.efforts),
            cache_marks: self.cache_marks.or(base.cache_marks),
        }
    }
}

/// A model that a server offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ListedModel {
    /// The id by which the server knows it.
    pub id: String,
    /// What the vendor's table knows about it, with the context window that the server reports.
    pub info: ModelInfo,
}

impl ListedModel {
    /// A model with this id.
    pub fn new(id: impl Into<String>, info: ModelInfo) -> Self {
        Self { id: id.into(), info }
    }

    /// Whether `name` refers to this model: the same id, ignoring dates.
    pub fn is(&self, name: &str) -> bool {
        let plain = |id| undated(id).unwrap_or(id);
        self.id == name || self.id == plain(name) || plain(&self.id) == name
    }
}

#[cfg(test)]
mod tests {
    use super::{CacheMarks, Efforts, ModelInfo, ModelRow};
    use crate::{Capabilities, Capability, Rates, ReasoningEffort};

    const LOW: Efforts = Efforts::new(&[ReasoningEffort::Low]);
    const HIGH: Efforts = Efforts::new(&[ReasoningEffort::High]);

    #[test]
    fn what_a_row_says_wins_and_what_it_leaves_open_stays() {
        let whole = ModelRow::new("m")
            .rates(Rates::usd(1.0, 2.0))
            .context_window(10)
            .max_output(5)
            .capabilities(Capabilities::UNKNOWN.with(&[Capability::Tools, Capability::Images]))
            .efforts(LOW)
            .efforts_by_wire(&[("chat", HIGH)])
            .cache_marks(CacheMarks::Explicit)
            .info();
        assert_eq!(ModelInfo::default().over(whole.clone()), whole);
        assert_eq!(whole.clone().over(ModelInfo::default()), whole);
        let price = ModelRow::new("m").rates(Rates::usd(3.0, 4.0)).info();
        let merged = price.clone().over(whole.clone());
        assert_eq!(merged.pricing, price.pricing);
        assert_eq!(ModelInfo { pricing: whole.pricing.clone(), ..merged }, whole);
        let lacks = Capabilities::UNKNOWN.without(&[Capability::Images]);
        let merged = ModelRow::new("m").capabilities(lacks).info().over(whole);
        assert!(merged.capabilities.lacks(Capability::Images));
        assert_eq!(merged.capabilities.supports(Capability::Tools), Some(true));
    }

    #[test]
    fn efforts_are_the_wires_own_where_it_has_some() {
        let row = ModelRow::new("m").efforts(LOW).efforts_by_wire(&[("chat", HIGH)]).info();
        assert_eq!(row.efforts_on("chat"), Some(HIGH));
        assert_eq!(row.efforts_on("responses"), Some(LOW));
        let other = ModelRow::new("m").efforts(HIGH).info().over(row);
        assert_eq!(other.efforts_on("chat"), Some(HIGH));
        assert_eq!(other.efforts_on("responses"), Some(HIGH));
        assert_eq!(ModelInfo::default().efforts_on("chat"), None);
    }
}
