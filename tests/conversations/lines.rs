//! The vendors of the table on each of their wires, played back and simulated.

use futures_util::stream;
use kei_router::{
    ChatRequest, Descriptor, ErrorKind, LlmError, Message, Provider, Reply, Vendor, vendors,
};
use kei_router_testkit::laws::{self, Item};
use kei_router_testkit::{Chunking, Replay, ReplayTransport, Script, Sim, SimRules, render, rules};
use serde_json::Value;
use std::sync::{Arc, Mutex};

/// A vendor on one of its wires.
#[derive(Clone)]
pub(crate) struct Line {
    vendor: &'static Vendor,
    /// The vendor, with this wire as its only one.
    pub(crate) descriptor: Descriptor,
}

/// Every vendor of the table on each of its wires.
pub(crate) fn lines() -> Vec<Line> {
    let each = vendors().iter().flat_map(|vendor| {
        let descriptor = vendor.descriptor().expect("all-vendors compiles every vendor in");
        let wires: Vec<_> = descriptor.wires().cloned().collect();
        let speaking = move |wire| Line { vendor, descriptor: descriptor.speaking(&wire) };
        wires.into_iter().map(speaking)
    });
    each.collect()
}

pub(crate) fn line(vendor: &str, format: &str) -> Line {
    let mut lines = lines().into_iter();
    let is = |line: &Line| line.vendor.name() == vendor && line.format() == format;
    lines.find(is).unwrap_or_else(|| panic!("{vendor} does not speak {format}"))
}

pub(crate) fn anthropic() -> Line {
    line("anthropic", "anthropic-messages")
}

pub(crate) fn chat() -> Line {
    line("openai", "chat-completions")
}

pub(crate) fn responses() -> Line {
    line("openai", "responses")
}

pub(crate) fn kimi() -> Line {
    line("kimi", "chat-completions")
}

/// Each format once, spoken by the vendor that made it.
pub(crate) fn wires() -> [Line; 3] {
    [anthropic(), chat(), responses()]
}

impl Line {
    pub(crate) fn vendor(&self) -> &'static str {
        self.vendor.name()
    }

    pub(crate) fn format(&self) -> &str {
        &self.descriptor.wire.format
    }

    pub(crate) fn name(&self) -> String {
        format!("{} over {}", self.vendor(), self.format())
    }

    /// The body of a reply, as the vendor would send it.
    pub(crate) fn body(&self, script: &Script) -> String {
        let body = render(&self.descriptor, script).expect("the format is known");
        String::from_utf8(body.to_vec()).expect("it is UTF-8")
    }

    /// The vendor at its own URL, over bytes.
    pub(crate) fn over(&self, transport: Arc<ReplayTransport>) -> Box<dyn Provider> {
        self.vendor.over(transport, &self.descriptor.wire).expect("compiled in")
    }

    /// The vendor at this URL.
    pub(crate) fn at(&self, url: String) -> Box<dyn Provider> {
        let model = self.descriptor.default_model.to_string();
        self.vendor.with_endpoint("sk-offline".into(), model, url).expect("compiled in")
    }

    pub(crate) async fn sim(&self, script: Script) -> Sim {
        Sim::try_start(&self.descriptor, script, self.rules()).await.expect("it starts")
    }

    /// The wire's rules, and the vendor's own.
    fn rules(&self) -> SimRules {
        match self.vendor() {
            "kimi" => SimRules::new().and(rules::kimi::check),
            _ => SimRules::new(),
        }
    }

    /// What the stream of an answer yields; the laws of a stream hold.
    ///
    /// # Errors
    /// What goes wrong before the stream begins.
    pub(crate) async fn play(&self, answer: Replay) -> Result<Vec<Item>, LlmError> {
        let provider = self.over(Arc::new(ReplayTransport::new(answer)));
        let request = ChatRequest::new([Message::user("Hi")]).max_tokens(100);
        lawful(&self.name(), provider.as_ref(), &request).await
    }

    /// The reply that this body is.
    pub(crate) async fn read(&self, body: impl Into<String>) -> Reply {
        let items = self.play(Replay::sse(body.into())).await.expect("it begins");
        collected(items).await.unwrap_or_else(|error| panic!("{}: {error:?}", self.name()))
    }

    /// The error with which this body ends.
    pub(crate) async fn fails(&self, body: impl Into<String>) -> LlmError {
        let mut items = self.play(Replay::sse(body.into())).await.expect("it begins");
        let last = items.pop().expect("something comes");
        last.err().unwrap_or_else(|| panic!("{}: no error", self.name()))
    }

    /// The error with which this answer is refused before its stream.
    pub(crate) async fn refuses(&self, answer: Replay) -> LlmError {
        let refused = self.play(answer).await;
        refused.err().unwrap_or_else(|| panic!("{}: it is not refused", self.name()))
    }
}

