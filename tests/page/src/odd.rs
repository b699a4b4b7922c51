//! A server whose events are framed in every way that the HTML standard allows, a byte at a time.

use crate::Result;
use crate::daemon::Daemon;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use futures_util::{StreamExt, stream};
use kei_cortex::{AppState, Guard};
use kei_router::LlmRouter;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

/// What the events say.
pub(crate) const TEXT: &str = "Grüße, 世界 🦀 in pieces";

const EVENTS: &str = concat!(
    "\u{feff}: a comment\r\n\r\n",
    "event: x\rid: 1\rretry: 5\rdata:{\"type\":\"token\",\"text\":\"Grüße, \"}\r\r",
    "data: {\"type\":\"token\",\r\ndata: \"text\":\"世界 \"}\r\n\r\n",
    "data: {\"type\":\"token\",\"text\":\"🦀 \"}\n\n",
    "data: {\"type\":\"unheard-of\",\"text\":\"GHOST\"}\n\ndata: no JSON\n\ndata\n\nunknown: field\n\n",
    "data: {\"type\":\"token\",\"text\":\"in pieces\"}\r\n\n",
);
const DONE: &str =
    "data: {\"type\":\"done\",\"conversation_id\":\"c\",\"finish_reason\":\"stop\"}\n\n";
const UNFINISHED: &str = "data: {\"type\":\"token\",\"text\":\"GHOST\"}\n";

/// The page, with such a server behind it. To the message `cut` its answer has no end.
pub(crate) async fn daemon() -> Result<Daemon> {
    let guard = Guard::new(IpAddr::V4(Ipv4Addr::LOCALHOST), None, Vec::new());
    let page = kei_cortex::app(AppState::new(LlmRouter::new(), "anthropic"), guard);
    let rows = r#"[{"name":"odd","model":"odd-1","default":true,"ready":true}]"#;
    let app = Router::new()
        .route(
            "/providers",
            get(move || async move { ([(CONTENT_TYPE, "application/json")], rows) }),
        )
        .route("/chat", post(chat))
        .fallback_service(page);
    Daemon::serve(app).await
}

async fn chat(asked: String) -> impl IntoResponse {
    let cut = asked.contains(r#""message":"cut""#);
    let body = format!("{EVENTS}{}{UNFINISHED}", if cut { "" } else { DONE });
    let bytes = stream::iter(body.into_bytes()).then(|byte| async move {
        // Long enough to be sent alone.
        tokio::time::sleep(Duration::from_millis(1)).await;
        Ok::<_, Infallible>(Bytes::copy_from_slice(&[byte]))
    });
    ([(CONTENT_TYPE, "text/event-stream")], Body::from_stream(bytes))
}
