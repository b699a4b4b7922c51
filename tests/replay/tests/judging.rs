//! What is judged well, and what is not.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use kei_router::ErrorKind;
use kei_router_replay::{Folder, Outcome, sse};
use serde_json::json;

const CHAT: &str = "https://host.test/v1/chat/completions";
const MESSAGES: &str = "https://host.test/v1/messages?beta=true";
const TEXT: &str = r#"{"id":"c1","model":"m","choices":[{"index":0,"delta":{"content":"Hi é"}}]}"#;
const STOP: &str = r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}"#;

/// One call, in two pieces, with some thinking before it.
fn messages() -> String {
    let events = [
        r#"{"type":"message_start","message":{"id":"m1","model":"m","usage":{"input_tokens":5,"cache_read_input_tokens":2,"output_tokens":1}}}"#,
        r#"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}"#,
        r#"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}"#,
        r#"{"type":"content_block_stop","index":0}"#,
        r#"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"now","input":{}}}"#,
        r#"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"in\":"}}"#,
        r#"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\"Oslo\"}"}}"#,
        r#"{"type":"content_block_stop","index":1}"#,
        r#"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}}"#,
        r#"{"type":"message_stop"}"#,
    ];
    sse(&events)
}

/// Payloads of Responses; one of them has a character that some take for the end of a line.
fn responses() -> String {
    [
        r#"{"type":"response.created","response":{"id":"r1","model":"m"}}"#,
        r#"{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"a b"}"#,
        r#"{"type":"response.completed","response":{"id":"r1","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"a b"}]}],"usage":{"input_tokens":1,"output_tokens":2}}}"#,
    ]
    .map(|line| line.replace("a b", "a\u{2028}b") + "\n")
    .concat()
}

#[tokio::test]
async fn sound_recordings_of_every_form_are_well() {
    let crlf = sse(&[TEXT, STOP, "[DONE]"]).replace('\n', "\r\n");
    // A mark of its encoding, an event that the wire does not know, and a piece that was cut.
    let end = sse(&[TEXT, STOP, "[DONE]"]);
    let odd = format!("\u{feff}event: sparkle\ndata: not JSON\n\n{end}data: {{\"cut");
    let folder = Folder::new()
        .stream("openai-chat", "crlf.sse", CHAT, &crlf)
        .stream("anthropic", "call.sse", &format!("{MESSAGES}#first"), &messages())
        .stream("openai-chat", "odd.sse", &format!("{CHAT}#part"), &odd)
        .stream("someone-responses", "list.chunks.jsonl", "", &responses())
        .stream("perplexity", "no-done.sse", "x:/chat/completions", &sse(&[TEXT, STOP]))
        .refusal("someone", 401, CHAT, r#"{"error":{"message":"no"}}"#)
        .refusal("xai-chat", 400, CHAT, r#"{"code":"x","error":"Incorrect API key provided"}"#)
        .stream("ollama", "lines.ndjson", "ollama:/api/chat", "{\"done\":true}\n");
    let report = folder.replay().await.expect("it can be replayed");
    assert!(report.is_well(), "{}", report.text(true));
    let outcomes: Vec<_> = report.judged.iter().map(|one| (one.decoder, one.outcome)).collect();
    let refused = Outcome::Refused(ErrorKind::Authentication);
    let whole = |decoder: &'static str| (decoder, Outcome::Clean);
    let mut wanted = ["openai", "anthropic", "openai", "plain", "plain"].map(whole).to_vec();
    wanted.extend([("plain", refused), ("plain", refused), ("no decoder", Outcome::NoDecoder)]);
    assert_eq!(outcomes, wanted);
    let text = report.text(false);
    assert!(text.contains("no decoder: ollama (ollama-chat), 1"), "{text}");
    assert!(text.contains("quirk: perplexity: sends no [DONE]"), "{text}");
    assert!(text.contains("quirk: xai-chat: refuses a bad key with 400, not 401 (1)"), "{text}");
    assert!(report.json().starts_with("{\"recordings\":["), "{}", report.json());
}

#[tokio::test]
async fn streams_that_should_fail_fail_with_what_had_come() {
    let error = r#"{"error":{"message":"You have no credit","code":"insufficient_quota"}}"#;
    for (body, kind) in [
        (sse(&[TEXT]), ErrorKind::Truncated),
        (sse(&[TEXT, error]), ErrorKind::QuotaExhausted),
        (sse(&[TEXT, "{\"choices\":"]), ErrorKind::Corrupt),
        (sse(&[TEXT]) + "error: {\"detail\":\"out of memory\"}\n\n", ErrorKind::Upstream),
    ] {
        let folder = Folder::new().stream("someone", "a.sse", CHAT, &body);
        let judged = folder.judged().await;
        assert_eq!(judged.outcome, Outcome::Failed(kind), "{judged:?}");
        assert!(judged.differences.is_empty() && judged.violations.is_empty(), "{judged:?}");
    }
}

#[tokio::test]
async fn a_refusal_of_another_kind_than_the_rules_say_is_a_difference() {
    // Anthropic says so under a plain 400; no compatible server is known to.
    let body = r#"{"error":{"type":"invalid_request_error","message":"spend_limit reached"}}"#;
    let folder = Folder::new().refusal("someone", 400, CHAT, body);
    let report = folder.replay().await.expect("it can be replayed");
    assert!(!report.is_well());
    let text = report.text(false);
    let wanted = "kind: decoded BadRequest, plainly QuotaExhausted";
    assert!(text.contains("DIFFERENCE someone/refused-0.http400.json") && text.contains(wanted));
}

#[tokio::test]
async fn what_the_decoder_reads_in_another_way_is_a_difference() {
    // The finished output calls a tool that the stream never spoke of in its place.
    let lines = r#"{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"c1","name":"one","arguments":"{}"}}
{"type":"response.completed","response":{"status":"completed","output":[{"type":"function_call","call_id":"c1","name":"two","arguments":"{}"}]}}
"#;
    let judged = Folder::new().stream("someone", "a.chunks.jsonl", "", lines).judged().await;
    let [calls, parts] = judged.differences.as_slice() else { panic!("{judged:?}") };
    assert!(calls.starts_with("calls: decoded"), "{calls}");
    assert!(parts.starts_with("parts: decoded"), "{parts}");
    assert_eq!(judged.violations, Vec::<String>::new());
}

#[tokio::test]
async fn a_recording_that_is_listed_twice_counts_once() {
    let body = sse(&[TEXT, STOP, "[DONE]"]);
    let again = json!({"provider": "someone", "file": "a.sse", "uri": CHAT});
    let folder = Folder::new().stream("someone", "a.sse", CHAT, &body).listed(again);
    assert_eq!(folder.judged().await.outcome, Outcome::Clean);
}

#[tokio::test]
async fn a_folder_that_cannot_be_read_is_an_error_and_not_well() {
    let error = |folder: Folder| async move {
        folder.replay().await.map(|report| report.is_well()).expect_err("it fails").to_string()
    };
    assert!(error(Folder::new()).await.contains("MANIFEST.json"));
    let absent = json!({"provider": "someone", "file": "absent.sse"});
    assert!(error(Folder::new().listed(absent)).await.contains("absent.sse"));
    let outside = json!({"provider": "..", "file": "passwd"});
    assert!(error(Folder::new().listed(outside)).await.contains("outside of the folder"));
    let empty = Folder::new();
    std::fs::write(empty.path().join("MANIFEST.json"), "[]").expect("it can be written");
    assert!(error(empty).await.contains("lists no recording"));
}
