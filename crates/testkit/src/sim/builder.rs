//! The builder of simulators.

use super::Sim;
use super::ledger::Ledger;
use super::server::Server;
use crate::formats::{Format, format_of};
use crate::{Script, SimRules};
use kei_router_core::codec::Descriptor;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Builds a [`Sim`].
#[derive(Clone, Debug)]
#[must_use = "it is `start` that starts the simulator"]
pub struct SimBuilder {
    descriptor: Descriptor,
    script: Script,
    rules: SimRules,
    formats: Vec<Arc<dyn Format>>,
}

impl SimBuilder {
    pub(super) fn new(descriptor: &Descriptor) -> Self {
        let (descriptor, script) = (descriptor.clone(), Script::default());
        Self { descriptor, script, rules: SimRules::new(), formats: Vec::new() }
    }

    /// Sets the script. A short text by default.
    pub fn script(mut self, script: Script) -> Self {
        self.script = script;
        self
    }

    /// Sets the rules for requests. The format's own rules and any key by default.
    pub fn rules(mut self, rules: SimRules) -> Self {
        self.rules = rules;
        self
    }

    /// Adds a format, for wire formats with its name. It takes precedence over a built-in one.
    pub fn format(mut self, format: impl Format + 'static) -> Self {
        self.formats.push(Arc::new(format));
        self
    }

    pub(crate) fn shared_format(mut self, format: &Arc<dyn Format>) -> Self {
        self.formats.push(Arc::clone(format));
        self
    }

    /// Starts the simulator on the current tokio runtime.
    ///
    /// # Errors
    /// `Unsupported` if the format of the default wire is unknown; else the system's error if no
    /// port is free. At the paths of other wires with an unknown format the simulator answers 404.
    pub async fn start(self) -> io::Result<Sim> {
        if format_of(&self.descriptor.wire, &self.formats).is_none() {
            let message = format!("the format {} is not known", self.descriptor.wire.format);
            return Err(io::Error::new(io::ErrorKind::Unsupported, message));
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let ledger = Arc::new(Ledger::default());
        let server = Server {
            descriptor: self.descriptor.clone(),
            script: self.script,
            rules: self.rules,
            formats: self.formats,
            ledger: Arc::clone(&ledger),
        };
        let accepting = tokio::spawn(server.accept(listener));
        Ok(Sim { address, descriptor: self.descriptor, ledger, accepting })
    }
}
