//! The measurements that take a clock.

use crate::{Client, Kind, Result, Wire};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

/// How often the clients take turns, and how many answers each asks for in its turn.
const TURNS: usize = 20;
const ANSWERS: usize = 50;

/// The runtime that the clients run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Runtime {
    /// One thread.
    CurrentThread,
    /// Two workers.
    TwoWorkers,
}

/// Medians of the time to the first token, in microseconds.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FirstToken {
    /// Of reqwest alone.
    pub bare: f64,
    /// Of kei-router.
    pub kei: f64,
}

impl FromStr for Runtime {
    type Err = Box<dyn std::error::Error + Send + Sync>;

    fn from_str(name: &str) -> Result<Self> {
        let known = [Self::CurrentThread, Self::TwoWorkers];
        let found = known.into_iter().find(|runtime| runtime.name() == name);
        found.ok_or_else(|| format!("there is no runtime {name:?}").into())
    }
}

impl Runtime {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::CurrentThread => "one-thread",
            Self::TwoWorkers => "two-workers",
        }
    }

    /// Runs `work` on a new one, as a task of it.
    ///
    /// # Errors
    /// What `work` gives, and where no runtime can be made.
    pub fn run<T: Send + 'static>(
        self,
        work: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        let mut builder = match self {
            Self::CurrentThread => tokio::runtime::Builder::new_current_thread(),
            Self::TwoWorkers => tokio::runtime::Builder::new_multi_thread(),
        };
        let runtime = builder.worker_threads(2).enable_all().build()?;
        runtime.block_on(async { tokio::spawn(work).await? })
    }
}

/// The median time to the first token of back-to-back short answers, for both clients by turns.
///
/// # Errors
/// What goes wrong.
pub async fn first_tokens(wire: &Wire, server: SocketAddr) -> Result<FirstToken> {
    let bare = Client::new(Kind::Bare, wire, server).await?;
    let kei = Client::new(Kind::Kei, wire, server).await?;
    let (mut of_bare, mut of_kei) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        for (client, times) in [(&bare, &mut of_bare), (&kei, &mut of_kei)] {
            client.answer().await?;
            for _ in 0..ANSWERS {
                times.push(client.answer().await?);
            }
        }
    }
    Ok(FirstToken { bare: median(of_bare), kei: median(of_kei) })
}

/// In microseconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(f64::NAN, |time| time.as_secs_f64() * 1e6)
}
