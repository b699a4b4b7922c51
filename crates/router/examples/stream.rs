//! A reply as it comes, and what it took.
//!
//! `cargo run --example stream -- [PROVIDER] [--demo]`

#[path = "support/demo.rs"]
mod demo;

use kei_router::{Finish, LlmRouter, Message, Provider, StreamEvent, StreamExt};
use std::error::Error;
use std::io::{self, Write};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args = demo::args();
    let router = if args.demo { demo::router(&args).await } else { LlmRouter::from_env() };
    let provider = router.pick(&args.provider)?;
    stream(provider.as_ref(), "Write a haiku about the sea.", &mut io::stdout()).await
}

/// Asks, and writes each piece of the reply at the moment at which it comes.
pub(crate) async fn stream(
    provider: &dyn Provider,
    question: &str,
    out: &mut dyn Write,
) -> Result<(), Box<dyn Error>> {
    let messages = [Message::user(question)];
    let mut stream = provider.stream_message("Be brief.", &messages, None).await?;
    while let Some(event) = stream.next().await {
        match event? {
            StreamEvent::Token(text) => {
                write!(out, "{text}")?;
                out.flush()?;
            }
            StreamEvent::Warning(warning) => writeln!(out, "[{}]", warning.message)?,
            StreamEvent::Finish(finish) => totals(&finish, out)?,
            _ => {}
        }
    }
    Ok(())
}

fn totals(finish: &Finish, out: &mut dyn Write) -> io::Result<()> {
    let Finish { provider, model, reason, usage, .. } = finish;
    writeln!(out, "\n\n{provider} ({model}) ended with {}.", reason.as_str())?;
    if let (Some(input), Some(output)) = (usage.input, usage.output) {
        writeln!(out, "It read {input} tokens and wrote {output}.")?;
    }
    if let Some(micro_cents) = finish.cost {
        // 1 cent is 1,000,000 micro-cents.
        let (cents, rest) = (micro_cents / 1_000_000, micro_cents % 1_000_000);
        writeln!(out, "It cost {cents}.{rest:06} cents.")?;
    }
    Ok(())
}
