//! Tools that the vendor defines: those that it runs, and those that the caller must run.

use super::{at, call, done, message, turn};
use crate::Dialect;
use crate::sample::{Told, vendor, written};
use kei_router_core::{ChatRequest, FinishKind, Media, Message, PartKind, StreamEvent};
use serde_json::{Value, json};

fn item(kind: &str, members: Value) -> Value {
    let mut item = json!({"type": kind, "id": "i_1", "call_id": "call_1", "status": "completed"});
    let (Value::Object(item_members), Value::Object(members)) = (&mut item, members) else {
        panic!("an item is an object");
    };
    item_members.extend(members);
    item
}

#[test]
fn a_call_that_the_caller_must_run_stops_for_tool_use() {
    let local = json!({"environment": {"type": "local"}});
    for item in [
        item("computer_call", json!({"action": {"type": "click"}})),
        item("apply_patch_call", json!({})),
        item("local_shell_call", json!({})),
        item("shell_call", json!({"environment": null})),
        item("shell_call", local),
        item("tool_search_call", json!({"execution": "client"})),
        item("mcp_approval_request", json!({})),
    ] {
        let played = turn(&[done(0, item.clone())]);
        let reason = &played.finish().unwrap().reason;
        assert_eq!(
            (reason.kind, reason.word.as_str()),
            (FinishKind::ToolUse, "completed"),
            "{item}"
        );
        assert!(matches!(played.parts()[..], [PartKind::Opaque(_)]), "{item}");
    }
}

#[test]
fn a_call_that_the_vendor_runs_does_not() {
    let container = json!({"environment": {"type": "container_reference", "container_id": "c"}});
    for items in [
        vec![item("web_search_call", json!({}))],
        vec![item("code_interpreter_call", json!({}))],
        vec![item("mcp_call", json!({}))],
        vec![item("tool_search_call", json!({"execution": "server"}))],
        vec![item("shell_call", container)],
        vec![item("shell_call", json!({})), item("shell_call_output", json!({}))],
    ] {
        let events: Vec<_> = items.iter().zip(0..).map(|(one, at)| done(at, one.clone())).collect();
        assert_eq!(turn(&events).finish().unwrap().reason.kind, FinishKind::Stop, "{items:?}");
    }
    let other = json!({"call_id": "call_2"});
    let items = [item("shell_call", json!({})), item("shell_call_output", other)];
    let played = turn(&[done(0, items[0].clone()), done(1, items[1].clone())]);
    assert_eq!(played.finish().unwrap().reason.kind, FinishKind::ToolUse, "another call's output");
}

#[test]
fn a_picture_is_a_part_and_its_item_goes_back() {
    let picture = item("image_generation_call", json!({"result": "AQID", "output_format": "webp"}));
    let partial =
        at(0, "image_generation_call.partial_image", json!({"partial_image_b64": "AQ=="}));
    let played = turn(&[partial, done(0, picture.clone()), done(1, message("Here."))]);
    let parts: Vec<_> = played
        .events
        .iter()
        .filter_map(|event| match event {
            StreamEvent::Part(part) => Some(part.as_ref().clone()),
            _ => None,
        })
        .collect();
    assert_eq!(played.finish().unwrap().message, Message::assistant(parts.clone()));
    let PartKind::Image(media) = &parts[0].kind else { panic!("{parts:?}") };
    assert_eq!(media, &Media::bytes("image/webp", vec![1, 2, 3]));
    assert_eq!(parts.len(), 3);
    let history = [played.finish().unwrap().message.clone(), Message::user("Again")];
    let (body, warnings) = written(&vendor(Dialect::PLAIN), &ChatRequest::new(history)).unwrap();
    assert_eq!((&body["input"][0], warnings), (&picture, Vec::new()));
    let without = turn(&[done(0, item("image_generation_call", json!({"result": null})))]);
    assert!(matches!(without.parts()[..], [PartKind::Opaque(_)]));
}

#[test]
fn the_words_of_a_sound_are_text() {
    let delta = |delta: &str| json!({"type": "response.audio.transcript.delta", "delta": delta});
    let sound = json!({"type": "message", "id": "msg_1", "content": [
        {"type": "output_audio", "data": "AQID", "transcript": "Hi there"}]});
    let streamed = turn(&[
        super::added(0, sound.clone()),
        delta("Hi "),
        delta("there"),
        done(0, sound.clone()),
    ]);
    let whole = turn(&[done(0, sound)]);
    for (played, told) in [(streamed, &["T:Hi ", "T:there"][..]), (whole, &["T:Hi there"])] {
        assert_eq!(played.told(), told);
        let parts = played.parts();
        assert!(matches!(parts[..], [PartKind::Text { .. }, PartKind::Audio(_)]), "{parts:?}");
    }
}

#[test]
fn a_sound_in_pieces_is_one_part_however_its_end_comes() {
    let piece =
        |kind: &str, delta: &str| json!({"type": format!("response.{kind}"), "delta": delta});
    let pieces = [piece("audio.delta", "AQID"), piece("output_audio.delta", "BA==")];
    let item = |content: Value| json!({"type": "message", "id": "msg_1", "content": content});
    let whole = item(json!([{"type": "output_audio", "data": "AQIDBA==", "transcript": "Hi"}]));
    let words = piece("audio.transcript.delta", "Hi");
    let [first, second] = pieces;
    for events in [
        vec![first.clone(), words.clone(), second.clone(), done(0, whole)],
        vec![super::added(0, item(json!([]))), words.clone(), first.clone(), second.clone()],
        vec![words, first, second, done(0, item(json!([])))],
    ] {
        let played = turn(&events);
        let parts = played.parts();
        let sounds: Vec<_> = parts
            .iter()
            .filter_map(|part| match part {
                PartKind::Audio(media) => media.base64(),
                _ => None,
            })
            .collect();
        assert_eq!(sounds, ["AQIDBA=="], "{events:?}");
        assert_eq!(parts.len(), 2, "{parts:?}");
    }
}

#[test]
fn a_function_beside_a_hosted_tool_still_stops_for_tool_use() {
    let played = turn(&[done(0, item("web_search_call", json!({}))), done(1, call("a", "{}"))]);
    assert_eq!(played.finish().unwrap().reason.kind, FinishKind::ToolUse);
}
