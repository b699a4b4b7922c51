//! Every law is broken by hand, and the checker must say which one, and where.

use futures_util::{StreamExt, stream};
use kei_router_core::{
    ChatRequest, Finish, LlmError, Message, PartKind, Partial, StreamEvent, Usage,
};
use kei_router_testkit::laws::{Item, Violation, check, collect, collect_ready};
use kei_router_testkit::{Replay, ReplayTransport, Script, anthropic_messages, render};
use std::sync::Arc;

/// What Anthropic's provider makes of a script.
async fn items(script: Script) -> Vec<Item> {
    let body = render(&anthropic_messages(), &script).expect("the format is known");
    let transport = Arc::new(ReplayTransport::new(Replay::sse(body)));
    let vendor = kei_router::vendors().iter().find(|vendor| vendor.name() == "anthropic");
    let provider = vendor
        .and_then(|vendor| vendor.over(transport, &anthropic_messages().wire))
        .expect("it is compiled in");
    let stream = provider.stream(&ChatRequest::new([Message::user("Hi")])).await;
    collect_ready(stream.expect("it opens")).await.items
}

/// Started, Usage, two tokens, a call in two pieces, Usage, Finish, Done.
async fn good() -> Vec<Item> {
    let script =
        Script::new().say_tokens(["Let ", "me."]).call_in_pieces("c1", "f", ["{\"a\"", ":1}"]);
    let items = items(script).await;
    assert_eq!(check(&items), Ok(()));
    items
}

fn at(items: &[Item], wanted: fn(&StreamEvent) -> bool) -> usize {
    items.iter().position(|item| item.as_ref().is_ok_and(wanted)).expect("it is there")
}

fn finish(items: &mut [Item]) -> &mut Finish {
    let finish = items.iter_mut().find_map(|item| match item {
        Ok(StreamEvent::Finish(finish)) => Some(finish),
        _ => None,
    });
    finish.expect("there is a finish")
}

fn assert_broken(items: &[Item], name: &str, at: usize) {
    let violations = check(items).expect_err("a law is broken");
    let is_it = |v: &Violation| v.name == name && v.at == at;
    assert!(violations.iter().any(is_it), "{name} at {at}: {violations:?}");
    assert!(violations[0].to_string().contains("law "), "{}", violations[0]);
}

#[tokio::test]
async fn started_comes_first_and_once() {
    let mut late = good().await;
    late.swap(0, 2);
    assert_broken(&late, "started_first", 0);
    assert_broken(&late, "started_first", 2);
    assert_eq!(check(&[Err(LlmError::truncated("before"))]), Ok(()));
}

#[tokio::test]
async fn no_piece_is_empty() {
    let mut items = good().await;
    let token = at(&items, |event| matches!(event, StreamEvent::Token(_)));
    items.insert(token, Ok(StreamEvent::Token(String::new())));
    items.insert(token, Ok(StreamEvent::Reasoning(String::new())));
    assert_broken(&items, "nothing_empty", token);
    assert_broken(&items, "nothing_empty", token + 1);
    let mut items = good().await;
    let delta = at(&items, |event| matches!(event, StreamEvent::ToolCallDelta { .. }));
    let (call_id, fragment) = ("c1".to_owned(), String::new());
    items.insert(delta, Ok(StreamEvent::ToolCallDelta { call_id, fragment }));
    assert_broken(&items, "nothing_empty", delta);
}

#[tokio::test]
async fn calls_start_grow_and_are_whole_once() {
    let good = good().await;
    let start = at(&good, |event| matches!(event, StreamEvent::ToolCallStart { .. }));
    let delta = at(&good, |event| matches!(event, StreamEvent::ToolCallDelta { .. }));
    let whole = at(&good, |event| matches!(event, StreamEvent::ToolCall(_)));
    let without = |gone: usize| {
        let mut items = good.clone();
        drop(items.remove(gone));
        items
    };
    assert_broken(&without(start), "calls", delta - 1);
    assert_broken(&without(delta), "calls", whole - 1);
    assert_broken(&without(whole), "calls", start);
    let twice = |again: usize, to: usize| {
        let mut items = good.clone();
        items.insert(to, good[again].clone());
        items
    };
    assert_broken(&twice(start, start + 1), "calls", start + 1);
    assert_broken(&twice(whole, whole + 1), "calls", whole + 1);
    assert_broken(&twice(delta, whole + 1), "calls", whole + 1);
    // A running total in place of an increment.
    assert_broken(&twice(delta, delta + 1), "calls", whole + 1);
    let mut renamed = good.clone();
    if let Ok(StreamEvent::ToolCall(call)) = &mut renamed[whole] {
        call.name.push('x');
    }
    assert_broken(&renamed, "calls", whole);
}

