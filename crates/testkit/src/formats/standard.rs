//! Descriptors of no vendor, for programs that only care about the wire.

use kei_router_core::codec::{Descriptor, Wire};

/// A server that speaks Anthropic's Messages format at `/v1/messages`, the key in `x-api-key`.
pub fn anthropic_messages() -> Descriptor {
    let wire = Wire::new("anthropic-messages", "messages").with_key_header("x-api-key");
    descriptor("sim-messages", "https://sim.invalid", wire)
}

/// A server that speaks OpenAI's chat format at `/v1/chat/completions`, the key as a bearer
/// token.
pub fn chat_completions() -> Descriptor {
    let wire = Wire::new("chat-completions", "chat/completions");
    descriptor("sim-chat", "https://sim.invalid/v1", wire)
}

/// A server that speaks OpenAI's Responses format at `/v1/responses`, the key as a bearer token.
pub fn responses() -> Descriptor {
    descriptor("sim-responses", "https://sim.invalid/v1", Wire::new("responses", "responses"))
}

fn descriptor(name: &'static str, base_url: &'static str, wire: Wire) -> Descriptor {
    Descriptor::new(name, base_url, wire)
        .with_default_model("sim-model-1")
        .with_var_prefixes(["SIM"])
        .with_endpoint_vars(["SIM_BASE_URL"])
}
