//! A vendor on loopback that costs the test next to nothing: a compatible server of Chat
//! Completions, whose model `slow` writes a word each few seconds, and `fast` 8,000 a second.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// The pace of the model `slow`, and how many words it writes at each step.
const SLOW: (Duration, usize) = (Duration::from_secs(4), 1);

/// The same of the model `fast`.
const FAST: (Duration, usize) = (Duration::from_millis(25), 200);

/// An event that says this.
fn event(text: &str) -> String {
    format!(
        "data: {{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\
         \"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}},\
         \"finish_reason\":null}}]}}\n\n"
    )
}

/// The server. It lives as long as the test's runtime.
pub(crate) struct Vendor {
    addr: SocketAddr,
}

impl Vendor {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let addr = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(answer(socket));
            }
        });
        Self { addr }
    }

    pub(crate) fn base(&self) -> String {
        format!("http://{}/v1", self.addr)
    }
}

async fn answer(mut socket: TcpStream) {
    let request = request(&mut socket).await;
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\
        transfer-encoding: chunked\r\n\r\n";
    let (pace, words) = if request.contains("\"fast\"") { FAST } else { SLOW };
    let event = event(&"word ".repeat(words));
    let chunk = format!("{:x}\r\n{event}\r\n", event.len());
    let mut written = socket.write_all(head.as_bytes()).await;
    while written.is_ok() {
        written = socket.write_all(chunk.as_bytes()).await;
        sleep(pace).await;
    }
}

/// A whole request, as text.
async fn request(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let read = socket.read_buf(&mut bytes).await.unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let head = head.to_lowercase();
            let length = head.split("content-length: ").nth(1).unwrap();
            body.len() >= length.lines().next().unwrap().parse::<usize>().unwrap()
        });
        if whole || read == 0 {
            return text.into_owned();
        }
    }
}
