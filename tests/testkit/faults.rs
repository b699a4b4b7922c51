//! A simulator fails exactly as its script says.

use crate::client::{Answer, answer};
use kei_router_testkit::{Refused, Script};
use std::time::Duration;

fn events(answer: &Answer) -> usize {
    answer.body.matches("event: ").count()
}

#[tokio::test]
async fn it_cuts_after_bytes_and_events() {
    let (sim, cut) = answer(Script::text("One two three.").cut_after_bytes(100)).await;
    assert_eq!((cut.body.len(), cut.whole, cut.status), (100, false, 200));
    assert_eq!((sim.aborts(), sim.completed()), (0, 0), "the client has not left");
    let (_sim, cut) = answer(Script::text("One two three.").cut_after_events(3)).await;
    assert_eq!((events(&cut), cut.whole), (3, false), "{cut:?}");
    let (_sim, none) = answer(Script::text("One.").cut_after_events(0)).await;
    assert_eq!((none.status, none.body.as_str(), none.whole), (200, "", false));
    let (_sim, sized) = answer(Script::text("One.").cut_after_events(3).content_length()).await;
    assert_eq!((events(&sized), sized.whole), (3, false), "{sized:?}");
}

#[tokio::test]
async fn it_stalls_and_comments_keep_it_alive() {
    let (_sim, silent) = answer(Script::text("One two.").stall_after_events(2)).await;
    assert_eq!((events(&silent), silent.whole), (2, false), "{silent:?}");
    let script = Script::new().say_tokens(["x"]).first_after(Duration::from_millis(200));
    let (_sim, alive) = answer(script.keep_alive(Duration::from_millis(20))).await;
    let comments = alive.body.matches(": keep-alive\n\n").count();
    assert!(comments >= 3 && alive.whole, "{comments}: {alive:?}");
}

#[tokio::test]
async fn it_fails_in_mid_stream() {
    let script = Script::text("One two.").error_after_events(4, Refused::overloaded());
    let (_sim, answer) = answer(script).await;
    assert!(answer.whole && events(&answer) == 5, "{answer:?}");
    let last = answer.body.trim_end().lines().last().expect("a line");
    assert!(last.starts_with("data: {") && last.contains("overloaded_error"), "{last}");
    assert!(answer.body.contains("event: error\n") && !answer.body.contains("message_stop"));
}

#[tokio::test]
async fn it_ends_early_as_if_that_were_all() {
    let (_sim, early) = answer(Script::text("One two.").end_after_events(4)).await;
    assert_eq!((events(&early), early.whole), (4, true), "{early:?}");
    let (_sim, without) = answer(Script::text("One two.").without_terminator()).await;
    assert!(without.whole && without.body.contains("message_delta"), "{without:?}");
    assert!(!without.body.contains("message_stop"), "{without:?}");
}

#[tokio::test]
async fn it_hangs_up_without_an_answer() {
    let (sim, nothing) = answer(Script::new().hang_up()).await;
    assert_eq!((nothing.status, nothing.head.as_str()), (0, ""));
    assert_eq!((sim.requests().len(), sim.aborts()), (1, 0));
}

#[tokio::test]
async fn something_other_than_http_is_refused() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let (sim, _) = answer(Script::default()).await;
    let mut stream = tokio::net::TcpStream::connect(sim.address()).await.expect("it listens");
    stream.write_all(b"\x16\x03\x01 this is no HTTP\r\n\r\n").await.expect("it reads");
    let mut text = String::new();
    stream.read_to_string(&mut text).await.expect("it answers");
    assert!(text.starts_with("HTTP/1.1 400 "), "{text}");
}
