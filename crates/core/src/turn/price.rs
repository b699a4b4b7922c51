//! What decoders report about a turn's price, and the price.

use super::Turn;
use crate::{Pricing, Usage};

/// The maximum number of tools that are counted. No vendor's price list has as many, so one of them
/// is without a price, and so is the turn.
const MAX_FEES: usize = 64;

impl Turn {
    /// Sets a price factor that the response reports: the service tier, speed or geography. The
    /// last value for a name counts; `None` is the base price.
    ///
    /// If the model's [`Pricing`] has no factor for the value, the turn has no cost, and a warning
    /// says why.
    pub fn price_factor(&mut self, name: &'static str, value: Option<&str>) {
        self.bill.factors.retain(|(known, _)| *known != name);
        let value = value.map(|value| (name, value.to_owned()));
        self.bill.factors.extend(value);
    }

    /// Sets the service tier that the response reports. `default`, `standard` and `on_demand` are
    /// the base price; `auto` only echoes the request.
    pub fn service_tier(&mut self, word: &str) {
        match word {
            "auto" | "" => {}
            "default" | "standard" | "on_demand" => self.price_factor("service_tier", None),
            word => self.price_factor("service_tier", Some(word)),
        }
    }

    /// Sets how often the vendor's tool `name` was used so far, if it costs something in addition
    /// to tokens. A running total: it replaces the previous count.
    ///
    /// If the model's [`Pricing`] has no fee for it, the turn has no cost, and a warning says why.
    pub fn price_fee(&mut self, name: &str, count: u64) {
        self.bill.fees.retain(|(known, _)| known != name);
        if count > 0 && self.bill.fees.len() < MAX_FEES {
            self.bill.fees.push((name.to_owned(), count));
        }
    }

    /// Sets how the usage so far is split between models, if there was more than one: `None` is the
    /// reply's own model. [`Turn::usage`] sets the sum; this determines its price.
    pub fn iterations(&mut self, iterations: Vec<(Option<String>, Usage)>) {
        self.bill.iterations = iterations;
    }

    /// The price of the turn so far in micro-cents, if `model` is the reply's model: exact, rounded
    /// up once. `None` if the model's price or the usage is unknown; an error, in one sentence, if
    /// a part of it cannot be priced.
    pub(crate) fn price(
        &self,
        model: &str,
        pricing: impl Fn(&str) -> Option<Pricing>,
    ) -> Result<Option<u128>, String> {
        let Some(own) = pricing(model) else { return Ok(None) };
        self.bill.price(&self.usage, (model, &own), pricing)
    }
}

#[cfg(test)]
mod tests;
