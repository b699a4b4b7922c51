//! What the libraries below log at their most talkative level.

use crate::child::{is_child, run_again};
use crate::exchange::{SECRETS, exchange, read, refused, send, transport};
use crate::http2::{Behaviour, h2_server};
use crate::server::{SSE, Server, chunk, plain};
use kei_router_http::HttpTransport;
use std::io::{self, Write};
use std::sync::Mutex;

static LOGS: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Collector;

impl Write for Collector {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOGS.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl log::Log for Collector {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        writeln!(Self, "{} {}", record.target(), record.args()).unwrap();
    }

    fn flush(&self) {}
}

fn collect() {
    log::set_logger(&Collector).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(|| Collector)
        .init();
}

/// Exchanges that go well and badly, over both versions of HTTP.
#[tokio::main(flavor = "current_thread")]
async fn exchanges() {
    let http1 = transport();
    for answer in [plain("200 OK", "", "x"), SSE.to_owned() + &chunk("x") + "zz", String::new()] {
        let server = Server::start(move |mut conn| {
            conn.request();
            conn.send(&answer);
        });
        match kei_router_core::transport::Transport::send(&http1, exchange(&server.url("/v1")))
            .await
        {
            Ok(answer) => drop(read(answer.body).await),
            Err(error) => drop(crate::exchange::checked(error)),
        }
    }
    refused(&http1, exchange("http://127.0.0.1:1/v1")).await;
    credentials_in_urls(&http1).await;

    let http2 = HttpTransport::builder().http2_prior_knowledge(true).build();
    for behaviour in [Behaviour::Finish, Behaviour::Reset, Behaviour::Stay] {
        let (server, _watch) = h2_server(behaviour).await;
        let mut body = send(&http2, exchange(&server)).await.body;
        drop(crate::exchange::next(&mut body).await);
    }
}

/// A user name and a password in a URL of the caller's, and in a proxy's.
async fn credentials_in_urls(http1: &HttpTransport) {
    let proxy = Server::answering(plain("200 OK", "", "by proxy"));
    for userinfo in ["sk-secret@", "me:sk-secret@", ":sk-secret@"] {
        let at = |server: &str| server.replace("http://", &format!("http://{userinfo}"));
        let error = refused(http1, exchange(&at("http://127.0.0.1:1/v1"))).await;
        assert_eq!(error.kind(), kei_router_core::ErrorKind::Configuration);
        let through = HttpTransport::builder().proxy(at(&proxy.url(""))).unwrap().build();
        assert!(!format!("{through:?}").contains("sk-secret"), "{through:?}");
        let mut far = exchange("http://192.0.2.1/v1");
        far.allow_cleartext = true;
        assert_eq!(read(send(&through, far).await.body).await.0, b"by proxy");
    }
}

#[test]
fn no_log_shows_a_key_a_prompt_or_a_query() {
    if !is_child() {
        return run_again("logs::no_log_shows_a_key_a_prompt_or_a_query", &[]);
    }
    collect();
    exchanges();
    let logs = String::from_utf8_lossy(&LOGS.lock().unwrap()).into_owned();
    for library in ["reqwest", "hyper_util", "h2::"] {
        assert!(logs.contains(library), "{library} logs: {logs}");
    }
    for secret in SECRETS {
        let line = logs.lines().find(|line| line.contains(secret));
        assert_eq!(line, None);
    }
}
