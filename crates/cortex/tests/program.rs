//! The program itself, as it is started on a command line.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod common;

use common::{Answer, JSON, SOON, send, tokens};
use kei_router::vendors;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// An environment that leads astray: dead proxies and endpoints, no certificate store, and the
/// most talkative log.
const ASTRAY: &[(&str, &str)] = &[
    ("HTTP_PROXY", "http://127.0.0.1:9"),
    ("http_proxy", "http://127.0.0.1:9"),
    ("HTTPS_PROXY", "http://127.0.0.1:9"),
    ("ALL_PROXY", "http://127.0.0.1:9"),
    ("SSL_CERT_FILE", "/nowhere/certificates.pem"),
    ("SSL_CERT_DIR", "/nowhere"),
    ("RUST_LOG", "trace"),
];

/// The program, ended when the test ends.
struct Program {
    child: Child,
    addr: SocketAddr,
    log: Receiver<String>,
}

impl Program {
    fn start(options: &[&str], vars: &[(String, String)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kei-cortex"));
        command.args(["--port", "0"]).args(options).env_clear();
        command.envs(ASTRAY.iter().copied()).envs(vars.iter().cloned());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (send, log) = channel();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = send.send(line);
            }
        });
        let addr = loop {
            let line = log.recv_timeout(SOON).expect("it starts");
            if let Some((_, url)) = line.split_once("listening on http://") {
                break url.split(' ').next().unwrap().parse().unwrap();
            }
        };
        Self { child, addr, log }
    }

    async fn chat(&self, query: &str, message: &str) -> Answer {
        let body = serde_json::json!({"message": message}).to_string();
        let host = self.addr.to_string();
        let headers = [("host", host.as_str()), JSON];
        send(self.addr, "POST", &format!("/chat{query}"), &headers, &body).await
    }

    /// How it ends, and how long that takes.
    fn ended(&mut self) -> (ExitStatus, Duration) {
        let start = Instant::now();
        while start.elapsed() < SOON {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status, start.elapsed());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("it does not end");
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let status = Command::new("kill").args([name, &self.child.id().to_string()]).status();
        assert!(status.unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Variables that would lead every vendor elsewhere.
fn endpoints() -> Vec<(String, String)> {
    let descriptors = vendors().iter().filter_map(|vendor| vendor.descriptor());
    let names = descriptors.flat_map(|d| d.endpoint_vars);
    names.map(|name| (name.into_owned(), "http://127.0.0.1:9/v1".to_owned())).collect()
}

#[tokio::test]
async fn the_demo_needs_no_key_and_no_network_whatever_the_environment_holds() {
    let program = Program::start(&["--demo"], &endpoints());
    for vendor in vendors() {
        let query = format!("?provider={}", vendor.name());
        let answer = program.chat(&query, "Good morning").await;
        assert_eq!(answer.status, 200);
        let events = answer.events().await;
        let text = tokens(&events).concat();
        assert!(text.contains("Good morning") && text.contains(vendor.name()), "{text}");
        assert!(events.iter().all(|event| event["type"] != "error"), "{events:?}");
        let id = events.last().unwrap()["conversation_id"].as_str().unwrap();
        assert_eq!(uuid::Uuid::parse_str(id).unwrap().get_version_num(), 4);
    }
}

#[tokio::test]
async fn the_default_provider_is_the_one_of_the_command_line() {
    let program = Program::start(&["--demo", "--provider", "kimi/kimi-k2-thinking"], &[]);
    let events = program.chat("?events=usage", "Hello").await.events().await;
    let bill = &events[events.len() - 2];
    assert_eq!((&bill["provider"], &bill["model"]), (&"kimi".into(), &"kimi-k2-thinking".into()));
}

#[tokio::test]
async fn the_log_tells_who_asked_what_and_no_secret() {
    let mut program = Program::start(&["--demo", "--token", "my-token"], &[]);
    let host = program.addr.to_string();
    let bearer = ("authorization", "Bearer my-token");
    let headers = [("host", host.as_str()), JSON, bearer];
    let body = r#"{"message":"my-prompt","system":"my-system","conversation_id":"my-id"}"#;
    let path = "/chat?provider=openai&x=my-query";
    let answer = send(program.addr, "POST", path, &headers, body).await;
    assert!(tokens(&answer.events().await).concat().contains("my-prompt"));
    program.child.kill().unwrap();
    let lines: Vec<String> = program.log.iter().collect();
    let answered = lines.iter().find(|line| line.contains("answered")).expect("a line");
    for word in ["INFO", "method=POST", "path=\"/chat\"", "provider=\"openai\"", "status=200"] {
        assert!(answered.contains(word), "{word}: {answered}");
    }
    assert!(answered.contains(" ms="), "{answered}");
    for line in &lines {
        let secrets = ["my-", "sk-simulated", "simulator!"];
        assert!(!secrets.iter().any(|secret| line.contains(secret)), "{line}");
    }
    assert!(lines.iter().any(|line| line.contains("TRACE") || line.contains("DEBUG")));
}

#[tokio::test]
async fn a_vendor_without_a_key_names_the_variable() {
    let mut program = Program::start(&[], &[]);
    for vendor in vendors() {
        let descriptor = vendor.descriptor().unwrap();
        let query = format!("?provider={}", vendor.name());
        let (status, code, message) = program.chat(&query, "Hello").await.error().await;
        assert_eq!((status, code.as_str()), (500, "missing_key"));
        assert!(message.contains(descriptor.key_var()), "{message}");
    }
    let (status, code, _) = program.chat("?provider=nope", "Hello").await.error().await;
    assert_eq!((status, code.as_str()), (400, "unknown_provider"));
    program.child.kill().unwrap();
    let lines: Vec<String> = program.log.iter().collect();
    for vendor in vendors() {
        let asked = format!("provider=\"{}\" status=500", vendor.name());
        assert!(lines.iter().any(|line| line.contains(&asked)), "no line has {asked}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn both_signals_let_a_running_answer_finish() {
    for name in ["-INT", "-TERM"] {
        let mut program = Program::start(&["--demo"], &[]);
        let mut answer = program.chat("", "Good morning").await;
        answer.event().await.unwrap();
        program.signal(name);
        let events = answer.events().await;
        assert!(events.len() > 10, "{events:?}");
        assert_eq!(events.last().unwrap()["type"], "done");
        let (status, _) = program.ended();
        assert!(status.success(), "{name}: {status}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_grace_bounds_what_is_still_running() {
    let mut program = Program::start(&["--demo", "--grace", "0"], &[]);
    let mut answer = program.chat("", "Good morning").await;
    answer.event().await.unwrap();
    program.signal("-TERM");
    let (status, took) = program.ended();
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn it_says_why_it_does_not_start() {
    let open = ["--bind", "0.0.0.0", "--demo"].as_slice();
    let unknown = ["--provider", "nope", "--demo"].as_slice();
    for (options, why) in [(open, "--token"), (unknown, "nope")] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kei-cortex"));
        let output = command.args(["--port", "0"]).args(options).env_clear().output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains(why), "{stderr}");
    }
}
