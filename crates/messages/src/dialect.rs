//! How a vendor departs from the plain wire, as data and a few hooks.

use kei_router_core::{ErrorKind, Refusal};
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// How a vendor departs from the plain wire. Start from [`Dialect::PLAIN`] and change what is
/// different.
#[derive(Clone, Debug)]
pub struct Dialect {
    /// The version of the API to ask for, in the `anthropic-version` header.
    pub version: Text,
    /// The version to ask for where a request sets `temperature` or `top_p` and its model takes
    /// them; `None` where `version` takes them.
    pub sampling_version: Option<Text>,
    /// Whether this version of the API takes sampling options.
    pub takes_sampling: fn(&str) -> bool,
    /// The beta features to ask for, in the `anthropic-beta` header.
    pub betas: Cow<'static, [Text]>,
    /// How the model in this row of the vendor's table is asked to reason; `None` for a model
    /// outside it.
    pub thinking: fn(Option<&str>) -> Thinking,
    /// The vendor's own words for refusals, before the common ones.
    pub classify: fn(&Refusal) -> Option<ErrorKind>,
}

/// How a model is asked to reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Thinking {
    /// By an effort alone; a budget is refused.
    ByEffort,
    /// By an effort up to `high`, and `max`, or by a budget.
    Either,
    /// By a budget alone.
    ByBudget,
    /// Nothing is known of the model.
    Unknown,
}

impl Dialect {
    /// The wire as most compatible servers speak it.
    pub const PLAIN: Self = Self {
        version: Cow::Borrowed("2023-06-01"),
        sampling_version: None,
        takes_sampling: |_| true,
        betas: Cow::Borrowed(&[]),
        thinking: |_| Thinking::Unknown,
        classify: |_| None,
    };
}
