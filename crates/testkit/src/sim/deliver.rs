//! Sending an answer.

use super::connection::{Connection, Gone};
use super::ledger::Ledger;
use super::plan::{Ending, Plan};
use crate::script::EndOfBody;
use std::fmt::Write as _;
use std::time::Duration;

/// One write of an endless body, in bytes.
const FILLER: usize = 64 * 1024;
/// All of an endless body, in bytes.
const ENDLESS: usize = 1 << 30;
const LAST_CHUNK: &[u8] = b"0\r\n\r\n";
/// Longer than any test.
const FOREVER: Duration = Duration::from_secs(86_400);

/// Sends the answer; says whether the connection can carry another one.
pub(super) async fn deliver(connection: &mut Connection, plan: Plan, ledger: &Ledger) -> bool {
    let mut delivery = Delivery { connection, plan: &plan, ledger };
    match delivery.run().await {
        Ok(lives) => {
            if lives {
                ledger.completed.add(1);
            }
            lives
        }
        Err(Gone) => {
            ledger.abort();
            false
        }
    }
}

struct Delivery<'a> {
    connection: &'a mut Connection,
    plan: &'a Plan,
    ledger: &'a Ledger,
}

impl Delivery<'_> {
    async fn run(&mut self) -> Result<bool, Gone> {
        self.connection.wait(self.plan.head_after).await?;
        self.write(&head(self.plan)).await?;
        let ends_at_once = self.plan.ending == Ending::Clean(EndOfBody::SameWrite);
        let last = self.plan.steps.len().saturating_sub(1);
        for (at, step) in self.plan.steps.iter().enumerate() {
            self.pause(step.wait).await?;
            let mut bytes = self.framed(&step.bytes);
            if at == last && ends_at_once && self.is_chunked() {
                bytes.extend_from_slice(LAST_CHUNK);
            }
            self.write(&bytes).await?;
        }
        self.end().await
    }

    async fn end(&mut self) -> Result<bool, Gone> {
        match self.plan.ending {
            Ending::Clean(EndOfBody::SameWrite) => {
                if self.plan.steps.is_empty() && self.is_chunked() {
                    self.write(LAST_CHUNK).await?;
                }
                Ok(true)
            }
            Ending::Clean(EndOfBody::After(wait)) => {
                self.connection.wait(wait).await?;
                self.write(LAST_CHUNK).await?;
                Ok(true)
            }
            Ending::Clean(EndOfBody::Never) => {
                self.connection.wait(FOREVER).await?;
                Ok(false)
            }
            Ending::Stall => {
                self.pause(FOREVER).await?;
                Ok(false)
            }
            Ending::Cut => Ok(false),
            Ending::Flood => self.fill(&self.plan.filler).await,
            Ending::Endless => self.fill(&vec![b'x'; FILLER]).await,
        }
    }

    /// Goes on until the client leaves, or there is enough.
    async fn fill(&mut self, filler: &[u8]) -> Result<bool, Gone> {
        let writes = ENDLESS.checked_div(filler.len()).unwrap_or(0);
        let filler = self.framed(filler);
        for _ in 0..writes {
            self.write(&filler).await?;
        }
        Ok(false)
    }

    /// Waits, with a sign of life each time that the script's interval is over.
    async fn pause(&mut self, time: Duration) -> Result<(), Gone> {
        let speaks = self.is_chunked() && !self.plan.filler.is_empty();
        let Some(interval) = self.plan.keep_alive.filter(|_| speaks) else {
            return self.connection.wait(time).await;
        };
        let interval = interval.max(Duration::from_millis(1));
        let mut left = time;
        while left > interval {
            self.connection.wait(interval).await?;
            self.write(&self.framed(&self.plan.filler)).await?;
            left = left.saturating_sub(interval);
        }
        self.connection.wait(left).await
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), Gone> {
        self.connection.write(bytes).await?;
        self.ledger.bytes.add(bytes.len() as u64);
        Ok(())
    }

    fn is_chunked(&self) -> bool {
        self.plan.length.is_none()
    }

    fn framed(&self, bytes: &[u8]) -> Vec<u8> {
        if !self.is_chunked() {
            return bytes.to_vec();
        }
        let mut framed = format!("{:x}\r\n", bytes.len()).into_bytes();
        framed.extend_from_slice(bytes);
        framed.extend_from_slice(b"\r\n");
        framed
    }
}

fn head(plan: &Plan) -> Vec<u8> {
    let reason = http::StatusCode::from_u16(plan.status).ok();
    let reason = reason.and_then(|status| status.canonical_reason()).unwrap_or("Unknown");
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", plan.status);
    for (name, value) in &plan.headers {
        // Writing to a string cannot fail.
        let _ = write!(head, "{name}: {value}\r\n");
    }
    let _ = match plan.length {
        Some(length) => write!(head, "content-length: {length}\r\n\r\n"),
        None => write!(head, "transfer-encoding: chunked\r\n\r\n"),
    };
    head.into_bytes()
}
