//! Rows of models that a caller adds or overrides: they win in prices, windows, abilities, costs
//! and rankings, and leave open what they do not say.

use http::StatusCode;
use kei_router::codec::ModelRow;
use kei_router::{
    Capabilities, Capability, ChatRequest, LlmRouter, Message, OpenAiProvider, Provider, Rates,
    WarningKind,
};
use kei_router_testkit::{Replay, ReplayTransport};
use serde_json::{Value, json};
use std::sync::Arc;

/// A chat completion of a thousand tokens in and out, of this model.
fn answer(model: &str) -> Replay {
    let chunk = json!({"id": "c-1", "model": model, "choices": [{"index": 0,
        "delta": {"content": "Hi"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1_000, "completion_tokens": 1_000}});
    Replay::sse(format!("data: {chunk}\n\ndata: [DONE]\n\n"))
}

fn provider(replay: Replay, rows: &[ModelRow]) -> (OpenAiProvider, Arc<ReplayTransport>) {
    let transport = Arc::new(ReplayTransport::new(replay));
    let builder = OpenAiProvider::builder().vars(|_| None).api_key("sk-1").model("gpt-4o-mini");
    let builder = builder.endpoint("https://api.openai.com/v1/chat/completions");
    let builder = rows.iter().cloned().fold(builder, |builder, row| builder.model_row(row));
    (builder.transport(transport.clone()).build(), transport)
}

#[tokio::test]
async fn a_row_for_a_new_model_prices_its_turns() {
    let row = ModelRow::named("ft:gpt-mine".to_owned()).rates(Rates::usd(3.0, 7.0));
    let request = ChatRequest::new([Message::user("hi")]).model("ft:gpt-mine");
    let (provider, _) = provider(answer("ft:gpt-mine-2026-11-24"), &[row]);
    let reply = provider.complete(&request).await.expect("it is there");
    assert_eq!(reply.finish.cost, Some(1_000 * 300 + 1_000 * 700));
    assert_eq!(provider.model_info("gpt-4o-mini").max_output, Some(16_384));
}

#[tokio::test]
async fn a_row_for_a_known_model_wins_where_it_speaks_and_nowhere_else() {
    let cheap = ModelRow::new("gpt-4o-mini").rates(Rates::usd(0.01, 0.02));
    let (provider, _) = provider(answer("gpt-4o-mini-2024-07-18"), &[cheap]);
    let info = provider.model_info("gpt-4o-mini");
    assert_eq!((info.context_window, info.max_output), (Some(128_000), Some(16_384)));
    assert_eq!(info.capabilities.supports(Capability::Sampling), Some(true));
    assert_eq!(provider.cost_per_m_tok_output_cents(), 2);
    let reply =
        provider.complete(&ChatRequest::new([Message::user("hi")])).await.expect("it is there");
    assert_eq!(reply.finish.cost, Some(1_000 + 2_000));
}

#[tokio::test]
async fn an_ability_that_a_row_takes_away_is_not_asked_for() {
    let lacks = Capabilities::UNKNOWN.without(&[Capability::Sampling]);
    let row = ModelRow::new("gpt-4o-mini").capabilities(lacks);
    let (provider, transport) = provider(answer("gpt-4o-mini"), &[row]);
    let request = ChatRequest::new([Message::user("hi")]).temperature(0.5);
    let reply = provider.complete(&request).await.expect("it is there");
    let body: Value = serde_json::from_slice(&transport.requests()[0].body).expect("it is there");
    assert_eq!(body.get("temperature"), None, "{body}");
    let warned = reply.warnings.iter().any(|warning| warning.kind == WarningKind::Omitted);
    assert!(warned, "{:?}", reply.warnings);
}

#[tokio::test]
async fn a_listed_model_has_the_callers_row() {
    let list = json!({"data": [{"id": "gpt-mine"}, {"id": "gpt-4o-mini"}]}).to_string();
    let replay = Replay::json(StatusCode::OK, list);
    let row = ModelRow::new("gpt-mine").max_output(77);
    let (provider, _) = provider(replay, &[row]);
    let listed = provider.models().await.expect("it is there");
    let limits: Vec<_> = listed.iter().map(|model| model.info.max_output).collect();
    assert_eq!(limits, [Some(77), Some(16_384)]);
}

#[test]
fn a_router_takes_rows_for_the_vendors_of_its_environment() {
    let vars = |name: &str| {
        ["ANTHROPIC_API_KEY", "OPENAI_API_KEY"].contains(&name).then(|| "sk-1".to_owned())
    };
    let cheapest = |router: &LlmRouter| {
        router.cheapest_for_estimated_tokens(10_000, 1_000).expect("it is there").name().to_owned()
    };
    let row = |id, dollars| ModelRow::new(id).rates(Rates::usd(dollars, dollars));
    let router = LlmRouter::from_vars(vars);
    let dear = router.clone().model_row("openai", row("gpt-6.1-sol", 90.0));
    let dear = dear.model_row("anthropic", row("claude-sonnet-5-5", 80.0));
    assert_eq!(cheapest(&dear), "anthropic");
    let cheap = dear.clone().model_row("openai", row("gpt-6.1-sol", 0.01));
    assert_eq!(cheapest(&cheap), "openai");
    let info = cheap.pick("openai").expect("it is there").model_info("gpt-6.1-sol");
    assert_eq!(info.context_window, Some(922_000));
    assert_eq!(cheap.names(), router.names());
    let small = router.model_row("openai", ModelRow::new("gpt-6.1-sol").context_window(100));
    assert_eq!(cheapest(&small.model_row("nobody", row("m", 0.0))), "anthropic");
}

#[test]
fn a_key_that_comes_later_finds_the_rows_and_a_registered_provider_keeps_its_own() {
    let (have, key) = (Arc::new(std::sync::atomic::AtomicBool::new(false)), "sk-1".to_owned());
    let seen = Arc::clone(&have);
    let router = LlmRouter::from_vars(move |name| {
        let here = name == "OPENAI_API_KEY" && seen.load(std::sync::atomic::Ordering::SeqCst);
        here.then(|| key.clone())
    });
    let mut router = router.model_row("openai", ModelRow::new("gpt-mine").max_output(5));
    assert!(router.pick("openai").is_err());
    have.store(true, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(
        router.pick("openai").expect("it is there").model_info("gpt-mine").max_output,
        Some(5)
    );
    let (own, _) = provider(answer("m"), &[ModelRow::new("gpt-mine").max_output(9)]);
    router.register(Box::new(own));
    let router = router.model_row("openai", ModelRow::new("gpt-mine").max_output(6));
    assert_eq!(
        router.pick("openai").expect("it is there").model_info("gpt-mine").max_output,
        Some(9)
    );
}
