//! A provider of one's own, written as any program can: it answers what it knows by itself, and
//! hands everything else to a vendor.
//!
//! `cargo run --example custom_provider -- [PROVIDER] [--demo]`

#[path = "support/demo.rs"]
mod demo;

use async_trait::async_trait;
use kei_router::{
    ChatRequest, EventStream, Finish, FinishKind, FinishReason, ListedModel, LlmError, LlmRouter,
    Message, ModelInfo, Provider, Reply, Role, Usage,
};
use std::error::Error;
use std::io::{self, Write};
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args = demo::args();
    let mut router = if args.demo { demo::router(&args).await } else { LlmRouter::from_env() };
    let vendor = router.pick(&args.provider)?;
    router.register(Box::new(Faq::new(vendor)));
    ask(router.pick("faq")?.as_ref(), &mut io::stdout()).await
}

/// Asks something that is known, and something that is not.
pub(crate) async fn ask(
    provider: &dyn Provider,
    out: &mut dyn Write,
) -> Result<(), Box<dyn Error>> {
    for question in ["When do you open?", "What does the sea say?"] {
        let reply = provider.complete(&ChatRequest::new([Message::user(question)])).await?;
        writeln!(out, "> {question}\n{}: {}\n", reply.finish.provider, reply.text())?;
    }
    Ok(())
}

const NAME: &str = "faq";
const ANSWERS: &[(&str, &str)] =
    &[("When do you open?", "At nine."), ("Where are you?", "By the harbour.")];

/// Answers from a table, where it has one.
pub(crate) struct Faq {
    vendor: Arc<dyn Provider>,
}

impl Faq {
    pub(crate) fn new(vendor: Arc<dyn Provider>) -> Self {
        Self { vendor }
    }
}

/// These five are all that there is to forward: the rest is made of them.
#[async_trait]
impl Provider for Faq {
    fn name(&self) -> &str {
        NAME
    }

    fn model(&self) -> &str {
        self.vendor.model()
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        self.vendor.model_info(model)
    }

    async fn stream(&self, request: &ChatRequest) -> Result<EventStream, LlmError> {
        match known(request) {
            Some(answer) => Ok(answered(answer)),
            None => self.vendor.stream(request).await,
        }
    }

    async fn models(&self) -> Result<Vec<ListedModel>, LlmError> {
        self.vendor.models().await
    }
}

fn known(request: &ChatRequest) -> Option<&'static str> {
    let question = request.messages.last().filter(|message| message.role == Role::User)?;
    let asked = question.content.text();
    ANSWERS.iter().find(|(question, _)| *question == asked).map(|(_, answer)| *answer)
}

/// The reply that the answer is, as a stream: every event that the laws of a stream demand.
fn answered(answer: &str) -> EventStream {
    let mut finish = Finish::new(NAME, "table", Message::assistant(answer));
    finish.reason = FinishReason::new(FinishKind::Stop, "");
    finish.usage = Usage::new(0, 0);
    Reply::from(finish).into_stream()
}
