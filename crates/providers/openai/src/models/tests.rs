use super::MODELS;
use crate::OpenAi;
use kei_router_core::ReasoningEffort::{self, High, Low, Max, Minimal, XHigh};
use kei_router_core::codec::{CacheMarks, Codec};
use kei_router_core::{Capability, Usage};

fn cost(model: &str, usage: &Usage) -> u128 {
    MODELS.info(model).pricing.unwrap_or_else(|| panic!("{model}")).cost(usage)
}

/// Dollars per million tokens, in cents, of input, output, cache reads and cache writes.
fn cents(model: &str, input_size: u64) -> [Option<f64>; 4] {
    let pricing = MODELS.info(model).pricing.unwrap();
    let rates = *pricing.rates(input_size);
    [Some(rates.input), Some(rates.output), rates.cache_read, rates.cache_write]
        .map(|rate| rate.map(|rate| rate as f64 / 1e6))
}

#[test]
fn prices_below_and_above_272k_tokens_of_input_are_the_listed_ones() {
    let rows = [
        ("gpt-6.1-sol", [200.0, 1000.0, 10.0, 250.0], [400.0, 1500.0, 20.0, 500.0]),
        ("gpt-6.1-terra", [100.0, 500.0, 5.0, 125.0], [200.0, 750.0, 10.0, 250.0]),
        ("gpt-6-sol", [200.0, 1000.0, 20.0, 250.0], [400.0, 1500.0, 40.0, 500.0]),
        ("gpt-6-luna", [10.0, 50.0, 1.0, 12.5], [20.0, 75.0, 2.0, 25.0]),
        ("gpt-6-astra", [1000.0, 5000.0, 100.0, 1250.0], [2000.0, 7500.0, 200.0, 2500.0]),
        ("gpt-5.6", [400.0, 2000.0, 40.0, 500.0], [800.0, 3000.0, 80.0, 1000.0]),
        ("gpt-5.6-sol", [400.0, 2000.0, 40.0, 500.0], [800.0, 3000.0, 80.0, 1000.0]),
        ("gpt-5.6-terra", [200.0, 1200.0, 20.0, 250.0], [400.0, 1800.0, 40.0, 500.0]),
        ("gpt-5.6-luna", [20.0, 120.0, 2.0, 25.0], [40.0, 180.0, 4.0, 50.0]),
    ];
    for (model, short, long) in rows {
        assert_eq!(cents(model, 272_000), short.map(Some), "{model}");
        assert_eq!(cents(model, 272_001), long.map(Some), "{model}");
    }
    let rows = [
        ("gpt-5.5", [500.0, 3000.0, 50.0], [1000.0, 4500.0, 100.0]),
        ("gpt-5.4", [250.0, 1500.0, 25.0], [500.0, 2250.0, 50.0]),
        ("gpt-5.4-mini", [75.0, 450.0, 7.5], [75.0, 450.0, 7.5]),
        ("gpt-5.4-nano", [20.0, 125.0, 2.0], [20.0, 125.0, 2.0]),
        ("gpt-4.1", [200.0, 800.0, 50.0], [200.0, 800.0, 50.0]),
    ];
    for (model, [input, output, read], [long_input, long_output, long_read]) in rows {
        let short = [Some(input), Some(output), Some(read), None];
        assert_eq!(cents(model, 272_000), short, "{model}");
        let long = [Some(long_input), Some(long_output), Some(long_read), None];
        assert_eq!(cents(model, 272_001), long, "{model}");
    }
}

#[test]
fn a_long_request_costs_what_its_tier_says() {
    let long = Usage::new(300_000, 1_000_000);
    for (model, micro_cents) in [
        ("gpt-6-sol", 1_620_000_000),
        ("gpt-5.6", 3_240_000_000),
        ("gpt-5.5", 4_800_000_000),
        ("gpt-5.4", 2_400_000_000),
    ] {
        assert_eq!(cost(model, &long), micro_cents, "{model}");
    }
    assert_eq!(cost("gpt-6.1-sol", &Usage::new(272_000, 1_000_000)), 1_054_400_000);
    let mut cached = Usage::new(300_000, 0);
    cached.cache_read = Some(300_000);
    assert_eq!(cost("gpt-6.1-sol", &cached), 6_000_000);
}

#[test]
fn a_write_that_lasts_for_twelve_hours_costs_twice_a_write() {
    let mut usage = Usage::new(100_000, 0);
    usage.cache_write = Some(100_000);
    assert_eq!(cost("gpt-6.1-sol", &usage), 25_000_000);
    usage.cache_write_12h = Some(100_000);
    assert_eq!(cost("gpt-6.1-sol", &usage), 50_000_000);
}

