//! A whole JSON reply, where a stream was asked for, is read as the reply; anything else that is
//! no stream is a typed error.

use super::fixture::Fixture;
use super::report::Outcome;
use super::subject::{Run, Subject};
use crate::{Chunking, Replay};
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use kei_router_core::{ErrorKind, Finish, Part, PartKind, StreamEvent};
use serde_json::Value;

/// The reply as a document, whole and in pieces, must say what its stream says.
pub(super) async fn check(subject: &Subject<'_>, fixture: &Fixture) -> Outcome {
    let Some(script) = &fixture.script else { return Ok(0) };
    let Some(document) = subject.format.document(&script.speech, &subject.asked()) else {
        return Ok(0);
    };
    let streamed = subject.play_bytes(&fixture.bytes).await;
    let mut compared = 0_usize;
    for body in [document.to_string(), format!("\n{document:#}\n")] {
        for chunking in [Chunking::Whole, Chunking::Every(1), Chunking::Every(7)] {
            let replay = Replay::json(StatusCode::OK, body.clone()).chunking(chunking.clone());
            let run = subject.play(replay).await;
            let place = |what| format!("{chunking:?}: {what}");
            run.lawful().map_err(place)?;
            same_reply(&run, &streamed).map_err(place)?;
            compared = compared.saturating_add(1);
        }
    }
    Ok(compared)
}

/// What is neither a stream nor a reply.
pub(super) async fn check_others(subject: &Subject<'_>) -> Outcome {
    let others = [
        ("application/json", "{}"),
        ("application/json", "{\"object\":\"list\",\"data\":[]}"),
        ("application/json", "[1,2,3]"),
        ("text/html", "<!doctype html><html><body>Sign in</body></html>"),
        ("text/plain", "upstream said nothing"),
    ];
    for (media_type, body) in others {
        let replay = Replay::json(StatusCode::OK, body);
        let run =
            subject.play(replay.header(CONTENT_TYPE, HeaderValue::from_static(media_type))).await;
        let place = |what: String| format!("{body:?} as {media_type}: {what}");
        run.lawful().map_err(place)?;
        let kind = run.error().map(kei_router_core::LlmError::kind);
        if !matches!(kind, Some(ErrorKind::Corrupt | ErrorKind::Truncated | ErrorKind::Upstream)) {
            return Err(place(format!("the end is {:?}", run.items().last())));
        }
    }
    Ok(others.len())
}

fn same_reply(run: &Run, streamed: &Run) -> Result<(), String> {
    let end = || format!("no finish; the end is {:?}", run.items().last());
    let finish = finish(run).ok_or_else(end)?;
    let wanted = self::finish(streamed).ok_or("the stream has no finish")?;
    let (got, want) = (parts(finish), parts(wanted));
    if got != want {
        return Err(format!("the message is {got:?}, and not {want:?}"));
    }
    if finish.reason != wanted.reason {
        return Err(format!("the reason is {:?}, and not {:?}", finish.reason, wanted.reason));
    }
    if finish.usage != wanted.usage {
        return Err(format!("the usage is {:?}, and not {:?}", finish.usage, wanted.usage));
    }
    if (&finish.id, &finish.model) != (&wanted.id, &wanted.model) {
        return Err(format!("answered as {:?} by {}", finish.id, finish.model));
    }
    Ok(())
}

fn finish(run: &Run) -> Option<&Finish> {
    run.items().iter().find_map(|item| match item {
        Ok(StreamEvent::Finish(finish)) => Some(finish.as_ref()),
        _ => None,
    })
}

/// The parts of the message, with arguments as JSON: a document may space them in another way.
fn parts(finish: &Finish) -> Vec<(PartKind, Option<Value>)> {
    let part = |part: &Part| match &part.kind {
        PartKind::ToolCall(call) => {
            let arguments = call.parse::<Value>().ok();
            let mut call = call.clone();
            call.arguments.clear();
            (PartKind::ToolCall(call), arguments)
        }
        kind => (kind.clone(), None),
    };
    finish.message.content.parts().iter().map(part).collect()
}
