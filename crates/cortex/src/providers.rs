//! `GET /providers`: who could answer, and at what price.

use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use kei_router::{LlmError, Provider, vendors};
use serde::Serialize;
use std::collections::BTreeSet;

/// A provider as clients see it. Prices are cents per million tokens, rounded up, and null where
/// they are unknown. A provider that is not ready has neither a model nor prices.
#[derive(Serialize)]
pub(crate) struct Row {
    name: String,
    model: Option<String>,
    default: bool,
    ready: bool,
    /// Why it is not ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    input_cents_per_mtok: Option<u32>,
    output_cents_per_mtok: Option<u32>,
}

/// Every vendor that is compiled in and every provider that was registered, by name.
pub(crate) async fn providers(State(state): State<AppState>) -> Json<Vec<Row>> {
    let compiled = vendors().iter().filter(|v| v.is_enabled()).map(|v| v.name().to_owned());
    let names: BTreeSet<String> = compiled.chain(state.router.names()).collect();
    let by_default = &*state.default_provider;
    let default = match by_default.split_once('/') {
        Some((name, _)) if !names.contains(by_default) => name,
        _ => by_default,
    };
    let row = |name: String| {
        let default = name == default;
        // The default may name a model of its own.
        let picked = state.router.pick(if default { by_default } else { &name });
        match picked.and_then(|provider| provider.check().map(|()| provider)) {
            Ok(provider) => Row::ready(name, default, &provider),
            Err(error) => Row::not_ready(name, default, &error),
        }
    };
    Json(names.into_iter().map(row).collect())
}

impl Row {
    fn ready(name: String, default: bool, provider: &dyn Provider) -> Self {
        let pricing = provider.pricing();
        Self {
            name,
            model: Some(provider.model().to_owned()),
            default,
            ready: true,
            reason: None,
            input_cents_per_mtok: pricing.as_ref().map(|pricing| pricing.input_cents()),
            output_cents_per_mtok: pricing.as_ref().map(|pricing| pricing.output_cents()),
        }
    }

    fn not_ready(name: String, default: bool, error: &LlmError) -> Self {
        Self {
            name,
            model: None,
            default,
            ready: false,
            reason: Some(error.to_string()),
            input_cents_per_mtok: None,
            output_cents_per_mtok: None,
        }
    }
}
