//! The page at `/`, as it is sent. What it does is for a browser: `cargo xtask page`.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Daemon, limits, open};
use kei_cortex::Guard;
use kei_router::{LlmRouter, Secret};
use std::net::{IpAddr, Ipv4Addr};

async fn daemon(rules: Guard) -> Daemon {
    Daemon::with(LlmRouter::new(), rules, limits()).await
}

#[tokio::test]
async fn the_page_comes_with_a_policy_that_lets_it_reach_the_daemon_alone() {
    let daemon = daemon(open()).await;
    let answer = daemon.get("/").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
    let policy = answer.header("content-security-policy").unwrap().to_owned();
    for directive in [
        "default-src 'none'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.split("; ").any(|given| given == directive), "{directive} in {policy}");
    }
    assert!(answer.text().await.starts_with("<!doctype html>"));
}

#[tokio::test]
async fn head_gives_the_same_head_and_nothing_else_is_done_at_the_page() {
    let daemon = daemon(open()).await;
    let whole = daemon.get("/").await;
    let head = daemon.send("HEAD", "/", &[], "").await;
    assert_eq!(head.status, 200);
    for name in ["content-type", "content-length", "content-security-policy"] {
        assert!(head.header(name).is_some(), "{name}");
        assert_eq!(head.header(name), whole.header(name), "{name}");
    }
    assert_eq!(daemon.post("/", "{}").await.error().await.0, 405);
    assert_eq!(daemon.get("/chat").await.error().await.0, 405);
}

#[tokio::test]
async fn the_page_needs_no_token_since_it_asks_for_it_and_still_a_host_that_is_known() {
    let token = Secret::new("my-token");
    let daemon = daemon(Guard::new(IpAddr::V4(Ipv4Addr::LOCALHOST), token, Vec::new())).await;
    assert_eq!(daemon.get("/").await.status, 200);
    assert_eq!(daemon.get("/providers").await.status, 401);
    assert_eq!(
        common::send(daemon.addr, "GET", "/", &[("host", "evil.example")], "").await.status,
        403
    );
}
