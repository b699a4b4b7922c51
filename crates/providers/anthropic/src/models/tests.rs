use super::MODELS;
use kei_router_core::{Capability, ReasoningEffort, Usage};

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
        let budget = row.info.capabilities.supports(Capability::ReasoningBudget);
        let by_effort = row.info.efforts.unwrap().contains(ReasoningEffort::High);
        let wanted = match row.id.as_ref() {
            id if id.ends_with("-4-5") => (Some(true), false),
            "claude-opus-4-6" | "claude-sonnet-4-6" => (Some(true), true),
            _ => (Some(false), true),
        };
        assert_eq!((budget, by_effort), wanted, "{}", row.id);
    }
}

#[test]
fn fast_mode_and_geography_have_their_factors_where_they_are_offered() {
    let factor = |model: &str, name, value| {
        let pricing = MODELS.info(model).pricing.unwrap();
        let factor = pricing.factor(name, value, 0);
        factor.map(|factor| (factor.numerator, factor.denominator))
    };
    for model in ["claude-opus-5-5", "claude-opus-5", "claude-opus-4-8"] {
        assert_eq!(factor(model, "speed", "fast"), Some((2, 1)), "{model}");
    }
    for model in ["claude-opus-5-5", "claude-haiku-5-5", "claude-sonnet-4-6", "claude-fable-5"] {
        assert_eq!(factor(model, "inference_geo", "us"), Some((11, 10)), "{model}");
    }
    assert_eq!(factor("claude-sonnet-5-5", "speed", "fast"), None);
    assert_eq!(factor("claude-haiku-4-5", "inference_geo", "us"), None);
    for row in MODELS.rows.iter().filter(|row| row.info.pricing.is_some()) {
        assert_eq!(
            row.info.pricing.as_ref().unwrap().fee("web_search"),
            Some(1_000_000),
            "{}",
            row.id
        );
    }
}
