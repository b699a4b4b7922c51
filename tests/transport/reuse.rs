//! A connection whose body is read to the end is used again.

use crate::exchange::{exchange, read, send, transport};
use crate::server::{SSE, Server, chunk, plain};

async fn assert_reused(answer: String) {
    let server = Server::answering(answer);
    let transport = transport();
    for _ in 0..50 {
        let (all, end) = read(send(&transport, exchange(&server.url("/"))).await.body).await;
        assert_eq!(all, b"all of it");
        end.unwrap();
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn fifty_answers_with_a_length_take_one_connection() {
    assert_reused(plain("200 OK", "", "all of it")).await;
}

#[tokio::test]
async fn fifty_answers_in_chunks_take_one_connection() {
    assert_reused(SSE.to_owned() + &chunk("all ") + &chunk("of it") + &chunk("")).await;
}
