use super::Turn;
use crate::codec::{PriceFactor, ToolFee};
use crate::{Pricing, Rates, Started, Tier, Usage};

const FACTORS: &[PriceFactor] = &[
    PriceFactor::new("service_tier", "priority", 5, 2).up_to(1_000),
    PriceFactor::new("service_tier", "flex", 1, 2),
    PriceFactor::new("speed", "fast", 2, 1),
    PriceFactor::new("inference_geo", "us", 11, 10),
];
const TIERS: &[Tier] = &[Tier::above(1_000, Rates::new(20_000_000, 0))];
const SEARCH: &[ToolFee] = &[ToolFee::usd("web_search", 0.01)];

/// Ten micro-cents a token of input, and twenty above a thousand; another at a tenth, with no
/// factors; and no other.
fn pricing(model: &str) -> Option<Pricing> {
    let own = Pricing::tiered(Rates::new(10_000_000, 0), TIERS).factors(FACTORS).fees(SEARCH);
    match model {
        "m" => Some(own),
        "small" => Some(Pricing::flat(Rates::new(1_000_000, 0))),
        _ => None,
    }
}

fn turn(input: u64) -> Turn {
    let mut turn = Turn::new(Started::default(), 1000);
    turn.usage(&Usage::new(input, 0));
    turn
}

fn price(turn: &Turn) -> Result<Option<u128>, String> {
    turn.price("m", pricing)
}

#[test]
fn a_factor_multiplies_and_the_last_word_of_a_name_counts() {
    let mut turn = turn(100);
    assert_eq!(price(&turn), Ok(Some(1_000)));
    turn.price_factor("service_tier", Some("flex"));
    assert_eq!(price(&turn), Ok(Some(500)));
    turn.price_factor("service_tier", Some("priority"));
    assert_eq!(price(&turn), Ok(Some(2_500)));
    turn.price_factor("service_tier", None);
    assert_eq!(price(&turn), Ok(Some(1_000)));
    turn.price_factor("speed", Some("fast"));
    turn.price_factor("inference_geo", Some("us"));
    assert_eq!(price(&turn), Ok(Some(2_200)));
}

#[test]
fn the_tier_that_served_counts_and_not_the_one_that_was_asked_for() {
    let mut turn = turn(100);
    turn.service_tier("flex");
    turn.service_tier("auto");
    assert_eq!(price(&turn), Ok(Some(500)));
    turn.service_tier("default");
    assert_eq!(price(&turn), Ok(Some(1_000)));
    turn.service_tier("scale");
    assert!(price(&turn).is_err());
}

#[test]
fn a_factor_that_is_not_known_leaves_no_price() {
    for (name, value) in [("service_tier", "scale"), ("inference_geo", "eu"), ("mood", "good")] {
        let mut turn = turn(100);
        turn.price_factor(name, Some(value));
        assert!(price(&turn).unwrap_err().contains(value), "{value}");
    }
    let mut long = turn(1_001);
    long.price_factor("service_tier", Some("priority"));
    assert!(price(&long).is_err());
    long.price_factor("service_tier", Some("flex"));
    assert_eq!(price(&long), Ok(Some(10_010)));
}

#[test]
fn tools_are_paid_beside_the_tokens_and_no_factor_touches_them() {
    let mut turn = turn(100);
    turn.price_fee("web_search", 1);
    turn.price_fee("web_search", 3);
    assert_eq!(price(&turn), Ok(Some(3_000_000 + 1_000)));
    turn.price_factor("service_tier", Some("flex"));
    assert_eq!(price(&turn), Ok(Some(3_000_000 + 500)));
    turn.price_fee("code_execution", 0);
    assert!(price(&turn).is_ok());
    turn.price_fee("code_execution", 2);
    assert!(price(&turn).unwrap_err().contains("code_execution"));
}

#[test]
fn each_model_that_took_part_is_priced_by_its_own_rates_and_tiers() {
    let mut turn = turn(0);
    let shares = |shares: &[(Option<&str>, u64)]| {
        let share = |(of, n): &(Option<&str>, u64)| (of.map(str::to_owned), Usage::new(*n, 0));
        shares.iter().map(share).collect::<Vec<_>>()
    };
    turn.iterations(shares(&[(None, 900), (Some("small"), 1_500), (Some("m"), 900)]));
    // Neither of the two long together is above the threshold of the tier.
    assert_eq!(price(&turn), Ok(Some(9_000 + 1_500 + 9_000)));
    turn.iterations(shares(&[(None, 1_001), (Some("unknown"), 1)]));
    assert!(price(&turn).unwrap_err().contains("unknown"));
    turn.iterations(shares(&[(None, 1), (Some("small"), 1)]));
    turn.price_factor("inference_geo", Some("us"));
    assert!(price(&turn).is_err(), "the other model's factor is not known");
}

#[test]
fn nothing_is_priced_where_nothing_is_known() {
    assert_eq!(turn(1).price("other", pricing), Ok(None));
    let unused = Turn::new(Started::default(), 1000);
    assert_eq!(price(&unused), Ok(None));
}

#[test]
fn a_long_cache_write_without_a_rate_of_its_own_leaves_no_price() {
    for (hour, half_day, says) in [(5, 0, "hour"), (0, 5, "twelve")] {
        let mut turn = turn(0);
        let mut usage = Usage::new(100, 0);
        (usage.cache_write_1h, usage.cache_write_12h) = (Some(0), Some(0));
        turn.usage(&usage);
        assert_eq!(price(&turn), Ok(Some(1_000)), "none was written");
        (usage.cache_write_1h, usage.cache_write_12h) = (Some(hour), Some(half_day));
        turn.usage(&usage);
        assert!(price(&turn).unwrap_err().contains(says));
    }
    let both = Rates::new(10_000_000, 0).cache_write_1h(1).cache_write_12h(1);
    let mut turn = turn(0);
    let mut usage = Usage::new(100, 0);
    (usage.cache_write_1h, usage.cache_write_12h) = (Some(1), Some(1));
    turn.usage(&usage);
    assert_eq!(turn.price("m", |_| Some(Pricing::flat(both))), Ok(Some(981)));
}