#[tokio::test]
async fn a_turn_with_calls_stops_for_tool_use() {
    let mut items = good().await;
    finish(&mut items).reason.kind = kei_router_core::FinishKind::Stop;
    let finish = at(&items, |event| matches!(event, StreamEvent::Finish(_)));
    assert_broken(&items, "tool_use_reason", finish);
}

#[tokio::test]
async fn usage_is_a_running_total() {
    let mut items = good().await;
    let done = items.len() - 1;
    finish(&mut items).usage.output = Some(999);
    assert_broken(&items, "usage", done - 1);
    let mut items = good().await;
    let mut only_output = Usage::default();
    only_output.output = Some(8);
    items[done - 2] = Ok(StreamEvent::Usage(Box::new(only_output)));
    assert_broken(&items, "usage", done - 2);
    items[done - 2] = Ok(StreamEvent::Usage(Box::default()));
    assert_broken(&items, "usage", done - 2);
}

#[tokio::test]
async fn finish_comes_once_before_done() {
    let good = good().await;
    let done = good.len() - 1;
    let mut none = good.clone();
    drop(none.remove(done - 1));
    assert_broken(&none, "finish_before_done", done - 1);
    let mut twice = good.clone();
    twice.insert(done, good[done - 1].clone());
    assert_broken(&twice, "finish_before_done", done);
    let mut early = good.clone();
    early.swap(done - 1, done - 2);
    assert_broken(&early, "finish_before_done", done - 2);
}

#[tokio::test]
async fn the_finish_has_the_whole_message() {
    let good = good().await;
    let place = good.len() - 2;
    let mut items = good.clone();
    finish(&mut items).message = Message::assistant("something else");
    assert_broken(&items, "whole_message", place);
    let mut items = good.clone();
    finish(&mut items).message.role = "user".into();
    assert_broken(&items, "whole_message", place);
    let mut reasoned = items_with_reasoning().await;
    let gone = reasoned.remove(at(&reasoned, |event| matches!(event, StreamEvent::Reasoning(_))));
    assert_eq!(gone.expect("an event"), StreamEvent::Reasoning("Hm, ".to_owned()));
    assert_broken(&reasoned, "whole_message", reasoned.len() - 2);
}

async fn items_with_reasoning() -> Vec<Item> {
    items(Script::new().reason(["Hm, ", "well."]).say("Yes.")).await
}

#[tokio::test]
async fn one_end_and_nothing_behind_it() {
    let good = good().await;
    let done = good.len() - 1;
    let mut open = good.clone();
    open.pop();
    assert_broken(&open, "one_end", done);
    let mut twice = good.clone();
    twice.push(Ok(StreamEvent::Done));
    assert_broken(&twice, "one_end", done + 1);
    let mut failed = good.clone();
    failed.push(Err(LlmError::truncated("late")));
    assert_broken(&failed, "one_end", done + 1);
}

/// A stream that breaks after a token, and what its error carries.
async fn broken() -> (Vec<Item>, Partial) {
    let script = Script::new().say_tokens(["One ", "two."]).cut_after_events(4);
    let items = items(script).await;
    let partial = match items.last() {
        Some(Err(error)) => error.partial().expect("it carries what came").clone(),
        other => panic!("{other:?}"),
    };
    (items, partial)
}

#[tokio::test]
async fn an_error_carries_what_was_delivered() {
    let (items, partial) = broken().await;
    assert_eq!(check(&items), Ok(()));
    let last = items.len() - 1;
    let ending = |error: LlmError| {
        let mut items = items.clone();
        items[last] = Err(error);
        items
    };
    assert_broken(&ending(LlmError::truncated("bare")), "partial", last);
    let mut other = partial.clone();
    other.message = Message::assistant("something else");
    assert_broken(&ending(LlmError::truncated("").with_partial(other)), "partial", last);
    let mut other = partial;
    other.usage = Usage::new(900, 900);
    assert_broken(&ending(LlmError::truncated("").with_partial(other)), "partial", last);
}