async fn lawful(
    name: &str,
    provider: &dyn Provider,
    request: &ChatRequest,
) -> Result<Vec<Item>, LlmError> {
    let collected = laws::collect(provider.stream(request).await?).await;
    collected.check().unwrap_or_else(|broken| panic!("{name}: {broken:?}"));
    Ok(collected.items)
}

async fn collected(items: Vec<Item>) -> Result<Reply, LlmError> {
    Reply::collect(Box::pin(stream::iter(items))).await
}

/// A vendor that is asked and answers.
pub(crate) trait Talks {
    fn line(&self) -> &Line;

    /// Asks, and gets this answer. The laws of a stream hold.
    ///
    /// # Errors
    /// What the provider or the vendor's rules have against the request.
    async fn ask(&self, request: &ChatRequest, script: Script) -> Result<Reply, LlmError>;

    /// The body of the last request that was answered.
    fn asked(&self) -> Value;
}

/// A vendor at its own URL, without a socket: the fastest way to hold many requests to its rules.
pub(crate) struct Rehearsal {
    line: Line,
    rules: SimRules,
    /// How answers are cut.
    pub(crate) chunking: Chunking,
    asked: Mutex<Value>,
}

impl Rehearsal {
    pub(crate) fn of(line: &Line) -> Self {
        let (chunking, asked) = (Chunking::default(), Mutex::default());
        Self { line: line.clone(), rules: line.rules(), chunking, asked }
    }
}

impl Talks for Rehearsal {
    fn line(&self) -> &Line {
        &self.line
    }

    async fn ask(&self, request: &ChatRequest, script: Script) -> Result<Reply, LlmError> {
        let answer = Replay::sse(self.line.body(&script)).chunking(self.chunking.clone());
        let transport = Arc::new(ReplayTransport::new(answer));
        let provider = self.line.over(Arc::clone(&transport));
        let items = lawful(&self.line.name(), provider.as_ref(), request).await?;
        let seen = transport.requests().remove(0);
        let checked = self.rules.check(&self.line.descriptor, &seen);
        checked.map_err(|refused| LlmError::new(ErrorKind::Upstream, refused.message))?;
        *self.asked.lock().expect("nobody panics with it") = seen.json;
        collected(items).await
    }

    fn asked(&self) -> Value {
        self.asked.lock().expect("nobody panics with it").clone()
    }
}

/// A vendor before a simulator that says what it is told to, and shows what it was asked.
pub(crate) struct Stage {
    line: Line,
    provider: Box<dyn Provider>,
    cue: Arc<Mutex<Cue>>,
    _sim: Sim,
}

#[derive(Default)]
struct Cue {
    script: Script,
    asked: Value,
}

impl Stage {
    pub(crate) async fn set(line: &Line) -> Self {
        let cue = Arc::new(Mutex::new(Cue::default()));
        let prompter = Arc::clone(&cue);
        let script = Script::respond(move |request| {
            let mut cue = prompter.lock().expect("nobody panics with it");
            cue.asked = request.json.clone();
            cue.script.clone()
        });
        let sim = line.sim(script).await;
        let provider = line.at(sim.endpoint());
        Self { line: line.clone(), provider, cue, _sim: sim }
    }
}

impl Talks for Stage {
    fn line(&self) -> &Line {
        &self.line
    }

    async fn ask(&self, request: &ChatRequest, script: Script) -> Result<Reply, LlmError> {
        *self.cue.lock().expect("nobody panics with it") = Cue { script, asked: Value::Null };
        collected(lawful(&self.line.name(), self.provider.as_ref(), request).await?).await
    }

    fn asked(&self) -> Value {
        self.cue.lock().expect("nobody panics with it").asked.clone()
    }
}
