//! HTTP/2 over plain TCP, against the h2 crate.

use crate::exchange::{exchange, next, read, refused, send};
use crate::server::Server;
use bytes::Bytes;
use h2::{Reason, SendStream};
use http::{Response, Version};
use kei_router_core::ErrorKind;
use kei_router_http::HttpTransport;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What a server does after the first piece of a body.
#[derive(Clone, Copy)]
pub(crate) enum Behaviour {
    Finish,
    Reset,
    Stay,
}

/// What a server saw.
pub(crate) struct Watch {
    connections: Arc<AtomicUsize>,
    resets: UnboundedReceiver<Reason>,
}

/// The server's URL.
pub(crate) async fn h2_server(behaviour: Behaviour) -> (String, Watch) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let (sender, resets) = unbounded_channel();
    let watch = Watch { connections: Arc::clone(&connections), resets };
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            connections.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(serve(stream, behaviour, sender.clone()));
        }
    });
    (url, watch)
}

async fn serve(stream: TcpStream, behaviour: Behaviour, sender: UnboundedSender<Reason>) {
    let mut connection = h2::server::handshake(stream).await.unwrap();
    while let Some(Ok((_, mut respond))) = connection.accept().await {
        let body = respond.send_response(Response::new(()), false).unwrap();
        tokio::spawn(answer(body, behaviour, sender.clone()));
    }
}

async fn answer(
    mut body: SendStream<Bytes>,
    behaviour: Behaviour,
    sender: UnboundedSender<Reason>,
) {
    body.send_data(Bytes::from_static(b"x"), matches!(behaviour, Behaviour::Finish)).unwrap();
    match behaviour {
        Behaviour::Finish => {}
        Behaviour::Reset => {
            tokio::time::sleep(Duration::from_millis(20)).await;
            body.send_reset(Reason::INTERNAL_ERROR);
        }
        Behaviour::Stay => {
            let reason = poll_fn(|cx| body.poll_reset(cx)).await.unwrap();
            // Nobody listens once the test is over.
            let _gone = sender.send(reason);
        }
    }
}

fn transport() -> HttpTransport {
    HttpTransport::builder().http2_prior_knowledge(true).build()
}

#[tokio::test]
async fn dropping_the_body_resets_its_stream_and_the_connection_lives_on() {
    let (url, mut watch) = h2_server(Behaviour::Stay).await;
    let transport = transport();
    for _ in 0..3 {
        let answer = send(&transport, exchange(&url)).await;
        assert_eq!(answer.head.version, Version::HTTP_2);
        let mut body = answer.body;
        assert_eq!(next(&mut body).await.unwrap().unwrap(), "x");
        drop(body);
        let reset = tokio::time::timeout(Duration::from_secs(1), watch.resets.recv());
        assert_eq!(reset.await.unwrap(), Some(Reason::CANCEL));
    }
    assert_eq!(watch.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_stream_that_the_server_resets_is_truncated() {
    let (url, _watch) = h2_server(Behaviour::Reset).await;
    let (all, end) = read(send(&transport(), exchange(&url)).await.body).await;
    assert_eq!(all, b"x");
    let error = end.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated);
    assert!(error.to_string().contains("the connection broke"), "{error}");
}

#[tokio::test]
async fn a_stream_that_ends_is_whole() {
    let (url, watch) = h2_server(Behaviour::Finish).await;
    let transport = transport();
    for _ in 0..10 {
        let (all, end) = read(send(&transport, exchange(&url)).await.body).await;
        assert_eq!(all, b"x");
        end.unwrap();
    }
    assert_eq!(watch.connections.load(Ordering::SeqCst), 1);
}

/// What a server writes into the frame that closes a connection.
const DEBUG_TEXT: &[u8] = b"sk-secret may not ask my-prompt";

/// A frame of HTTP/2.
fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).expect("a short frame");
    [&[0, 0, length, kind, flags, 0, 0, 0, stream][..], payload].concat()
}

/// A server that closes the connection with a text of its own: before its answer, or behind the
/// first piece of it.
fn going_away(after_a_piece: bool) -> Server {
    Server::start(move |mut conn| {
        let (settings, ack) = (frame(4, 0, 0, &[]), frame(4, 1, 0, &[]));
        conn.send([settings, ack].concat());
        conn.wait_for(b"my-prompt");
        if after_a_piece {
            let status_200 = frame(1, 4, 1, &[0x88]);
            conn.send([status_200, frame(0, 0, 1, b"x")].concat());
            std::thread::sleep(Duration::from_millis(50));
        }
        // No stream was handled, for an internal error.
        let payload = [&[0, 0, 0, 0, 0, 0, 0, 2], DEBUG_TEXT].concat();
        conn.send(frame(7, 0, 0, &payload));
        conn.time_to_end();
    })
}

#[tokio::test]
async fn the_text_with_which_a_server_closes_a_connection_is_in_no_error() {
    let server = going_away(false);
    let error = refused(&transport(), exchange(&server.url("/"))).await;
    assert_eq!(error.kind(), ErrorKind::Http, "{error:?}");

    let server = going_away(true);
    let (all, end) = read(send(&transport(), exchange(&server.url("/"))).await.body).await;
    assert_eq!(all, b"x");
    let error = end.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated);
    assert!(format!("{error:?}").contains("HTTP/2"), "the reason is said: {error:?}");
}
