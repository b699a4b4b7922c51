//! A provider that answers from scripts, without a socket.

mod answer;
mod codec;
mod format;
mod transport;

pub use answer::ScriptedAnswer;

use crate::replay::locked;
use async_trait::async_trait;
use codec::ScriptCodec;
use kei_router_core::engine::{Route, open};
use kei_router_core::{ChatRequest, EventStream, ListedModel, LlmError, ModelInfo, Provider};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};
use transport::ScriptTransport;

/// A provider that answers from scripts, without a socket, a vendor or a key: for tests of programs
/// that take any [`Provider`]. It keeps the requests that it was given.
///
/// Scripts go through the engine that reads vendors' answers: their streams hold the laws, refusals
/// are the errors that vendors' refusals are, and a stream that is cut carries what had arrived.
/// Pauses are passed over, since nothing here has a clock.
///
/// ```
/// use kei_router_core::{ChatRequest, ErrorKind, Message, Provider};
/// use kei_router_testkit::{Refused, Script, ScriptedProvider};
///
/// # async fn test() -> Result<(), kei_router_core::LlmError> {
/// let provider = ScriptedProvider::new([
///     Script::new().call("call_1", "weather", r#"{"city":"Oslo"}"#),
///     Script::text("It rains."),
///     Script::new().refuse(Refused::rate_limit()),
/// ]);
/// let request = ChatRequest::new([Message::user("How is the weather?")]);
/// assert_eq!(provider.complete(&request).await?.tool_calls().count(), 1);
/// assert_eq!(provider.complete(&request).await?.text(), "It rains.");
/// let error = provider.complete(&request).await.expect_err("it is refused");
/// assert_eq!((error.kind(), provider.count()), (ErrorKind::RateLimit, 3));
/// # Ok(())
/// # }
/// # futures_util::future::FutureExt::now_or_never(test()).expect("it never waits").expect("it passes");
/// ```
///
/// Clones share their answers and requests: one goes into the program, the other one is asked what
/// it has seen.
#[derive(Clone)]
pub struct ScriptedProvider {
    name: String,
    model: String,
    info: ModelInfo,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    answers: VecDeque<ScriptedAnswer>,
    /// The answer for when there are no others.
    always: Option<ScriptedAnswer>,
    requests: Vec<ChatRequest>,
}

impl ScriptedProvider {
    /// A provider that gives these answers one after another, and an error when there is none
    /// left. Its name is `scripted`, its model `scripted-1`.
    pub fn new<A: Into<ScriptedAnswer>>(answers: impl IntoIterator<Item = A>) -> Self {
        let answers = answers.into_iter().map(Into::into).collect();
        Self::of(State { answers, ..State::default() })
    }

    /// A provider that gives every request this answer.
    pub fn always(answer: impl Into<ScriptedAnswer>) -> Self {
        Self::of(State { always: Some(answer.into()), ..State::default() })
    }

    fn of(state: State) -> Self {
        let (name, model) = ("scripted".to_owned(), "scripted-1".to_owned());
        let state = Arc::new(Mutex::new(state));
        Self { name, model, info: ModelInfo::default(), state }
    }

    /// Sets the provider's name.
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the model for requests that name none.
    pub fn with_model(mut self, model: impl Into<String>) -> Self {
        self.model = model.into();
        self
    }

    /// Sets what is known of its models: prices, windows, capabilities. With prices, replies have a
    /// cost.
    pub fn with_model_info(mut self, info: ModelInfo) -> Self {
        self.info = info;
        self
    }

    /// Adds an answer behind those that are left.
    pub fn push(&self, answer: impl Into<ScriptedAnswer>) {
        locked(&self.state).answers.push_back(answer.into());
    }

    /// The requests so far, in order, with those that were answered by an error.
    pub fn requests(&self) -> Vec<ChatRequest> {
        locked(&self.state).requests.clone()
    }

    /// The last request.
    pub fn last_request(&self) -> Option<ChatRequest> {
        locked(&self.state).requests.last().cloned()
    }

    /// The number of requests so far.
    pub fn count(&self) -> usize {
        locked(&self.state).requests.len()
    }

    /// Keeps the request, and takes its answer.
    fn answer(&self, request: &ChatRequest) -> Result<ScriptedAnswer, LlmError> {
        let mut state = locked(&self.state);
        state.requests.push(request.clone());
        let answer = state.answers.pop_front().or_else(|| state.always.clone());
        answer.ok_or_else(|| {
            let number = state.requests.len();
            LlmError::bad_request(format!("there is no scripted answer to request {number}"))
                .with_provider(&self.name)
        })
    }
}

#[async_trait]
impl Provider for ScriptedProvider {
    fn name(&self) -> &str {
        &self.name
    }

    fn model(&self) -> &str {
        &self.model
    }

    fn model_info(&self, _: &str) -> ModelInfo {
        self.info.clone()
    }

    async fn stream(&self, request: &ChatRequest) -> Result<EventStream, LlmError> {
        let script = match self.answer(request)? {
            ScriptedAnswer::Script(script) => script,
            ScriptedAnswer::Items(items) => return Ok(Box::pin(futures_util::stream::iter(items))),
            ScriptedAnswer::Error(error) => return Err(error),
        };
        let number = self.count() as u64;
        let codec = ScriptCodec::new(&self.name, &self.model, self.info.clone());
        let endpoint = codec.endpoint()?;
        let transport = ScriptTransport { script: *script, number };
        open(Arc::new(codec), &transport, request, Route::new(endpoint, self.model.as_str())).await
    }

    /// Its one model.
    async fn models(&self) -> Result<Vec<ListedModel>, LlmError> {
        Ok(vec![ListedModel::new(self.model.as_str(), self.info.clone())])
    }
}

/// Shows numbers only: answers and requests are the caller's data.
impl fmt::Debug for ScriptedProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = locked(&self.state);
        f.debug_struct("ScriptedProvider")
            .field("name", &self.name)
            .field("model", &self.model)
            .field("answers_left", &state.answers.len())
            .field("always", &state.always.is_some())
            .field("requests", &state.requests.len())
            .finish_non_exhaustive()
    }
}
