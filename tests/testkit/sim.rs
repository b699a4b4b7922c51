//! What a simulator says, and how it delivers it.

use crate::client::{ANTHROPIC, BEARER, Client, answer, chat, messages};
use kei_router_testkit::{
    Chunking, EndOfBody, Refused, Script, Sim, anthropic_messages, chat_completions, responses,
};
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn it_answers_at_the_vendors_path() {
    let (sim, answer) = answer(Script::text("Hello there.")).await;
    assert_eq!((answer.status, answer.whole), (200, true));
    assert!(answer.head.contains("content-type: text/event-stream"), "{answer:?}");
    assert!(answer.head.contains("request-id: req_sim_00000001"), "{answer:?}");
    assert!(answer.body.contains("\"Hello \"") && answer.body.contains("\"there.\""));
    assert_eq!(sim.endpoint(), format!("http://{}/v1/messages", sim.address()));
    assert_eq!(sim.base_url(), format!("http://{}", sim.address()));
    let request = &sim.requests()[0];
    assert_eq!((request.connection, &request.json), (1, &messages()));
}

#[tokio::test]
async fn it_serves_every_wire_of_a_vendor() {
    let chat_wire = chat_completions().wire;
    let mut strange = anthropic_messages().wire;
    strange.format = "smoke-signals".into();
    let vendor = responses()
        .with_wire(chat_wire)
        .with_wire(anthropic_messages().wire)
        .with_wire(strange.clone());
    let sim = Sim::start(&vendor, Script::text("Hi.")).await;
    let mut client = Client::dial(&sim).await;
    let response = json!({"model": "m", "stream": true, "input": "Hi"});
    let answer = client.ask("/v1/responses", &BEARER, &response).await;
    assert!(answer.body.contains("event: response.completed"), "{answer:?}");
    let answer = client.ask("/v1/chat/completions", &BEARER, &chat()).await;
    assert!(answer.body.ends_with("data: [DONE]\n\n"), "{answer:?}");
    let answer = client.ask("/v1/messages", &ANTHROPIC, &messages()).await;
    assert!(answer.body.contains("event: message_stop"), "{answer:?}");
    let key = ["content-type: application/json", "x-api-key: k"];
    assert_eq!(client.ask("/v1/responses", &key, &response).await.status, 401, "its own place");
    let other = client.ask("/v1/messages", &BEARER, &chat()).await;
    assert_eq!(other.status, 400, "each wire has its own rules: {other:?}");
    let ends = vendor.wires().map(|wire| sim.endpoint_of(wire)).collect::<Vec<_>>();
    assert_eq!(ends[0], sim.endpoint());
    assert!(ends[1].ends_with("/v1/chat/completions"), "{ends:?}");
    let vendor = responses().with_wire(strange.with_path("smoke"));
    let sim = Sim::start(&vendor, Script::default()).await;
    let answer = Client::dial(&sim).await.ask("/v1/smoke", &BEARER, &response).await;
    assert_eq!(answer.status, 404, "{answer:?}");
}

#[tokio::test]
async fn a_reply_can_depend_on_the_request() {
    let echo = Script::respond(|request| {
        Script::new().say_tokens([request.last_user_text().unwrap_or_default()])
    });
    let (_sim, answer) = answer(echo).await;
    assert!(answer.body.contains("\"Hi\""), "{answer:?}");
    let script = Script::turns([Script::text("first"), Script::text("second")]);
    let sim = Sim::start(&anthropic_messages(), script).await;
    let mut client = Client::dial(&sim).await;
    let mut body = messages();
    for word in ["first", "second", "second"] {
        let answer = client.ask("/v1/messages", &ANTHROPIC, &body).await;
        assert!(answer.body.contains(word), "{answer:?}");
        let history = body["messages"].as_array_mut().expect("an array");
        history.push(json!({"role": "assistant", "content": word}));
        history.push(json!({"role": "user", "content": "Go on"}));
    }
    assert_eq!(sim.connections(), 1);
}

