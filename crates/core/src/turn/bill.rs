//! What a turn is billed by, beside its tokens: what multiplies their price, the vendor's tools,
//! and the models that did parts of it.

use super::Turn;
use crate::pricing::Exact;
use crate::{Pricing, Usage};

/// What an answer has told of its price.
#[derive(Debug, Default)]
pub(super) struct Bill {
    factors: Vec<(&'static str, String)>,
    fees: Vec<(String, u64)>,
    iterations: Vec<(Option<String>, Usage)>,
}

/// Why a turn cannot be priced, in one plain sentence.
pub(crate) type Unpriced = String;

impl Turn {
    /// A word of the answer that multiplies the price: the service tier, the speed, the geography
    /// that served it. The last word of a name counts; `None` is the plain price.
    ///
    /// Where the model's [`Pricing`] has no factor for the word, the turn has no cost, and a
    /// warning says why.
    pub fn price_factor(&mut self, name: &'static str, value: Option<&str>) {
        self.bill.factors.retain(|(known, _)| *known != name);
        let value = value.map(|value| (name, value.to_owned()));
        self.bill.factors.extend(value);
    }

    /// How often the vendor's tool `name` was used so far, where that costs something beside the
    /// tokens. A running total: it replaces the count before.
    ///
    /// Where the model's [`Pricing`] has no fee for it, the turn has no cost, and a warning says
    /// why.
    pub fn price_fee(&mut self, name: &str, count: u64) {
        self.bill.fees.retain(|(known, _)| known != name);
        if count > 0 {
            self.bill.fees.push((name.to_owned(), count));
        }
    }

    /// Of the usage so far, what each model used, where there was more than one: `None` is the
    /// model that answers. The sum is for [`Turn::usage`] to tell; this is what it is priced by.
    pub fn iterations(&mut self, iterations: Vec<(Option<String>, Usage)>) {
        self.bill.iterations = iterations;
    }

    /// The price of the turn so far in micro-cents, answered by `model`: exact, rounded up once.
    /// `None` where nothing is known of the model's price, or of what was used.
    pub(crate) fn price(
        &self,
        model: &str,
        pricing: impl Fn(&str) -> Option<Pricing>,
    ) -> Result<Option<u128>, Unpriced> {
        let Some(own) = pricing(model) else { return Ok(None) };
        let whole = [(None, self.usage)];
        let shares = match self.bill.iterations.as_slice() {
            [] if self.usage.is_unknown() => return Ok(None),
            [] => whole.as_slice(),
            iterations => iterations,
        };
        let mut sum = self.bill.fees(&own)?;
        for (of, usage) in shares {
            let of = of.as_deref().filter(|of| *of != model);
            let other = of.map(|of| pricing(of).ok_or_else(|| unknown_model(of))).transpose()?;
            sum = sum.plus(self.bill.tokens(other.as_ref().unwrap_or(&own), usage)?);
        }
        Ok(Some(sum.rounded_up()))
    }
}

impl Bill {
    fn tokens(&self, pricing: &Pricing, usage: &Usage) -> Result<Exact, Unpriced> {
        let input = usage.input.unwrap_or(0);
        let plain = Exact::whole(pricing.unrounded(usage));
        self.factors.iter().try_fold(plain, |sum, (name, value)| {
            match pricing.factor(name, value, input) {
                Some(factor) => Ok(sum.times(factor.numerator, factor.denominator.max(1))),
                None => Err(format!("what {name} {value} costs is not known")),
            }
        })
    }

    fn fees(&self, pricing: &Pricing) -> Result<Exact, Unpriced> {
        self.fees.iter().try_fold(Exact::ZERO, |sum, (name, count)| match pricing.fee(name) {
            Some(each) => {
                let fee = u128::from(each).saturating_mul(u128::from(*count));
                Ok(sum.plus(Exact::micro_cents(fee)))
            }
            None => Err(format!("what {name} costs is not known")),
        })
    }
}

fn unknown_model(of: &str) -> Unpriced {
    format!("the price of {of}, which did a part of the turn, is not known")
}

#[cfg(test)]
mod tests;
