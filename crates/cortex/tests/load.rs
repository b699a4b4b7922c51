//! The program under load: thousands of answers, clients that never read and requests that never
//! end, at once. All of it is on loopback.
#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod common;
mod vendor;

use common::{JSON, SOON, send};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use vendor::Vendor;

const STREAMS: usize = 2000;
const UNREAD: usize = 500;
const HALF_OPEN: usize = 500;

/// What the system of a client takes for it, in bytes; Linux doubles it.
const RECEIVE: u32 = 8 * 1024;

/// What the program may hold resident, in KiB.
const MEMORY: u64 = 256 * 1024;

/// The program, with at most so many open files, ended when the test ends.
struct Program {
    child: Child,
    addr: SocketAddr,
}

impl Program {
    fn start(files: u64, vendor: &Vendor) -> Self {
        let script = format!("ulimit -n {files} && exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_kei-cortex")]);
        command.args(["--port", "0", "--provider", "openai/slow"]).env_clear();
        command.env("OPENAI_API_KEY", "sk-1").env("OPENAI_BASE_URL", vendor.base());
        let mut child = command.stderr(Stdio::piped()).spawn().expect("sh starts");
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let addr = loop {
            let line = lines.next().expect("it starts").unwrap();
            if let Some((_, addr)) = line.split_once("listening on http://") {
                break addr.trim().parse().unwrap();
            }
        };
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, addr }
    }

    /// A number of KiB from what the system knows of the program.
    fn memory(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Sends the request for an answer of this model, and gives the connection.
    async fn ask(&self, model: &str) -> TcpStream {
        let body = r#"{"message":"Count"}"#;
        let request = format!(
            "POST /chat?provider=openai/{model} HTTP/1.1\r\nhost: localhost\r\n{}: {}\r\n\
             content-length: {}\r\n\r\n{body}",
            JSON.0,
            JSON.1,
            body.len()
        );
        // The reply so far is held, so it counts what the client's own system takes of it.
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(RECEIVE).unwrap();
        let mut socket = socket.connect(self.addr).await.expect("connects");
        socket.write_all(request.as_bytes()).await.expect("sends");
        socket
    }

    /// How long the daemon takes to tell its health.
    async fn health(&self) -> Duration {
        let start = Instant::now();
        let answer = send(self.addr, "GET", "/healthz", &[("host", "localhost")], "").await;
        assert_eq!(answer.status, 200);
        start.elapsed()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads an answer for ever; counts each token.
async fn count(mut socket: TcpStream, tokens: Arc<AtomicUsize>) {
    let mut buffer = [0; 4096];
    loop {
        let read = socket.read(&mut buffer).await.unwrap_or(0);
        assert!(read > 0, "a stream was cut");
        let text = String::from_utf8_lossy(&buffer[..read]);
        assert!(!text.contains("HTTP/1.1 5"), "{text}");
        tokens.fetch_add(text.matches("\"token\"").count(), Ordering::Relaxed);
    }
}

async fn reach(tokens: &AtomicUsize, wanted: usize) {
    let start = Instant::now();
    while tokens.load(Ordering::Relaxed) < wanted {
        assert!(start.elapsed() < SOON * 3, "{tokens:?} of {wanted} tokens");
        sleep(Duration::from_millis(50)).await;
    }
}

/// Clients that read slow answers, and the number of tokens that they have read.
async fn readers(program: &Program) -> (JoinSet<()>, Arc<AtomicUsize>) {
    let tokens = Arc::new(AtomicUsize::new(0));
    let mut readers = JoinSet::new();
    for opened in 1..=STREAMS {
        readers.spawn(count(program.ask("slow").await, Arc::clone(&tokens)));
        if opened % 100 == 0 {
            reach(&tokens, opened).await;
        }
    }
    (readers, tokens)
}

/// Clients that send half a head.
async fn half_open(program: &Program) -> Vec<TcpStream> {
    let mut half_open = Vec::new();
    for _ in 0..HALF_OPEN {
        let mut socket = TcpStream::connect(program.addr).await.unwrap();
        socket.write_all(b"POST /chat HTTP/1.1\r\nhost: local").await.unwrap();
        half_open.push(socket);
    }
    half_open
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_answers_fit_into_256_mib_and_health_is_told_within_a_second() {
    let files = rlimit::increase_nofile_limit(16_384).unwrap();
    assert!(files >= 12_000, "this test needs 12,000 open files, and {files} are allowed");
    let vendor = Vendor::start().await;
    let program = Program::start(files, &vendor);
    let (mut readers, tokens) = readers(&program).await;
    let mut unread = Vec::new();
    for _ in 0..UNREAD {
        unread.push(program.ask("fast").await);
    }
    // Several times what the buffers of client and daemon take.
    sleep(Duration::from_secs(10)).await;
    let half_open = half_open(&program).await;
    let took = program.health().await;
    assert!(took < Duration::from_secs(1), "health after {took:?}");
    let (now, peak) = (program.memory("VmRSS:"), program.memory("VmHWM:"));
    println!("health after {took:?}, {now} KiB resident, {peak} KiB at the peak");
    assert!(peak < MEMORY, "{peak} KiB");
    // Every stream goes on, and another one is begun.
    let before = tokens.load(Ordering::Relaxed);
    reach(&tokens, before + STREAMS).await;
    assert!(readers.try_join_next().is_none(), "a stream has ended");
    readers.spawn(count(program.ask("slow").await, Arc::clone(&tokens)));
    // Requests that do not come are not waited for.
    for mut socket in half_open {
        let closed = timeout(SOON, socket.read_to_end(&mut Vec::new())).await;
        let _ = closed.expect("a half-open connection is kept");
    }
}

#[tokio::test]
async fn more_half_open_connections_than_open_files_are_survived() {
    let vendor = Vendor::start().await;
    let program = Program::start(200, &vendor);
    let mut held = Vec::new();
    for _ in 0..260 {
        let mut socket = TcpStream::connect(program.addr).await.unwrap();
        let _ = socket.write_all(b"GET /healthz HTTP/1.1\r\n").await;
        held.push(socket);
    }
    let start = Instant::now();
    let asks = ["/healthz", "/providers"];
    for path in asks {
        while !answers(program.addr, path).await {
            assert!(start.elapsed() < SOON, "{path} is not answered again");
            sleep(Duration::from_millis(100)).await;
        }
    }
    drop(held);
}

/// Whether a request is answered with 200; a connection that is closed is no answer.
async fn answers(addr: SocketAddr, path: &str) -> bool {
    let asked = async {
        let mut socket = TcpStream::connect(addr).await?;
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        socket.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).await?;
        std::io::Result::Ok(answer.starts_with(b"HTTP/1.1 200"))
    };
    matches!(timeout(Duration::from_secs(1), asked).await, Ok(Ok(true)))
}
