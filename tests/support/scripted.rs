//! A vendor that answers each request with a script, and shows the body that it was sent.

use crate::VendorWire;
use crate::replayed::{collected, lawful};
use kei_router::{ChatRequest, ErrorKind, LlmError, Provider, Reply};
use kei_router_testkit::{Chunking, Replay, ReplayTransport, Script, Sim, SimRules};
use serde_json::Value;
use std::sync::{Arc, Mutex};

/// A vendor that answers each request with a script.
pub trait Scripted {
    /// The vendor and its wire.
    fn wire(&self) -> &VendorWire;

    /// Sends a request, which is answered with this script. The laws of a stream are checked.
    ///
    /// # Errors
    /// What the provider or the vendor's rules refuse.
    fn ask(
        &self,
        request: &ChatRequest,
        script: Script,
    ) -> impl Future<Output = Result<Reply, LlmError>>;

    /// The body of the last request that was answered.
    fn last_body(&self) -> Value;
}

/// A vendor at its own URL, without a socket: the fastest way to check many requests against its
/// rules.
#[derive(Debug)]
pub struct Offline {
    wire: VendorWire,
    rules: SimRules,
    chunking: Chunking,
    last_body: Mutex<Value>,
}

impl Offline {
    /// The vendor, whose responses come in one piece.
    pub fn new(wire: &VendorWire) -> Self {
        let (chunking, last_body) = (Chunking::default(), Mutex::default());
        Self { wire: wire.clone(), rules: wire.rules(), chunking, last_body }
    }

    /// How responses are cut from here on.
    pub fn set_chunking(&mut self, chunking: Chunking) {
        self.chunking = chunking;
    }
}

impl Scripted for Offline {
    fn wire(&self) -> &VendorWire {
        &self.wire
    }

    async fn ask(&self, request: &ChatRequest, script: Script) -> Result<Reply, LlmError> {
        let answer = Replay::sse(self.wire.body(&script)).chunking(self.chunking.clone());
        let transport = Arc::new(ReplayTransport::new(answer));
        let provider = self.wire.over(transport.clone());
        let items = lawful(&self.wire.name(), provider.as_ref(), request).await?;
        let sent = transport.requests().remove(0);
        let checked = self.rules.check(self.wire.descriptor(), &sent);
        checked.map_err(|refused| LlmError::new(ErrorKind::Upstream, refused.message))?;
        *self.last_body.lock().expect("not poisoned") = sent.json;
        collected(items).await
    }

    fn last_body(&self) -> Value {
        self.last_body.lock().expect("not poisoned").clone()
    }
}

/// A vendor whose provider talks to a simulator over a socket.
pub struct Simulated {
    wire: VendorWire,
    provider: Box<dyn Provider>,
    next: Arc<Mutex<Next>>,
    _sim: Sim,
}

/// The script of the next response, and the body of the last request.
#[derive(Default)]
struct Next {
    script: Script,
    last_body: Value,
}

impl Simulated {
    /// Starts the simulator.
    pub async fn start(wire: &VendorWire) -> Self {
        let next = Arc::new(Mutex::new(Next::default()));
        let shared = Arc::clone(&next);
        let script = Script::respond(move |request| {
            let mut next = shared.lock().expect("not poisoned");
            next.last_body = request.json.clone();
            next.script.clone()
        });
        let (sim, provider) = wire.simulated(script).await;
        Self { wire: wire.clone(), provider, next, _sim: sim }
    }
}

impl Scripted for Simulated {
    fn wire(&self) -> &VendorWire {
        &self.wire
    }

    async fn ask(&self, request: &ChatRequest, script: Script) -> Result<Reply, LlmError> {
        *self.next.lock().expect("not poisoned") = Next { script, last_body: Value::Null };
        collected(lawful(&self.wire.name(), self.provider.as_ref(), request).await?).await
    }

    fn last_body(&self) -> Value {
        self.next.lock().expect("not poisoned").last_body.clone()
    }
}
