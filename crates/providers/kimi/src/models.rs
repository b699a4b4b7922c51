//! The models: prices, windows, abilities.

use kei_router_core::ReasoningEffort::{High, Low, Max};
use kei_router_core::codec::{CacheMarks, Efforts, ModelRow, ModelTable};
use kei_router_core::{Capabilities, Capability as C, Rates};

/// What is known of Kimi's models, from public price lists. Writing to the cache costs what other
/// input does; there are no marks for it.
pub const MODELS: ModelTable = ModelTable::new("2026-11-24", ROWS);

const ROWS: &[ModelRow] = &[
    row("kimi-k3", Rates::usd(3.0, 15.0).cache_read_usd(0.30), WINDOW, ALWAYS_THINKS)
        .efforts(BY_EFFORT),
    row("kimi-k3.1-pro", Rates::usd(2.0, 10.0).cache_read_usd(0.20), WINDOW, ALWAYS_THINKS)
        .efforts(BY_EFFORT),
    row(
        "kimi-k3.1-pro-highspeed",
        Rates::usd(4.0, 20.0).cache_read_usd(0.20),
        WINDOW,
        ALWAYS_THINKS,
    )
    .efforts(BY_EFFORT),
    row("kimi-k2.7-code", Rates::usd(0.95, 4.0).cache_read_usd(0.19), SMALL, ALWAYS_THINKS),
    row("kimi-k2.6", Rates::usd(0.95, 4.0).cache_read_usd(0.16), SMALL, THINKS),
    row("kimi-k2.5", Rates::usd(0.60, 3.0).cache_read_usd(0.10), SMALL, THINKS),
    ModelRow::new("kimi-k2-thinking")
        .rates(Rates::usd(0.60, 2.50))
        .context_window(SMALL)
        .capabilities(TEXT_THINKS)
        .efforts(NO_EFFORT)
        .cache_marks(CacheMarks::Automatic),
];

const WINDOW: u64 = 1_048_576;
const SMALL: u64 = 262_144;

const BY_EFFORT: Efforts = Efforts::new(&[Low, High, Max]);
/// The models reason or do not, without degrees.
const NO_EFFORT: Efforts = Efforts::new(&[]);

/// Models whose thinking can be switched off. Their sampling is fixed since K2.5.
const THINKS: Capabilities = Capabilities::UNKNOWN
    .with(&[C::Tools, C::ForcedTools, C::Images, C::Reasoning, C::ReasoningOff, C::Prefill])
    .with(&[C::Stop])
    .without(&[C::Sampling, C::Seed, C::Audio, C::Documents, C::ReasoningBudget]);

/// Models that always think, and so cannot be made to call a tool.
const ALWAYS_THINKS: Capabilities = Capabilities::UNKNOWN
    .with(&[C::Tools, C::Reasoning, C::ReasoningByDefault, C::Prefill, C::Stop])
    .without(&[C::ForcedTools, C::ReasoningOff, C::ReasoningBudget])
    .without(&[C::Sampling, C::Seed, C::Audio, C::Documents]);

/// The same, with free sampling, and without images.
const TEXT_THINKS: Capabilities = ALWAYS_THINKS.with(&[C::Sampling]).without(&[C::Images]);

/// A model whose reply may fill its whole window.
const fn row(id: &'static str, rates: Rates, window: u64, capabilities: Capabilities) -> ModelRow {
    ModelRow::new(id)
        .rates(rates)
        .context_window(window)
        .max_output(window)
        .capabilities(capabilities)
        .efforts(NO_EFFORT)
        .cache_marks(CacheMarks::Automatic)
}
