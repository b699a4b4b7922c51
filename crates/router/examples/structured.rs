//! A reply that is a Rust value: the model is held to a JSON schema.
//!
//! `cargo run --example structured -- [PROVIDER] [--demo]`

#[path = "support/demo.rs"]
mod demo;

use kei_router::{ChatRequest, LlmRouter, Message, Provider, ResponseFormat};
use serde::Deserialize;
use serde_json::{Value, json};
use std::error::Error;
use std::io::{self, Write};

#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct Recipe {
    pub(crate) title: String,
    pub(crate) minutes: u32,
    pub(crate) ingredients: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args = demo::args();
    let router = if args.demo { demo::router(&args).await } else { LlmRouter::from_env() };
    let provider = router.pick(&args.provider)?;
    let mut out = io::stdout();
    let recipe = recipe(provider.as_ref(), "pancakes", &mut out).await?;
    writeln!(out, "{} in {} minutes:", recipe.title, recipe.minutes)?;
    recipe.ingredients.iter().try_for_each(|ingredient| writeln!(out, "- {ingredient}"))?;
    Ok(())
}

/// Asks for a recipe. Where a vendor lacks schemas, a warning says so, and the reply may still be
/// the JSON that the prompt asks for.
pub(crate) async fn recipe(
    provider: &dyn Provider,
    dish: &str,
    out: &mut dyn Write,
) -> Result<Recipe, Box<dyn Error>> {
    let prompt = format!(
        "A recipe for {dish}, as JSON with the members title, minutes and ingredients (a list)."
    );
    let format =
        ResponseFormat::JsonSchema { name: "recipe".to_owned(), schema: schema(), strict: true };
    let request = ChatRequest::new([Message::user(prompt)]).response_format(format);
    let reply = provider.complete(&request).await?;
    for warning in &reply.warnings {
        writeln!(out, "[{}]", warning.message)?;
    }
    Ok(reply.json()?)
}

/// A strict schema closes each object, and demands each of its members.
fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "minutes": {"type": "integer"},
            "ingredients": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["title", "minutes", "ingredients"],
        "additionalProperties": false,
    })
}
