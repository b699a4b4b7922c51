//! What is wrong with a request is said before any vendor is asked.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::Daemon;
use kei_router::LlmRouter;
use serde_json::json;

async fn daemon() -> Daemon {
    Daemon::start(LlmRouter::from_vars(|_| None)).await
}

/// The status and the code with which a body is refused; its text may not come back.
async fn refused(daemon: &Daemon, body: &str) -> (u16, String) {
    let (status, code, message) = daemon.post("/chat", body).await.error().await;
    assert!(!message.contains("secret"), "{message}");
    (status, code)
}

#[tokio::test]
async fn a_body_of_a_wrong_shape_is_refused_and_not_quoted() {
    let daemon = daemon().await;
    let unprocessable = (422, "unprocessable".to_owned());
    let wrong = [
        r#"{}"#,
        r#"{"system":"secret"}"#,
        r#"{"message":["secret"]}"#,
        r#"{"message":null}"#,
        r#"{"message":"Hi","system":7}"#,
        r#"{"message":"Hi","history":"secret"}"#,
        r#"{"message":"Hi","history":[{"role":"user"}]}"#,
        r#""secret""#,
    ];
    for body in wrong {
        assert_eq!(refused(&daemon, body).await, unprocessable, "{body}");
    }
    for body in ["", "secret", r#"{"message":"secret""#, r#"{"message":"Hi"} secret"#] {
        assert_eq!(refused(&daemon, body).await, (400, "bad_request".to_owned()), "{body}");
    }
}

#[tokio::test]
async fn a_message_has_a_least_and_a_greatest_length() {
    let daemon = daemon().await;
    for message in ["", " \n\t"] {
        let body = json!({"message": message}).to_string();
        let (status, code, said) = daemon.post("/chat", &body).await.error().await;
        assert_eq!((status, code.as_str()), (400, "bad_request"));
        assert_eq!(said, "the message is empty");
    }
    // Characters are counted, not bytes: the first one that is too much is the 2,500,001st.
    let of = |count: usize| json!({"message": "ä".repeat(count)}).to_string();
    let too_long = (413, "payload_too_large".to_owned());
    assert_eq!(refused(&daemon, &of(2_500_001)).await, too_long);
    assert_eq!(refused(&daemon, &of(2_500_000)).await.1, "missing_key");
}

#[tokio::test]
async fn a_body_may_have_32_mib() {
    const MAX: usize = 32 * 1024 * 1024;
    let daemon = daemon().await;
    let of = |size: usize| {
        let empty = json!({"message": "Hi", "system": ""}).to_string();
        json!({"message": "Hi", "system": "s".repeat(size - empty.len())}).to_string()
    };
    assert_eq!(refused(&daemon, &of(MAX)).await.1, "missing_key");
    let too_large = (413, "payload_too_large".to_owned());
    assert_eq!(refused(&daemon, &of(MAX + 1)).await, too_large);
}

#[tokio::test]
async fn the_longest_message_fits_into_a_body_however_it_is_escaped() {
    let daemon = daemon().await;
    // A character beyond the basic plane is escaped as two of six bytes.
    let message = "\\ud83d\\ude00".repeat(2_500_000);
    let body = format!(r#"{{"message":"{message}"}}"#);
    assert_eq!(refused(&daemon, &body).await.1, "missing_key");
}

#[tokio::test]
async fn a_wrong_member_is_named() {
    let daemon = daemon().await;
    let wrong = [
        (r#"{}"#, "the body: lacks the member `message`"),
        (r#"{"message":"Hi","system":7}"#, "system: expected a string"),
        (r#"{"message":"Hi","max_tokens":-1}"#, "max_tokens: expected"),
        (r#"{"message":"Hi","max_tokens":"secret"}"#, "max_tokens: expected"),
        (r#"{"message":"Hi","temperature":"secret"}"#, "temperature: expected"),
        (r#"{"message":"Hi","reasoning":"secret"}"#, "reasoning: expected off, minimal, low"),
        (r#"{"message":"Hi","tools":[{"description":"secret"}]}"#, "tools[0]: "),
        (r#"{"message":"Hi","history":"secret"}"#, "history: expected"),
        (
            r#"{"message":"Hi","history":[{"role":"user"}]}"#,
            "history[0]: lacks the member `content`",
        ),
    ];
    for (body, expected) in wrong {
        let (status, code, message) = daemon.post("/chat", body).await.error().await;
        assert_eq!((status, code.as_str()), (422, "unprocessable"), "{body}");
        assert!(message.starts_with(expected) && !message.contains("secret"), "{body}: {message}");
    }
}

#[tokio::test]
async fn an_unknown_word_of_events_is_refused() {
    let daemon = daemon().await;
    for words in ["Usage", "usages", "usage,secret", "usage%20reasoning"] {
        let path = format!("/chat?events={words}");
        let (status, code, message) = daemon.post(&path, r#"{"message":"Hi"}"#).await.error().await;
        assert_eq!((status, code.as_str()), (400, "bad_request"), "{words}");
        assert!(message.contains("usage, reasoning, tools, warning"), "{message}");
        assert!(!message.contains("secret"), "{message}");
    }
}

#[tokio::test]
async fn unknown_paths_methods_and_queries_are_refused_in_the_same_shape() {
    let daemon = daemon().await;
    let (status, code, _) = daemon.get("/chats").await.error().await;
    assert_eq!((status, code.as_str()), (404, "not_found"));
    let answer = daemon.get("/chat").await;
    assert_eq!(answer.header("allow"), Some("post"));
    let (status, code, _) = answer.error().await;
    assert_eq!((status, code.as_str()), (405, "method_not_allowed"));
    let path = "/chat?provider=a&provider=b";
    let (status, code, _) = daemon.post(path, r#"{"message":"Hi"}"#).await.error().await;
    assert_eq!((status, code.as_str()), (400, "bad_request"));
}

#[tokio::test]
async fn an_unknown_provider_is_a_bad_request() {
    let daemon = daemon().await;
    for name in ["nope", "nope/model", "", "%3Cscript%3E"] {
        let path = format!("/chat?provider={name}");
        let (status, code, message) = daemon.post(&path, r#"{"message":"Hi"}"#).await.error().await;
        assert_eq!((status, code.as_str()), (400, "unknown_provider"), "{name}");
        assert!(!message.contains('<'), "{message}");
    }
}

#[tokio::test]
async fn a_provider_named_by_nothing_is_told_so() {
    let daemon = daemon().await;
    let answer = daemon.post("/chat?provider=", r#"{"message":"Hi"}"#).await;
    let (status, code, message) = answer.error().await;
    assert_eq!((status, code.as_str()), (400, "unknown_provider"));
    assert!(message.contains("`provider` is empty"), "{message}");
}