#[test]
fn ids_are_exact_but_for_dates() {
    assert_eq!(cost("gpt-4o-mini-2024-07-18", &Usage::new(1_000_000, 1_000_000)), 75_000_000);
    assert_eq!(MODELS.info("gpt-6.1-sol-pro").pricing, None);
    let codec = OpenAi::new();
    assert!(MODELS.info(&codec.descriptor().default_model).pricing.is_some());
}

#[test]
fn efforts_are_those_that_the_model_takes_on_its_wire() {
    let nearest = |model: &str, wire: &str, effort: ReasoningEffort| {
        MODELS.info(model).efforts_on(wire).unwrap().nearest(effort)
    };
    for model in ["gpt-6.1-sol", "gpt-6-luna", "gpt-6-astra", "gpt-5.6", "gpt-5.6-luna"] {
        assert_eq!(nearest(model, "responses", Max), Some(Max), "{model}");
        assert_eq!(nearest(model, "chat-completions", Max), Some(XHigh), "{model}");
        assert_eq!(nearest(model, "responses", Minimal), Some(Low), "{model}");
    }
    for model in ["gpt-5.5", "gpt-5.4-nano"] {
        assert_eq!(nearest(model, "responses", Max), Some(XHigh), "{model}");
        assert_eq!(nearest(model, "chat-completions", High), Some(High), "{model}");
    }
    assert!(!MODELS.info("gpt-6-sol").efforts_on("chat-completions").unwrap().beside_tools());
    assert!(MODELS.info("gpt-6-sol").efforts_on("responses").unwrap().beside_tools());
    assert!(MODELS.info("gpt-5.5").efforts_on("chat-completions").unwrap().beside_tools());
}

#[test]
fn every_model_that_reasons_says_whether_it_must_and_how_it_caches() {
    for row in MODELS.rows.iter() {
        let reasons = row.info.capabilities.supports(Capability::Reasoning).unwrap();
        let off = row.info.capabilities.supports(Capability::ReasoningOff);
        assert_eq!(off.is_some(), reasons, "{}", row.id);
        assert_eq!(row.info.efforts.is_some(), reasons, "{}", row.id);
        assert!(row.info.cache_marks.is_some() && row.info.max_output.is_some(), "{}", row.id);
    }
    for always in ["gpt-6.1-sol", "gpt-6-astra"] {
        assert!(MODELS.info(always).capabilities.lacks(Capability::ReasoningOff), "{always}");
    }
    assert_eq!(MODELS.info("gpt-5.6").cache_marks, Some(CacheMarks::Explicit));
    assert_eq!(MODELS.info("gpt-5.5").cache_marks, Some(CacheMarks::Automatic));
}

#[test]
fn each_service_tier_that_is_priced_has_its_factor() {
    let rows = [
        ("gpt-6.1-sol", "priority", 300_000, Some((2, 1))),
        ("gpt-6.1-sol", "flex", 300_000, Some((1, 2))),
        ("gpt-6.1-sol", "ultrafast", 10, Some((6, 1))),
        ("gpt-6-astra", "ultrafast", 10, Some((6, 1))),
        ("gpt-6-luna", "ultrafast", 10, None),
        ("gpt-5.6", "priority", 300_000, Some((2, 1))),
        ("gpt-5.5", "priority", 272_000, Some((5, 2))),
        ("gpt-5.5", "priority", 272_001, None),
        ("gpt-5.5", "flex", 300_000, Some((1, 2))),
        ("gpt-5.4-nano", "priority", 10, None),
        ("gpt-5.4-nano", "flex", 10, Some((1, 2))),
        ("gpt-4.1-mini", "priority", 10, Some((7, 4))),
        ("gpt-4o-mini", "priority", 10, Some((5, 3))),
        ("gpt-4.1", "flex", 10, None),
        ("gpt-6.1-sol", "scale", 10, None),
    ];
    for (model, tier, input, wanted) in rows {
        let pricing = MODELS.info(model).pricing.unwrap();
        let factor = pricing.factor("service_tier", tier, input);
        let factor = factor.map(|factor| (factor.numerator, factor.denominator));
        assert_eq!(factor, wanted, "{model} {tier} {input}");
    }
    let fee = |model| MODELS.info(model).pricing.unwrap().fee("web_search");
    assert_eq!((fee("gpt-6-luna"), fee("gpt-4.1")), (Some(1_000_000), None));
}
