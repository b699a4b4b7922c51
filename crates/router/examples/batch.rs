//! Many prompts, a few at once, within a budget: what was spent is read from a meter, which counts
//! broken replies too.
//!
//! `cargo run --example batch -- [PROVIDER] [--demo]`

#[path = "support/demo.rs"]
mod demo;

use futures_util::stream;
use kei_router::{ChatRequest, LlmError, LlmRouter, Message, Meter, Provider, Reply, StreamExt};
use std::error::Error;
use std::io::{self, Write};

const AT_ONCE: usize = 16;
/// A dollar, in micro-cents.
const DOLLAR: u128 = 100_000_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args = demo::args();
    let router = if args.demo { demo::router(&args).await } else { LlmRouter::from_env() };
    let provider = router.pick(&args.provider)?;
    let prompts = (1..=100).map(|number| format!("Is {number} a prime?")).collect();
    let meter = Meter::new();
    let replies = answers(provider.as_ref(), prompts, &meter, DOLLAR).await;
    let failed = replies.iter().filter(|reply| reply.is_err()).count();
    let spent = meter.spent();
    let (usage, cost) = (spent.usage, spent.cost);
    let (read, wrote) = (usage.input.unwrap_or(0), usage.output.unwrap_or(0));
    let mut out = io::stdout();
    writeln!(out, "{} replies, {failed} failed", replies.len())?;
    writeln!(out, "{read} tokens read, {wrote} written, {cost} micro-cents")?;
    Ok(())
}

/// The replies in the order in which they come. When the budget, in micro-cents, is used up, no
/// more prompts are sent.
pub(crate) async fn answers(
    provider: &dyn Provider,
    prompts: Vec<String>,
    meter: &Meter,
    budget: u128,
) -> Vec<Result<Reply, LlmError>> {
    let within = |_: &String| std::future::ready(meter.spent().cost < budget);
    let ask = |prompt| async move {
        let request = ChatRequest::new([Message::user(prompt)]).meter(meter);
        provider.complete(&request).await
    };
    stream::iter(prompts).take_while(within).map(ask).buffer_unordered(AT_ONCE).collect().await
}
