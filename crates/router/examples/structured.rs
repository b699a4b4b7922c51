//! A reply that is a Rust value: the model is held to the type's JSON schema.
//!
//! `cargo run --example structured --features schemars -- [PROVIDER] [--demo]`

#[path = "support/demo.rs"]
mod demo;

use kei_router::agent::typed::CompleteAs;
use kei_router::{ChatRequest, LlmError, LlmRouter, Message, Provider};
use schemars::JsonSchema;
use serde::Deserialize;
use std::error::Error;
use std::io::{self, Write};

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
pub(crate) struct Recipe {
    pub(crate) title: String,
    pub(crate) minutes: u32,
    /// One entry for each, without amounts.
    pub(crate) ingredients: Vec<String>,
}

/// Asks for a recipe. Where a vendor lacks schemas, a warning in the reply says so, and the reply
/// may still be the JSON that the prompt asks for.
pub(crate) async fn recipe(provider: &dyn Provider, dish: &str) -> Result<Recipe, LlmError> {
    let prompt = format!("A recipe for {dish}, as JSON: title, minutes, a list of ingredients.");
    let request = ChatRequest::new([Message::user(prompt)]);
    Ok(provider.complete_as(&request).await?.value)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args = demo::args();
    let router = if args.demo { demo::router(&args).await } else { LlmRouter::from_env() };
    let recipe = recipe(router.pick(&args.provider)?.as_ref(), "pancakes").await?;
    let mut out = io::stdout();
    writeln!(out, "{} in {} minutes:", recipe.title, recipe.minutes)?;
    recipe.ingredients.iter().try_for_each(|ingredient| writeln!(out, "- {ingredient}"))?;
    Ok(())
}
