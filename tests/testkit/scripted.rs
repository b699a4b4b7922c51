//! The scripted provider: what its scripts say, what goes wrong in them, what it keeps.

use futures_util::StreamExt;
use kei_router::LlmRouter;
use kei_router_core::{
    ChatRequest, ErrorKind, Finish, FinishKind, LlmError, Message, ModelInfo, PartKind, Pricing,
    Provider, Rates, Reply, StreamEvent, Usage,
};
use kei_router_testkit::laws::{collect, collect_ready};
use kei_router_testkit::{Refused, Script, ScriptedAnswer, ScriptedProvider};
use std::time::Duration;

fn hello() -> ChatRequest {
    ChatRequest::new([Message::user("Hello there")])
}

#[tokio::test]
async fn a_script_says_what_it_would_say_over_a_vendors_wire() {
    let script = Script::new()
        .reason(["Hm, ", "well."])
        .say_tokens(["Let me ", "see."])
        .call_in_pieces("call_1", "weather", ["{\"city\"", ":\"Oslo\"}"])
        .call_whole("call_2", "now", "{}")
        .usage(Usage::new(12, 34));
    let provider = ScriptedProvider::always(script);
    let collected = collect(provider.stream(&hello()).await.expect("it begins")).await;
    assert_eq!(collected.check(), Ok(()));
    let tokens = collected.items.iter().filter(|item| matches!(item, Ok(StreamEvent::Token(_))));
    assert_eq!(tokens.count(), 2);
    let reply = provider.complete(&hello()).await.expect("it answers");
    assert_eq!(reply.text(), "Let me see.");
    let calls: Vec<_> = reply.tool_calls().map(|call| (&*call.name, &*call.arguments)).collect();
    assert_eq!(calls, [("weather", "{\"city\":\"Oslo\"}"), ("now", "{}")]);
    assert_eq!(
        (reply.finish.usage, reply.finish.reason.kind),
        (Usage::new(12, 34), FinishKind::ToolUse)
    );
    let parts = reply.finish.message.content.parts();
    assert!(matches!(&parts[0].kind, PartKind::Reasoning(part) if part.signature.is_some()));
    assert_eq!(
        (&*reply.finish.model, reply.started.id.as_deref()),
        ("scripted-1", Some("scripted-2"))
    );
}

#[tokio::test]
async fn answers_come_in_turn_and_then_there_are_none() {
    let provider = ScriptedProvider::new(["One.", "Two."]);
    provider.push(LlmError::timeout(kei_router_core::Phase::Idle, Duration::from_secs(1)));
    let kept = provider.clone();
    let mut said = Vec::new();
    for _ in 0..4 {
        said.push(provider.complete(&hello()).await.map(|reply| reply.text().into_owned()));
    }
    let kinds: Vec<_> = said.iter().map(|said| said.as_deref().map_err(LlmError::kind)).collect();
    let wanted = [Ok("One."), Ok("Two."), Err(ErrorKind::Timeout), Err(ErrorKind::BadRequest)];
    assert_eq!(kinds, wanted);
    assert!(said[3].as_ref().is_err_and(|error| error.to_string().contains("request 4")));
    assert_eq!((kept.count(), kept.requests().len()), (4, 4), "clones see the same");
    assert_eq!(kept.last_request(), Some(hello()));
}

#[tokio::test]
async fn refusals_and_broken_streams_are_the_errors_that_vendors_give() {
    let refused = Script::new().refuse(Refused::rate_limit()).header("retry-after", "7");
    let provider = ScriptedProvider::always(refused).with_name("acme");
    let error = provider.stream(&hello()).await.err().expect("it is refused");
    assert_eq!((error.kind(), error.status()), (ErrorKind::RateLimit, Some(429)));
    assert_eq!(
        (error.retry_after(), error.provider()),
        (Some(Duration::from_secs(7)), Some("acme"))
    );
    let text = || Script::text("One two three.");
    for (script, kind) in [
        (text().cut_after_events(3), ErrorKind::Truncated),
        (text().end_after_events(3), ErrorKind::Truncated),
        (text().error_after_events(3, Refused::overloaded()), ErrorKind::ServiceUnavailable),
    ] {
        let stream = ScriptedProvider::always(script).stream(&hello()).await.expect("it begins");
        let collected = collect(stream).await;
        assert_eq!(collected.check(), Ok(()));
        let error = collected.items.last().and_then(|item| item.clone().err()).expect("it breaks");
        assert_eq!(error.kind(), kind);
        let partial = error.partial().expect("something had arrived");
        assert_eq!(partial.message.content.text(), "One two ");
    }
    let gone = Script::new().hang_up();
    assert!(ScriptedProvider::always(gone).complete(&hello()).await.is_err());
}

#[tokio::test]
async fn a_stream_that_stalls_waits_and_can_be_dropped() {
    let provider = ScriptedProvider::always(Script::text("One two.").stall_after_events(2));
    let collected = collect_ready(provider.stream(&hello()).await.expect("it begins")).await;
    assert!(collected.waiting);
    let last = collected.items.last().and_then(|item| item.as_ref().ok());
    assert_eq!(last, Some(&StreamEvent::Token("One ".to_owned())));
}

#[tokio::test]
async fn scripts_may_answer_what_they_are_asked() {
    let echo =
        Script::respond(|request| Script::text(request.last_user_text().unwrap_or_default()));
    let reply = ScriptedProvider::always(echo).complete(&hello()).await.expect("it answers");
    assert_eq!(reply.text(), "Hello there");
    let turns = Script::turns([Script::new().call("c1", "f", "{}"), Script::text("Done.")]);
    let provider = ScriptedProvider::always(turns);
    let first = provider.complete(&hello()).await.expect("it answers");
    let history = [Message::user("Hello there"), first.finish.message, Message::tool("c1", "ok")];
    let second = provider.complete(&ChatRequest::new(history)).await.expect("it answers");
    assert_eq!(second.text(), "Done.");
}

#[tokio::test]
async fn events_and_replies_are_given_as_they_are() {
    let finish = Finish::new("any", "any", Message::assistant("Whole."));
    let whole: ScriptedAnswer = Reply::from(finish).into();
    let lawless = vec![StreamEvent::Done, StreamEvent::Token(String::new())];
    let provider = ScriptedProvider::new([whole, lawless.clone().into()]);
    assert_eq!(provider.complete(&hello()).await.expect("it answers").text(), "Whole.");
    let stream = provider.stream(&hello()).await.expect("it begins");
    let events: Vec<_> = stream.map(|item| item.expect("an event")).collect().await;
    assert_eq!(events, lawless);
}

#[tokio::test]
async fn it_stands_in_a_router_and_has_prices() {
    let mut info = ModelInfo::default();
    info.pricing = Some(Pricing::flat(Rates::usd(1.0, 2.0)));
    let acme = ScriptedProvider::always("Hi.").with_name("acme").with_model_info(info);
    let mut router = LlmRouter::new();
    assert_eq!(router.register(Box::new(acme.clone())), "acme");
    let provider = router.pick("acme/big-model").expect("it is registered");
    let reply = provider.complete(&hello()).await.expect("it answers");
    assert_eq!(reply.finish.model, "big-model");
    assert_eq!(reply.finish.cost, Some(12 * 100 + 8 * 200));
    assert_eq!(acme.last_request().and_then(|request| request.model).as_deref(), Some("big-model"));
}
