//! Price multipliers and tool fees.

use super::rates::micro_cents;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A multiplier of all token prices of a turn, which applies when the response reports a value: the
/// service tier `priority`, the speed `fast`, the geography `us`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PriceFactor {
    /// What the response reports: `service_tier`, `speed`, `inference_geo`.
    pub name: Cow<'static, str>,
    /// The value for which the factor applies.
    pub value: Cow<'static, str>,
    /// The numerator of the factor.
    pub numerator: u32,
    /// The denominator of the factor, so that 1.1 is exact. Never zero.
    pub denominator: u32,
    /// The factor is known for inputs up to this many tokens; `None` for any.
    pub max_input: Option<u64>,
}

/// What one use of a vendor's tool costs, in addition to tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ToolFee {
    /// The tool, such as `web_search`.
    pub name: Cow<'static, str>,
    /// The price of one use, in micro-cents.
    pub each: u64,
}

impl PriceFactor {
    /// Multiplies prices by `numerator` / `denominator` when the response reports `value` for
    /// `name`. A denominator of zero is taken as one.
    pub const fn new(
        name: &'static str,
        value: &'static str,
        numerator: u32,
        denominator: u32,
    ) -> Self {
        Self {
            name: Cow::Borrowed(name),
            value: Cow::Borrowed(value),
            numerator,
            denominator: if denominator == 0 { 1 } else { denominator },
            max_input: None,
        }
    }

    /// Limits the factor to inputs of up to `tokens`; above, it is unknown.
    pub const fn up_to(mut self, tokens: u64) -> Self {
        self.max_input = Some(tokens);
        self
    }

    pub(super) fn holds(&self, name: &str, value: &str, input: u64) -> bool {
        self.name == name && self.value == value && self.max_input.is_none_or(|max| input <= max)
    }
}

impl ToolFee {
    /// `dollars` for each use of `name`.
    pub const fn usd(name: &'static str, dollars: f64) -> Self {
        Self { name: Cow::Borrowed(name), each: micro_cents(dollars) }
    }
}
