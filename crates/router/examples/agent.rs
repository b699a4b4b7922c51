//! An agent in a few lines: the model calls two tools, whose arguments are Rust types, until it has
//! its answer. The example `tools` has the same loop by hand.
//!
//! `cargo run --example agent --features schemars -- [PROVIDER] [--demo]`

#[path = "support/demo.rs"]
mod demo;

use kei_router::agent::{Agent, AgentError, AgentFinish};
use kei_router::{ChatRequest, LlmRouter, Message, Provider};
use schemars::JsonSchema;
use serde::Deserialize;
use std::error::Error;
use std::io::{self, Write};

const QUESTION: &str = "Which is the warmest, Oslo, Cairo or Atlantis? Tell it in Fahrenheit too.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args = demo::args();
    let router = if args.demo { demo::router(&args).await } else { LlmRouter::from_env() };
    let finish = ask(router.pick(&args.provider)?, QUESTION).await?;
    writeln!(io::stdout(), "{}\n{} turns", finish.text(), finish.spent.turns)?;
    Ok(())
}

#[derive(Deserialize, JsonSchema)]
struct Weather {
    city: String,
}

#[derive(Deserialize, JsonSchema)]
struct Fahrenheit {
    celsius: f64,
}

pub(crate) async fn ask(
    provider: impl Provider + 'static,
    question: &str,
) -> Result<AgentFinish, AgentError> {
    let agent = Agent::new(provider)
        .typed_tool("weather", "The temperature in a city now, in degrees Celsius.", weather)
        .typed_tool("fahrenheit", "Converts Celsius.", async |Fahrenheit { celsius }| {
            Ok::<_, String>(format!("{:.1}", celsius * 1.8 + 32.0))
        });
    agent.complete(ChatRequest::new([Message::user(question)])).await
}

async fn weather(Weather { city }: Weather) -> Result<&'static str, String> {
    match city.as_str() {
        "Oslo" => Ok("4"),
        "Cairo" => Ok("31.5"),
        _ => Err(format!("{city} has no weather station")),
    }
}
