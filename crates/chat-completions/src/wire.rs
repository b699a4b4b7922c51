//! The fields of a response that are read, all of them leniently.
//!
//! A chunk borrows from its frame. What most chunks lack is kept as raw JSON, which costs nothing
//! while it is absent, and is read where it is used. Values of an unexpected type read as absent;
//! only malformed JSON is an error.

mod call;
mod choice;
mod choices;
mod content;
mod rare;
mod usage;

pub(crate) use call::{CallWire, calls};
pub(crate) use choice::{Choice, Delta};
pub(crate) use choices::Choices;
pub(crate) use content::{Content, Piece};
pub(crate) use kei_router_core::lenient::{
    Count, Raw, Strict, Text, each, each_member, object, read,
};
pub(crate) use usage::UsageWire;

object! {
    /// One chunk of a reply.
    pub(crate) struct Chunk<'a> {
        pub(crate) id: Text<'a>,
        pub(crate) model: Text<'a>,
        /// `error` where the whole chunk is Mistral's error.
        pub(crate) object: Text<'a>,
        /// `error` where it is Anthropic's.
        pub(crate) kind: Text<'a> = "type",
        pub(crate) choices: Choices<'a>,
        pub(crate) usage: Raw<'a>,
        /// The tier that served the reply.
        pub(crate) service_tier: Text<'a>,
        pub(crate) error: Raw<'a>,
        /// Groq's own: `usage`, and `error` for a stream that is stopped early.
        pub(crate) x_groq: Raw<'a>,
        /// Of errors without an envelope.
        pub(crate) message: Raw<'a>,
        /// Of errors without an envelope.
        pub(crate) detail: Raw<'a>,
        /// Perplexity's sources, in every chunk.
        pub(crate) search_results: Raw<'a>,
    }
}

object! {
    /// A piece of a spoken answer.
    pub(crate) struct Audio<'a> {
        pub(crate) id: Text<'a>,
        pub(crate) transcript: Text<'a>,
        /// Base64.
        pub(crate) data: Text<'a>,
    }
}

object! {
    /// An image, by its URL: in a member of its own, or in the object of `image_url`.
    pub(crate) struct Image<'a> {
        pub(crate) url: Text<'a>,
        pub(crate) image_url: Raw<'a>,
    }
}

object! {
    /// Groq's own member.
    pub(crate) struct Groq<'a> {
        pub(crate) usage: Raw<'a>,
        pub(crate) error: Raw<'a>,
    }
}

object! {
    /// A source that the reply cites.
    pub(crate) struct Annotation<'a> {
        pub(crate) url_citation: Source<'a>,
    }
}

object! {
    /// Where a source is, and what it says.
    pub(crate) struct Source<'a> {
        pub(crate) url: Text<'a>,
        pub(crate) title: Text<'a>,
        pub(crate) content: Text<'a>,
        pub(crate) snippet: Text<'a>,
    }
}

object! {
    /// One of OpenRouter's pieces of reasoning: text, a summary, or an encrypted form.
    pub(crate) struct Detail<'a> {
        pub(crate) kind: Text<'a> = "type",
        pub(crate) index: Count,
        pub(crate) id: Text<'a>,
        pub(crate) text: Text<'a>,
        pub(crate) summary: Text<'a>,
        pub(crate) signature: Text<'a>,
        pub(crate) data: Text<'a>,
    }
}
