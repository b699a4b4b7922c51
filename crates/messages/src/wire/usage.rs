//! Token counts, and what else a response reports about its price.

use super::{Count, List, Raw, Text, object};

object! {
    /// Token counts. `input_tokens` leaves cached tokens out.
    pub(crate) struct Counts<'a> {
        pub(crate) input_tokens: Count,
        pub(crate) output_tokens: Count,
        pub(crate) cache_creation_input_tokens: Count,
        pub(crate) cache_read_input_tokens: Count,
        pub(crate) cache_creation: Creation,
        pub(crate) output_tokens_details: OutputDetails,
        /// What each step of the turn used, where there were several: each is an object of counts.
        pub(crate) iterations: List<'a>,
        /// The tier that served it: `standard`, `priority` or `batch`.
        pub(crate) service_tier: Text<'a>,
        /// `standard` or `fast`.
        pub(crate) speed: Text<'a>,
        /// Where it was made: `global`, `us` or `not_available`.
        pub(crate) inference_geo: Text<'a>,
        /// How often each of the vendor's own tools was used.
        pub(crate) server_tool_use: Raw<'a>,
    }
}

object! {
    /// Tokens written to the cache, by lifetime.
    pub(crate) struct Creation {
        pub(crate) ephemeral_5m_input_tokens: Count,
        pub(crate) ephemeral_1h_input_tokens: Count,
    }
}

object! {
    /// What the output tokens were used for.
    pub(crate) struct OutputDetails {
        pub(crate) thinking_tokens: Count,
    }
}

object! {
    /// Whose step an iteration was.
    pub(crate) struct Iteration<'a> {
        /// `message`, `compaction`, `advisor_message` or `fallback_message`.
        pub(crate) kind: Text<'a> = "type",
        pub(crate) model: Text<'a>,
    }
}

object! {
    /// Where one model's output gives way to the next one's.
    pub(crate) struct Fallback<'a> {
        pub(crate) to: Iteration<'a>,
    }
}
