//! Work that grows with what comes, and not with its square.

use super::{read, sse, wires};
use std::time::{Duration, Instant};

const SMALL: usize = 128 << 10;
/// How many times larger the larger stream is. A linear reader takes as many times longer, a
/// quadratic one the square of it.
const TIMES: usize = 24;

fn time(format: &str, body: &str) -> Duration {
    let wire = wires(format).remove(0);
    let once = || {
        let begun = Instant::now();
        let _ = read(&wire, body.to_owned(), 64 << 20);
        begun.elapsed()
    };
    // Whatever else runs on the machine makes it longer, never shorter.
    once().min(once())
}

/// `body` gives a stream of about so many bytes.
fn is_linear(what: &str, format: &str, body: impl Fn(usize) -> String) {
    let (small, large) = (time(format, &body(SMALL)), time(format, &body(SMALL * TIMES)));
    let ratio = large.as_secs_f64() / small.as_secs_f64().max(0.002);
    assert!(ratio < 5.0 * TIMES as f64, "{what}: {ratio:.0} times longer: {small:?}, {large:?}");
}

/// Pieces of a kibibyte, of about `bytes` bytes in all.
fn pieces(bytes: usize, piece: impl Fn(&str) -> String) -> Vec<String> {
    let text = "a".repeat(1000);
    (0..bytes >> 10).map(|_| piece(&text)).collect()
}

#[test]
fn arguments_whose_pieces_look_like_new_calls_are_read_once() {
    let call = |arguments: String| {
        format!(
            r#"{{"choices":[{{"delta":{{"tool_calls":[{{"index":0,"id":"c","function":{{"name":"f","arguments":"{arguments}"}}}}]}}}}]}}"#
        )
    };
    is_linear("a name in each piece", "chat-completions", |bytes| {
        let first = call(r#"{\"a\":\""#.to_owned());
        sse([first].into_iter().chain(pieces(bytes, |text| call(format!("{{{text}")))))
    });
}

#[test]
fn an_input_whose_block_stops_at_each_piece_is_read_once() {
    let delta = |json: String| {
        format!(
            r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"input_json_delta","partial_json":"{json}"}}}}"#
        )
    };
    let start = r#"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"c","name":"f"}}"#;
    let stop = r#"{"type":"content_block_stop","index":0}"#;
    is_linear("a stop behind each piece", "anthropic-messages", |bytes| {
        let begun = [start.to_owned(), delta(r#"{\"a\":\""#.to_owned())];
        let piece = |text: &str| sse([delta(format!("{text}}}")), stop.to_owned()]);
        sse(begun) + &pieces(bytes, piece).concat()
    });
}

#[test]
fn vendor_data_that_comes_again_and_again_is_joined_at_its_own_size() {
    let call = |extra: &str| {
        format!(
            r#"{{"choices":[{{"delta":{{"tool_calls":[{{"index":0,"id":"c","function":{{"name":"f"}},"extra_content":{extra}}}]}}}}]}}"#
        )
    };
    is_linear("a signature in each piece", "chat-completions", |bytes| {
        let text = "a".repeat(bytes / 2);
        let first = call(&format!(r#"{{"google":"{text}"}}"#));
        let member = |_: usize| call("{}");
        sse([first].into_iter().chain((0..bytes / 256).map(member)))
    });
}

#[test]
fn citations_and_annotations_are_kept_at_their_own_size() {
    is_linear("citations of a block", "anthropic-messages", |bytes| {
        let start = r#"{"type":"content_block_start","index":0,"content_block":{"type":"text"}}"#;
        let citation = r#"{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"url":"https://a"}}}"#;
        sse([start].into_iter().chain(vec![citation; bytes / 128]).map(str::to_owned))
    });
    is_linear("annotations of a part", "responses", |bytes| {
        let delta = r#"{"type":"response.output_text.delta","output_index":0,"delta":"x"}"#;
        let annotation = r#"{"type":"response.output_text.annotation.added","output_index":0,"annotation":{"url":"https://a"}}"#;
        sse([delta].into_iter().chain(vec![annotation; bytes / 128]).map(str::to_owned))
    });
}
