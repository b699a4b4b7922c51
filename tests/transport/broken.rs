//! Connections that fail before the answer, and bodies that break.

use crate::exchange::{exchange, read, refused, send, transport};
use crate::server::{SSE, Server, chunk};
use kei_router_core::ErrorKind;
use std::error::Error;
use std::net::TcpListener;

async fn assert_truncated(answer: String, arrived: &str) {
    let server = Server::start(move |mut conn| {
        conn.request();
        conn.send(&answer);
    });
    let answer = send(&transport(), exchange(&server.url("/"))).await;
    let (all, end) = read(answer.body).await;
    assert_eq!(String::from_utf8_lossy(&all), arrived);
    let error = end.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated, "{error:?}");
    assert!(error.to_string().contains("the connection broke"), "{error}");
    assert!(error.source().is_some());
}

#[tokio::test]
async fn a_body_that_breaks_is_truncated() {
    let short = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this";
    assert_truncated(short.to_owned(), "only this").await;
    assert_truncated(SSE.to_owned() + &chunk("whole"), "whole").await;
    assert_truncated(SSE.to_owned() + "ff\r\nhalf a chunk", "half a chunk").await;
    assert_truncated(SSE.to_owned() + &chunk("whole") + "zz\r\n", "whole").await;
}

#[tokio::test]
async fn a_body_without_length_ends_with_its_connection() {
    let server = Server::start(|mut conn| {
        conn.request();
        conn.send("HTTP/1.0 200 OK\r\n\r\nall of it");
    });
    let answer = send(&transport(), exchange(&server.url("/"))).await;
    assert_eq!(answer.head.version, http::Version::HTTP_10);
    let (all, end) = read(answer.body).await;
    assert_eq!((all.as_slice(), end.is_ok()), (b"all of it".as_slice(), true));
}

#[tokio::test]
async fn a_connection_that_fails_before_the_answer_is_a_connection_error() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let error = refused(&transport(), exchange(&gone)).await;
    assert_eq!(error.kind(), ErrorKind::Unreachable);
    assert!(matches!(error, kei_router_core::LlmError::Http(_)));
    assert!(error.to_string().contains("connection refused"), "{error}");

    for answer in ["", "HTTP/1.1 200 O", "not HTTP at all\r\n\r\n"] {
        let server = Server::start(move |mut conn| {
            conn.request();
            conn.send(answer);
        });
        let error = refused(&transport(), exchange(&server.url("/"))).await;
        assert_eq!(error.kind(), ErrorKind::Http, "{error:?}");
        assert!(error.to_string().contains("before the answer began"), "{error}");
        assert!(error.source().is_some());
    }
}

#[tokio::test]
async fn a_name_that_is_none_is_a_connection_error() {
    // No label may be that long, so no name server is asked.
    let mut exchange = exchange(&format!("http://{}.test/", "a".repeat(64)));
    exchange.allow_cleartext = true;
    let transport = kei_router_http::HttpTransport::builder().proxy_from_env(false).build();
    let error = refused(&transport, exchange).await;
    assert_eq!(error.kind(), ErrorKind::Http);
    assert!(error.to_string().contains("name cannot be resolved"), "{error}");
}

#[tokio::test]
async fn what_is_no_url_to_post_to_is_an_error_of_the_configuration() {
    for url in ["ftp://127.0.0.1/", "/v1/messages"] {
        let error = refused(&transport(), exchange(url)).await;
        assert_eq!(error.kind(), ErrorKind::Configuration, "{url}");
    }
}
