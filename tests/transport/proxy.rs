//! Proxies from the environment.

use crate::child::{is_child, run_again};
use crate::exchange::{exchange, read, send, transport};
use crate::server::{Server, plain};
use bytes::Bytes;
use http::Request;
use kei_router_core::ErrorKind;
use kei_router_core::transport::HttpRequest;
use kei_router_http::HttpTransport;
use std::sync::{Arc, Mutex};

/// One request to loopback, and one that bears no key to another machine.
#[tokio::main(flavor = "current_thread")]
async fn two_requests() {
    let server = Server::answering(plain("200 OK", "", "direct"));
    let port = server.address().port();
    for host in ["127.0.0.1", "localhost", "a.localhost"] {
        let answer = send(&transport(), exchange(&format!("http://{host}:{port}/near"))).await;
        assert_eq!(read(answer.body).await.0, b"direct", "{host}");
    }
    let far = || {
        let request = Request::post("http://192.0.2.1/far").body(Bytes::new()).unwrap();
        HttpRequest::new(request)
    };
    assert_eq!(read(send(&transport(), far()).await.body).await.0, b"by proxy");
    let direct = HttpTransport::builder()
        .proxy_from_env(false)
        .connect_timeout(std::time::Duration::from_millis(100));
    // There is no such machine: some networks say so, others say nothing.
    let answer = kei_router_core::transport::Transport::send(&direct.build(), far()).await;
    assert!(answer.is_err());
}

#[test]
fn a_request_to_loopback_never_goes_through_a_proxy() {
    if is_child() {
        return two_requests();
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let see = Arc::clone(&seen);
    let proxy = Server::start(move |mut conn| {
        while let Some(request) = conn.request() {
            see.lock().unwrap().push(request.lines().next().unwrap().to_owned());
            conn.send(plain("200 OK", "", "by proxy"));
        }
    });
    let name = "proxy::a_request_to_loopback_never_goes_through_a_proxy";
    run_again(name, &[("HTTP_PROXY", &proxy.url("")), ("ALL_PROXY", &proxy.url(""))]);
    assert_eq!(*seen.lock().unwrap(), ["POST http://192.0.2.1/far HTTP/1.1"]);
}

#[tokio::test]
async fn a_proxy_by_the_builder_gets_its_password_in_a_header_and_no_request_to_loopback() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let see = Arc::clone(&seen);
    let proxy = Server::start(move |mut conn| {
        while let Some(request) = conn.request() {
            see.lock().unwrap().push(request);
            conn.send(plain("200 OK", "", "by proxy"));
        }
    });
    let url = proxy.url("").replace("http://", "http://me:p%40ss@");
    let builder = HttpTransport::builder().proxy(url).unwrap().user_agent("mine/1").unwrap();
    let transport = builder.build();
    let near = Server::answering(plain("200 OK", "", "direct"));
    assert_eq!(read(send(&transport, exchange(&near.url("/"))).await.body).await.0, b"direct");
    let far = Request::post("http://192.0.2.1/far").body(Bytes::new()).unwrap();
    let answer = send(&transport, HttpRequest::new(far)).await;
    assert_eq!(read(answer.body).await.0, b"by proxy");
    let seen = seen.lock().unwrap().join("\n");
    assert_eq!(seen.matches("HTTP/1.1").count(), 1, "{seen}");
    // "me:p@ss" in base64.
    assert!(seen.contains("proxy-authorization: Basic bWU6cEBzcw=="), "{seen}");
    assert!(seen.contains("user-agent: mine/1"), "{seen}");
}

#[test]
fn what_is_no_proxy_and_no_user_agent_is_an_error_of_the_configuration() {
    let builder = HttpTransport::builder;
    for wrong in
        ["", "no URL", "socks5://127.0.0.1:1", "ftp://me:sk-secret@h", "http://sk-secret:x"]
    {
        let error = crate::exchange::checked(builder().proxy(wrong).err().unwrap());
        assert_eq!(error.kind(), ErrorKind::Configuration, "{wrong}");
    }
    let error = builder().user_agent("two\nlines").err().unwrap();
    assert_eq!(error.http_status(), 500);
}
