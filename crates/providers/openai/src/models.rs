//! The models: prices, windows, abilities.

use kei_router_core::ReasoningEffort::{High, Low, Max, Medium, XHigh};
use kei_router_core::codec::{CacheMarks, Efforts, ModelRow, ModelTable, PriceFactor, ToolFee};
use kei_router_core::{Capabilities, Capability as C, Pricing, Rates, Tier};

/// What is known of OpenAI's models, from public price lists.
pub const MODELS: ModelTable = ModelTable::new("2026-11-24", ROWS);

const ROWS: &[ModelRow] = &[
    gpt_6("gpt-6.1-sol", [2.0, 10.0, 0.10, 2.50], &[long([4.0, 15.0, 0.20, 5.0])], FASTEST)
        .capabilities(ALWAYS_REASONS),
    gpt_6("gpt-6.1-terra", [1.0, 5.0, 0.05, 1.25], &[long([2.0, 7.50, 0.10, 2.50])], DOUBLE),
    gpt_6("gpt-6-sol", [2.0, 10.0, 0.20, 2.50], &[long([4.0, 15.0, 0.40, 5.0])], DOUBLE),
    gpt_6("gpt-6-luna", [0.10, 0.50, 0.01, 0.125], &[long([0.20, 0.75, 0.02, 0.25])], DOUBLE),
    gpt_6("gpt-6-astra", [10.0, 50.0, 1.0, 12.50], &[long([20.0, 75.0, 2.0, 25.0])], FASTEST)
        .capabilities(ALWAYS_REASONS),
    gpt_5_6("gpt-5.6-sol", [4.0, 20.0, 0.40, 5.0], &[long([8.0, 30.0, 0.80, 10.0])])
        .aliases(&["gpt-5.6"]),
    gpt_5_6("gpt-5.6-terra", [2.0, 12.0, 0.20, 2.50], &[long([4.0, 18.0, 0.40, 5.0])]),
    gpt_5_6("gpt-5.6-luna", [0.20, 1.20, 0.02, 0.25], &[long([0.40, 1.80, 0.04, 0.50])]),
    gpt_5("gpt-5.5", GPT_5_5.factors(GPT_5_5_FACTORS), 1_050_000).capabilities(REASONS),
    gpt_5("gpt-5.4", GPT_5_4.factors(GPT_5_4_FACTORS), 1_050_000),
    gpt_5("gpt-5.4-mini", GPT_5_4_MINI.factors(DOUBLE), 272_000),
    gpt_5("gpt-5.4-nano", GPT_5_4_NANO.factors(HALF), 272_000),
    plain("gpt-4.1", GPT_4_1.factors(GPT_4_1_FACTORS), 1_047_576, 32_768),
    plain("gpt-4.1-mini", GPT_4_1_MINI.factors(GPT_4_1_FACTORS), 1_047_576, 32_768),
    plain("gpt-4o-mini", GPT_4O_MINI.factors(GPT_4O_FACTORS), 128_000, 16_384),
];

const GPT_5_5: Pricing = Pricing::tiered(
    Rates::usd(5.0, 30.0).cache_read_usd(0.50),
    &[Tier::above(LONG, Rates::usd(10.0, 45.0).cache_read_usd(1.0))],
);
const GPT_5_4: Pricing = Pricing::tiered(
    Rates::usd(2.50, 15.0).cache_read_usd(0.25),
    &[Tier::above(LONG, Rates::usd(5.0, 22.50).cache_read_usd(0.50))],
);
const GPT_5_4_MINI: Pricing = Pricing::flat(Rates::usd(0.75, 4.50).cache_read_usd(0.075));
const GPT_5_4_NANO: Pricing = Pricing::flat(Rates::usd(0.20, 1.25).cache_read_usd(0.02));
const GPT_4_1: Pricing = Pricing::flat(Rates::usd(2.0, 8.0).cache_read_usd(0.50));
const GPT_4_1_MINI: Pricing = Pricing::flat(Rates::usd(0.40, 1.60).cache_read_usd(0.10));
const GPT_4O_MINI: Pricing = Pricing::flat(Rates::usd(0.15, 0.60).cache_read_usd(0.075));

/// Price factors of service tiers.
const FLEX: PriceFactor = tier("flex", 1, 2);
const HALF: &[PriceFactor] = &[FLEX];
const DOUBLE: &[PriceFactor] = &[tier("priority", 2, 1), FLEX];
const FASTEST: &[PriceFactor] = &[tier("priority", 2, 1), FLEX, tier("ultrafast", 6, 1)];
/// For long inputs no price is listed under `priority`.
const GPT_5_5_FACTORS: &[PriceFactor] = &[tier("priority", 5, 2).up_to(LONG), FLEX];
const GPT_5_4_FACTORS: &[PriceFactor] = &[tier("priority", 2, 1).up_to(LONG), FLEX];
const GPT_4_1_FACTORS: &[PriceFactor] = &[tier("priority", 7, 4)];
const GPT_4O_FACTORS: &[PriceFactor] = &[tier("priority", 5, 3)];
/// One search costs the same for every model that reasons.
const SEARCH: &[ToolFee] = &[ToolFee::usd("web_search", 0.01)];

