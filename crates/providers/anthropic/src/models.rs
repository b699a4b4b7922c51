//! Anthropic's models, as data.

use kei_router_core::ReasoningEffort::{High, Low, Max, Medium, XHigh};
use kei_router_core::{
    CacheMarks, Capabilities, Capability as C, Efforts, ModelRow, ModelTable, Pricing, Rates, Tier,
};
use kei_router_messages::Thinking;

/// The models whose windows and abilities are known, with their prices where those are. The
/// numbers are those of public price lists, which are newer than any page that could be read
/// without a key.
pub const MODELS: ModelTable = ModelTable::new("2026-11-24", ROWS);

const ROWS: &[ModelRow] = &[
    priced("claude-opus-5-5", [4.0, 20.0, 0.20, 5.0, 8.0], ALWAYS_THINKS)
        .aliases(&["claude-opus-latest"]),
    priced("claude-sonnet-5-5", [2.0, 10.0, 0.10, 2.50, 4.0], ALWAYS_THINKS)
        .aliases(&["claude-sonnet-latest"]),
    large("claude-haiku-5-5", NO_SAMPLING)
        .pricing(Pricing::tiered(rates([0.10, 0.50, 0.01, 0.125, 0.20]), HAIKU_5_5_LONG))
        .aliases(&["claude-haiku-latest"]),
    // No price is listed for these two.
    large("claude-fable-5-2", ALWAYS_THINKS),
    large("claude-mythos-5-2", ALWAYS_THINKS),
    priced("claude-fable-5-1", [10.0, 50.0, 0.25, 12.50, 20.0], ALWAYS_THINKS)
        .aliases(&["claude-fable-latest"]),
    priced("claude-mythos-5-1", [10.0, 50.0, 0.25, 12.50, 20.0], ALWAYS_THINKS),
    priced("claude-fable-5", [10.0, 50.0, 1.0, 12.50, 20.0], THINKS_UNFORCED),
    priced("claude-mythos-5", [10.0, 50.0, 1.0, 12.50, 20.0], THINKS_UNFORCED),
    priced("claude-sonnet-5", [2.0, 10.0, 0.20, 2.50, 4.0], NO_SAMPLING),
    priced("claude-opus-5", OPUS, NO_SAMPLING),
    priced("claude-opus-4-8", OPUS, NO_SAMPLING),
    priced("claude-opus-4-7", OPUS, NO_SAMPLING),
    priced("claude-opus-4-6", OPUS, NO_PREFILL.with(&[C::ReasoningBudget])).efforts(NO_XHIGH),
    priced("claude-sonnet-4-6", SONNET, NO_PREFILL.with(&[C::ReasoningBudget])).efforts(NO_XHIGH),
    small("claude-opus-4-5", OPUS),
    small("claude-sonnet-4-5", SONNET),
    small("claude-haiku-4-5", [1.0, 5.0, 0.10, 1.25, 2.0]),
];

/// How the model in the row `id` is asked to reason.
pub(crate) fn thinking(id: Option<&str>) -> Thinking {
    match id {
        None => Thinking::Unknown,
        Some("claude-haiku-4-5" | "claude-sonnet-4-5" | "claude-opus-4-5") => Thinking::ByBudget,
        Some("claude-sonnet-4-6" | "claude-opus-4-6") => Thinking::Either,
        Some(_) => Thinking::ByEffort,
    }
}

const OPUS: [f64; 5] = [5.0, 25.0, 0.50, 6.25, 10.0];
const SONNET: [f64; 5] = [3.0, 15.0, 0.30, 3.75, 6.0];
const HAIKU_5_5_LONG: &[Tier] = &[Tier::above(100_000, rates([0.50, 2.50, 0.05, 0.625, 1.0]))];

/// Efforts of models that decide themselves how long they think.
const ALL_EFFORTS: Efforts = Efforts::new(&[Low, Medium, High, XHigh, Max]);
const NO_XHIGH: Efforts = Efforts::new(&[Low, Medium, High, Max]);
/// ModelTable that think for a budget of tokens.
const NO_EFFORT: Efforts = Efforts::new(&[]);

const EVERYTHING: Capabilities = Capabilities::UNKNOWN
    .with(&[C::Tools, C::ForcedTools, C::Images, C::Documents, C::JsonSchema])
    .with(&[C::Reasoning, C::ReasoningOff, C::Sampling, C::Stop, C::Prefill])
    .without(&[C::Audio, C::Seed, C::ReasoningByDefault]);
const NO_PREFILL: Capabilities = EVERYTHING.without(&[C::Prefill]);
const NO_SAMPLING: Capabilities = NO_PREFILL.without(&[C::Sampling, C::ReasoningBudget]);
const THINKS_UNFORCED: Capabilities =
    NO_SAMPLING.with(&[C::ReasoningByDefault]).without(&[C::ReasoningOff]);
