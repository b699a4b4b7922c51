//! The wires of the table by name.

use kei_router_tests::VendorWire;

pub(crate) fn anthropic() -> VendorWire {
    VendorWire::of("anthropic", "anthropic-messages")
}

pub(crate) fn chat() -> VendorWire {
    VendorWire::of("openai", "chat-completions")
}

pub(crate) fn responses() -> VendorWire {
    VendorWire::of("openai", "responses")
}

pub(crate) fn kimi() -> VendorWire {
    VendorWire::of("kimi", "chat-completions")
}

/// Each format once, spoken by the vendor that made it.
pub(crate) fn formats() -> [VendorWire; 3] {
    [anthropic(), chat(), responses()]
}
