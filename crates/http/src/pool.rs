//! The HTTP clients of a transport: one for each runtime and route, made at first use.

use crate::client::{Client, Settings};
use crate::drivers;
use crate::route::Route;
use kei_router_core::{ErrorKind, LlmError};
use std::sync::{Mutex, PoisonError};
use tokio::runtime::{Handle, Id};

/// The maximum number of clients kept. The least recently used one is dropped first, since a
/// runtime's end is not announced; its running requests are not interrupted.
const KEPT: usize = 64;

pub(crate) struct ClientPool {
    settings: Settings,
    /// The most recently used one comes last.
    kept: Mutex<Vec<Kept>>,
}

/// The id of a dropped runtime may be reused by another one. Its client does no harm there: its
/// connections ended with their runtime.
struct Kept {
    runtime: Id,
    route: Route,
    client: Client,
}

impl ClientPool {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings, kept: Mutex::default() }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The runtime that this runs on. One that has not been used yet is checked first.
    pub(crate) fn runtime(&self) -> Result<Id, LlmError> {
        let runtime = current_runtime()?;
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.iter().rev().any(|one| one.runtime == runtime);
        drop(kept);
        if !known {
            drivers::check()?;
        }
        Ok(runtime)
    }

    /// The client for this runtime and route.
    pub(crate) fn get(&self, route: Route) -> Result<Client, LlmError> {
        let runtime = current_runtime()?;
        if let Some(client) = self.find(runtime, route) {
            return Ok(client);
        }
        // This takes milliseconds, so the lock is not held.
        let client = Client::new(&self.settings, route)?;
        Ok(self.keep(Kept { runtime, route, client }))
    }

    fn find(&self, runtime: Id, route: Route) -> Option<Client> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        take(&mut kept, runtime, route)
    }

    /// Keeps a client, unless a concurrent request was faster, whose client is then returned.
    fn keep(&self, made: Kept) -> Client {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = take(&mut kept, made.runtime, made.route) {
            return client;
        }
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        let client = made.client.clone();
        kept.push(made);
        client
    }
}

/// The current tokio runtime.
fn current_runtime() -> Result<Id, LlmError> {
    let outside =
        |_| LlmError::new(ErrorKind::Http, "the HTTP transport works inside a tokio runtime only");
    Ok(Handle::try_current().map_err(outside)?.id())
}

/// Finds a client, and moves it to the end.
fn take(kept: &mut [Kept], runtime: Id, route: Route) -> Option<Client> {
    let at = kept.iter().position(|one| one.runtime == runtime && one.route == route)?;
    let tail = kept.get_mut(at..)?;
    tail.rotate_left(1);
    kept.last().map(|one| one.client.clone())
}

#[cfg(test)]
mod tests {
    use super::{ClientPool, KEPT};
    use crate::client::Settings;
    use crate::route::Route;
    use tokio::runtime::Builder;

    fn kept(pool: &ClientPool) -> usize {
        pool.kept.lock().unwrap().len()
    }

    #[test]
    fn a_runtime_has_one_client_of_a_kind_and_dead_ones_do_not_pile_up() {
        let pool = ClientPool::new(Settings::default());
        assert!(pool.get(Route::Loopback).is_err(), "outside of a runtime");
        let runtime = Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            for route in [Route::Loopback, Route::Outward, Route::Loopback] {
                pool.get(route).unwrap();
            }
        });
        assert_eq!(kept(&pool), 2);
        for _ in 0..KEPT + 8 {
            let other = Builder::new_current_thread().build().unwrap();
            other.block_on(async { pool.get(Route::Loopback) }).unwrap();
            // Used in between, so it is not the oldest.
            runtime.block_on(async { pool.get(Route::Outward) }).unwrap();
        }
        assert_eq!(kept(&pool), KEPT);
        let id = runtime.handle().id();
        assert!(pool.find(id, Route::Outward).is_some());
        assert!(pool.find(id, Route::Loopback).is_none());
    }
}
