#![doc = include_str!("../README.md")]

mod capability;
mod date;
mod duration;
mod error;
mod event;
mod finish;
mod message;
mod meter;
mod model;
mod pricing;
mod provider;
mod rate_limit;
mod refusal;
mod reply;
mod request;
mod secret;
mod surrogates;
mod tool;
mod turn;
mod usage;

pub mod codec;
pub mod encode;
pub mod engine;
pub mod framing;
pub mod lenient;
pub mod transport;

#[doc(inline)]
pub use framing::{ndjson, sse};

pub use capability::{Capabilities, Capability};
pub use engine::{EventStream, Limits};
pub use error::{ErrorDetail, ErrorKind, LlmError, Partial, Phase, Scope};
pub use event::{Citation, Started, StreamEvent, Timing, Warning, WarningKind};
pub use finish::{Finish, FinishKind, FinishReason};
pub use message::{
    CacheTtl, Content, Media, MediaSource, Message, Opaque, Part, PartKind, Reasoning, Role,
    ToolResult,
};
pub use meter::{Meter, Spent};
pub use model::{ListedModel, ModelInfo};
pub use pricing::{Pricing, Rates, Tier};
pub use provider::Provider;
pub use rate_limit::{RateBucket, RateLimit};
pub use reply::Reply;
pub use request::{
    ChatRequest, OnUnsupported, ReasoningConfig, ReasoningEffort, ResponseFormat, Shared, Timeouts,
    ToolChoice,
};
pub use secret::Secret;
pub use tool::{Tool, ToolCall};
pub use usage::Usage;

// For implementors; public in their modules.
use codec::{CacheMarks, Descriptor, Endpoint, ModelTable, Refusal, Target, Turn};
use secret::Secrets;
use transport::{BoxBody, Head, HttpRequest, HttpResponse, Transport};
