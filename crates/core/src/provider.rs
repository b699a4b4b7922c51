//! The interface to every vendor.

use crate::{
    Capabilities, ChatRequest, ErrorKind, EventStream, ListedModel, LlmError, Message, ModelInfo,
    Pricing, Reply, Tool,
};
use async_trait::async_trait;
use std::sync::Arc;

/// A source of replies: a vendor, or anything that behaves like one, such as a retry policy around
/// others, or a program's own.
///
/// Only [`Provider::stream`] and the three descriptions are required. The other methods are built
/// on them, so that a wrapper which forwards these four supports every option; it should forward
/// [`Provider::models`] too.
#[async_trait]
pub trait Provider: Send + Sync {
    /// The provider's name, such as `anthropic`.
    fn name(&self) -> &str;

    /// The model used for requests that name none.
    fn model(&self) -> &str;

    /// What is known about a model; an empty `ModelInfo` if it is unknown.
    fn model_info(&self, model: &str) -> ModelInfo;

    /// Sends a request, and resolves when the response has begun.
    ///
    /// Dropping the future or the stream aborts the exchange.
    ///
    /// # Errors
    /// Everything that goes wrong before the headers of the response have arrived; a later error is
    /// the stream's last item.
    async fn stream(&self, request: &ChatRequest) -> Result<EventStream, LlmError>;

    /// Sends a conversation. An empty system prompt is not sent.
    ///
    /// # Errors
    /// Those of [`Provider::stream`].
    async fn stream_message(
        &self,
        system: &str,
        messages: &[Message],
        tools: Option<&[Tool]>,
    ) -> Result<EventStream, LlmError> {
        let request = ChatRequest::new(messages).system(system).tools(tools.unwrap_or_default());
        self.stream(&request).await
    }

    /// Sends a request, and waits for the whole reply.
    ///
    /// # Errors
    /// Those of [`Provider::stream`], and those of the stream itself, which carry the partial
    /// reply.
    async fn complete(&self, request: &ChatRequest) -> Result<Reply, LlmError> {
        Reply::collect(self.stream(request).await?).await
    }

    /// The models that the server offers.
    ///
    /// # Errors
    /// `Http` of kind [`ErrorKind::Unreachable`] if the connection is refused, and refusals by the
    /// server. `BadRequest` for a provider without such a list, which is the default.
    async fn models(&self) -> Result<Vec<ListedModel>, LlmError> {
        Err(LlmError::bad_request("this provider cannot list its models")
            .with_provider(self.name()))
    }

    /// Checks that the server is reachable, accepts the key, and offers the model.
    ///
    /// # Errors
    /// Those of [`Provider::models`]; `Upstream` of kind [`ErrorKind::ModelNotFound`] if the model
    /// is not in the list.
    async fn health(&self) -> Result<(), LlmError> {
        let listed = self.models().await?;
        if listed.iter().any(|model| model.is(self.model())) {
            return Ok(());
        }
        let message = "the server is there, but its list does not have the model";
        Err(LlmError::new(ErrorKind::ModelNotFound, message).with_provider(self.name()))
    }

    /// Whether a request could be sent, as far as that is known without sending one: there is a
    /// key, and the configuration is valid. A host may ask at its start, to warn its operator.
    /// `Ok` by default.
    ///
    /// # Errors
    /// `MissingKey`, and `Configuration` for what the operator has set up incorrectly.
    fn check(&self) -> Result<(), LlmError> {
        Ok(())
    }

    /// The default model's prices; `None` if unknown.
    fn pricing(&self) -> Option<Pricing> {
        self.model_info(self.model()).pricing
    }

    /// The default model's capabilities.
    fn capabilities(&self) -> Capabilities {
        self.model_info(self.model()).capabilities
    }

    /// The default model's price in cents per million input tokens, rounded up; 0 if unknown.
    fn cost_per_m_tok_input_cents(&self) -> u32 {
        self.pricing().map_or(0, |pricing| pricing.input_cents())
    }

    /// The default model's price in cents per million output tokens, rounded up; 0 if unknown.
    fn cost_per_m_tok_output_cents(&self) -> u32 {
        self.pricing().map_or(0, |pricing| pricing.output_cents())
    }
}

macro_rules! forward {
    ($pointer:ident) => {
        #[async_trait]
        #[deny(clippy::missing_trait_methods)]
        impl<P: Provider + ?Sized> Provider for $pointer<P> {
            fn name(&self) -> &str {
                (**self).name()
            }

            fn model(&self) -> &str {
                (**self).model()
            }

            fn model_info(&self, model: &str) -> ModelInfo {
                (**self).model_info(model)
            }

            async fn stream(&self, request: &ChatRequest) -> Result<EventStream, LlmError> {
                (**self).stream(request).await
            }

            async fn stream_message(
                &self,
                system: &str,
                messages: &[Message],
                tools: Option<&[Tool]>,
            ) -> Result<EventStream, LlmError> {
                (**self).stream_message(system, messages, tools).await
            }

            async fn complete(&self, request: &ChatRequest) -> Result<Reply, LlmError> {
                (**self).complete(request).await
            }

            async fn models(&self) -> Result<Vec<ListedModel>, LlmError> {
                (**self).models().await
            }

            async fn health(&self) -> Result<(), LlmError> {
                (**self).health().await
            }

            fn check(&self) -> Result<(), LlmError> {
                (**self).check()
            }

            fn pricing(&self) -> Option<Pricing> {
                (**self).pricing()
            }

            fn capabilities(&self) -> Capabilities {
                (**self).capabilities()
            }

            fn cost_per_m_tok_input_cents(&self) -> u32 {
                (**self).cost_per_m_tok_input_cents()
            }

            fn cost_per_m_tok_output_cents(&self) -> u32 {
                (**self).cost_per_m_tok_output_cents()
            }
        }
    };
}

forward!(Arc);
forward!(Box);
