//! A simulated vendor on loopback.

mod builder;
mod connection;
mod deliver;
mod ledger;
mod plan;
mod server;

use crate::{Script, SimRequest, SimRules};
pub use builder::SimBuilder;
use kei_router_core::codec::{Descriptor, Wire};

use ledger::Ledger;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;
use tokio::task::JoinHandle;

/// A server on 127.0.0.1 that implements each of a vendor's wire formats at its real path, checks
/// requests by the format's rules, and answers by its [`Script`]. It runs as long as the value
/// lives, on the tokio runtime that started it.
///
/// ```no_run
/// # async fn example(descriptor: &kei_router_core::codec::Descriptor) {
/// use kei_router_testkit::{Script, Sim};
///
/// let sim = Sim::start(descriptor, Script::text("Hello there.")).await;
/// let url = sim.endpoint(); // for `with_endpoint`
/// // .. run the program against `url` ..
/// assert_eq!(sim.requests().len(), 1);
/// # let _ = url;
/// # }
/// ```
#[derive(Debug)]
pub struct Sim {
    address: SocketAddr,
    descriptor: Descriptor,
    ledger: Arc<Ledger>,
    accepting: JoinHandle<()>,
}

impl Sim {
    /// Starts a simulator with the wire format's rules.
    ///
    /// # Panics
    /// If [`Sim::try_start`] fails.
    #[allow(clippy::panic, reason = "a test cannot go on without its server")]
    pub async fn start(descriptor: &Descriptor, script: Script) -> Self {
        match Self::try_start(descriptor, script, SimRules::new()).await {
            Ok(sim) => sim,
            Err(error) => panic!("the simulator does not start: {error}"),
        }
    }

    /// Starts a simulator with these rules.
    ///
    /// # Errors
    /// Those of [`SimBuilder::start`].
    pub async fn try_start(
        descriptor: &Descriptor,
        script: Script,
        rules: SimRules,
    ) -> io::Result<Self> {
        Self::builder(descriptor).script(script).rules(rules).start().await
    }

    /// Builds a simulator with further options, such as a custom format.
    pub fn builder(descriptor: &Descriptor) -> SimBuilder {
        SimBuilder::new(descriptor)
    }

    /// The full URL to post to, of the vendor's default wire.
    pub fn endpoint(&self) -> String {
        self.endpoint_of(&self.descriptor.wire)
    }

    /// The full URL to post to, for one of the vendor's wire formats; it contains `{model}` if the
    /// path depends on the model.
    pub fn endpoint_of(&self, wire: &Wire) -> String {
        format!("http://{}{}/{}", self.address, wire.version_path, wire.path)
    }

    /// The base URL, with the version if the vendor's own base URL has it.
    pub fn base_url(&self) -> String {
        let version = self.descriptor.wire.version_path.as_ref();
        let own_has_it = self.descriptor.base_url.ends_with(version);
        format!("http://{}{}", self.address, if own_has_it { version } else { "" })
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests so far, in the order in which they were complete, including refused ones.
    pub fn requests(&self) -> Vec<SimRequest> {
        self.ledger.requests()
    }

    /// How many connections were accepted.
    pub fn connections(&self) -> u64 {
        self.ledger.connections.count()
    }

    /// How many responses the client aborted.
    pub fn aborts(&self) -> u64 {
        self.ledger.aborts.count()
    }

    /// How many responses were sent completely.
    pub fn completed(&self) -> u64 {
        self.ledger.completed.count()
    }

    /// How many bytes of responses were written to sockets, including heads and framing.
    pub fn bytes_written(&self) -> u64 {
        self.ledger.bytes.count()
    }

    /// Waits for the next abort, and returns when the simulator noticed it. Each abort is returned
    /// once. It may wait forever: use a timeout.
    pub async fn aborted(&self) -> Instant {
        self.ledger.next_abort().await
    }
}

/// Stops accepting, and closes every connection.
impl Drop for Sim {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
