//! Every vendor on each of its wires, with a simulator that holds it to the vendor's rules.

use async_trait::async_trait;
use kei_router::{
    ChatRequest, Descriptor, EventStream, LlmError, ModelInfo, OnUnsupported, Provider, Vendor,
    Wire, vendors,
};
use kei_router_testkit::{Script, Sim, SimRequest, SimRules, rules};

/// A vendor on one of its wires.
pub(crate) struct Stage {
    vendor: &'static Vendor,
    descriptor: Descriptor,
    wire: Wire,
}

/// Every vendor on each of its wires.
pub(crate) fn stages() -> Vec<Stage> {
    let mut stages = Vec::new();
    for vendor in vendors() {
        let descriptor = vendor.descriptor().expect("all-vendors compiles every vendor in");
        let wires: Vec<Wire> = descriptor.wires().cloned().collect();
        for wire in wires {
            stages.push(Stage { vendor, descriptor: descriptor.clone(), wire });
        }
    }
    assert!(stages.len() > vendors().len(), "a vendor speaks two wires");
    stages
}

impl Stage {
    /// The stage's name, such as `openai.responses`.
    pub(crate) fn name(&self) -> String {
        format!("{}.{}", self.vendor(), self.format())
    }

    pub(crate) fn vendor(&self) -> &'static str {
        self.vendor.name()
    }

    pub(crate) fn format(&self) -> &str {
        &self.wire.format
    }

    /// A simulator that says this, and the vendor's provider for it.
    pub(crate) async fn play(&self, script: Script) -> (Sim, Box<dyn Provider>) {
        let sim = Sim::try_start(&self.descriptor, script, self.rules()).await;
        let sim = sim.expect("every wire can be simulated");
        let (key, model) = ("sk-test".to_owned(), self.descriptor.default_model.to_string());
        let provider = self.vendor.with_endpoint(key, model, sim.endpoint_of(&self.wire));
        (sim, provider.expect("the vendor is compiled in"))
    }

    /// The wire's rules, and the vendor's own.
    fn rules(&self) -> SimRules {
        match self.vendor() {
            "kimi" => SimRules::new().and(rules::kimi::check),
            _ => SimRules::new(),
        }
    }
}

/// The requests that a simulator got. It has answered them all, and the client heard all.
pub(crate) fn heard(sim: &Sim, stage: &Stage) -> Vec<SimRequest> {
    let requests = sim.requests();
    for request in &requests {
        assert_eq!(request.refused, None, "{}", stage.name());
    }
    assert_eq!(sim.aborts(), 0, "{}: the client left", stage.name());
    requests
}

/// A provider that refuses to leave anything out.
pub(crate) struct Strict(pub(crate) Box<dyn Provider>);

#[async_trait]
impl Provider for Strict {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn model(&self) -> &str {
        self.0.model()
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        self.0.model_info(model)
    }

    async fn stream(&self, request: &ChatRequest) -> Result<EventStream, LlmError> {
        self.0.stream(&request.clone().on_unsupported(OnUnsupported::Error)).await
    }
}
