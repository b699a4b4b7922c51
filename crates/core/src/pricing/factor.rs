//! What multiplies a price, and what is paid beside the tokens.

use super::rates::micro_cents;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A multiplier of all token prices of a turn, which holds where the answer tells a word: the
/// service tier `priority`, the speed `fast`, the geography `us`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PriceFactor {
    /// What the answer tells: `service_tier`, `speed`, `inference_geo`.
    pub name: Cow<'static, str>,
    /// The word for which the factor holds.
    pub value: Cow<'static, str>,
    /// The factor is this ..
    pub numerator: u32,
    /// .. divided by this, so that 1.1 is exact. Never zero.
    pub denominator: u32,
    /// The size of input, in tokens, up to which the factor is known; `None` for any.
    pub max_input: Option<u64>,
}

/// What one use of a vendor's tool costs, beside the tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ToolFee {
    /// What is counted: `web_search`.
    pub name: Cow<'static, str>,
    /// The price of one, in micro-cents.
    pub each: u64,
}

impl PriceFactor {
    /// Prices times `numerator` by `denominator` where the answer tells `value` for `name`. A
    /// denominator of zero is taken as one.
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

    /// The same for inputs of up to so many tokens; above them the factor is unknown.
    pub const fn up_to(mut self, tokens: u64) -> Self {
        self.max_input = Some(tokens);
        self
    }

    pub(super) fn holds(&self, name: &str, value: &str, input: u64) -> bool {
        self.name == name && self.value == value && self.max_input.is_none_or(|max| input <= max)
    }
}

impl ToolFee {
    /// `dollars` for each `name`.
    pub const fn usd(name: &'static str, dollars: f64) -> Self {
        Self { name: Cow::Borrowed(name), each: micro_cents(dollars) }
    }
}