#[tokio::test]
async fn a_stream_that_goes_on_after_its_end_is_found_out() {
    let items = good().await;
    let mut sends = items.into_iter().map(Some).chain([None, Some(Ok(StreamEvent::Done))]);
    let resurrected = stream::poll_fn(move |_| std::task::Poll::Ready(sends.next().flatten()));
    let collected = collect(resurrected.boxed()).await;
    let violations = collected.check().expect_err("it goes on");
    assert_eq!(violations[0].name, "none_for_ever");
    let fine = collect(stream::iter(good().await).fuse().boxed()).await;
    assert_eq!((fine.late, fine.waiting), (0, false));
    assert_eq!(fine.check(), Ok(()));
}

/// A stream of reasoning, two texts with a call between them, and vendor data on the first text.
async fn with_parts() -> Vec<Item> {
    let script = Script::new()
        .reason(["Hm, ", "well."])
        .say_tokens(["One ", "two."])
        .call("c1", "f", "{\"a\":1}")
        .say_tokens(["Three."]);
    let items = items(script).await;
    assert_eq!(check(&items), Ok(()));
    items
}

/// The places of the parts.
fn parts(items: &[Item]) -> Vec<usize> {
    let is_part = |item: &Item| matches!(item, Ok(StreamEvent::Part(_)));
    let places = items.iter().enumerate().filter(|(_, item)| is_part(item));
    places.map(|(at, _)| at).collect()
}

#[tokio::test]
async fn the_parts_told_are_the_message() {
    let good = with_parts().await;
    let places = parts(&good);
    assert_eq!(places.len(), 4, "{good:?}");
    let end = good.len() - 2;
    for place in &places {
        let mut lost = good.clone();
        drop(lost.remove(*place));
        assert_broken(&lost, "parts", end - 1);
        let mut twice = good.clone();
        twice.insert(*place, good[*place].clone());
        assert_broken(&twice, "parts", end + 1);
        let mut changed = good.clone();
        if let Ok(StreamEvent::Part(part)) = &mut changed[*place] {
            **part = part.as_ref().clone().with_vendor("anthropic", "{\"a\":1}");
        }
        assert_broken(&changed, "parts", end);
    }
    let mut swapped = good.clone();
    swapped.swap(places[1], places[2]);
    assert_broken(&swapped, "parts", end);
    let mut unsigned = good.clone();
    if let Ok(StreamEvent::Part(part)) = &mut unsigned[places[0]]
        && let PartKind::Reasoning(reasoning) = &mut part.kind
    {
        reasoning.signature = None;
    }
    assert_broken(&unsigned, "parts", end);
}

#[tokio::test]
async fn a_part_comes_behind_its_pieces() {
    let good = with_parts().await;
    for place in parts(&good) {
        let mut early = good.clone();
        let part = early.remove(place);
        early.insert(1, part);
        assert_broken(&early, "parts", 1);
    }
}

#[tokio::test]
async fn a_part_comes_before_the_next_one_begins() {
    let good = with_parts().await;
    let places = parts(&good);
    // Each part but the last one, behind the next part's first piece.
    for place in &places[..places.len() - 1] {
        let is_piece = |item: &Item| {
            matches!(
                item,
                Ok(StreamEvent::Token(_)
                    | StreamEvent::Reasoning(_)
                    | StreamEvent::ToolCallStart { .. })
            )
        };
        let next = good.iter().skip(*place).position(is_piece).expect("there is a next part");
        let mut late = good.clone();
        let part = late.remove(*place);
        late.insert(place + next, part);
        assert_broken(&late, "part_order", place + next);
        // It counts in a stream that breaks there, too.
        late.truncate(place + next + 1);
        assert_broken(&late, "part_order", place + next);
    }
    // All of them at the end: right in every way but this one.
    let (mut all, parts): (Vec<_>, Vec<_>) =
        good.iter().cloned().partition(|item| !matches!(item, Ok(StreamEvent::Part(_))));
    let end = at(&all, |event| matches!(event, StreamEvent::Finish(_)));
    all.splice(end..end, parts);
    let broken = check(&all).expect_err("they come too late");
    assert!(broken.iter().all(|violation| violation.name == "part_order"), "{broken:?}");
}

#[tokio::test]
async fn an_error_begins_with_the_parts_that_were_told() {
    let good = with_parts().await;
    let cut = parts(&good)[1] + 1;
    let mut broken = good[..cut].to_vec();
    let (_, mut partial) = self::broken().await;
    partial.message = Message::assistant("One two.");
    broken.push(Err(LlmError::truncated("cut").with_partial(partial)));
    assert_broken(&broken, "parts", cut);
    broken[cut] = Err(LlmError::truncated("cut"));
    assert_broken(&broken, "parts", cut);
}
