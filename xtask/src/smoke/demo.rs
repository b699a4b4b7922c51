//! The testkit's simulators in place of the vendors' servers; crates and sockets are real.

use super::target::{Choice, Target};
use super::tools;
use crate::Result;
use kei_router_testkit::{Script, Sim, SimRequest, SimRules};
use serde_json::Value;
use std::time::Duration;

const PACE: Duration = Duration::from_millis(20);

/// What a simulated model says: it counts; asked with a tool, it calls that, and then says what the
/// tool's result was.
fn reply(request: &SimRequest) -> Script {
    let counting = Script::text("three, four, five, six, seven, eight, nine, ten.");
    let offers_tools = request.json.get("tools").and_then(Value::as_array).is_some();
    let reply = match (offers_tools, request.ends_with_tool_result()) {
        (true, false) => Script::new().call("call_demo", tools::TOOL, &tools::arguments()),
        (true, true) => Script::text("It is 31 degrees in Cairo."),
        (false, _) => counting,
    };
    reply.token_every(PACE)
}

/// Running simulators, and what they are tried with.
pub(super) struct Demo {
    targets: Vec<Target>,
    _sims: Vec<Sim>,
}

impl Demo {
    /// Starts a simulator for each chosen vendor, and asks it over each of its wires.
    pub(super) async fn start(choice: &Choice) -> Result<Self> {
        Self::with(choice, &Script::respond(reply)).await
    }

    /// The same, with what they say.
    pub(super) async fn with(choice: &Choice, script: &Script) -> Result<Self> {
        let (mut targets, mut sims) = (Vec::new(), Vec::new());
        for (vendor, descriptor) in choice.vendors() {
            let sim = Sim::try_start(&descriptor, script.clone(), SimRules::new()).await?;
            let own = || descriptor.default_model.clone().into_owned();
            for wire in descriptor.wires() {
                let model = choice.model.clone().unwrap_or_else(own);
                targets.extend(Target::at(vendor, wire, sim.endpoint_of(wire), model));
            }
            sims.push(sim);
        }
        Ok(Self { targets, _sims: sims })
    }

    pub(super) fn targets(&self) -> &[Target] {
        &self.targets
    }
}
