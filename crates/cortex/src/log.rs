//! One line a request: who asked what of whom, and how it began. Never a query, a header or a
//! body. An answer that streams has a second one at its end: see `turn.rs`.

use crate::AppState;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// What the log says of an answer beside its status, as a note on the response.
#[derive(Clone, Debug, Default)]
pub(crate) struct Note {
    /// The provider that was asked.
    pub(crate) provider: Option<String>,
    /// The error's code.
    pub(crate) code: Option<&'static str>,
    /// The vendor's id of the request.
    pub(crate) request_id: Option<String>,
    /// What the vendor says. It may echo the prompt.
    pub(crate) reason: Option<String>,
}

/// A request that is not answered yet. Dropped as such, its client has left.
struct Pending {
    start: Instant,
    method: Method,
    path: String,
    answered: bool,
}

impl Pending {
    /// The time since it came, in milliseconds.
    fn ms(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if !self.answered {
            let (method, path, ms) = (&self.method, self.path.as_str(), self.ms());
            tracing::info!(%method, path, ms, "client left before the answer");
        }
    }
}

pub(crate) async fn log(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let mut pending = Pending { start: Instant::now(), method, path, answered: false };
    let response = next.run(request).await;
    pending.answered = true;
    let note = response.extensions().get::<Note>().cloned().unwrap_or_default();
    let status = response.status().as_u16();
    let reason = note.reason.as_deref().filter(|_| state.log_reasons);
    let (method, path, ms) = (&pending.method, pending.path.as_str(), pending.ms());
    let (provider, request_id) = (note.provider.as_deref(), note.request_id.as_deref());
    let code = note.code;
    // Until the answer begins; a stream goes on after it.
    tracing::info!(%method, path, provider, status, code, ms, request_id, reason, "answered");
    response
}
