//! The Chat Completions wire: odd and damaged streams keep the laws, however they are cut.

use futures_util::FutureExt;
use kei_router_chat_completions::{ChatCompletions, Dialect};
use kei_router_core::codec::{Codec, Endpoint};
use kei_router_core::engine::{Route, open};
use kei_router_core::{ChatRequest, ErrorKind, LlmError, Message, StreamEvent};
use kei_router_testkit::laws::{Item, collect_ready};
use kei_router_testkit::{Chunking, Replay, ReplayTransport};
use std::sync::Arc;

/// One of everything that OpenAI's own servers and their imitators send.
pub(crate) const TURN: &str = r#"data: {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0}]}

: keep-alive

data: {"id":"c-1","object":"chat.completion.chunk","created":1,"model":"m-1","service_tier":"odd","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"xyz"}

data: {"id":"c-1","model":"m-1","choices":[{"index":0,"delta":{"content":null,"reasoning_content":"Hm, Größe"},"finish_reason":null}]}

data: {"id":"c-1","model":"m-1","choices":[{"index":0,"delta":{"content":"Let me \u00e9 \ud83c\udf0a","reasoning_content":null},"finish_reason":""}]}

event: sparkle
data: not even JSON

data: {"id":"c-1","model":"m-1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":""}}]}}]}

data: {"id":"c-1","model":"m-1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}},{"index":1,"id":"call_2","type":"function","function":{"name":"now","arguments":""}}]}}]}

data: {"id":"c-1","model":"m-1","choices":[{"index":1,"delta":{"content":"another choice"},"finish_reason":"length"}]}

data: {"id":"c-1","model":"m-1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":" \"K\u00f6ln\"}"}}]}}]}

data: {"id":"c-1","model":"m-1","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

data: {"id":"c-1","model":"m-1","choices":[],"usage":{"prompt_tokens":60,"completion_tokens":89,"total_tokens":149,"prompt_tokens_details":{"cached_tokens":30,"cache_write_tokens":20},"completion_tokens_details":{"reasoning_tokens":7}}}

data: [DONE]

"#;

/// Plays a body through the engine, and checks the laws.
pub(crate) fn play<C: Codec>(
    codec: C,
    custom: bool,
    answer: Replay,
) -> Result<Vec<Item>, LlmError> {
    let endpoint = Endpoint::resolve(&codec.descriptor().base_url, codec.descriptor())?;
    let mut call = Route::new(endpoint, "m-1");
    call.third_party = custom;
    let transport = ReplayTransport::new(answer);
    let request = ChatRequest::new([Message::user("hi")]);
    let stream = open(Arc::new(codec), &transport, &request, call).now_or_never();
    let collected = collect_ready(stream.expect("a replay is ready")?).now_or_never();
    let collected = collected.expect("a replay is ready");
    collected.check().unwrap_or_else(|broken| panic!("{broken:?}"));
    Ok(collected.items)
}

fn codec() -> ChatCompletions {
    let descriptor = kei_router_openai::OpenAi::chat().descriptor().clone();
    let models = kei_router_openai::MODELS;
    ChatCompletions::new(descriptor, Dialect::PLAIN).with_models(models)
}

/// The events, and the kind of the error that ends them.
fn outcome(items: Vec<Item>) -> (Vec<StreamEvent>, Option<ErrorKind>) {
    let mut events = Vec::new();
    let mut error = None;
    for item in items {
        match item {
            Ok(event) => events.push(event),
            Err(failure) => error = Some(failure.kind()),
        }
    }
    (events, error)
}

#[test]
fn every_cut_is_the_same_turn() {
    let run = |body: &str, chunking| {
        outcome(play(codec(), false, Replay::sse(body.to_owned()).chunking(chunking)).unwrap())
    };
    let whole = run(TURN, Chunking::Whole);
    assert_eq!(whole.0.last(), Some(&StreamEvent::Done));
    for chunking in [Chunking::Every(1), Chunking::Every(2), Chunking::Every(7), Chunking::Events] {
        assert_eq!(run(TURN, chunking.clone()), whole);
        assert_eq!(run(&TURN.replace('\n', "\r\n"), chunking), whole);
    }
}

#[test]
fn every_truncation_is_an_error_until_the_reason_has_come() {
    let reason = TURN.find("data: {\"id\":\"c-1\",\"model\":\"m-1\",\"choices\":[],").unwrap();
    for end in (0..TURN.len()).filter(|end| TURN.is_char_boundary(*end)) {
        let (events, error) = outcome(play(codec(), true, Replay::sse(&TURN[..end])).unwrap());
        if end < reason {
            assert_eq!(error, Some(ErrorKind::Truncated), "at byte {end}");
        } else {
            assert_eq!((error, events.last()), (None, Some(&StreamEvent::Done)), "at byte {end}");
        }
    }
}

#[test]
fn a_broken_connection_after_the_reason_is_whole_with_a_warning() {
    let end = TURN.find("data: [DONE]").unwrap();
    let broken = Replay::sse(&TURN[..end]).end(kei_router_testkit::ReplayEnd::Broken);
    let (events, error) = outcome(play(codec(), false, broken).unwrap());
    assert_eq!(error, None);
    let warnings = events.iter().filter(|event| matches!(event, StreamEvent::Warning(_))).count();
    assert_eq!(warnings, 3, "the other choice, the missing [DONE], the connection");
}

/// Whatever happens to the bytes, the laws hold; that is checked with each play.
#[test]
fn damaged_streams_keep_the_laws() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let pieces = ["null", "{}", "[]", "-1", "\"\"", "}", "\\", "1e999", "data: ", "\n\n", "error"];
    let mut failed = 0;
    for _ in 0..3_000 {
        let mut body = TURN.as_bytes().to_vec();
        for _ in 0..=next(3) {
            let at = next(body.len());
            let piece = pieces[next(pieces.len())].as_bytes();
            let cut = next(12).min(body.len() - at);
            body.splice(at..at + cut, piece.iter().copied());
        }
        let (_, error) = outcome(play(codec(), next(2) == 0, Replay::sse(body)).unwrap());
        failed += usize::from(error.is_some());
    }
    assert!((500..3_000).contains(&failed), "{failed} of 3000 damaged streams failed");
}
