//! Another vendor where one is down, and a wait where one asks for it: by hand, in one function.
//!
//! `cargo run --example fallback -- [FIRST [NEXT ..]] [--demo]`

#[path = "support/demo.rs"]
mod demo;

use kei_router::{ChatRequest, EventStream, LlmError, LlmRouter, Message, Provider, Reply, Scope};
use std::error::Error;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

const ATTEMPTS: u32 = 3;
const MAX_WAIT: Duration = Duration::from_secs(20);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args = demo::args();
    let router = if args.demo { demo::router(&args).await } else { LlmRouter::from_env() };
    let names = std::iter::once(&args.provider).chain(&args.more);
    let providers = names.map(|name| router.pick(name)).collect::<Result<Vec<_>, _>>()?;
    let request = ChatRequest::new([Message::user("A poem about the sea, in one line.")]);
    let reply = Reply::collect(stream(&providers, &request).await?).await?;
    writeln!(io::stdout(), "{}: {}", reply.started.provider, reply.text())?;
    Ok(())
}

/// Asks one provider after the other. It waits only where a vendor says for how long, and gives up
/// where nobody else could help: the request itself is wrong, or the caller has left.
pub(crate) async fn stream(
    providers: &[Arc<dyn Provider>],
    request: &ChatRequest,
) -> Result<EventStream, LlmError> {
    let mut last = LlmError::bad_request("there is no provider");
    for provider in providers {
        for _ in 0..ATTEMPTS {
            last = match provider.stream(request).await {
                Ok(stream) => return Ok(stream),
                Err(error) if matches!(error.scope(), Scope::Request | Scope::Caller) => {
                    return Err(error);
                }
                Err(error) => error,
            };
            match last.retry_after().filter(|wait| last.is_retryable() && *wait <= MAX_WAIT) {
                Some(wait) => tokio::time::sleep(wait).await,
                None => break,
            }
        }
    }
    Err(last)
}
