//! Token counts, wherever they stand.

use super::*;
use kei_router_core::Usage;

fn usages(played: &Reading) -> Vec<Usage> {
    let usage = |event: &StreamEvent| match event {
        StreamEvent::Usage(usage) => Some(**usage),
        _ => None,
    };
    played.events.iter().filter_map(usage).collect()
}

/// The usage that this object is read as.
fn read(usage: &str) -> Usage {
    let trailer = format!(r#"{{"choices":[],"usage":{usage}}}"#);
    strict(&[TEXT, STOP, &trailer, DONE]).finish().unwrap().usage
}

#[test]
fn one_usage_in_any_place_is_told_once() {
    let count = r#"{"prompt_tokens":3,"completion_tokens":1}"#;
    let trailer = format!(r#"{{"choices":[],"usage":{count}}}"#);
    let finish = format!(
        r#"{{"choices":[{{"delta":{{}},"finish_reason":"stop"}}],"usage":{count},"x_groq":{{"usage":{count}}}}}"#
    );
    let choice = format!(r#"{{"choices":[{{"finish_reason":"stop","usage":{count}}}]}}"#);
    let groq =
        format!(r#"{{"choices":[{{"finish_reason":"stop"}}],"x_groq":{{"usage":{count}}}}}"#);
    for lines in [&[STOP, &trailer][..], &[&finish, &trailer], &[&choice], &[&groq, &trailer]] {
        let lines: Vec<_> = [TEXT].iter().chain(lines).chain(&[DONE]).copied().collect();
        let played = strict(&lines);
        assert_eq!(usages(&played), [Usage::new(3, 1)], "{lines:?}");
        assert_eq!(played.finish().unwrap().usage, Usage::new(3, 1));
    }
}

#[test]
fn a_usage_in_every_chunk_is_a_running_total() {
    let chunk = |output: u8| {
        format!(
            r#"{{"choices":[{{"delta":{{"content":"a"}}}}],"usage":{{"prompt_tokens":8,"completion_tokens":{output}}}}}"#
        )
    };
    let played = strict(&[&chunk(1), &chunk(2), &chunk(2), STOP, DONE]);
    assert_eq!(usages(&played), [Usage::new(8, 1), Usage::new(8, 2)]);
}

#[test]
fn cached_tokens_have_many_places() {
    let places = [
        r#""cached_tokens":2"#,
        r#""prompt_tokens_details":{"cached_tokens":2}"#,
        r#""prompt_cache_hit_tokens":2,"prompt_cache_miss_tokens":1"#,
        r#""cache_read_input_tokens":2"#,
    ];
    for place in places {
        let usage = read(&format!(r#"{{"prompt_tokens":3,{place}}}"#));
        assert_eq!((usage.input, usage.cache_read), (Some(3), Some(2)), "{place}");
    }
    let usage = read(r#"{"prompt_tokens":3,"prompt_tokens_details":{"cache_write_tokens":2}}"#);
    assert_eq!((usage.input, usage.cache_write), (Some(3), Some(2)));
}

#[test]
fn reasoning_is_part_of_the_output() {
    let usage = read(
        r#"{"prompt_tokens":12,"completion_tokens":2,"completion_tokens_details":{"reasoning_tokens":340},"total_tokens":354}"#,
    );
    assert_eq!((usage.output, usage.reasoning), (Some(342), Some(340)), "counted apart");
    let usage = read(
        r#"{"prompt_tokens":12,"completion_tokens":9,"completion_tokens_details":{"reasoning_tokens":4},"total_tokens":21}"#,
    );
    assert_eq!((usage.output, usage.reasoning), (Some(9), Some(4)));
}

#[test]
fn the_sound_of_a_prompt_is_part_of_the_input() {
    let apart = r#"{"prompt_tokens":11,"completion_tokens":15,"prompt_tokens_details":{"audio_tokens":375,"cached_tokens":9},"total_tokens":401}"#;
    let usage = read(apart);
    assert_eq!((usage.input, usage.output), (Some(386), Some(15)), "counted apart");
    assert_eq!(read(&apart.replace("401", "26")).input, Some(11));
}

#[test]
fn partial_and_odd_usages_do_no_harm() {
    for nothing in ["{}", "null", "[]", "\"no\"", r#"{"prompt_tokens":null}"#, "-1"] {
        assert!(read(nothing).is_unknown(), "{nothing}");
    }
    let usage =
        read(r#"{"prompt_tokens":"3","completion_tokens":4.0,"prompt_tokens_details":[1]}"#);
    assert_eq!(usage, Usage::new(3, 4));
    let usage = read(r#"{"prompt_tokens":-3,"completion_tokens":4,"total_tokens":{}}"#);
    assert_eq!((usage.input, usage.output), (None, Some(4)));
}
