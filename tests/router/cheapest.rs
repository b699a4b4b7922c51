//! The cheapest provider, exactly.

use async_ok::Priced;
use kei_router::{ErrorKind, LlmRouter, ModelInfo, Pricing, Rates, Tier};

mod async_ok {
    use futures_util::stream;
    use kei_router::{ChatRequest, EventStream, LlmError, ModelInfo, Provider};

    /// A provider that is nothing but its price.
    pub(super) struct Priced(pub(super) &'static str, pub(super) ModelInfo);

    #[async_trait::async_trait]
    impl Provider for Priced {
        fn name(&self) -> &str {
            self.0
        }

        fn model(&self) -> &str {
            "m"
        }

        fn model_info(&self, _: &str) -> ModelInfo {
            self.1.clone()
        }

        async fn stream(&self, _: &ChatRequest) -> Result<EventStream, LlmError> {
            Ok(Box::pin(stream::empty()))
        }
    }
}

fn info(pricing: Option<Pricing>, window: Option<u64>) -> ModelInfo {
    let mut info = ModelInfo::default();
    (info.pricing, info.context_window) = (pricing, window);
    info
}

fn flat(input: u64, output: u64) -> Option<Pricing> {
    Some(Pricing::flat(Rates::new(input, output)))
}

fn cheapest(rows: &[(&'static str, ModelInfo)], input: u64, output: u64) -> String {
    let mut router = LlmRouter::new();
    for (name, info) in rows {
        router.register(Box::new(Priced(name, info.clone())));
    }
    match router.cheapest_for_estimated_tokens(input, output) {
        Ok(provider) => provider.name().to_owned(),
        Err(error) => error.kind().as_str().to_owned(),
    }
}

#[test]
fn a_hair_decides_and_ties_go_by_name() {
    let rows = [("b", info(flat(100, 7), None)), ("a", info(flat(101, 6), None))];
    assert_eq!(cheapest(&rows, 1, 0), "b");
    assert_eq!(cheapest(&rows, 0, 1), "a");
    assert_eq!(cheapest(&rows, 1, 1), "a");
    assert_eq!(cheapest(&rows, 0, 0), "a");
}

#[test]
fn huge_estimates_do_not_overflow() {
    let rows = [("b", info(flat(u64::MAX, 3), None)), ("a", info(flat(u64::MAX, 4), None))];
    assert_eq!(cheapest(&rows, 1 << 40, u64::MAX), "b");
    assert_eq!(cheapest(&rows, u64::MAX, u64::MAX), "a", "both saturate: the name decides");
}

#[test]
fn unknown_prices_come_last_and_a_price_of_zero_is_a_price() {
    let rows =
        [("a", info(None, None)), ("b", info(flat(9, 9), None)), ("c", info(flat(0, 0), None))];
    assert_eq!(cheapest(&rows, 10, 10), "c");
    assert_eq!(cheapest(&rows[..2], 10, 10), "b");
    assert_eq!(cheapest(&rows[..1], 10, 10), "a");
}

#[test]
fn the_window_must_fit() {
    let rows = [("a", info(flat(1, 1), Some(100))), ("b", info(flat(9, 9), Some(1000)))];
    assert_eq!(cheapest(&rows, 60, 40), "a");
    assert_eq!(cheapest(&rows, 60, 41), "b");
    assert_eq!(cheapest(&rows, 1000, 1), "context_length");
    assert_eq!(cheapest(&rows, u64::MAX, u64::MAX), "context_length");
    assert_eq!(cheapest(&[], 1, 1), "unknown_provider");
}

#[test]
fn that_no_window_fits_is_another_error_than_that_there_is_no_provider() {
    let mut router = LlmRouter::new();
    let none = router.cheapest_for_estimated_tokens(1, 1).err().expect("there is none");
    assert_eq!((none.kind(), none.http_status()), (ErrorKind::UnknownProvider, 400));
    assert!(none.to_string().contains("no provider"), "{none}");
    router.register(Box::new(Priced("a", info(flat(1, 1), Some(200_000)))));
    router.register(Box::new(Priced("b", info(flat(1, 1), Some(100_000)))));
    let over = router.cheapest_for_estimated_tokens(1_000_000, 200_000).err().expect("too long");
    assert_eq!((over.kind(), over.http_status()), (ErrorKind::ContextLength, 413));
    assert!(over.to_string().contains("1200000") && over.to_string().contains("200000"), "{over}");
}

#[test]
fn the_tier_of_the_estimate_is_what_counts() {
    const TIERS: &[Tier] = &[Tier::above(1000, Rates::new(50, 50))];
    let tiered = Some(Pricing::tiered(Rates::new(1, 1), TIERS));
    let rows = [("a", info(tiered, None)), ("b", info(flat(2, 2), None))];
    assert_eq!(cheapest(&rows, 1000, 0), "a");
    assert_eq!(cheapest(&rows, 1001, 0), "b");
}

#[test]
fn the_last_registration_of_a_name_wins() {
    let rows = [("a", info(flat(9, 9), None)), ("b", info(flat(5, 5), None))];
    assert_eq!(cheapest(&rows, 1, 1), "b");
    let again = [rows[0].clone(), rows[1].clone(), ("a", info(flat(1, 1), None))];
    assert_eq!(cheapest(&again, 1, 1), "a");
}
