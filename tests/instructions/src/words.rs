//! The pieces that streams are made of. They repeat, so that N tokens and 2N tokens are alike.

/// Pieces of text as they stand in JSON: with a letter outside of ASCII, and with an escape.
const TEXT: [&str; 8] = [" the", " quick", " brown", ",", " na\u{ef}ve", " fox", ".", "\\n"];
/// Pieces of a list of strings, as they stand in a JSON string.
const ITEMS: [&str; 4] = ["\\\"src/", "main", ".rs\\\"", ","];

/// `tokens` pieces of text, each as JSON would escape it.
pub(crate) fn text(tokens: usize) -> impl Iterator<Item = &'static str> {
    TEXT.into_iter().cycle().take(tokens)
}

/// The arguments of a tool call in pieces, `tokens` of them beside the first and the last.
pub(crate) fn arguments(tokens: usize) -> impl Iterator<Item = &'static str> {
    let items = ITEMS.into_iter().cycle().take(tokens.next_multiple_of(ITEMS.len()));
    ["{\\\"files\\\":["].into_iter().chain(items).chain(["\\\"end\\\"]}"])
}

/// Events without a name.
pub(crate) fn data(payloads: impl IntoIterator<Item = String>) -> String {
    payloads.into_iter().map(|payload| format!("data: {payload}\n\n")).collect()
}

/// Events that are named as the `type` of their payload.
pub(crate) fn named(payloads: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let event = |(name, payload)| format!("event: {name}\ndata: {payload}\n\n");
    payloads.into_iter().map(event).collect()
}
