//! A daemon in the test's own process, and a client that sees every byte.
#![allow(
    dead_code,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may panic, and no test uses everything here"
)]

use futures_util::stream;
use kei_cortex::{AppState, Guard, Limits, serve};
use kei_router::LlmRouter;
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Nothing in these tests takes longer, unless it hangs.
pub const SOON: Duration = Duration::from_secs(20);

pub const JSON: (&str, &str) = ("content-type", "application/json");

/// A running daemon.
pub struct Daemon {
    pub addr: SocketAddr,
    /// The first item is a signal to stop, the second one to quit.
    pub stop: mpsc::UnboundedSender<()>,
    pub task: JoinHandle<()>,
}

/// The rules of a daemon without options.
pub fn open() -> Guard {
    Guard::new(IpAddr::V4(Ipv4Addr::LOCALHOST), None, Vec::new())
}

/// Limits that no test meets by itself.
pub fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.grace = SOON;
    limits
}

impl Daemon {
    pub async fn start(router: LlmRouter) -> Self {
        Self::with(router, open(), limits()).await
    }

    pub async fn with(router: LlmRouter, rules: Guard, limits: Limits) -> Self {
        Self::of(AppState::new(router, "anthropic").with_limits(limits), rules).await
    }

    pub async fn of(state: AppState, rules: Guard) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let addr = listener.local_addr().expect("an address");
        let (stop, mut stopped) = mpsc::unbounded_channel();
        let stopped = stream::poll_fn(move |context| stopped.poll_recv(context));
        let task = tokio::spawn(serve(listener, state, rules, stopped));
        Self { addr, stop, task }
    }

    /// Asks `/chat` and gives the answer as it comes.
    pub async fn chat(&self, query: &str, message: &str) -> Answer {
        let body = serde_json::json!({"message": message, "conversation_id": "c-1"}).to_string();
        self.post(&format!("/chat{query}"), &body).await
    }

    pub async fn post(&self, path: &str, body: &str) -> Answer {
        self.send("POST", path, &[JSON], body).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let host = self.addr.to_string();
        let mut all = vec![("host", host.as_str())];
        all.extend_from_slice(headers);
        send(self.addr, method, path, &all, body).await
    }
}

/// Sends exactly these headers, and a length.
pub async fn send(
    addr: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut request = format!("{method} {path} HTTP/1.1\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    request.push_str(body);
    let mut socket = TcpStream::connect(addr).await.expect("connects");
    // A daemon that refuses a large body early may close while it is being sent.
    let _ = socket.write_all(request.as_bytes()).await;
    Answer::begin(socket).await
}

/// An answer whose body is still on its way.
pub struct Answer {
    pub status: u16,
    /// The head, in small letters.
    pub head: String,
    /// The body so far, without its chunking.
    pub body: Vec<u8>,
    socket: TcpStream,
    raw: Vec<u8>,
    read: usize,
    shown: usize,
}

impl Answer {
    async fn begin(socket: TcpStream) -> Self {
        let (head, body) = (String::new(), Vec::new());
        let mut answer = Self { status: 0, head, body, socket, raw: Vec::new(), read: 0, shown: 0 };
        let end = loop {
            match find(&answer.raw, b"\r\n\r\n") {
                Some(end) => break end,
                None => assert!(answer.more().await, "no answer: {:?}", answer.raw),
            }
        };
        answer.head = String::from_utf8_lossy(&answer.raw[..end]).to_lowercase();
        answer.status =
            answer.head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        answer.read = end + 4;
        answer
    }

    async fn more(&mut self) -> bool {
        let read = timeout(SOON, self.socket.read_buf(&mut self.raw)).await;
        read.expect("the daemon hangs").unwrap_or(0) > 0
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let value = |line: &'_ str| line.split_once(": ").filter(|(n, _)| *n == name).map(|_| ());
        let line = self.head.lines().find(|line| value(line).is_some())?;
        line.split_once(": ").map(|(_, value)| value)
    }

    /// The next piece of the body; false at its end.
    async fn piece(&mut self) -> bool {
        let chunked = self.header("transfer-encoding") == Some("chunked");
        let length = self.header("content-length").map(|length| length.parse::<usize>());
        loop {
            let rest = &self.raw[self.read..];
            if let Some(Ok(length)) = length {
                if rest.len() >= length {
                    self.body.extend_from_slice(&rest[..length]);
                    self.read += length;
                    return false;
                }
            } else if !chunked {
                return false;
            } else if let Some(end) = find(rest, b"\r\n") {
                let size = std::str::from_utf8(&rest[..end]).expect("a size");
                let size = usize::from_str_radix(size, 16).expect("a size");
                if rest.len() >= end + 2 + size + 2 {
                    self.body.extend_from_slice(&rest[end + 2..end + 2 + size]);
                    self.read += end + 2 + size + 2;
                    return size > 0;
                }
            }
            assert!(self.more().await, "the body ends early");
        }
    }

    /// The next event; `None` at the end of the body.
    pub async fn event(&mut self) -> Option<Value> {
        loop {
            if let Some(end) = find(&self.body[self.shown..], b"\n\n") {
                let event = &self.body[self.shown..self.shown + end];
                self.shown += end + 2;
                match event.strip_prefix(b"data: ") {
                    Some(json) => return Some(serde_json::from_slice(json).expect("JSON")),
                    None => assert!(event.starts_with(b":"), "{event:?}"),
                }
            } else if !self.piece().await {
                assert_eq!(self.shown, self.body.len(), "a last event without its blank line");
                return None;
            }
        }
    }

    /// All events that are left.
    pub async fn events(mut self) -> Vec<Value> {
        let mut events = Vec::new();
        while let Some(event) = self.event().await {
            events.push(event);
        }
        events
    }

    /// The whole body.
    pub async fn text(mut self) -> String {
        if self.status != 204 {
            while self.piece().await {}
        }
        String::from_utf8(self.body).expect("UTF-8")
    }

    /// The whole body, as JSON.
    pub async fn json(self) -> Value {
        serde_json::from_str(&self.text().await).expect("JSON")
    }

    /// What an error says: its status, its code and its message.
    pub async fn error(self) -> (u16, String, String) {
        let status = self.status;
        let mut json = self.json().await;
        let error = json["error"].take();
        let text = |name: &str| error[name].as_str().expect("a text").to_owned();
        (status, text("code"), text("message"))
    }
}

/// The texts of the token events, in order.
pub fn tokens(events: &[Value]) -> Vec<&str> {
    let tokens = events.iter().filter(|event| event["type"] == "token");
    tokens.map(|event| event["text"].as_str().expect("a text")).collect()
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}
