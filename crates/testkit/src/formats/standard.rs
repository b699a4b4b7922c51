//! Descriptors of no vendor, for programs that only care about the wire.

use kei_router_core::codec::{Auth, Descriptor, Terminator, UsagePlace, Wire};
use std::borrow::Cow;

/// A server that speaks Anthropic's Messages format at `/v1/messages`, the key in `x-api-key`.
pub fn anthropic_messages() -> Descriptor {
    let wire = Wire {
        format: Cow::Borrowed("anthropic-messages"),
        version_path: Cow::Borrowed("/v1"),
        paths: Cow::Borrowed(&[Cow::Borrowed("messages")]),
        auth: Auth::Header(Cow::Borrowed("x-api-key")),
        usage: UsagePlace::Events,
        terminator: Terminator::LastEvent,
    };
    descriptor("sim-messages", "https://sim.invalid", wire)
}

/// A server that speaks OpenAI's chat format at `/v1/chat/completions`, the key as a bearer
/// token.
pub fn chat_completions() -> Descriptor {
    let wire = Wire {
        format: Cow::Borrowed("chat-completions"),
        version_path: Cow::Borrowed("/v1"),
        paths: Cow::Borrowed(&[Cow::Borrowed("chat/completions")]),
        auth: Auth::Bearer,
        usage: UsagePlace::Trailer,
        terminator: Terminator::DonePromised,
    };
    descriptor("sim-chat", "https://sim.invalid/v1", wire)
}

/// A server that speaks OpenAI's Responses format at `/v1/responses`, the key as a bearer token.
pub fn responses() -> Descriptor {
    let wire = Wire {
        format: Cow::Borrowed("responses"),
        version_path: Cow::Borrowed("/v1"),
        paths: Cow::Borrowed(&[Cow::Borrowed("responses")]),
        auth: Auth::Bearer,
        usage: UsagePlace::Events,
        terminator: Terminator::LastEvent,
    };
    descriptor("sim-responses", "https://sim.invalid/v1", wire)
}

fn descriptor(name: &'static str, base_url: &'static str, wire: Wire) -> Descriptor {
    Descriptor {
        name: Cow::Borrowed(name),
        key_vars: Cow::Borrowed(&[Cow::Borrowed("SIM_API_KEY")]),
        model_vars: Cow::Borrowed(&[Cow::Borrowed("SIM_MODEL")]),
        endpoint_vars: Cow::Borrowed(&[Cow::Borrowed("SIM_BASE_URL")]),
        default_model: Cow::Borrowed("sim-model-1"),
        base_url: Cow::Borrowed(base_url),
        more_wires: Cow::Borrowed(&[]),
        base_format: None,
        wire,
    }
}
