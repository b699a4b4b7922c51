//! reqwest alone.

use super::kei::Kei;
use crate::answer::has_first_token;
use crate::{Result, Wire};
use bytes::Bytes;
use http::HeaderMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// reqwest alone, which posts what kei-router would.
pub struct Bare {
    client: reqwest::Client,
    url: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Bare {
    pub(super) async fn new(wire: &Wire, server: SocketAddr) -> Result<Self> {
        let request = Kei::request(wire).await?;
        let mut headers = request.headers;
        headers.remove(http::header::HOST);
        let client = reqwest::Client::builder().no_proxy().build()?;
        let url = format!("http://{server}{}", wire.path);
        Ok(Self { client, url, headers, body: request.body })
    }

    pub(super) fn slow(mut self) -> Self {
        self.url.push_str("?slow");
        self
    }

    pub(super) async fn answer(&self) -> Result<Duration> {
        let begun = Instant::now();
        let mut answer = self.send().await?;
        let mut first = None;
        while let Some(chunk) = answer.chunk().await? {
            if first.is_none() && has_first_token(&chunk) {
                first = Some(begun.elapsed());
            }
        }
        Ok(first.ok_or("there was no token")?)
    }

    pub(super) async fn open(&self) -> Result<reqwest::Response> {
        let mut answer = self.send().await?;
        while let Some(chunk) = answer.chunk().await? {
            if has_first_token(&chunk) {
                return Ok(answer);
            }
        }
        Err("there was no token".into())
    }

    async fn send(&self) -> Result<reqwest::Response> {
        let request = self.client.post(&self.url).headers(self.headers.clone());
        Ok(request.body(self.body.clone()).send().await?.error_for_status()?)
    }
}
