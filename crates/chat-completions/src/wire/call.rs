//! Pieces of tool calls.

use kei_router_core::lenient::{Count, Raw, Text, each_as, object};
use serde_json::value::RawValue;
use std::borrow::Cow;

object! {
    /// A piece of a tool call.
    pub(crate) struct CallWire<'a> {
        pub(crate) index: Count,
        pub(crate) id: Text<'a>,
        pub(crate) function: Function<'a>,
        /// The call of a tool whose input is no JSON.
        pub(crate) custom: Function<'a>,
        /// Google's: the signature of the thought behind the call, which must go back with it.
        pub(crate) extra_content: Raw<'a>,
    }
}

object! {
    pub(crate) struct Function<'a> {
        pub(crate) name: Text<'a>,
        /// A text, piece by piece; an object from some servers.
        arguments: Raw<'a>,
        input: Raw<'a>,
    }
}

/// The pieces in a delta's `tool_calls`.
pub(crate) fn calls(raw: &RawValue) -> impl Iterator<Item = CallWire<'_>> {
    let mut pieces = each_as::<CallWire<'_>>(raw);
    let first = pieces.next();
    let several = !pieces.is_over();
    let mut before: Option<Cow<'_, str>> = None;
    (0..).zip(first.into_iter().chain(pieces)).map(move |(at, mut call)| {
        // Pieces in one delta belong to different calls, numbered or not, whatever their ids.
        if several {
            let id = call.id.0.clone().filter(|id| !id.is_empty());
            if call.index.0.is_none() && (id.is_none() || id == before) {
                call.index = Count(Some(at));
            }
            before = id;
        }
        if call.function.name.as_str().is_none() && call.function.arguments.is_none() {
            call.function = std::mem::take(&mut call.custom);
        }
        call
    })
}

impl<'a> Function<'a> {
    /// The arguments as text: a text as it is, anything else as its JSON.
    pub(crate) fn arguments(&self) -> Cow<'a, str> {
        let Some(raw) = self.arguments.or(self.input) else { return Cow::Borrowed("") };
        let json: &'a str = raw.get();
        match json.starts_with('"') {
            true => {
                serde_json::from_str::<Text<'a>>(json).unwrap_or_default().0.unwrap_or_default()
            }
            false => Cow::Borrowed(json),
        }
    }
}
