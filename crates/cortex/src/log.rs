//! One line a request: who asked what of whom, and how it began. Never a query, a header or a
//! body.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// The provider that was asked, as a note on the response.
#[derive(Clone, Debug)]
pub(crate) struct Provider(pub(crate) String);

pub(crate) async fn log(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let provider = response.extensions().get::<Provider>().map(|provider| provider.0.as_str());
    let status = response.status().as_u16();
    // Until the answer begins; a stream goes on after it.
    let ms = start.elapsed().as_millis();
    tracing::info!(%method, path, provider, status, ms, "answered");
    response
}
