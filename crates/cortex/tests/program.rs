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
use kei_router_testkit::{Refused, Script, Sim};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
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

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("kei-cortex-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

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
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let busy = ["--demo", "--port", &port];
    let both = ["--demo", "--token", "a", "--token-file", "b"].as_slice();
    let named = format!("127.0.0.1:{port}");
    let cases = [(open, "--token"), (unknown, "nope"), (&busy, &named), (&busy, "--port")];
    for (options, why) in cases.into_iter().chain([(both, "--token-file")]) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kei-cortex"));
        if !options.contains(&"--port") {
            command.args(["--port", "0"]);
        }
        let output = command.args(options).env_clear().output().unwrap();
        assert!(matches!(output.status.code(), Some(1 | 2)), "{output:?}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains(why), "{stderr}");
    }
}

#[tokio::test]
async fn the_demo_shows_the_next_step_and_it_works() {
    let program = Program::start(&["--demo"], &[]);
    let next = |word: &str| loop {
        let line = program.log.recv_timeout(SOON).expect("a next step");
        if line.contains(word) {
            break line;
        }
    };
    let page = next("in a browser");
    assert!(page.contains(&format!("http://{}/ ", program.addr)), "{page}");
    let curl = next("curl -N ");
    let command = curl.split_once("curl").unwrap().1;
    let quoted: Vec<_> = command.split('\'').skip(1).step_by(2).collect();
    let path = quoted[0].strip_prefix(&format!("http://{}", program.addr)).unwrap();
    let host = program.addr.to_string();
    let answer = send(program.addr, "POST", path, &[("host", &host), JSON], quoted[2]).await;
    assert_eq!((answer.status, quoted[1]), (200, "content-type: application/json"));
    assert!(tokens(&answer.events().await).concat().contains("Hello"));
}

