//! Choosing the cheapest provider.

use crate::LlmRouter;
use kei_router_core::{ErrorKind, LlmError, Provider, Usage};
use std::sync::Arc;

impl LlmRouter {
    /// The cheapest provider for a turn of about `input` and `output` tokens.
    ///
    /// Only those count whose context window holds both, or is unknown. Prices are compared
    /// exactly, at the tier of the estimate; unknown ones come last, and names break ties.
    ///
    /// # Errors
    /// `UnknownProvider` where there is none.
    pub fn cheapest_for_estimated_tokens(
        &self,
        input: u64,
        output: u64,
    ) -> Result<Arc<dyn Provider>, LlmError> {
        let usage = Usage::new(input, output);
        let total = u128::from(input) + u128::from(output);
        self.providers()
            .filter_map(|(name, provider)| {
                let info = provider.model_info(provider.model());
                let fits = info.context_window.is_none_or(|window| total <= u128::from(window));
                let price = info.pricing.map(|pricing| pricing.unrounded(&usage));
                fits.then_some(((price.is_none(), price, name), provider))
            })
            .min_by(|(a, _), (b, _)| a.cmp(b))
            .map(|(_, provider)| Arc::clone(provider))
            .ok_or_else(|| {
                let message = "no registered provider has a context window for that many tokens";
                LlmError::new(ErrorKind::UnknownProvider, message)
            })
    }
}
