//! The fields of a response that are read, all of them leniently. A missing field, `null`, or a
//! value of another shape is an empty one; only malformed JSON is an error.

mod usage;

pub(crate) use usage::{Counts, Fallback, Iteration};

pub(crate) use kei_router_core::lenient::{Count, List, Raw, Text, object};

object! {
    /// Any event of the stream.
    pub(crate) struct Event<'a> {
        pub(crate) kind: Text<'a> = "type",
        pub(crate) index: Count,
        pub(crate) delta: Delta<'a>,
        pub(crate) content_block: Raw<'a>,
        pub(crate) message: Start<'a>,
        pub(crate) usage: Raw<'a>,
        pub(crate) error: Raw<'a>,
    }
}

object! {
    /// `delta` of `content_block_delta` and of `message_delta`.
    pub(crate) struct Delta<'a> {
        pub(crate) kind: Text<'a> = "type",
        pub(crate) text: Text<'a>,
        pub(crate) thinking: Text<'a>,
        pub(crate) signature: Text<'a>,
        pub(crate) partial_json: Text<'a>,
        pub(crate) citation: Raw<'a>,
        pub(crate) stop_reason: Text<'a>,
        pub(crate) stop_sequence: Text<'a>,
        pub(crate) stop_details: StopDetails<'a>,
        /// Where the vendor's own tools ran: an object with an `id`.
        pub(crate) container: Raw<'a>,
    }
}

object! {
    /// `message` of `message_start`.
    pub(crate) struct Start<'a> {
        pub(crate) id: Text<'a>,
        pub(crate) model: Text<'a>,
        pub(crate) usage: Raw<'a>,
        /// Empty, but for a turn that goes on after programmatic tool calls: then whole blocks.
        pub(crate) content: List<'a>,
        pub(crate) stop_reason: Text<'a>,
        pub(crate) stop_sequence: Text<'a>,
        pub(crate) stop_details: StopDetails<'a>,
        pub(crate) container: Raw<'a>,
    }
}

object! {
    /// A content block, as it starts.
    pub(crate) struct Block<'a> {
        pub(crate) kind: Text<'a> = "type",
        pub(crate) text: Text<'a>,
        pub(crate) citations: List<'a>,
        pub(crate) thinking: Text<'a>,
        pub(crate) signature: Text<'a>,
        pub(crate) data: Text<'a>,
        pub(crate) id: Text<'a>,
        pub(crate) name: Text<'a>,
        pub(crate) input: Raw<'a>,
        /// Who called the tool, where it was not the model itself.
        pub(crate) caller: Raw<'a>,
        /// The family of tools that it belongs to.
        pub(crate) toolset_name: Raw<'a>,
    }
}

object! {
    /// Where the vendor's own tools ran.
    pub(crate) struct Container<'a> {
        pub(crate) id: Raw<'a>,
    }
}

object! {
    /// Why the model refused.
    pub(crate) struct StopDetails<'a> {
        pub(crate) category: Text<'a>,
        pub(crate) explanation: Text<'a>,
    }
}

object! {
    /// A citation, in any of its kinds.
    pub(crate) struct Cited<'a> {
        pub(crate) url: Text<'a>,
        pub(crate) source: Text<'a>,
        pub(crate) title: Text<'a>,
        pub(crate) document_title: Text<'a>,
        pub(crate) cited_text: Text<'a>,
    }
}
