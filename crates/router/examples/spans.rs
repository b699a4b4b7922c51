//! A span for each turn, by OpenTelemetry's conventions for generative AI: a provider around any
//! other. It holds no prompt and no reply.
//!
//! `RUST_LOG=info cargo run --example spans -- [PROVIDER] [--demo]`

#[path = "support/demo.rs"]
mod demo;

use kei_router::{
    ChatRequest, EventStream, LlmError, LlmRouter, Message, ModelInfo, Provider, StreamEvent,
    StreamExt, async_trait,
};
use std::error::Error;
use std::io::{self, Write};
use std::sync::Arc;
use tracing::field::Empty;
use tracing::{Instrument, Span, info_span};
use tracing_subscriber::fmt::format::FmtSpan;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_span_events(FmtSpan::CLOSE).init();
    let args = demo::args();
    let router = if args.demo { demo::router(&args).await } else { LlmRouter::from_env() };
    let provider = Traced(router.pick(&args.provider)?);
    let reply = provider.complete(&ChatRequest::new([Message::user("A line on the sea.")])).await?;
    writeln!(io::stdout(), "{}", reply.text())?;
    Ok(())
}

/// A provider whose turns are spans. A span ends with its stream, dropped or read to the end.
pub(crate) struct Traced(pub(crate) Arc<dyn Provider>);

#[async_trait]
impl Provider for Traced {
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
        let span = info_span!(
            "chat",
            gen_ai.operation.name = "chat",
            gen_ai.provider.name = self.name(),
            gen_ai.request.model = request.model.as_deref().unwrap_or(self.model()),
            gen_ai.response.model = Empty,
            gen_ai.usage.input_tokens = Empty,
            gen_ai.usage.output_tokens = Empty,
            gen_ai.response.finish_reasons = Empty,
            error.type = Empty,
        );
        let stream = self.0.stream(request).instrument(span.clone()).await;
        let stream = stream.inspect_err(|error| failed(&span, error))?;
        Ok(Box::pin(stream.inspect(move |event| match event {
            Ok(event) => record(&span, event),
            Err(error) => failed(&span, error),
        })))
    }
}

fn record(span: &Span, event: &StreamEvent) {
    if let StreamEvent::Finish(finish) = event {
        span.record("gen_ai.response.model", finish.model.as_str());
        span.record("gen_ai.response.finish_reasons", finish.reason.as_str());
        span.record("gen_ai.usage.input_tokens", finish.usage.input);
        span.record("gen_ai.usage.output_tokens", finish.usage.output);
    }
}

fn failed(span: &Span, error: &LlmError) {
    span.record("error.type", error.kind().as_str());
}
