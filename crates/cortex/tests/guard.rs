//! Who may ask: Host, Origin, token.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Answer, Daemon, JSON, limits, send};
use kei_cortex::Guard;
use kei_router::{LlmRouter, Secret};
use std::net::IpAddr;

const LISTED: &str = "https://keisei.app";

async fn daemon(bind: &str, token: Option<&str>) -> Daemon {
    let bind: IpAddr = bind.parse().unwrap();
    let origins = vec![LISTED.parse().unwrap()];
    let rules = Guard::new(bind, token.and_then(Secret::new), origins);
    Daemon::with(LlmRouter::from_vars(|_| None), rules, limits()).await
}

async fn ask(daemon: &Daemon, headers: &[(&str, &str)]) -> Answer {
    send(daemon.addr, "GET", "/providers", headers, "").await
}

/// Whether the daemon takes a request with this Host.
async fn knows(daemon: &Daemon, host: &str) -> bool {
    let status = ask(daemon, &[("host", host)]).await.status;
    assert!(status == 200 || status == 403, "{host}: {status}");
    status == 200
}

#[tokio::test]
async fn a_host_must_be_loopback_whatever_its_port() {
    let daemon = daemon("127.0.0.1", None).await;
    for host in ["127.0.0.1:9797", "localhost", "LocalHost:1", "[::1]:9797", "127.8.8.8"] {
        assert!(knows(&daemon, host).await, "{host}");
    }
    let strange = ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:9797"];
    for host in strange.iter().chain(&["192.168.0.9:9797", "me@localhost", "0.0.0.0", "", "a b"]) {
        assert!(!knows(&daemon, host).await, "{host}");
    }
    assert_eq!(ask(&daemon, &[]).await.status, 403, "no Host");
    let twice = [("host", "localhost"), ("host", "localhost")];
    assert!(matches!(ask(&daemon, &twice).await.status, 400 | 403), "two Hosts");
}

#[tokio::test]
async fn a_target_of_another_host_does_not_slip_past() {
    let daemon = daemon("127.0.0.1", None).await;
    let host = [("host", "localhost")];
    let path = "http://evil.example/providers";
    assert_eq!(send(daemon.addr, "GET", path, &host, "").await.status, 403);
    let path = "http://localhost/providers";
    assert_eq!(send(daemon.addr, "GET", path, &host, "").await.status, 200);
}

#[tokio::test]
async fn the_address_that_is_bound_is_a_host_too() {
    let one = daemon("192.168.0.9", Some("t")).await;
    let bearer = ("authorization", "Bearer t");
    assert_eq!(ask(&one, &[("host", "192.168.0.9:9797"), bearer]).await.status, 200);
    assert_eq!(ask(&one, &[("host", "192.168.0.10:9797"), bearer]).await.status, 403);
    let every = daemon("0.0.0.0", Some("t")).await;
    assert_eq!(ask(&every, &[("host", "192.168.0.10:9797"), bearer]).await.status, 200);
    assert_eq!(ask(&every, &[("host", "evil.example"), bearer]).await.status, 403);
}

#[tokio::test]
async fn a_page_must_be_the_daemons_own_or_listed() {
    let daemon = daemon("127.0.0.1", None).await;
    let from = |origin: &'static str| [("host", "localhost:9797"), ("origin", origin)];
    for origin in ["http://localhost:9797", LISTED] {
        assert_eq!(ask(&daemon, &from(origin)).await.status, 200, "{origin}");
    }
    let other_port = "http://localhost:3000";
    let others = ["null", "https://evil.example", "http://127.0.0.1:9797", other_port, ""];
    for origin in others.iter().chain(&["https://localhost:9797", "https://keisei.app.evil"]) {
        let answer = ask(&daemon, &from(origin)).await;
        assert!(answer.header("access-control-allow-origin").is_none(), "{origin}");
        let (status, code, _) = answer.error().await;
        assert_eq!((status, code.as_str()), (403, "forbidden"), "{origin}");
    }
    let twice = [("host", "localhost"), ("origin", LISTED), ("origin", LISTED)];
    assert_eq!(ask(&daemon, &twice).await.status, 403, "two Origins");
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let daemon = daemon("127.0.0.1", None).await;
    let body = r#"{"message":"Hello"}"#;
    let answer = daemon.send("POST", "/chat", &[("content-type", "text/plain")], body).await;
    let (status, code, _) = answer.error().await;
    assert_eq!((status, code.as_str()), (415, "unsupported_media_type"));
    let foreign = [JSON, ("origin", "https://evil.example")];
    assert_eq!(daemon.send("POST", "/chat", &foreign, body).await.status, 403);
}

#[tokio::test]
async fn a_preflight_is_answered_for_listed_pages_only() {
    let daemon = daemon("127.0.0.1", Some("t")).await;
    let ask = async |origin: &str| {
        let method = ("access-control-request-method", "POST");
        let private = ("access-control-request-private-network", "true");
        daemon.send("OPTIONS", "/chat", &[("origin", origin), method, private], "").await
    };
    let answer = ask(LISTED).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some(LISTED));
    assert_eq!(answer.header("access-control-allow-methods"), Some("get,post"));
    let headers = answer.header("access-control-allow-headers");
    assert_eq!(headers, Some("authorization,content-type"));
    assert_eq!(answer.header("access-control-allow-private-network"), Some("true"));
    assert_eq!(answer.header("vary"), Some("origin"));
    let answer = ask("https://evil.example").await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn a_listed_page_may_read_answers_and_errors() {
    let daemon = daemon("127.0.0.1", Some("t")).await;
    for (token, status) in [("Bearer t", 200), ("Bearer x", 403)] {
        let headers = [("origin", LISTED), ("authorization", token)];
        let answer = daemon.send("GET", "/providers", &headers, "").await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), Some(LISTED));
    }
}

#[tokio::test]
async fn a_token_is_asked_for_everywhere_but_at_healthz() {
    let daemon = daemon("127.0.0.1", Some("right")).await;
    for (method, path) in [("GET", "/providers"), ("POST", "/chat"), ("GET", "/nowhere")] {
        let ask = async |headers: &[(&str, &str)]| {
            daemon.send(method, path, &[&[JSON], headers].concat(), "{}").await
        };
        let answer = ask(&[]).await;
        assert_eq!(answer.header("www-authenticate"), Some("bearer"));
        let (status, code, message) = answer.error().await;
        assert_eq!((status, code.as_str()), (401, "unauthorized"), "{path}");
        assert_eq!(message, "missing bearer token");
        assert_eq!(ask(&[("authorization", "Basic right")]).await.status, 401);
        for wrong in ["Bearer righ", "Bearer rightt", "Bearer wrong", "Bearer ", "bearer Right"] {
            let status = ask(&[("authorization", wrong)]).await.status;
            assert!(matches!(status, 401 | 403), "{wrong}: {status}");
        }
        let status = ask(&[("authorization", "bearer right")]).await.status;
        assert!(!matches!(status, 401 | 403), "{path}: {status}");
    }
    let answer = daemon.get("/healthz").await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").unwrap().starts_with("text/plain"));
    assert_eq!(answer.text().await, "ok");
}
