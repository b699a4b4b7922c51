//! `cargo xtask record`: one live stream, captured in the form that `replay` reads.

mod capture;
mod store;

use crate::Result;
use capture::Capture;
use clap::Args;
use kei_router::codec::{Descriptor, Endpoint};
use kei_router::{
    ChatRequest, HttpTransport, LlmError, Message, Provider, StreamExt, Vendor, vendors,
};
use kei_router_replay::MANIFEST;
use std::path::PathBuf;
use std::sync::Arc;

/// What to record, and where to.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// The vendor, with its default model or another one: NAME[/MODEL]. Its key is taken from
    /// the environment.
    pub provider: String,
    /// The folder of the recordings; it is made where it is not there.
    #[arg(long, default_value = "recorded")]
    pub out: PathBuf,
    /// What to ask.
    #[arg(long, default_value = "Count from one to five, then say why the sky is blue.")]
    pub prompt: String,
    /// The maximum number of tokens in the reply.
    #[arg(long, default_value_t = 256)]
    pub max_tokens: u64,
    /// The URL to post to, or a base of it, in place of the vendor's own.
    #[arg(long)]
    pub endpoint: Option<String>,
    /// The recording's name without its extension; the model's name by default.
    #[arg(long)]
    pub name: Option<String>,
}

/// What was recorded.
#[derive(Clone, Debug)]
pub struct Recording {
    /// The body's path.
    pub path: PathBuf,
    /// The refusal, or what ended the stream before the reply was whole.
    pub error: Option<LlmError>,
}

/// The status of a run that could not begin: an unknown vendor.
const CANNOT_BEGIN: u8 = 2;

/// Records one stream with a key from the environment. The status is 0 if there is a recording,
/// be it of a refusal, and 2 if there is no such vendor.
///
/// # Errors
/// Those of [`record`].
pub fn run(options: &Options) -> Result<u8> {
    if let Err(error) = chosen(&options.provider) {
        eprintln!("record: {error}");
        return Ok(CANNOT_BEGIN);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let recording = runtime.block_on(record(options, |name| std::env::var(name).ok()))?;
    println!("recorded {}", recording.path.display());
    println!("It is {}.", recording.describe());
    println!(
        "It holds the prompt and the answer. `cargo xtask replay {}` replays it.",
        options.out.display()
    );
    Ok(0)
}

impl Recording {
    /// What the recording is of: a whole reply, a refusal, or a reply that was cut.
    pub fn describe(&self) -> String {
        match &self.error {
            None => "a whole reply".to_owned(),
            Some(error) if error.partial().is_some() => format!("cut or broken off: {error}"),
            Some(error) => format!("refused: {error}"),
        }
    }
}

/// Records one stream with these variables.
///
/// Neither request headers nor the URL's query are kept. Of the response's headers, those are kept
/// that hold its type, rate limits, waits and ids. A key that the vendor echoes is replaced by
/// `[key]`.
///
/// # Errors
/// An unknown vendor, no key, no answer, a folder that cannot be written.
pub async fn record(
    options: &Options,
    vars: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
) -> Result<Recording> {
    let (vendor, model) = chosen(&options.provider)?;
    let absent = || format!("{} is not compiled in", vendor.name());
    let descriptor = vendor.descriptor().ok_or_else(absent)?;
    let capture = Arc::new(Capture::new(Arc::new(HttpTransport::shared())));
    let vars = with_endpoint(vars, &descriptor, options.endpoint.clone());
    let provider = vendor.from_vars_over(vars, capture.clone());
    let no_key = || format!("there is no key: set {}", descriptor.key_vars.join(" or "));
    let provider = provider.ok_or_else(no_key)?;
    let model = model.unwrap_or(provider.model()).to_owned();
    let request = ChatRequest::new([Message::user(options.prompt.as_str())])
        .max_tokens(options.max_tokens)
        .model(model.as_str());
    let error = exhaust(provider.as_ref(), &request).await.err();
    let Some(taken) = capture.taken() else {
        return Err(error.map_or_else(|| "nothing was sent".into(), Into::into));
    };
    let at = Endpoint::parse(&taken.uri)?;
    let mut entry = taken.entry();
    entry.provider = vendor.name().to_owned();
    entry.format = Some(descriptor.wire_at(&at).format.clone().into_owned());
    let name = options.name.clone().unwrap_or_else(|| model.clone());
    entry.model = Some(model);
    let path = store::add(&options.out.join(MANIFEST), &name, entry, &taken.scrubbed_body())?;
    Ok(Recording { path, error })
}

/// Reads a stream to its end, whichever that is: the recording has it.
async fn exhaust(provider: &dyn Provider, request: &ChatRequest) -> Result<(), LlmError> {
    let mut stream = provider.stream(request).await?;
    while let Some(item) = stream.next().await {
        item?;
    }
    Ok(())
}

/// The variables, with an endpoint over them.
fn with_endpoint(
    vars: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    descriptor: &Descriptor,
    endpoint: Option<String>,
) -> impl Fn(&str) -> Option<String> + Send + Sync + 'static {
    let first = descriptor.endpoint_vars.first().map(|name| name.clone().into_owned());
    move |name: &str| match &endpoint {
        Some(endpoint) if first.as_deref() == Some(name) => Some(endpoint.clone()),
        _ => vars(name),
    }
}

/// Reads `NAME` or `NAME/MODEL`.
fn chosen(given: &str) -> Result<(&'static Vendor, Option<&str>)> {
    let (name, model) = match given.split_once('/') {
        Some((name, model)) => (name, Some(model)),
        None => (given, None),
    };
    let names = || vendors().iter().map(Vendor::name).collect::<Vec<_>>().join(", ");
    let vendor = vendors().iter().find(|vendor| vendor.name() == name);
    let unknown = || format!("there is no vendor {name:?}, only {}", names());
    Ok((vendor.ok_or_else(unknown)?, model.filter(|model| !model.is_empty())))
}
