//! The transport over reqwest.

mod build;

pub use build::HttpTransportBuilder;

use crate::body::HttpBody;
use crate::budget::Deadlines;
use crate::client::Settings;
use crate::destinations::Destinations;
use crate::error::no_answer;
use crate::exchange::Outgoing;
use crate::pool::ClientPool;
use crate::upload::Upload;
use async_trait::async_trait;
use http::{HeaderValue, Version};
use kei_router_core::LlmError;
use kei_router_core::transport::{Head, HttpRequest, HttpResponse, Transport};
use std::fmt;
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

/// A [`Transport`] over HTTP/1.1 and HTTP/2, by reqwest.
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
    pool: Arc<ClientPool>,
    destinations: Arc<Destinations>,
}

impl HttpTransport {
    /// The transport that the whole process shares, and that providers use by default.
    pub fn shared() -> Self {
        static SHARED: OnceLock<HttpTransport> = OnceLock::new();
        SHARED.get_or_init(|| Self::builder().build()).clone()
    }

    /// Builds a transport with its own connection pools.
    pub fn builder() -> HttpTransportBuilder {
        HttpTransportBuilder::default()
    }

    fn new(settings: Settings) -> Self {
        Self { pool: Arc::new(ClientPool::new(settings)), destinations: Arc::default() }
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
    async fn send(&self, mut sent: HttpRequest) -> Result<HttpResponse, LlmError> {
        self.pool.runtime()?;
        let mut deadlines = Deadlines::start(sent.timeouts);
        let secrets = {
            let authorized = pin!(sent.authorize(SystemTime::now()));
            deadlines.handshake(authorized, &Upload::none()).await??
        };
        let destination = self.destinations.of(&sent.request)?;
        if !sent.allow_cleartext {
            let mut values = sent.request.headers().values();
            destination.check_cleartext(values.any(HeaderValue::is_sensitive))?;
        }
        let client = self.pool.get(destination.route)?;
        client.check_scheme(&destination.url)?;

        let outgoing = Outgoing::new(sent.request, destination);
        let answer = outgoing.send(&client, &mut deadlines).await?;
        let connect_timeout = self.pool.settings().connect_timeout;
        let mut answer = answer.map_err(|error| no_answer(error, connect_timeout))?;

        let mut head = Head::new(answer.status(), std::mem::take(answer.headers_mut()));
        head.version = answer.version();
        let pooled = (head.version < Version::HTTP_2).then_some(client.returning);
        let body = HttpBody::new(answer.into(), deadlines, pooled);
        Ok(HttpResponse::new(head, Box::new(body)).with_secrets(secrets))
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("settings", self.pool.settings()).finish()
    }
}
