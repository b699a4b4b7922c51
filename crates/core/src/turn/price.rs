//! What decoders say of a turn's price, and the price.

use super::Turn;
use crate::{Pricing, Usage};

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

    /// The service tier that the answer tells. `default`, `standard` and `on_demand` are the plain
    /// price; `auto` repeats the request, and says nothing of what served it.
    pub fn service_tier(&mut self, word: &str) {
        match word {
            "auto" | "" => {}
            "default" | "standard" | "on_demand" => self.price_factor("service_tier", None),
            word => self.price_factor("service_tier", Some(word)),
        }
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
    /// `None` where nothing is known of the model's price, or of what was used; else, where
    /// something cannot be priced, one plain sentence that says what.
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
