//! `?provider=X` means X: the bytes, the model in the ledger and the rate are X's.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod common;

use common::{Daemon, open};
use kei_cortex::{AppState, Demo};
use kei_router::{LlmRouter, Usage, vendors};
use kei_router_testkit::Script;
use serde_json::{Value, json};

/// How many requests each vendor's simulator has seen.
fn counts(demo: &Demo) -> Vec<usize> {
    vendors().iter().map(|v| demo.sim(v.name()).unwrap().requests().len()).collect()
}

async fn ledger_row(daemon: &Daemon, query: &str) -> Value {
    let events = daemon.chat(query, "Hello").await.events().await;
    events.into_iter().find(|event| event["type"] == "usage").expect("a usage event")
}

#[tokio::test]
async fn the_vendor_that_is_asked_for_answers_and_is_billed() {
    let usage = Usage::new(100_000, 20_000);
    let demo = Demo::with(|_| Script::text("Hello").usage(usage)).await.unwrap();
    let daemon = Daemon::start(demo.router()).await;
    let mut costs = Vec::new();
    for (at, vendor) in vendors().iter().enumerate() {
        let before = counts(&demo);
        let row = ledger_row(&daemon, &format!("?provider={}&events=usage", vendor.name())).await;
        let mut expected = before.clone();
        expected[at] += 1;
        assert_eq!(counts(&demo), expected, "the bytes went elsewhere");

        let provider = demo.router().pick(vendor.name()).unwrap();
        let descriptor = vendor.descriptor().unwrap();
        assert_eq!(row["provider"], vendor.name());
        assert_eq!(row["model"], *descriptor.default_model);
        let cost = provider.pricing().expect("a default model has a price").cost(&usage);
        assert_eq!(row["cost_micro_cents"], u64::try_from(cost).unwrap(), "{row}");
        costs.push(cost);
    }
    costs.sort_unstable();
    costs.dedup();
    assert!(costs.len() > 1, "every rate is the same: this test proves nothing");
}

#[tokio::test]
async fn the_ledger_has_the_model_that_answered_and_its_rate() {
    let usage = Usage::new(100_000, 20_000);
    for vendor in vendors() {
        // Two models of different price: the first is asked for, the second answers.
        let provider = Demo::start().await.unwrap().router().pick(vendor.name()).unwrap();
        let asked = vendor.descriptor().unwrap().default_model.into_owned();
        let answers = ["claude-haiku-4-5", "gpt-4o-mini", "kimi-k2-thinking"];
        let priced = |model: &&&str| provider.model_info(model).pricing.is_some();
        let answered = answers.iter().find(priced).copied().unwrap_or(&asked);
        let script = Script::text("Hello").usage(usage).model(answered);
        let demo = Demo::with(|_| script.clone()).await.unwrap();
        let daemon = Daemon::start(demo.router()).await;
        let query = format!("?provider={}/{asked}&events=usage", vendor.name());
        let row = ledger_row(&daemon, &query).await;
        let seen = &demo.sim(vendor.name()).unwrap().requests()[0].json["model"];
        assert_eq!(*seen, *asked);
        assert_eq!(row["model"], answered);
        let cost = provider.model_info(answered).pricing.unwrap().cost(&usage);
        assert_eq!(row["cost_micro_cents"], u64::try_from(cost).unwrap());
    }
}

#[tokio::test]
async fn a_model_without_a_price_has_no_cost() {
    let script = Script::text("Hello").model("a-model-of-tomorrow");
    let demo = Demo::with(|_| script.clone()).await.unwrap();
    let daemon = Daemon::start(demo.router()).await;
    for vendor in vendors() {
        let query = format!("?provider={}/a-model-of-tomorrow&events=usage", vendor.name());
        let row = ledger_row(&daemon, &query).await;
        assert_eq!(row["model"], "a-model-of-tomorrow");
        assert_eq!(row["cost_micro_cents"], Value::Null);
    }
}

#[tokio::test]
async fn the_list_tells_who_is_ready_and_at_what_price() {
    let demo = Demo::start().await.unwrap();
    let router = demo.router();
    let daemon = Daemon::start(demo.router()).await;
    let answer = daemon.get("/providers").await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let list = answer.json().await;
    assert_eq!(list.as_array().unwrap().len(), vendors().len());
    for row in list.as_array().unwrap() {
        let provider = router.pick(row["name"].as_str().unwrap()).unwrap();
        let expected = json!({
            "name": provider.name(),
            "model": provider.model(),
            "default": provider.name() == "anthropic",
            "ready": true,
            "input_cents_per_mtok": provider.cost_per_m_tok_input_cents(),
            "output_cents_per_mtok": provider.cost_per_m_tok_output_cents(),
        });
        assert_eq!(*row, expected);
        assert!(provider.cost_per_m_tok_input_cents() > 0);
    }
}

#[tokio::test]
async fn the_list_tells_why_a_vendor_is_not_ready() {
    let daemon = Daemon::start(LlmRouter::from_vars(|_| None)).await;
    let list = daemon.get("/providers").await.json().await;
    for vendor in vendors() {
        let rows = list.as_array().unwrap();
        let row = rows.iter().find(|row| row["name"] == vendor.name()).expect("a row");
        let descriptor = vendor.descriptor().unwrap();
        assert_eq!((&row["ready"], &row["model"]), (&json!(false), &Value::Null));
        assert!(row["reason"].as_str().unwrap().contains(descriptor.key_var()), "{row}");
    }
}

#[tokio::test]
async fn the_default_row_is_the_model_that_answers_by_default() {
    let demo = Demo::start().await.unwrap();
    let router = demo.router();
    let default = router.pick("anthropic/claude-haiku-4-5").unwrap();
    let state = AppState::new(demo.router(), "anthropic/claude-haiku-4-5");
    let daemon = Daemon::of(state, open()).await;
    let list = daemon.get("/providers").await.json().await;
    let rows: Vec<_> = list.as_array().unwrap().iter().collect();
    let marked: Vec<_> = rows.iter().filter(|row| row["default"] == true).collect();
    assert_eq!(marked.len(), 1, "{list}");
    assert_eq!(marked[0]["name"], "anthropic");
    assert_eq!(marked[0]["model"], "claude-haiku-4-5");
    assert_eq!(marked[0]["input_cents_per_mtok"], default.cost_per_m_tok_input_cents());
    let row = ledger_row(&daemon, "?events=usage").await;
    assert_eq!(row["model"], marked[0]["model"]);
}
