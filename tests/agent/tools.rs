//! Tools: several at once, in order, failing, missing, the caller's own.

use crate::support::{answer, calls, collect, question, results, weather};
use kei_router::agent::{Agent, AgentEvent};
use kei_router::{FinishKind, Role, StreamEvent, Tool, ToolCall, Usage};
use kei_router_testkit::Script;
use kei_router_tests::VendorWire;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Barrier;

#[tokio::test]
async fn calls_run_at_once_and_their_results_are_sent_in_the_order_of_the_calls() {
    for wire in VendorWire::all() {
        let (sim, provider) = wire.simulated(Script::turns([calls(), answer()])).await;
        // Neither can end before the other has begun.
        let both = Arc::new(Barrier::new(2));
        let agent = Agent::new(provider).tool(weather(), move |call: ToolCall| {
            let both = Arc::clone(&both);
            async move {
                both.wait().await;
                let slow = call.arguments.contains("Oslo");
                tokio::time::sleep(Duration::from_millis(if slow { 20 } else { 0 })).await;
                Ok::<_, String>(if slow { "4" } else { "31" })
            }
        });
        let (events, finish) = collect(agent.run(question())).await;
        let finish = finish.unwrap_or_else(|error| panic!("{}: {error}", wire.name()));
        let ended: Vec<_> = events
            .iter()
            .filter_map(|event| match event {
                AgentEvent::ToolResult(result) => Some(result.content.text()),
                _ => None,
            })
            .collect();
        assert_eq!(ended, ["31", "4"], "{}: as the tools end", wire.name());
        let sent: Vec<_> = results(&finish.messages);
        let texts: Vec<_> = sent.iter().map(|result| result.content.text()).collect();
        assert_eq!(texts, ["4", "31"], "{}: in the order of the calls", wire.name());
        assert!(sim.requests().iter().all(|request| request.refused.is_none()));
    }
}

#[tokio::test]
async fn a_run_gives_every_event_and_sums_what_it_cost() {
    for wire in VendorWire::all() {
        let (sim, provider) = wire.simulated(Script::turns([calls(), answer()])).await;
        let agent = Agent::new(provider).tool(weather(), async |_| Ok::<_, String>("31"));
        let (events, finish) = collect(agent.run(question())).await;
        let finish = finish.unwrap_or_else(|error| panic!("{}: {error}", wire.name()));
        let model = |event: &AgentEvent| match event {
            AgentEvent::Model(event) => Some(event.clone()),
            _ => None,
        };
        let model: Vec<_> = events.iter().filter_map(model).collect();
        assert!(!model.contains(&StreamEvent::Done), "a run has one end");
        let costs = model.iter().filter_map(|event| match event {
            StreamEvent::Finish(finish) => finish.cost,
            _ => None,
        });
        let costs: Vec<_> = costs.collect();
        assert_eq!((costs.len(), finish.spent.turns), (2, 2), "{}", wire.name());
        assert_eq!(finish.spent.cost, costs.iter().sum::<u128>());
        assert_eq!(finish.spent.usage.input, Some(250), "{}", wire.name());
        assert_eq!(finish.spent.usage + Usage::default(), finish.spent.usage);
        assert_eq!(finish.text(), "Cairo.");
        let roles: Vec<_> = finish.messages.iter().map(|message| message.role.clone()).collect();
        assert_eq!(roles, [Role::User, Role::Assistant, Role::Tool, Role::Assistant]);
        assert_eq!(sim.requests().len(), 2);
    }
}

#[tokio::test]
async fn what_goes_wrong_in_a_tool_is_told_to_the_model() {
    for wire in VendorWire::all() {
        let unknown = Script::new()
            .call("call_1", "weather", r#"{"city":"Atlantis"}"#)
            .call("call_2", "tides", "{}");
        let (sim, provider) = wire.simulated(Script::turns([unknown, answer()])).await;
        let agent = Agent::new(provider)
            .tool(weather(), async |_: ToolCall| Err::<&str, _>("no weather station there"));
        let finish = agent.complete(question()).await;
        let finish = finish.unwrap_or_else(|error| panic!("{}: {error}", wire.name()));
        let results = results(&finish.messages);
        assert!(results.iter().all(|result| result.is_error), "{}", wire.name());
        let texts: Vec<_> = results.iter().map(|result| result.content.text()).collect();
        assert_eq!(
            texts,
            ["no weather station there", "there is no tool tides; there are: weather"]
        );
        let second = sim.requests()[1].json.to_string();
        assert!(second.contains("no weather station there"), "{}: {second}", wire.name());
    }
}

#[tokio::test]
async fn a_call_of_the_callers_own_tool_ends_the_run_for_the_caller() {
    for wire in VendorWire::all() {
        let mixed = Script::new().call("call_1", "weather", r#"{"city":"Oslo"}"#).call(
            "call_2",
            "buy",
            r#"{"what":"a coat"}"#,
        );
        let (sim, provider) = wire.simulated(Script::turns([mixed, answer()])).await;
        let runs = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&runs);
        let agent = Agent::new(provider).tool(weather(), move |_| {
            count.fetch_add(1, Ordering::Relaxed);
            async { Ok::<_, String>("4") }
        });
        let schema = json!({"type": "object", "properties": {"what": {"type": "string"}}});
        let buy = Tool::new("buy", "Buys something, once the user agrees.", schema);
        let finish = agent.complete(question().tools([buy])).await.expect("an end");
        assert_eq!(finish.finish.reason.kind, FinishKind::ToolUse, "{}", wire.name());
        assert_eq!(results(&finish.messages), []);
        assert_eq!((runs.load(Ordering::Relaxed), sim.requests().len()), (0, 1));
        let offered = sim.requests()[0].json["tools"].as_array().map(Vec::len);
        assert_eq!(offered, Some(2), "{}: the agent's and the caller's", wire.name());
    }
}
