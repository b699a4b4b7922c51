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
    /// `UnknownProvider` if there is no provider at all, `ContextLength` if none has a context
    /// window for that many tokens.
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
            .ok_or_else(|| self.none_fits(total))
    }

    fn none_fits(&self, total: u128) -> LlmError {
        let window =
            |provider: &Arc<dyn Provider>| provider.model_info(provider.model()).context_window;
        match self.providers().filter_map(|(_, provider)| window(provider)).max() {
            None => {
                LlmError::new(ErrorKind::UnknownProvider, "there is no provider to choose from")
            }
            Some(largest) => LlmError::new(
                ErrorKind::ContextLength,
                format!("{total} tokens fit no context window; the largest has {largest}"),
            ),
        }
    }
}
