//! What is unknown is ignored.

use super::fixture::Fixture;
use super::report::Outcome;
use super::subject::Subject;
use crate::formats::SimFrame;
use serde_json::{Value, json};

/// Events, and members of known ones, that nobody knows today.
pub(super) async fn check(subject: &Subject<'_>, fixture: &Fixture) -> Outcome {
    let plain = subject.play_frames(&fixture.frames).await;
    if plain.error().is_some() {
        return Ok(0);
    }
    let unknown = subject.format.unknown_events();
    let mut crowded = Vec::new();
    for frame in &fixture.frames {
        crowded.extend(unknown.iter().cloned());
        crowded.push(frame.clone());
    }
    let run = subject.play_frames(&crowded).await;
    run.lawful().map_err(|what| format!("unknown events: {what}"))?;
    run.same_as(&plain).map_err(|what| format!("unknown events: {what}"))?;
    // A given stream may hold a vendor's own record, which is kept as it is: there, only the
    // outermost object grows, and the rest stays the same text.
    let grow = if fixture.script.is_some() { grown_everywhere } else { grown_outside };
    let grown: Vec<_> = fixture.frames.iter().map(grow).collect();
    let run = subject.play_frames(&grown).await;
    run.lawful().map_err(|what| format!("unknown members: {what}"))?;
    run.same_as(&plain).map_err(|what| format!("unknown members: {what}"))?;
    Ok(2)
}

fn grown_outside(frame: &SimFrame) -> SimFrame {
    let mut frame = frame.clone();
    if let Some(rest) = frame.data.strip_prefix('{').filter(|rest| rest.trim_start() != "}") {
        frame.data = format!("{{\"future_member\":{{\"future\":[1,\"two\",null]}},{rest}");
    }
    frame
}

fn grown_everywhere(frame: &SimFrame) -> SimFrame {
    let mut frame = frame.clone();
    if let Ok(mut value) = serde_json::from_str::<Value>(&frame.data) {
        grow(&mut value);
        frame.data = value.to_string();
    }
    frame
}

fn grow(value: &mut Value) {
    match value {
        Value::Object(members) => {
            // What a tool is given is the model's own.
            let known = members.iter_mut().filter(|(name, _)| *name != "input");
            known.for_each(|(_, member)| grow(member));
            members.insert("future_member".to_owned(), json!({"future": [1, "two", null]}));
        }
        Value::Array(items) => items.iter_mut().for_each(grow),
        _ => {}
    }
}
