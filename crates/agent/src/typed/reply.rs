//! A reply that is a Rust value.

use super::response_format;
use async_trait::async_trait;
use kei_router_core::{ChatRequest, ErrorKind, FinishKind, LlmError, Partial, Provider, Reply};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

/// A reply, and the value that it is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Typed<T> {
    /// The value.
    pub value: T,
    /// The reply: usage, cost, warnings.
    pub reply: Reply,
}

/// Asks any provider for a Rust value.
///
/// ```no_run
/// use kei_router_agent::typed::CompleteAs;
/// use kei_router_core::{ChatRequest, LlmError, Message, Provider};
///
/// #[derive(schemars::JsonSchema, serde::Deserialize)]
/// struct Recipe {
///     title: String,
///     minutes: u32,
/// }
///
/// async fn recipe(provider: &dyn Provider) -> Result<Recipe, LlmError> {
///     let request = ChatRequest::new([Message::user("A recipe for pancakes.")]);
///     Ok(provider.complete_as::<Recipe>(&request).await?.value)
/// }
/// ```
#[async_trait]
pub trait CompleteAs: Provider {
    /// Sends the request with `T`'s schema as its response format, and reads the reply as one.
    ///
    /// # Errors
    /// Those of [`Provider::complete`]. Where the reply is no `T`: `ContentFilter` if the model
    /// refused or a filter cut it, `Truncated` if the limit of tokens did, else `Corrupt`. The
    /// error's [`partial`](LlmError::partial) is the whole reply.
    async fn complete_as<T: JsonSchema + DeserializeOwned>(
        &self,
        request: &ChatRequest,
    ) -> Result<Typed<T>, LlmError> {
        let request = request.clone().response_format(response_format::<T>());
        let reply = self.complete(&request).await?;
        match reply.json() {
            Ok(value) => Ok(Typed { value, reply }),
            Err(error) => Err(no_value(&error, reply)),
        }
    }
}

impl<P: Provider + ?Sized> CompleteAs for P {}

/// Where the text stops to fit, without its words: they may be of the prompt.
fn no_value(error: &serde_json::Error, reply: Reply) -> LlmError {
    let kind = match reply.finish.reason.kind {
        FinishKind::Refusal | FinishKind::ContentFilter => ErrorKind::ContentFilter,
        FinishKind::Length => ErrorKind::Truncated,
        _ => ErrorKind::Corrupt,
    };
    let (line, column) = (error.line(), error.column());
    let message = format!("the reply is not what was asked for, from line {line} column {column}");
    LlmError::new(kind, message)
        .with_provider(reply.finish.provider.clone())
        .with_body(reply.text())
        .with_partial(Partial::from(reply.finish))
}
