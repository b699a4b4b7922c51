//! A question about an image: a file's bytes, or a URL that the vendor fetches.
//!
//! `cargo run --example images -- [PROVIDER [FILE or URL]] [--demo]`

#[path = "support/demo.rs"]
mod demo;

use kei_router::{ChatRequest, LlmRouter, Media, Message, Part, Provider};
use std::error::Error;
use std::io::{self, Write};

/// 64 times 64 red pixels.
const SQUARE: &[u8] = include_bytes!("support/square.png");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args = demo::args();
    let router = if args.demo { demo::router(&args).await } else { LlmRouter::from_env() };
    let provider = router.pick(&args.provider)?;
    let (image, question) = match args.more.first() {
        Some(place) => (image(place)?, "What does this image show?"),
        None => (square(), "What colour is this square?"),
    };
    ask(provider.as_ref(), image, question, &mut io::stdout()).await
}

/// Asks about an image. A vendor that cannot take it in this form says so in a warning.
pub(crate) async fn ask(
    provider: &dyn Provider,
    image: Media,
    question: &str,
    out: &mut dyn Write,
) -> Result<(), Box<dyn Error>> {
    let message = Message::user(vec![Part::image(image), Part::text(question)]);
    let reply = provider.complete(&ChatRequest::new([message])).await?;
    for warning in &reply.warnings {
        writeln!(out, "[{}]", warning.message)?;
    }
    writeln!(out, "{}", reply.text())?;
    Ok(())
}

pub(crate) fn square() -> Media {
    Media::bytes("image/png", SQUARE)
}

pub(crate) fn image(place: &str) -> Result<Media, Box<dyn Error>> {
    if place.starts_with("https://") || place.starts_with("http://") {
        return Ok(Media::url(place));
    }
    Ok(Media::file(place)?)
}