const fn tier(value: &'static str, numerator: u32, denominator: u32) -> PriceFactor {
    PriceFactor::new("service_tier", value, numerator, denominator)
}

/// The size of input, in tokens, above which all of a request costs more.
const LONG: u64 = 272_000;

/// Models that reason unless reasoning is turned off. Their sampling is fixed, and they accept no
/// stop sequences.
const REASONS: Capabilities = Capabilities::UNKNOWN
    .with(&[C::Tools, C::ForcedTools, C::Images, C::Documents, C::Reasoning, C::JsonSchema])
    .with(&[C::ReasoningOff, C::ReasoningByDefault])
    .without(&[C::Sampling, C::Stop, C::Audio, C::Prefill, C::ReasoningBudget]);

/// Models that always reason: the effort `none` is refused.
const ALWAYS_REASONS: Capabilities = REASONS.without(&[C::ReasoningOff]);

/// Models that reason on request, and accept a temperature when they do not.
const MAY_REASON: Capabilities =
    REASONS.with(&[C::SamplingUnlessReasoning]).without(&[C::ReasoningByDefault]);

/// Models that do not reason.
const PLAIN: Capabilities = Capabilities::UNKNOWN
    .with(&[C::Tools, C::ForcedTools, C::Images, C::Documents, C::JsonSchema])
    .with(&[C::Sampling, C::Stop, C::Seed])
    .without(&[C::Reasoning, C::Audio, C::Prefill]);

const CHAT: &str = "chat-completions";
const UP_TO_XHIGH: Efforts = Efforts::new(&[Low, Medium, High, XHigh]);
const UP_TO_MAX: Efforts = Efforts::new(&[Low, Medium, High, XHigh, Max]);
const GPT_6_CHAT: &[(&str, Efforts)] = &[(CHAT, UP_TO_XHIGH.without_tools())];
const GPT_5_6_CHAT: &[(&str, Efforts)] = &[(CHAT, UP_TO_XHIGH)];

/// Rates in dollars per million tokens: input, output, cache read, cache write. A write that
/// lasts for twelve hours costs twice as much.
const fn rates([input, output, read, write]: [f64; 4]) -> Rates {
    let rates = Rates::usd(input, output).cache_read_usd(read);
    rates.cache_write_usd(write).cache_write_12h_usd(2.0 * write)
}

const fn long(prices: [f64; 4]) -> Tier {
    Tier::above(LONG, rates(prices))
}

/// Models of the sixth generation. On Chat Completions they take no effort beside tools, and no
/// effort `max`.
const fn gpt_6(
    id: &'static str,
    prices: [f64; 4],
    tiers: &'static [Tier],
    factors: &'static [PriceFactor],
) -> ModelRow {
    reasoning(id, Pricing::tiered(rates(prices), tiers).factors(factors), 922_000)
        .capabilities(REASONS)
        .efforts(UP_TO_MAX)
        .efforts_by_wire(GPT_6_CHAT)
        .cache_marks(CacheMarks::Explicit)
}

/// Models whose effort `max` is for the Responses API alone.
const fn gpt_5_6(id: &'static str, prices: [f64; 4], tiers: &'static [Tier]) -> ModelRow {
    reasoning(id, Pricing::tiered(rates(prices), tiers).factors(DOUBLE), 922_000)
        .capabilities(REASONS)
        .efforts(UP_TO_MAX)
        .efforts_by_wire(GPT_5_6_CHAT)
        .cache_marks(CacheMarks::Explicit)
}

const fn gpt_5(id: &'static str, pricing: Pricing, window: u64) -> ModelRow {
    reasoning(id, pricing, window)
        .capabilities(MAY_REASON)
        .efforts(UP_TO_XHIGH)
        .cache_marks(CacheMarks::Automatic)
}

const fn reasoning(id: &'static str, pricing: Pricing, window: u64) -> ModelRow {
    ModelRow::new(id).pricing(pricing.fees(SEARCH)).context_window(window).max_output(128_000)
}

const fn plain(id: &'static str, pricing: Pricing, window: u64, max_output: u64) -> ModelRow {
    ModelRow::new(id)
        .pricing(pricing)
        .context_window(window)
        .max_output(max_output)
        .capabilities(PLAIN)
        .cache_marks(CacheMarks::Automatic)
}

#[cfg(test)]
mod tests;
