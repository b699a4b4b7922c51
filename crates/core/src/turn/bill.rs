//! What a turn is billed by in addition to its tokens: price factors, the vendor's tools, and the
//! models that did parts of it.

use crate::pricing::Exact;
use crate::{Pricing, Usage};

/// What a response has reported about its price.
#[derive(Debug, Default)]
pub(super) struct Bill {
    pub(super) factors: Vec<(&'static str, String)>,
    pub(super) fees: Vec<(String, u64)>,
    pub(super) iterations: Vec<(Option<String>, Usage)>,
}

/// Why a turn cannot be priced, in one plain sentence.
pub(super) type Unpriced = String;

impl Bill {
    /// The price of `usage` in micro-cents, for the model `model` with this price list: exact,
    /// rounded up once. `None` if the usage is unknown.
    pub(super) fn price(
        &self,
        usage: &Usage,
        (model, own): (&str, &Pricing),
        pricing: impl Fn(&str) -> Option<Pricing>,
    ) -> Result<Option<u128>, Unpriced> {
        let whole = [(None, *usage)];
        let shares = match self.iterations.as_slice() {
            [] if usage.is_unknown() => return Ok(None),
            [] => whole.as_slice(),
            iterations => iterations,
        };
        let mut sum = self.fees(own)?;
        for (of, usage) in shares {
            let of = of.as_deref().filter(|of| *of != model);
            let other = of.map(|of| pricing(of).ok_or_else(|| unknown_model(of))).transpose()?;
            sum = sum.plus(self.tokens(other.as_ref().unwrap_or(own), usage)?);
        }
        Ok(Some(sum.rounded_up()))
    }

    fn tokens(&self, pricing: &Pricing, usage: &Usage) -> Result<Exact, Unpriced> {
        if let Some(lacking) = pricing.lacks(usage) {
            return Err(format!("what {lacking} costs is not known"));
        }
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
