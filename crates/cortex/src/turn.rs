//! One answer: its place among those that run at once, and its line in the log when it is over.

use crate::AppState;
use crate::error::ApiError;
use crate::event::micro_cents;
use kei_router::{Finish, LlmError, Meter, Provider, Started, Usage};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::OwnedSemaphorePermit;
use tokio_util::sync::CancellationToken;

/// One answer, from the request to the vendor until its last event or until its client has left.
/// It writes its line when it is dropped, if it had begun to be read.
pub(crate) struct Turn {
    began: Instant,
    provider: String,
    model: String,
    request_id: Option<String>,
    end: End,
    meter: Meter,
    /// Usage and cost by the turn's own end; else the meter knows them.
    billed: Option<(Usage, Option<u128>)>,
    log_reasons: bool,
    pub(crate) ending: CancellationToken,
    /// Its place.
    _place: OwnedSemaphorePermit,
}

/// How it ended.
enum End {
    /// The vendor has not begun to answer. A request that is refused has a line of its own.
    Waiting,
    Running,
    Finished(&'static str),
    Broken {
        code: &'static str,
        reason: Option<String>,
    },
}

impl Turn {
    /// Takes a place for an answer of `provider`.
    ///
    /// # Errors
    /// 503 where none is free.
    pub(crate) fn new(state: &AppState, provider: &dyn Provider) -> Result<Self, ApiError> {
        let place = Arc::clone(&state.streams).try_acquire_owned();
        Ok(Self {
            began: Instant::now(),
            provider: provider.name().to_owned(),
            model: provider.model().to_owned(),
            request_id: None,
            end: End::Waiting,
            meter: Meter::new(),
            billed: None,
            log_reasons: state.log_reasons,
            ending: state.ending.clone(),
            _place: place.map_err(|_| ApiError::busy("too many answers are running"))?,
        })
    }

    pub(crate) fn meter(&self) -> &Meter {
        &self.meter
    }

    pub(crate) fn provider(&self) -> &str {
        &self.provider
    }

    /// The vendor has begun to answer.
    pub(crate) fn runs(&mut self) {
        self.end = End::Running;
    }

    pub(crate) fn started(&mut self, started: Started) {
        self.request_id = started.request_id;
        if let Some(model) = started.model {
            self.model = model;
        }
    }

    pub(crate) fn finished(&mut self, finish: &Finish) {
        self.end = End::Finished(finish.reason.as_str());
        self.model.clone_from(&finish.model);
        self.billed = Some((finish.usage, finish.cost));
    }

    pub(crate) fn broke(&mut self, error: &LlmError) {
        let reason = error.body().filter(|_| self.log_reasons).map(str::to_owned);
        self.end = End::Broken { code: error.kind().as_str(), reason };
        self.billed = error.partial().map(|partial| (partial.usage, partial.cost));
        if let Some(id) = error.request_id() {
            self.request_id = Some(id.to_owned());
        }
    }

    /// The word of its end, once the vendor's reply is whole.
    pub(crate) fn finish_reason(&self) -> Option<&'static str> {
        match &self.end {
            End::Finished(reason) => Some(reason),
            _ => None,
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let spent = self.meter.spent();
        let metered = (spent.usage, (spent.turns > 0 && spent.unpriced == 0).then_some(spent.cost));
        let (usage, cost) = self.billed.unwrap_or(metered);
        let (provider, model) = (self.provider.as_str(), self.model.as_str());
        let (input, output) = (usage.input, usage.output);
        let cost_micro_cents = cost.map(micro_cents);
        let ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let request_id = self.request_id.as_deref();
        macro_rules! line {
            ($level:ident, $message:literal $(, $name:ident)*) => {
                tracing::$level!(
                    provider, model, $($name,)* input, output, cost_micro_cents, ms, request_id,
                    $message
                )
            };
        }
        match &self.end {
            End::Waiting => {}
            End::Running if self.ending.is_cancelled() => line!(warn, "answer cut: stopping"),
            End::Running => line!(info, "client left"),
            End::Finished(finish) => line!(info, "answer finished", finish),
            End::Broken { code, reason } => {
                let reason = reason.as_deref();
                line!(warn, "answer broke", code, reason);
            }
        }
    }
}
