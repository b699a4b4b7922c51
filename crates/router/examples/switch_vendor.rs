//! One conversation that moves from a vendor to another in mid-course, and back. What cannot go
//! along, such as the first one's signed reasoning, is left out, and a warning names it.
//!
//! `cargo run --example switch_vendor -- [PROVIDER [OTHER]] [--demo]`

#[path = "support/demo.rs"]
mod demo;

use kei_router::{
    ChatRequest, LlmRouter, Message, Provider, ReasoningConfig, ReasoningEffort, Reply, Warning,
};
use std::error::Error;
use std::io::{self, Write};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args = demo::args();
    let router = if args.demo { demo::router(&args).await } else { LlmRouter::from_env() };
    let one = router.pick(&args.provider)?;
    let others = router.names().into_iter().filter(|name| name != one.name());
    let other = args.more.iter().cloned().chain(others).next();
    let other = router.pick(&other.ok_or("there is no other vendor with a key")?)?;
    converse(one.as_ref(), other.as_ref(), &mut io::stdout()).await?;
    Ok(())
}

/// Asks the one, the other, and the one again; returns the conversation and all warnings.
pub(crate) async fn converse(
    one: &dyn Provider,
    other: &dyn Provider,
    out: &mut dyn Write,
) -> Result<(Vec<Message>, Vec<Warning>), Box<dyn Error>> {
    let effort = ReasoningConfig::Effort(ReasoningEffort::Low);
    let mut request = ChatRequest::new([]).system("Be brief.").reasoning(effort);
    let mut warnings = Vec::new();
    for (provider, question) in [
        (one, "What is 17 times 23?"),
        (other, "Are you sure?"),
        (one, "Thank you. And what does the sea say to that?"),
    ] {
        request.messages.push(Message::user(question));
        let reply = provider.complete(&request).await?;
        tell(question, &reply, out)?;
        // The whole turn, in a form that its own vendor knows again, signatures included.
        request.messages.push(reply.finish.message);
        warnings.extend(reply.warnings);
    }
    Ok((request.messages.into(), warnings))
}

fn tell(question: &str, reply: &Reply, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "> {question}")?;
    for warning in &reply.warnings {
        writeln!(out, "[{}: {}]", reply.finish.provider, warning.message)?;
    }
    writeln!(out, "{}: {}\n", reply.finish.provider, reply.text())
}
