//! How a stream ends: with its finish, or with an error and the partial reply.

use super::packed::PackedHead;
use crate::codec::{Codec, DecodeError};
use crate::{Finish, Head, LlmError, Partial, Refusal, Secrets, Timing, Turn, WarningKind};
use std::sync::Arc;

/// Who is responding: what an error or a finish needs to know.
pub(super) struct Ending {
    pub(super) codec: Arc<dyn Codec>,
    head: PackedHead,
    secrets: Secrets,
    /// The requested model.
    model: String,
}

impl Ending {
    pub(super) fn new(codec: Arc<dyn Codec>, head: &Head, secrets: Secrets, model: String) -> Self {
        Self { codec, head: PackedHead::new(head), secrets, model }
    }

    /// The text without the secrets of the request.
    pub(super) fn scrub(&self, text: &str) -> String {
        self.secrets.scrub(text)
    }

    /// The finish of a complete turn.
    pub(super) fn finish(&self, turn: &mut Turn, timing: Timing) -> Finish {
        let (usage, reason) = turn.totals();
        let (id, reported) = turn.take_ids();
        let model = reported.unwrap_or_else(|| self.model.clone());
        let cost = self.cost(&model, turn);
        let name = self.codec.descriptor().name.clone().into_owned();
        let mut finish = Finish::new(name, model, turn.take_message());
        if let Some(reason) = reason {
            finish.reason = reason;
        }
        finish.usage = usage;
        finish.cost = cost;
        finish.id = id;
        finish.timing = timing;
        finish
    }

    /// The error that ends the stream, with the partial reply.
    pub(super) fn error(&self, error: DecodeError, place: &str, turn: &mut Turn) -> LlmError {
        let error = match error {
            DecodeError::Refused { refusal, body } => self.refused(&refusal, &body),
            DecodeError::Error(error) if place.is_empty() => error,
            DecodeError::Error(error) => error.located(place),
        };
        let error = match self.head.unpack().request_id() {
            Some(id) => error.with_request_id(id),
            None => error,
        };
        error
            .scrubbed(&self.secrets)
            .with_provider(self.codec.descriptor().name.clone())
            .with_partial(self.partial(turn))
    }

    /// The error in lines that were not events, if there is one.
    pub(super) fn stray(&self, stray: &[u8]) -> Option<LlmError> {
        let refusal = Refusal::read_stray(stray)?;
        Some(self.refused(&refusal, &String::from_utf8_lossy(stray)))
    }

    /// The error for a document that is not a reply in this wire format.
    pub(super) fn no_reply(&self, error: LlmError, document: &str) -> LlmError {
        let refusal = Refusal::read(None, document.as_bytes());
        if refusal.is_error {
            return self.refused(&refusal, document);
        }
        let body = self.secrets.scrub(document);
        error.with_status(self.head.status().as_u16()).with_body(body)
    }

    fn refused(&self, refusal: &Refusal, body: &str) -> LlmError {
        refused(self.codec.as_ref(), refusal, &self.head.unpack(), body, &self.secrets)
    }

    /// What has arrived of the turn.
    pub(super) fn partial(&self, turn: &mut Turn) -> Partial {
        let (usage, _) = turn.totals();
        let (id, model) = turn.take_ids();
        let cost = self.cost(model.as_deref().unwrap_or(&self.model), turn);
        Partial { message: turn.take_message(), usage, cost, model, id }
    }

    /// The cost, if the models' prices and the usage are known. If a reported factor cannot be
    /// priced, a warning names it.
    fn cost(&self, model: &str, turn: &mut Turn) -> Option<u128> {
        match turn.price(model, |model| self.codec.model_info(model).pricing) {
            Ok(cost) => cost,
            Err(why) => {
                turn.warn(WarningKind::Unpriced, "cost", why);
                None
            }
        }
    }
}

/// The error for a refusal.
pub(super) fn refused(
    codec: &dyn Codec,
    refusal: &Refusal,
    head: &Head,
    body: &str,
    secrets: &Secrets,
) -> LlmError {
    let kind = codec.classify(refusal, head);
    LlmError::refused(kind, refusal, head, body, secrets)
        .with_provider(codec.descriptor().name.clone())
}