#[tokio::test]
async fn a_token_comes_from_a_file_or_the_environment_and_is_not_shown() {
    let folder = Folder::new();
    let file = folder.0.join("token");
    let path = file.to_str().unwrap();
    let status = async |program: &Program, token: &str| {
        let (host, bearer) = (program.addr.to_string(), format!("Bearer {token}"));
        let headers = [("host", host.as_str()), ("authorization", &bearer)];
        send(program.addr, "GET", "/providers", &headers, "").await.status
    };
    let mut program = Program::start(&["--demo", "--token-file", path], &[]);
    let token = std::fs::read_to_string(&file).unwrap().trim().to_owned();
    assert!(token.len() == 64 && token.chars().all(|c| c.is_ascii_hexdigit()), "{token}");
    assert_eq!(status(&program, &token).await, 200);
    assert_eq!(status(&program, "other").await, 403);
    program.child.kill().unwrap();
    assert!(program.log.iter().all(|line| !line.contains(&token)));
    // The next start reads what the first one wrote.
    assert_eq!(status(&Program::start(&["--demo", "--token-file", path], &[]), &token).await, 200);

    let vars = [("KEI_TOKEN".to_owned(), " of-the-environment\n".to_owned())];
    let program = Program::start(&["--demo"], &vars);
    assert_eq!(status(&program, "of-the-environment").await, 200);
    assert_eq!(status(&program, "other").await, 403);
    let program = Program::start(&["--demo"], &[("KEI_TOKEN".to_owned(), String::new())]);
    assert_eq!(status(&program, "whatever").await, 200, "an empty variable is unset");
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_holds_no_token() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let file = folder.0.join("token");
    std::fs::write(&file, "my-token\n").unwrap();
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kei-cortex"));
    command.args(["--demo", "--port", "0", "--token-file"]).arg(&file).env_clear();
    let output = command.output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr.contains("chmod 600") && !stderr.contains("my-token"), "{stderr}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_token_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let file = folder.0.join("token");
    let _program = Program::start(&["--demo", "--token-file", file.to_str().unwrap()], &[]);
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn a_proxys_name_is_allowed_and_so_is_its_page() {
    let options = ["--demo", "--token", "t", "--allow-host", "Chat.example.org"];
    let program = Program::start(&options, &[]);
    let status = async |host: &str, origin: Option<&str>| {
        let mut headers = vec![("host", host), ("authorization", "Bearer t")];
        headers.extend(origin.map(|origin| ("origin", origin)));
        send(program.addr, "GET", "/providers", &headers, "").await.status
    };
    for host in ["chat.example.org", "CHAT.example.org:443", "localhost"] {
        assert_eq!(status(host, None).await, 200, "{host}");
    }
    for host in ["example.org", "x.chat.example.org", "chat.example.org.evil.example"] {
        assert_eq!(status(host, None).await, 403, "{host}");
    }
    let host = "chat.example.org";
    assert_eq!(status(host, Some("https://chat.example.org")).await, 200);
    for origin in ["https://evil.example", "https://chat.example.org:8443", "null"] {
        assert_eq!(status(host, Some(origin)).await, 403, "{origin}");
    }
    assert_eq!(status("localhost", Some("https://localhost")).await, 403);
}

/// The first line of the log that has this word.
fn logged(program: &Program, word: &str) -> String {
    loop {
        let line = program.log.recv_timeout(SOON).expect("a line");
        if line.contains(word) {
            break line;
        }
    }
}

#[tokio::test]
async fn the_end_of_an_answer_has_a_line_and_so_has_a_client_that_left() {
    let program = Program::start(&["--demo"], &[]);
    program.chat("?provider=openai", "Hello").await.events().await;
    let line = logged(&program, "answer finished");
    for word in ["provider=\"openai\"", "model=\"", "finish=\"stop\"", "input=", "output="] {
        assert!(line.contains(word), "{word}: {line}");
    }
    for word in ["cost_micro_cents=", "ms=", "request_id=\""] {
        assert!(line.contains(word), "{word}: {line}");
    }
    let mut answer = program.chat("?provider=anthropic", "Hello").await;
    answer.event().await.unwrap();
    drop(answer);
    let line = logged(&program, "client left");
    for word in ["provider=\"anthropic\"", "input=", "cost_micro_cents=", "ms="] {
        assert!(line.contains(word), "{word}: {line}");
    }
}

/// The program over a simulator that refuses, and what it logs of a request.
async fn refused(options: &[&str]) -> String {
    let refused = Refused::bad("There is no such thing as my-prompt").code("odd_value");
    let vendor = vendors().iter().find(|vendor| vendor.name() == "anthropic").unwrap();
    let script = Script::new().refuse(refused);
    let sim = Sim::start(&vendor.descriptor().unwrap(), script).await;
    let vars = [("ANTHROPIC_API_KEY", "sk-1".to_owned()), ("ANTHROPIC_ENDPOINT", sim.endpoint())];
    let program = Program::start(options, &vars.map(|(name, value)| (name.to_owned(), value)));
    assert_eq!(program.chat("", "my-prompt").await.status, 400);
    logged(&program, "answered")
}

#[tokio::test]
async fn what_a_vendor_says_is_logged_on_request_alone() {
    let line = refused(&[]).await;
    assert!(line.contains("code=\"bad_request\"") && line.contains("status=400"), "{line}");
    assert!(!line.contains("no such thing"), "{line}");
    let line = refused(&["--log-reasons"]).await;
    assert!(line.contains("no such thing"), "{line}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_second_signal_quits() {
    let mut program = Program::start(&["--demo", "--grace", "600"], &[]);
    let mut answer = program.chat("", &"long ".repeat(40)).await;
    answer.event().await.unwrap();
    program.signal("-INT");
    logged(&program, "stopping");
    program.signal("-TERM");
    let events = answer.events().await;
    assert_eq!(events.last().unwrap()["finish_reason"], "error", "{events:?}");
    let (status, took) = program.ended();
    assert!(status.success() && took < Duration::from_secs(5), "{status} {took:?}");
}

#[tokio::test]
async fn the_operators_mistakes_are_told_at_the_start_and_are_no_clients() {
    let wrong = [
        ("OPENAI_BASE_URL", "not a url", "sk-my-key"),
        ("OPENAI_BASE_URL", "http://vendor.example/v1", "sk-my-key"),
        ("OPENAI_MODEL", "gpt-4o", "sk-my\nkey"),
    ];
    for (name, value, key) in wrong {
        let vars = [("OPENAI_API_KEY", key), (name, value)];
        let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let options = ["--provider", "openai"];
        let mut command = Command::new(env!("CARGO_BIN_EXE_kei-cortex"));
        command.args(["--bind", "192.0.2.1", "--token", "t"]).args(options).env_clear();
        // It cannot listen there, and says before what else is wrong.
        let output = command.envs(vars.clone()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains("WARN") && stderr.contains("openai: "), "{stderr}");
        assert!(!stderr.contains("sk-my"), "{stderr}");

        let program = Program::start(&options, &vars);
        let (status, code, message) = program.chat("", "Hello").await.error().await;
        assert_eq!((status, code.as_str()), (500, "configuration"), "{message}");
        let host = program.addr.to_string();
        let answer = send(program.addr, "GET", "/providers", &[("host", &host)], "").await;
        let list = answer.json().await;
        let row = list.as_array().unwrap().iter().find(|row| row["name"] == "openai").unwrap();
        assert_eq!(row["ready"], false, "{row}");
        assert_eq!(row["reason"], message);
    }
}
