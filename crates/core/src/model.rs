//! What is known of a model, and a vendor's table of models.

use crate::{Capabilities, Pricing};
use std::borrow::Cow;

/// What is known of one model. Everything is optional: an unknown model has nothing, never
/// another model's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModelInfo {
    /// The id under which the model stands in the table; `None` for an unknown one.
    pub id: Option<Cow<'static, str>>,
    /// What its tokens cost.
    pub pricing: Option<Pricing>,
    /// How many tokens of input and output fit into one request.
    pub context_window: Option<u64>,
    /// How many tokens one reply may have.
    pub max_output: Option<u64>,
    /// What it can do.
    pub capabilities: Capabilities,
}

/// A model that a server offers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedModel {
    /// The id by which the server knows it.
    pub id: String,
    /// What the vendor's table knows of it, with the context window that the server tells.
    pub info: ModelInfo,
}

impl ListedModel {
    /// A model of this id.
    pub fn new(id: impl Into<String>, info: ModelInfo) -> Self {
        Self { id: id.into(), info }
    }

    /// Whether it is the model that `name` means: the same id, dates aside.
    pub fn is(&self, name: &str) -> bool {
        let plain = |id| undated(id).unwrap_or(id);
        self.id == name || self.id == plain(name) || plain(&self.id) == name
    }
}

/// A row of a vendor's model table.
#[derive(Clone, Debug)]
pub struct Model {
    /// The model's id, without a date.
    pub id: &'static str,
    /// What its tokens cost; `None` where no price was found.
    pub pricing: Option<Pricing>,
    /// How many tokens of input and output fit into one request.
    pub context_window: Option<u64>,
    /// How many tokens one reply may have.
    pub max_output: Option<u64>,
    /// What it can do.
    pub capabilities: Capabilities,
}

/// A vendor's models, and the day on which the rows were read.
#[derive(Clone, Copy, Debug)]
pub struct Models {
    /// `YYYY-MM-DD`.
    pub read_on: &'static str,
    /// One row a model.
    pub rows: &'static [Model],
}

impl Models {
    /// What the table knows of `id`: the exact row first, else the row of a dated alias such as
    /// `claude-haiku-4-5-20251001` or `gpt-4o-mini-2024-07-18`. Never a mere prefix.
    pub fn info(&self, id: &str) -> ModelInfo {
        let find = |id: &str| self.rows.iter().find(|row| row.id == id);
        let row = find(id).or_else(|| undated(id).and_then(find));
        row.map_or_else(ModelInfo::default, Model::info)
    }
}

impl Model {
    fn info(&self) -> ModelInfo {
        ModelInfo {
            id: Some(Cow::Borrowed(self.id)),
            pricing: self.pricing.clone(),
            context_window: self.context_window,
            max_output: self.max_output,
            capabilities: self.capabilities,
        }
    }
}

/// `id` without a trailing `-YYYYMMDD`, `@YYYYMMDD` or `-YYYY-MM-DD`.
fn undated(id: &str) -> Option<&str> {
    let (at, _) = [(9, false), (11, true)]
        .into_iter()
        .map(|(length, dashed)| (id.len().saturating_sub(length), dashed))
        .find(|(at, dashed)| id.get(*at..).is_some_and(|tail| is_date(tail, *dashed)))?;
    let name = id.get(..at)?;
    let whole = !name.is_empty() && !name.ends_with('-');
    whole.then_some(name)
}

fn is_date(tail: &str, dashed: bool) -> bool {
    let shape = if dashed { "-dddd-dd-dd" } else { "-dddddddd" };
    tail.len() == shape.len()
        && tail.bytes().zip(shape.bytes()).enumerate().all(|(i, (byte, want))| match want {
            b'd' => byte.is_ascii_digit(),
            _ => byte == b'-' || (i == 0 && !dashed && byte == b'@'),
        })
}

#[cfg(test)]
mod tests {
    use super::undated;

    #[test]
    fn only_a_whole_date_is_cut_off() {
        assert_eq!(undated("claude-haiku-4-5-20251001"), Some("claude-haiku-4-5"));
        assert_eq!(undated("claude-haiku-4-5@20251001"), Some("claude-haiku-4-5"));
        assert_eq!(undated("gpt-4o-2024-08-06"), Some("gpt-4o"));
        assert_eq!(undated("gpt-4o-mini"), None);
        assert_eq!(undated("-20251001"), None);
        assert_eq!(undated("größe"), None);
    }
}