#[tokio::test]
async fn it_keeps_its_pace() {
    let step = Duration::from_millis(40);
    let script = Script::new().say_tokens(["a", "b", "c"]).first_after(step * 2).token_every(step);
    let begin = Instant::now();
    let (_sim, answer) = answer(script.head_after(step)).await;
    assert!(answer.whole && begin.elapsed() >= step * 5, "{:?}", begin.elapsed());
}

#[tokio::test]
async fn chunks_are_cut_as_the_script_says() {
    let (_sim, events) = answer(Script::text("Hi.")).await;
    let one_each = events.chunks.iter().all(|chunk| chunk.ends_with(b"\n\n"));
    assert!(one_each && events.chunks.len() > 5, "{events:?}");
    let (_sim, bytes) = answer(Script::text("Hi.").chunking(Chunking::Every(1))).await;
    assert!(bytes.chunks.iter().all(|chunk| chunk.len() == 1));
    let (_sim, whole) = answer(Script::text("Hi.").chunking(Chunking::Whole)).await;
    assert_eq!(whole.chunks.len(), 1);
    assert_eq!((&bytes.body, &whole.body), (&events.body, &events.body));
    let (_sim, sized) = answer(Script::text("Hi.").content_length()).await;
    assert!(sized.chunks.is_empty() && sized.head.contains("content-length"), "{sized:?}");
    assert_eq!((sized.whole, sized.body), (true, events.body));
}

#[tokio::test]
async fn lines_end_as_the_script_says() {
    let (_sim, answer) = answer(Script::text("Hi.").crlf().bom().comments("still here")).await;
    assert!(answer.body.starts_with("\u{feff}: still here\r\n\r\nevent: "), "{answer:?}");
    assert!(!answer.body.replace("\r\n", "").contains('\n'), "{answer:?}");
}

#[tokio::test]
async fn the_end_of_the_body_has_its_time() {
    let begin = Instant::now();
    let wait = Duration::from_millis(100);
    let (sim, late) = answer(Script::text("Hi.").end_of_body(EndOfBody::After(wait))).await;
    assert!(late.whole && begin.elapsed() >= wait);
    assert_eq!(sim.completed(), 1);
    let (sim, open) = answer(Script::text("Hi.").end_of_body(EndOfBody::Never)).await;
    assert!(!open.whole && open.body.contains("message_stop"), "{open:?}");
    assert_eq!(sim.completed(), 0);
}

#[tokio::test]
async fn it_refuses_in_the_vendors_shape() {
    let script = Script::new().refuse(Refused::overloaded()).header("x-should-retry", "true");
    let (_sim, answer) = answer(script).await;
    assert_eq!(answer.status, 529);
    assert!(answer.head.contains("x-should-retry: true"), "{answer:?}");
    let body: serde_json::Value = serde_json::from_str(&answer.body).expect("it is JSON");
    assert_eq!(body["error"], json!({"type": "overloaded_error", "message": "Overloaded"}));
}

#[tokio::test]
async fn documents_and_redirects_are_sent_as_they_are() {
    let (_sim, page) = answer(Script::new().document(502, "text/html", "<p>Bad gateway")).await;
    assert_eq!((page.status, page.body.as_str(), page.whole), (502, "<p>Bad gateway", true));
    let (_sim, moved) = answer(Script::new().redirect("http://127.0.0.1:9/")).await;
    assert_eq!(moved.status, 307);
    assert!(moved.head.contains("location: http://127.0.0.1:9/"), "{moved:?}");
}

#[tokio::test]
async fn a_wire_that_is_not_known_is_an_error() {
    let mut descriptor = anthropic_messages();
    descriptor.wire.format = "smoke-signals".into();
    let started = Sim::try_start(&descriptor, Script::default(), Default::default()).await;
    assert_eq!(started.expect_err("not known").kind(), std::io::ErrorKind::Unsupported);
}
