//! What only a socket and a clock can show.

mod abort;
mod flood;
mod time;

use super::Dial;
use super::report::{Outcome, Report};
use super::subject::{Subject, request};
use crate::laws::{Collected, collect};
use crate::script::Speech;
use crate::{Refused, Script, Sim, SimRules};
use kei_router_core::{ChatRequest, ErrorKind, LlmError, Provider, StreamEvent};
use std::time::Duration;

/// A budget that a busy machine does not overrun by chance, and that keeps the suite short.
const SHORT: Duration = Duration::from_millis(200);
/// Longer than anything here may take.
const LONG: Duration = Duration::from_secs(20);

pub(super) async fn run(
    subject: &Subject<'_>,
    dial: Dial<'_>,
    rules: &SimRules,
    reads_documents: bool,
    report: &mut Report,
) {
    let rig = Rig { subject, dial, rules };
    report.add("socket: whole", "-", limited(whole(&rig)).await);
    if reads_documents && subject.format.document(&speech(), &subject.asked()).is_some() {
        report.add("socket: document", "-", limited(document(&rig)).await);
    }
    report.add("socket: cut", "-", limited(cut(&rig)).await);
    report.add("socket: refusal", "-", limited(refusal(&rig)).await);
    report.add("socket: redirect", "-", limited(redirect(&rig)).await);
    report.add("socket: endless error", "-", limited(endless(&rig)).await);
    report.add("socket: idle", "-", limited(time::idle(&rig)).await);
    report.add("socket: comments are life", "-", limited(time::comments(&rig)).await);
    report.add("socket: flood", "-", limited(flood::flood(&rig)).await);
    report.add("socket: handshake", "-", limited(time::handshake(&rig)).await);
    report.add("socket: dropped stream", "-", limited(abort::stream(&rig)).await);
    report.add("socket: dropped future", "-", limited(abort::future(&rig)).await);
}

async fn limited(check: impl Future<Output = Outcome>) -> Outcome {
    let hung = |_| Err("nothing happens for 20 s".to_owned());
    tokio::time::timeout(LONG, check).await.unwrap_or_else(hung)
}

struct Rig<'a> {
    subject: &'a Subject<'a>,
    dial: Dial<'a>,
    rules: &'a SimRules,
}

impl Rig<'_> {
    async fn start(&self, script: Script) -> Result<(Sim, Box<dyn Provider>), String> {
        let sim = Sim::builder(self.subject.descriptor).script(script).rules(self.rules.clone());
        let started = sim.shared_format(&self.subject.format).start().await;
        let sim = started.map_err(|error| error.to_string())?;
        let provider = (self.dial)(sim.endpoint());
        Ok((sim, provider))
    }
}

/// The stream's items, or the error that `stream()` gave as the only one.
async fn exchange(provider: &dyn Provider, request: &ChatRequest) -> Result<Collected, LlmError> {
    Ok(collect(provider.stream(request).await?).await)
}

fn lawful(collected: &Collected) -> Result<(), String> {
    collected.check().map_err(|violations| format!("{violations:?}"))
}

fn text(collected: &Collected) -> String {
    let tokens = collected.items.iter().filter_map(|item| match item {
        Ok(StreamEvent::Token(text)) => Some(text.as_str()),
        _ => None,
    });
    tokens.collect()
}

/// The error that ended a stream which had opened.
fn failure(collected: &Collected) -> Result<&LlmError, String> {
    lawful(collected)?;
    match collected.items.last() {
        Some(Err(error)) => Ok(error),
        last => Err(format!("no error; the end is {last:?}")),
    }
}

async fn whole(rig: &Rig<'_>) -> Outcome {
    let (sim, provider) = rig.start(Script::text("Over a socket.")).await?;
    let collected =
        exchange(provider.as_ref(), &request()).await.map_err(|error| error.to_string())?;
    lawful(&collected)?;
    // Stale credentials may be refused before; what was answered in the end was not.
    let refused = sim.requests().last().and_then(|request| request.refused.clone());
    if text(&collected) != "Over a socket." || refused.is_some() || sim.aborts() > 0 {
        let last = collected.items.last();
        return Err(format!("refused: {refused:?}; {} aborts; {last:?}", sim.aborts()));
    }
    Ok(1)
}

fn speech() -> Speech {
    Script::text("Over a socket.").speech
}

/// A server that knows no streaming.
async fn document(rig: &Rig<'_>) -> Outcome {
    let (_sim, provider) = rig.start(Script::text("Over a socket.").unstreamed()).await?;
    let collected =
        exchange(provider.as_ref(), &request()).await.map_err(|error| error.to_string())?;
    lawful(&collected)?;
    match text(&collected).as_str() {
        "Over a socket." => Ok(1),
        _ => Err(format!("the end is {:?}", collected.items.last())),
    }
}

async fn cut(rig: &Rig<'_>) -> Outcome {
    let (_sim, provider) = rig.start(Script::text("One two three.").cut_after_events(4)).await?;
    let collected =
        exchange(provider.as_ref(), &request()).await.map_err(|error| error.to_string())?;
    let error = failure(&collected)?;
    if error.kind() == ErrorKind::Truncated { Ok(1) } else { Err(format!("{error}")) }
}

async fn refusal(rig: &Rig<'_>) -> Outcome {
    let script = Script::new().refuse(Refused::rate_limit()).header("retry-after", "7");
    let (_sim, provider) = rig.start(script).await?;
    match exchange(provider.as_ref(), &request()).await {
        Ok(_) => Err("a 429 opens a stream".to_owned()),
        Err(error) if error.kind() != ErrorKind::RateLimit => Err(format!("{error}")),
        Err(error) if error.retry_after() != Some(Duration::from_secs(7)) => {
            Err(format!("retry_after is not reported: {error}"))
        }
        Err(_) => Ok(1),
    }
}

async fn redirect(rig: &Rig<'_>) -> Outcome {
    let (elsewhere, _) = rig.start(Script::default()).await?;
    let (_sim, provider) = rig.start(Script::new().redirect(&elsewhere.endpoint())).await?;
    let answer = exchange(provider.as_ref(), &request()).await;
    if answer.is_ok() || elsewhere.connections() > 0 {
        return Err("a redirect is followed".to_owned());
    }
    Ok(1)
}

async fn endless(rig: &Rig<'_>) -> Outcome {
    let (sim, provider) = rig.start(Script::new().endless_body(500)).await?;
    let answer = exchange(provider.as_ref(), &request()).await;
    let status = answer.err().and_then(|error| error.status());
    let _ = sim.aborted().await;
    // What the system's own buffers hold has been written, but not read.
    if status != Some(500) || sim.bytes_written() > 32 << 20 {
        return Err(format!("status {status:?}, {} bytes written", sim.bytes_written()));
    }
    Ok(1)
}
