//! Keys stay where they belong.

use crate::exchange::{SECRETS, exchange, read, refused, send, transport};
use crate::server::{Server, plain};
use http::StatusCode;
use kei_router_core::ErrorKind;
use std::sync::{Arc, Mutex};

#[tokio::test]
async fn a_redirect_is_an_answer_and_never_followed() {
    let elsewhere = Server::answering(plain("200 OK", "", "stolen"));
    let location = format!("location: {}\r\n", elsewhere.url("/steal"));
    for status in ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"] {
        let server = Server::answering(plain(status, &location, "moved"));
        let answer = send(&transport(), exchange(&server.url("/"))).await;
        assert!(answer.head.status.is_redirection());
        assert!(answer.head.headers.contains_key("location"));
        assert_eq!(read(answer.body).await.0, b"moved");
        assert_eq!((server.connections(), elsewhere.connections()), (1, 0), "{status}");
    }
}

#[tokio::test]
async fn a_key_goes_in_clear_to_no_other_machine() {
    let error = refused(&transport(), exchange("http://192.0.2.1/v1")).await;
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("https"), "{error}");
    assert!(error.to_string().contains("allow_cleartext(true)"), "{error}");
}

#[tokio::test]
async fn every_name_below_localhost_is_loopback() {
    let server = Server::answering(plain("200 OK", "", ""));
    let port = server.address().port();
    for host in ["localhost", "LOCALHOST", "no-such-host.localhost", "127.0.0.1"] {
        let url = format!("http://{host}:{port}/v1");
        let answer = send(&transport(), exchange(&url)).await;
        assert_eq!(answer.head.status, StatusCode::OK, "{host}");
    }
}

#[tokio::test]
async fn what_is_sent_is_what_was_asked_and_nothing_is_decoded() {
    let seen = Arc::new(Mutex::new(String::new()));
    let see = Arc::clone(&seen);
    let server = Server::start(move |mut conn| {
        *see.lock().unwrap() = conn.request().unwrap();
        let headers = "content-encoding: gzip\r\nset-cookie: a=b\r\n";
        conn.send(plain("200 OK", headers, "not gzip at all"));
    });
    let answer = send(&transport(), exchange(&server.url("/v1/x"))).await;
    assert_eq!(read(answer.body).await.0, b"not gzip at all");
    let seen = seen.lock().unwrap().clone();
    assert!(seen.starts_with("POST /v1/x?key=query-secret HTTP/1.1\r\n"), "{seen}");
    assert!(seen.contains("\r\nx-api-key: sk-secret\r\n"), "{seen}");
    assert!(seen.contains("\r\nuser-agent: kei-router/"), "{seen}");
    assert!(seen.ends_with("\r\n\r\nmy-prompt"), "{seen}");
    for header in ["accept-encoding", "cookie", "referer"] {
        assert!(!seen.contains(header), "{seen}");
    }
    for secret in SECRETS {
        assert!(!format!("{:?}", transport()).contains(secret));
    }
}
