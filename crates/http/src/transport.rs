//! The transport: an exchange becomes a request of reqwest's, its answer a head and a body.

mod build;

pub use build::HttpTransportBuilder;

use crate::body::HttpBody;
use crate::budget::Clock;
use crate::client::Settings;
use crate::error::no_answer;
use crate::pool::Clients;
use crate::route::Destination;
use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Version};
use kei_router_core::{Head, HttpRequest, HttpResponse, LlmError, Transport};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// Carries exchanges over HTTP/1.1 and HTTP/2, by reqwest.
///
/// It keeps a pool of connections for each tokio runtime that it is used on: a pooled connection
/// lives on the runtime that opened it, and would hang a request made on another. The runtime
/// needs its I/O and time drivers (`enable_all`). Clones share their pools.
///
/// - A redirect is never followed, a body never decompressed, a cookie never kept.
/// - Proxies are taken from the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`,
///   `NO_PROXY`). A request to loopback (`localhost`, `*.localhost`, `127.0.0.0/8`, `::1`) never
///   goes through one, and those names never to a name server.
/// - Sensitive headers go over plain HTTP to loopback only, unless the exchange allows more.
#[derive(Clone)]
pub struct HttpTransport {
    clients: Arc<Clients>,
}

impl HttpTransport {
    /// The transport that the whole process shares: what a provider uses unless it is given
    /// another one.
    pub fn shared() -> Self {
        static SHARED: OnceLock<HttpTransport> = OnceLock::new();
        SHARED.get_or_init(|| Self::builder().build()).clone()
    }

    /// A transport with pools of its own.
    pub fn builder() -> HttpTransportBuilder {
        HttpTransportBuilder::default()
    }

    fn new(settings: Settings) -> Self {
        Self { clients: Arc::new(Clients::new(settings)) }
    }
}

/// The shared transport.
impl Default for HttpTransport {
    fn default() -> Self {
        Self::shared()
    }
}

#[async_trait]
impl Transport for HttpTransport {
    async fn send(&self, exchange: HttpRequest) -> Result<HttpResponse, LlmError> {
        let destination = Destination::of(&exchange.request)?;
        if !exchange.allow_cleartext {
            destination.check_cleartext(exchange.request.headers())?;
        }
        let client = self.clients.get(destination.route)?;
        client.check_scheme(&destination.url)?;

        let request = to_reqwest(exchange.request, destination);
        let mut clock = Clock::start(exchange.timeouts);
        let asked = async {
            client.returning.settled().await;
            client.http.execute(request).await
        };
        let answer = clock.handshake(asked).await?;
        let connect_timeout = self.clients.settings().connect_timeout;
        let mut answer = answer.map_err(|error| no_answer(error, connect_timeout))?;

        let mut head = Head::new(answer.status(), std::mem::take(answer.headers_mut()));
        head.version = answer.version();
        let pooled = (head.version < Version::HTTP_2).then_some(client.returning);
        let body = HttpBody::new(answer.into(), clock, pooled);
        Ok(HttpResponse::new(head, Box::new(body)))
    }
}

fn to_reqwest(request: Request<Bytes>, to: Destination) -> reqwest::Request {
    let (parts, body) = request.into_parts();
    let mut request = reqwest::Request::new(parts.method, to.url);
    *request.headers_mut() = parts.headers;
    *request.body_mut() = Some(body.into());
    request
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("settings", self.clients.settings()).finish()
    }
}