const ALWAYS_THINKS: Capabilities = THINKS_UNFORCED.without(&[C::ForcedTools]);

/// Dollars per million tokens: input, output, cache read, cache write, one-hour cache write.
const fn rates([input, output, read, write, write_1h]: [f64; 5]) -> Rates {
    Rates::usd(input, output)
        .cache_read_usd(read)
        .cache_write_usd(write)
        .cache_write_1h_usd(write_1h)
}

const fn priced(id: &'static str, prices: [f64; 5], capabilities: Capabilities) -> ModelRow {
    large(id, capabilities).rates(rates(prices))
}

const fn large(id: &'static str, capabilities: Capabilities) -> ModelRow {
    ModelRow::new(id)
        .context_window(1_000_000)
        .max_output(128_000)
        .capabilities(capabilities)
        .efforts(ALL_EFFORTS)
        .cache_marks(CacheMarks::Explicit)
}

const fn small(id: &'static str, prices: [f64; 5]) -> ModelRow {
    ModelRow::new(id)
        .rates(rates(prices))
        .context_window(200_000)
        .max_output(64_000)
        .capabilities(EVERYTHING.with(&[C::ReasoningBudget]))
        .efforts(NO_EFFORT)
        .cache_marks(CacheMarks::Explicit)
}

#[cfg(test)]
mod tests {
    use super::{MODELS, thinking};
    use kei_router_core::{Capability, ReasoningEffort, Usage};
    use kei_router_messages::Thinking;

    #[test]
    fn prices_are_micro_cents_of_the_exact_model() {
        let sonnet = MODELS.info("claude-sonnet-5-5").pricing.unwrap();
        assert_eq!((sonnet.input_cents(), sonnet.output_cents()), (200, 1_000));
        let haiku = MODELS.info("claude-haiku-4-5-20251001").pricing.unwrap();
        assert_eq!((haiku.input_cents(), haiku.output_cents()), (100, 500));
        // 1000 tokens at $1 per million: a tenth of a cent.
        assert_eq!(haiku.cost(&Usage::new(1_000, 0)), 100_000);
        assert_eq!(MODELS.info("claude-opus-4-20250514").pricing, None);
        assert_eq!(MODELS.info("claude-sonnet").pricing, None);
    }

    #[test]
    fn a_long_input_has_its_own_price() {
        let haiku = MODELS.info("claude-haiku-5-5").pricing.unwrap();
        assert_eq!(haiku.cost(&Usage::new(100_000, 0)), 1_000_000);
        assert_eq!(haiku.cost(&Usage::new(100_001, 0)), 5_000_050);
    }

    #[test]
    fn the_newest_models_take_no_sampling_and_no_force() {
        let info = MODELS.info("claude-opus-5-5");
        for missing in [Capability::Sampling, Capability::ForcedTools, Capability::ReasoningOff] {
            assert!(info.capabilities.lacks(missing), "{missing:?}");
        }
        assert_eq!(info.capabilities.supports(Capability::Tools), Some(true));
        let haiku = MODELS.info("claude-haiku-5-5").capabilities;
        assert_eq!(haiku.supports(Capability::ForcedTools), Some(true));
        assert_eq!(thinking(info.id.as_deref()), Thinking::ByEffort);
        assert_eq!(thinking(None), Thinking::Unknown);
    }

    #[test]
    fn a_model_without_a_price_keeps_its_windows_and_abilities() {
        for id in ["claude-fable-5-2", "claude-mythos-5-2"] {
            let info = MODELS.info(id);
            assert_eq!((info.pricing, info.max_output), (None, Some(128_000)), "{id}");
            assert_eq!(info.capabilities.supports(Capability::Tools), Some(true), "{id}");
        }
    }

    #[test]
    fn the_latest_of_a_family_is_its_newest_priced_model() {
        for (alias, id) in [
            ("claude-opus-latest", "claude-opus-5-5"),
            ("claude-sonnet-latest", "claude-sonnet-5-5"),
            ("claude-haiku-latest", "claude-haiku-5-5"),
            ("claude-fable-latest", "claude-fable-5-1"),
        ] {
            assert_eq!(MODELS.info(alias), MODELS.info(id), "{alias}");
        }
    }

    #[test]
    fn a_model_takes_efforts_or_a_budget_or_both() {
        for row in MODELS.rows.iter() {
            let budget = row.capabilities.supports(Capability::ReasoningBudget);
            let by_effort = row.efforts.unwrap().contains(ReasoningEffort::High);
            let wanted = match thinking(Some(&row.id)) {
                Thinking::ByEffort => (Some(false), true),
                Thinking::Either => (Some(true), true),
                _ => (Some(true), false),
            };
            assert_eq!((budget, by_effort), wanted, "{}", row.id);
        }
    }
}
