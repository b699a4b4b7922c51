//! kei-router.

use crate::{Result, Wire};
use futures_util::StreamExt;
use futures_util::future::poll_immediate;
use kei_router::{ChatRequest, EventStream, Message, Provider, StreamEvent, Vendor, vendors};
use kei_router_testkit::{Replay, ReplayTransport, SimRequest};
use std::sync::Arc;
use std::time::{Duration, Instant};

const KEY: &str = "sk-0123456789abcdef0123456789abcdef";

/// A provider of kei-router's, with a request for it.
pub struct Kei {
    provider: Box<dyn Provider>,
    request: ChatRequest,
}

impl Kei {
    pub(super) fn new(wire: &Wire, url: &str) -> Result<Self> {
        let provider = vendor(wire)?.with_endpoint(KEY.into(), wire.model.into(), url.into());
        let provider = provider.ok_or("the vendor is not compiled in")?;
        Ok(Self { provider, request: request() })
    }

    /// The request that it sends.
    pub(super) async fn request(wire: &Wire) -> Result<SimRequest> {
        let transport = Arc::new(ReplayTransport::new(Replay::sse(wire.body()?)));
        let builder = vendor(wire)?.builder().ok_or("the vendor is not compiled in")?;
        let url = format!("http://localhost{}", wire.path);
        let builder = builder.api_key(KEY).model(wire.model).endpoint(url);
        let provider = builder.transport(transport.clone()).build();
        drop(provider.stream(&request()).await?);
        Ok(transport.requests().pop().ok_or("nothing was sent")?)
    }

    pub(super) async fn answer(&self) -> Result<Duration> {
        let begun = Instant::now();
        let mut stream = self.provider.stream(&self.request).await?;
        let mut first = None;
        while let Some(event) = stream.next().await {
            if matches!(event?, StreamEvent::Token(_)) && first.is_none() {
                first = Some(begun.elapsed());
            }
        }
        Ok(first.ok_or("there was no token")?)
    }

    pub(super) async fn open(&self) -> Result<EventStream> {
        let mut stream = self.provider.stream(&self.request).await?;
        while let Some(event) = stream.next().await {
            if matches!(event?, StreamEvent::Token(_)) {
                // Whoever reads a stream waits for what comes next.
                while let Some(Some(event)) = poll_immediate(stream.next()).await {
                    event?;
                }
                return Ok(stream);
            }
        }
        Err("there was no token".into())
    }
}

fn vendor(wire: &Wire) -> Result<&'static Vendor> {
    let found = vendors().iter().find(|vendor| vendor.name() == wire.vendor);
    found.ok_or_else(|| format!("there is no vendor {}", wire.vendor).into())
}

fn request() -> ChatRequest {
    ChatRequest::new([Message::user("Hi")]).max_tokens(100)
}
