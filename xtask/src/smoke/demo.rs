//! The testkit's simulators in place of the vendors' servers; crates and sockets are real.

use super::target::{Choice, Target};
use crate::Result;
use kei_router_testkit::{Script, Sim, SimRules};
use std::time::Duration;

const PACE: Duration = Duration::from_millis(20);

/// Running simulators, and what they are tried with.
pub(super) struct Demo {
    targets: Vec<Target>,
    _sims: Vec<Sim>,
}

impl Demo {
    /// Starts a simulator for each chosen vendor, and asks it over each of its wires.
    pub(super) async fn start(choice: &Choice) -> Result<Self> {
        let script = Script::text("three, four, five, six, seven, eight, nine, ten.");
        Self::with(choice, &script.token_every(PACE)).await
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
