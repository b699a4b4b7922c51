//! How runs end: limits, cut replies, errors, drops.

use crate::support::{answer, calls, collect, question, results, weather};
use kei_router::agent::{Agent, AgentEvent, AgentReason};
use kei_router::{FinishKind, Message, StreamExt, ToolCall};
use kei_router_testkit::{Refused, Script};
use kei_router_tests::VendorWire;
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn a_model_that_never_comes_to_an_end_is_stopped_with_a_conversation_that_can_go_on() {
    for wire in VendorWire::all() {
        let script = Script::respond(|request| match request.json["tools"].is_array() {
            true => calls(),
            false => answer(),
        });
        let (sim, provider) = wire.simulated(script).await;
        let provider = Arc::<dyn kei_router::Provider>::from(provider);
        let agent = Agent::new(Arc::clone(&provider)).max_turns(3);
        let agent = agent.tool(weather(), async |_| Ok::<_, String>("31"));
        let error = agent.complete(question()).await.expect_err("it never ends");
        assert!(matches!(error.reason(), AgentReason::MaxTurns(3)), "{}: {error}", wire.name());
        assert_eq!((error.spent().turns, sim.requests().len()), (3, 3));
        let results = results(error.messages());
        assert_eq!((results.len(), results[5].is_error), (6, true), "{}", wire.name());
        // Each call is answered, so that the vendor takes the conversation.
        let mut messages = error.messages().to_vec();
        messages.push(Message::user("Go on."));
        let again = Agent::new(provider).tool(weather(), async |_| Ok::<_, String>("31"));
        let error = again.max_turns(1).complete(kei_router::ChatRequest::new(messages)).await;
        assert!(error.is_err_and(|error| error.llm_error().is_none()), "{}", wire.name());
        assert!(sim.requests().iter().all(|request| request.refused.is_none()));
    }
}

#[tokio::test]
async fn calls_of_a_reply_that_was_cut_or_refused_are_not_run() {
    for wire in VendorWire::all() {
        let word = match wire.format() {
            "anthropic-messages" => "refusal",
            _ => "content_filter",
        };
        let (_sim, provider) = wire.simulated(calls().finish(word)).await;
        let agent = Agent::new(provider).tool(weather(), |_| async {
            panic!("it must not run");
            #[allow(unreachable_code, reason = "it names the type")]
            Ok::<&str, String>("")
        });
        let finish = agent.complete(question()).await.expect("an end");
        let kinds = [FinishKind::Refusal, FinishKind::ContentFilter];
        assert!(kinds.contains(&finish.finish.reason.kind), "{}", wire.name());
        let results = results(&finish.messages);
        assert_eq!(results.len(), 2, "{}", wire.name());
        assert!(results.iter().all(|r| r.is_error && r.content.text().starts_with("not run: ")));
    }
}

#[tokio::test]
async fn an_error_has_the_conversation_so_far_and_what_it_cost() {
    let long = Script::text("Cairo is warmer than Oslo, as it mostly is.");
    for wire in VendorWire::all() {
        for second in [long.clone().cut_after_events(3), answer().refuse(Refused::overloaded())] {
            let (_sim, provider) = wire.simulated(Script::turns([calls(), second])).await;
            let agent = Agent::new(provider).tool(weather(), async |_| Ok::<_, String>("31"));
            let (_, end) = collect(agent.run(question())).await;
            let error = end.expect_err("the second turn fails");
            let reason = error.llm_error().expect("the model's");
            let broken = u64::from(reason.partial().is_some());
            assert_eq!(error.messages().len(), 3, "{}: {error}", wire.name());
            let spent = error.spent();
            assert_eq!((spent.turns, spent.broken), (1 + broken, broken), "{}", wire.name());
            assert!(spent.cost > 0);
            assert_eq!(error.to_string(), reason.to_string());
            assert!(!format!("{error:?}").contains("Oslo"), "{error:?}");
        }
    }
}

/// Tells when it is dropped.
struct Dropped(Arc<tokio::sync::Notify>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

#[tokio::test]
async fn dropping_a_run_stops_its_tools() {
    let wire = VendorWire::of("anthropic", "anthropic-messages");
    let (_sim, provider) = wire.simulated(Script::turns([calls(), answer()])).await;
    let stopped = Arc::new(tokio::sync::Notify::new());
    let shared = Arc::clone(&stopped);
    let agent = Agent::new(provider).tool(weather(), move |call: ToolCall| {
        let dropped = Dropped(Arc::clone(&shared));
        async move {
            let _dropped = dropped;
            if call.arguments.contains("Cairo") {
                std::future::pending::<()>().await;
            }
            Ok::<_, String>("4")
        }
    });
    let mut run = agent.run(question());
    while let Some(event) = run.next().await {
        if matches!(event.expect("an event"), AgentEvent::ToolResult(_)) {
            break;
        }
    }
    stopped.notified().await;
    drop(run);
    let waited = tokio::time::timeout(Duration::from_secs(5), stopped.notified()).await;
    assert!(waited.is_ok(), "the tool that waits is dropped");
}
