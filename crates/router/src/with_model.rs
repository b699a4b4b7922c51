//! A provider with another model.

use async_trait::async_trait;
use kei_router_core::{ChatRequest, EventStream, ListedModel, LlmError, ModelInfo, Provider};
use std::sync::Arc;

/// A provider with this model for requests that name none.
pub(crate) struct WithModel {
    inner: Arc<dyn Provider>,
    model: String,
}

impl WithModel {
    pub(crate) fn new(inner: Arc<dyn Provider>, model: &str) -> Self {
        Self { inner, model: model.to_owned() }
    }
}

#[async_trait]
impl Provider for WithModel {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn model(&self) -> &str {
        &self.model
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        self.inner.model_info(model)
    }

    async fn stream(&self, request: &ChatRequest) -> Result<EventStream, LlmError> {
        if request.model.is_some() {
            return self.inner.stream(request).await;
        }
        self.inner.stream(&request.clone().model(self.model.clone())).await
    }

    async fn models(&self) -> Result<Vec<ListedModel>, LlmError> {
        self.inner.models().await
    }

    fn check(&self) -> Result<(), LlmError> {
        self.inner.check()
    }
}
