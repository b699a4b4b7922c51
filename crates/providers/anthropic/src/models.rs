//! Anthropic's models, as data.

use kei_router_core::{Capabilities, Capability, Model, Models, Pricing, Rates, Tier};
use kei_router_messages::Thinking;

/// The models whose prices, windows and abilities are known. The numbers are those of LiteLLM
/// 1.109.1's public price table, which is newer than any page that could be read without a key.
pub const MODELS: Models = Models { read_on: "2026-11-22", rows: ROWS };

const ROWS: &[Model] = &[
    row("claude-opus-5-5", rates(4_000, 20_000, 200, 5_000, 8_000), LARGE, ALWAYS_THINKS),
    row("claude-sonnet-5-5", rates(2_000, 10_000, 100, 2_500, 4_000), LARGE, ALWAYS_THINKS),
    Model {
        id: "claude-haiku-5-5",
        pricing: Some(Pricing::tiered(rates(100, 500, 10, 125, 200), HAIKU_5_5_LONG)),
        context_window: Some(LARGE.0),
        max_output: Some(LARGE.1),
        capabilities: NO_SAMPLING,
    },
    row("claude-fable-5-1", rates(10_000, 50_000, 250, 12_500, 20_000), LARGE, ALWAYS_THINKS),
    row("claude-mythos-5-1", rates(10_000, 50_000, 250, 12_500, 20_000), LARGE, ALWAYS_THINKS),
    row("claude-fable-5", rates(10_000, 50_000, 1_000, 12_500, 20_000), LARGE, THINKS_UNFORCED),
    row("claude-mythos-5", rates(10_000, 50_000, 1_000, 12_500, 20_000), LARGE, THINKS_UNFORCED),
    row("claude-sonnet-5", rates(2_000, 10_000, 200, 2_500, 4_000), LARGE, NO_SAMPLING),
    row("claude-opus-5", OPUS, LARGE, NO_SAMPLING),
    row("claude-opus-4-8", OPUS, LARGE, NO_SAMPLING),
    row("claude-opus-4-7", OPUS, LARGE, NO_SAMPLING),
    row("claude-opus-4-6", OPUS, LARGE, NO_PREFILL),
    row("claude-opus-4-5", OPUS, SMALL, EVERYTHING),
    row("claude-sonnet-4-6", SONNET, LARGE, NO_PREFILL),
    row("claude-sonnet-4-5", SONNET, SMALL, EVERYTHING),
    row("claude-haiku-4-5", rates(1_000, 5_000, 100, 1_250, 2_000), SMALL, EVERYTHING),
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

/// Window and output limit, in tokens.
const LARGE: (u64, u64) = (1_000_000, 128_000);
const SMALL: (u64, u64) = (200_000, 64_000);

const OPUS: Rates = rates(5_000, 25_000, 500, 6_250, 10_000);
const SONNET: Rates = rates(3_000, 15_000, 300, 3_750, 6_000);
const HAIKU_5_5_LONG: &[Tier] =
    &[Tier { above: 100_000, rates: rates(500, 2_500, 50, 625, 1_000) }];

const EVERYTHING: Capabilities = Capabilities::UNKNOWN
    .with(&[
        Capability::Tools,
        Capability::ForcedTools,
        Capability::Images,
        Capability::Documents,
        Capability::Reasoning,
        Capability::ReasoningOff,
        Capability::JsonSchema,
        Capability::Sampling,
        Capability::Prefill,
    ])
    .without(&[Capability::Audio, Capability::Seed]);
const NO_PREFILL: Capabilities = EVERYTHING.without(&[Capability::Prefill]);
const NO_SAMPLING: Capabilities = NO_PREFILL.without(&[Capability::Sampling]);
const THINKS_UNFORCED: Capabilities = NO_SAMPLING.without(&[Capability::ReasoningOff]);
const ALWAYS_THINKS: Capabilities = THINKS_UNFORCED.without(&[Capability::ForcedTools]);

/// Thousandths of a dollar per million tokens, which are 100,000 micro-cents.
const fn rates(input: u64, output: u64, read: u64, write: u64, write_1h: u64) -> Rates {
    const MILLI_DOLLAR: u64 = 100_000;
    Rates::new(input * MILLI_DOLLAR, output * MILLI_DOLLAR)
        .cache_read(read * MILLI_DOLLAR)
        .cache_write(write * MILLI_DOLLAR)
        .cache_write_1h(write_1h * MILLI_DOLLAR)
}

const fn row(
    id: &'static str,
    rates: Rates,
    (context_window, max_output): (u64, u64),
    capabilities: Capabilities,
) -> Model {
    Model {
        id,
        pricing: Some(Pricing::flat(rates)),
        context_window: Some(context_window),
        max_output: Some(max_output),
        capabilities,
    }
}

#[cfg(test)]
mod tests {
    use super::{MODELS, thinking};
    use kei_router_core::{Capability, Usage};
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
}
