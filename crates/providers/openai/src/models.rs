//! The models: prices in micro-cents per million tokens ($1 is 100,000,000), windows, abilities.

use kei_router_core::{Capabilities, Capability as C, Model, Models, Pricing, Rates, Tier};

/// What is known of OpenAI's models, from public price lists. The price of a cached token in long
/// inputs is listed for `gpt-6.1-sol` alone, where it doubles like the input's; the others are
/// taken to do the same.
pub const MODELS: Models = Models { read_on: "2026-11-22", rows: ROWS };

const ROWS: &[Model] = &[
    gpt("gpt-6.1-sol", tiered(SOL_6_1, &[long(SOL_6_1, 4 * USD, 15 * USD)]), 922_000),
    gpt("gpt-6.1-terra", tiered(TERRA_6_1, &[long(TERRA_6_1, 2 * USD, 750 * CENT)]), 922_000),
    gpt("gpt-6-luna", tiered(LUNA_6, &[long(LUNA_6, 20 * CENT, 75 * CENT)]), 922_000),
    gpt("gpt-6-astra", tiered(ASTRA_6, &[long(ASTRA_6, 20 * USD, 75 * USD)]), 922_000),
    gpt("gpt-6-sol", Pricing::flat(rates(200, 1000, 20).cache_write(250 * CENT)), 922_000),
    gpt("gpt-5.6", tiered(GPT_5_6, &[long(GPT_5_6, 8 * USD, 20 * USD)]), 922_000),
    gpt("gpt-5.6-terra", tiered(TERRA_5_6, &[long(TERRA_5_6, 4 * USD, 12 * USD)]), 922_000),
    gpt("gpt-5.6-luna", tiered(LUNA_5_6, &[long(LUNA_5_6, 40 * CENT, 120 * CENT)]), 922_000),
    gpt("gpt-5.5", Pricing::flat(rates(500, 3000, 50)), 1_050_000),
    gpt("gpt-5.4", Pricing::flat(rates(250, 1500, 25)), 1_050_000),
    gpt(
        "gpt-5.4-mini",
        Pricing::flat(Rates::new(75 * CENT, 450 * CENT).cache_read(7_500_000)),
        272_000,
    ),
    gpt("gpt-5.4-nano", Pricing::flat(rates(20, 125, 2)), 272_000),
    plain("gpt-4.1", rates(200, 800, 50), 1_047_576, 32_768),
    plain("gpt-4.1-mini", rates(40, 160, 10), 1_047_576, 32_768),
    plain("gpt-4o-mini", Rates::new(15 * CENT, 60 * CENT).cache_read(7_500_000), 128_000, 16_384),
];

const CENT: u64 = 1_000_000;
const USD: u64 = 100 * CENT;

const SOL_6_1: Rates = rates(200, 1000, 10).cache_write(250 * CENT);
const TERRA_6_1: Rates = rates(100, 500, 5).cache_write(125 * CENT);
const LUNA_6: Rates = rates(10, 50, 1).cache_write(12_500_000);
const ASTRA_6: Rates = rates(1000, 5000, 100).cache_write(1250 * CENT);
const GPT_5_6: Rates = rates(400, 2000, 40).cache_write(500 * CENT);
const TERRA_5_6: Rates = rates(200, 1200, 20).cache_write(250 * CENT);
const LUNA_5_6: Rates = rates(20, 120, 2).cache_write(25 * CENT);

/// Models that reason before they answer: their sampling is fixed.
const GPT: Capabilities = Capabilities::UNKNOWN
    .with(&[C::Tools, C::ForcedTools, C::Images, C::Documents, C::Reasoning, C::JsonSchema])
    .without(&[C::Sampling, C::Audio, C::Prefill]);

/// Models that do not reason.
const PLAIN: Capabilities = Capabilities::UNKNOWN
    .with(&[C::Tools, C::ForcedTools, C::Images, C::Documents, C::JsonSchema])
    .with(&[C::Sampling, C::Seed])
    .without(&[C::Reasoning, C::Audio, C::Prefill]);

/// Rates in cents.
const fn rates(input: u64, output: u64, cache_read: u64) -> Rates {
    Rates::new(input * CENT, output * CENT).cache_read(cache_read * CENT)
}

const fn tiered(base: Rates, tiers: &'static [Tier]) -> Pricing {
    Pricing::tiered(base, tiers)
}

/// The rates above 272,000 tokens of input.
const fn long(base: Rates, input: u64, output: u64) -> Tier {
    let mut rates = Rates::new(input, output);
    if let (Some(read), Some(write)) = (base.cache_read, base.cache_write) {
        rates = rates.cache_read(2 * read).cache_write(2 * write);
    }
    Tier { above: 272_000, rates }
}

const fn gpt(id: &'static str, pricing: Pricing, window: u64) -> Model {
    Model {
        id,
        pricing: Some(pricing),
        context_window: Some(window),
        max_output: Some(128_000),
        capabilities: GPT,
    }
}

const fn plain(id: &'static str, rates: Rates, window: u64, max_output: u64) -> Model {
    Model {
        id,
        pricing: Some(Pricing::flat(rates)),
        context_window: Some(window),
        max_output: Some(max_output),
        capabilities: PLAIN,
    }
}
