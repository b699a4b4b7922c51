//! Tools and replies whose JSON schema is a Rust type's: the feature `schemars`.

mod numbers;
mod reply;

pub use reply::{CompleteAs, Typed};

use crate::Agent;
use futures_util::TryFutureExt;
use futures_util::future::{Either, ready};
use kei_router_core::{Content, ResponseFormat, Tool, ToolCall};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Display;

/// A tool whose arguments are `A`. Doc comments of `A`'s fields are told to the model.
///
/// ```
/// use kei_router_agent::typed;
///
/// #[derive(schemars::JsonSchema, serde::Deserialize)]
/// struct City {
///     /// The city's name in English.
///     city: String,
/// }
///
/// let weather = typed::tool::<City>("weather", "The temperature in a city.");
/// assert_eq!(weather.schema["properties"]["city"]["description"], "The city's name in English.");
/// ```
pub fn tool<A: JsonSchema>(name: impl Into<String>, description: impl Into<String>) -> Tool {
    Tool::new(name, description, schema::<A>())
}

/// A reply that is a `T`: strict, named as the type is.
pub fn response_format<T: JsonSchema>() -> ResponseFormat {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let name = T::schema_name().replace(|c| !is_allowed(c), "_");
    ResponseFormat::JsonSchema { name, schema: schema::<T>(), strict: true }
}

/// The schema, with what it refers to in its place: not every vendor reads `$ref`.
fn schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let settings = settings.with_transform(numbers::JsonNumbers);
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

impl Agent {
    /// With a tool whose arguments are `A`. Arguments that are none are told to the model, which
    /// can try again; see [`Agent::tool`] for the rest.
    pub fn typed_tool<A, F, R, C, E>(
        self,
        name: impl Into<String>,
        description: impl Into<String>,
        run: F,
    ) -> Self
    where
        A: JsonSchema + DeserializeOwned,
        F: Fn(A) -> R + Send + Sync + 'static,
        R: Future<Output = Result<C, E>> + Send + 'static,
        C: Into<Content> + Send + 'static,
        E: Display,
    {
        self.tool(tool::<A>(name, description), move |call: ToolCall| match call.parse() {
            Ok(arguments) => Either::Left(run(arguments).map_err(|error| error.to_string())),
            Err(error) => Either::Right(ready(Err(format!("the arguments do not fit: {error}")))),
        })
    }
}
