//! Token counts, in all their places.

use kei_router_core::lenient::{Count, object};

object! {
    /// Token counts, under the names that vendors give them.
    pub(crate) struct UsageWire {
        pub(crate) prompt_tokens: Count,
        pub(crate) input_tokens: Count,
        pub(crate) completion_tokens: Count,
        pub(crate) output_tokens: Count,
        pub(crate) total_tokens: Count,
        /// Kimi's place for it.
        pub(crate) cached_tokens: Count,
        /// DeepSeek's.
        pub(crate) prompt_cache_hit_tokens: Count,
        /// Of gateways that speak of Anthropic's models.
        pub(crate) cache_read_input_tokens: Count,
        pub(crate) cache_creation_input_tokens: Count,
        pub(crate) reasoning_tokens: Count,
        pub(crate) prompt_tokens_details: Details,
        pub(crate) input_tokens_details: Details,
        pub(crate) completion_tokens_details: Details,
        pub(crate) output_tokens_details: Details,
    }
}

object! {
    pub(crate) struct Details {
        pub(crate) cached_tokens: Count,
        pub(crate) cache_write_tokens: Count,
        pub(crate) cache_creation_tokens: Count,
        pub(crate) reasoning_tokens: Count,
        pub(crate) audio_tokens: Count,
    }
}
