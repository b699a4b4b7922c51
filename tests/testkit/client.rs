//! A client that speaks HTTP/1.1 by hand, so that nothing is hidden from a test.

use kei_router_testkit::{Script, Sim};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) struct Client {
    stream: TcpStream,
    inbox: Vec<u8>,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
    /// The chunks as they were framed; empty for a body with a length.
    pub(crate) chunks: Vec<Vec<u8>>,
    /// Whether the body ended as HTTP says it should.
    pub(crate) whole: bool,
}

/// A request that every rule of the Messages format allows.
pub(crate) fn messages() -> Value {
    json!({
        "model": "m", "max_tokens": 2048, "stream": true,
        "messages": [{"role": "user", "content": "Hi"}],
    })
}

/// A request that every rule of the chat format allows.
pub(crate) fn chat() -> Value {
    json!({
        "model": "m", "stream": true, "stream_options": {"include_usage": true},
        "messages": [{"role": "user", "content": "Hi"}],
    })
}

pub(crate) const ANTHROPIC: [&str; 3] =
    ["content-type: application/json", "x-api-key: k", "anthropic-version: 2026-10-21"];
pub(crate) const BEARER: [&str; 2] = ["content-type: application/json", "authorization: Bearer k"];

/// A Messages simulator, and what it answers to a good request.
pub(crate) async fn answer(script: Script) -> (Sim, Answer) {
    let sim = Sim::start(&kei_router_testkit::anthropic_messages(), script).await;
    let answer = Client::dial(&sim).await.ask("/v1/messages", &ANTHROPIC, &messages()).await;
    (sim, answer)
}

impl Client {
    pub(crate) async fn dial(sim: &Sim) -> Self {
        let stream = TcpStream::connect(sim.address()).await.expect("the simulator listens");
        Self { stream, inbox: Vec::new() }
    }

    pub(crate) async fn send(&mut self, path: &str, headers: &[&str], body: &Value) {
        self.send_raw("POST", path, headers, &body.to_string()).await;
    }

    pub(crate) async fn send_raw(
        &mut self,
        method: &str,
        path: &str,
        headers: &[&str],
        body: &str,
    ) {
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        let length = body.len();
        let text = format!(
            "{method} {path} HTTP/1.1\r\nhost: sim\r\n{headers}content-length: {length}\r\n\r\n{body}"
        );
        self.stream.write_all(text.as_bytes()).await.expect("the simulator reads");
    }

    pub(crate) async fn ask(&mut self, path: &str, headers: &[&str], body: &Value) -> Answer {
        self.send(path, headers, body).await;
        self.answer().await
    }

    /// Reads one answer to its end, or to the end of the connection.
    pub(crate) async fn answer(&mut self) -> Answer {
        let head = self.until(b"\r\n\r\n").await.unwrap_or_default();
        let head = String::from_utf8(head).expect("a head is ASCII").to_lowercase();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        let length = head.split("content-length: ").nth(1);
        let length = length.and_then(|rest| rest.split("\r\n").next()?.parse().ok());
        let (bytes, chunks, whole) = match length {
            Some(length) => {
                let (bytes, whole) = self.exactly(length).await;
                (bytes, Vec::new(), whole)
            }
            None => self.chunked().await,
        };
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status, head, body, chunks, whole }
    }

    async fn chunked(&mut self) -> (Vec<u8>, Vec<Vec<u8>>, bool) {
        let mut chunks = Vec::new();
        loop {
            let Some(line) = self.until(b"\r\n").await else { break };
            let size = String::from_utf8(line).expect("a size is ASCII");
            let size = usize::from_str_radix(size.trim(), 16).expect("a size is hexadecimal");
            let (mut bytes, whole) = self.exactly(size + 2).await;
            if size == 0 {
                return (chunks.concat(), chunks, whole);
            }
            bytes.truncate(size);
            chunks.push(bytes);
        }
        (chunks.concat(), chunks, false)
    }

    async fn until(&mut self, end: &[u8]) -> Option<Vec<u8>> {
        loop {
            let found = self.inbox.windows(end.len()).position(|window| window == end);
            if let Some(at) = found {
                return Some(self.inbox.drain(..at + end.len()).collect());
            }
            if !self.fill().await {
                return None;
            }
        }
    }

    async fn exactly(&mut self, length: usize) -> (Vec<u8>, bool) {
        while self.inbox.len() < length {
            if !self.fill().await {
                return (std::mem::take(&mut self.inbox), false);
            }
        }
        (self.inbox.drain(..length).collect(), true)
    }

    /// More bytes; false at the end, or where nothing comes for a while.
    async fn fill(&mut self) -> bool {
        let read = self.stream.read_buf(&mut self.inbox);
        matches!(tokio::time::timeout(Duration::from_millis(500), read).await, Ok(Ok(1..)))
    }
}
