//! What the tests of the examples share.

use async_trait::async_trait;
use kei_router::{ChatRequest, EventStream, LlmError, ModelInfo, OnUnsupported, Provider};
use kei_router_testkit::{Sim, SimRequest};
use kei_router_tests::VendorWire;

/// The requests that a simulator got. It has answered them all, and the client read every answer
/// to its end.
pub(crate) fn received(sim: &Sim, wire: &VendorWire) -> Vec<SimRequest> {
    let requests = sim.requests();
    for request in &requests {
        assert_eq!(request.refused, None, "{}", wire.name());
    }
    assert_eq!(sim.aborts(), 0, "{}: the client left", wire.name());
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
