//! Path templates, which may contain the model.

use crate::LlmError;

/// The placeholder for the model.
const MODEL: &str = "{model}";
/// The longest model, in bytes, that is written into a path: a URL has 64 KiB at most.
const MAX_MODEL: usize = 1024;

/// A path such as `models/{model}:stream?alt=sse`.
#[derive(Clone, Copy)]
pub(super) struct Template<'a> {
    /// The text before the placeholder and after it; all of it in `before` if there is none.
    before: &'a str,
    behind: Option<&'a str>,
    query: Option<&'a str>,
}

impl<'a> Template<'a> {
    pub(super) fn new(path: &'a str) -> Self {
        let (path, query) = match path.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path, None),
        };
        match path.split_once(MODEL) {
            Some((before, behind)) => Self { before, behind: Some(behind), query },
            None => Self { before: path, behind: None, query },
        }
    }

    pub(super) fn has_model(&self) -> bool {
        self.behind.is_some()
    }

    pub(super) fn query(&self) -> Option<&'a str> {
        self.query
    }

    /// For a path that ends with this template: the text before it, and the model.
    pub(super) fn split<'p>(&self, path: &'p str) -> Option<(&'p str, Option<String>)> {
        let Some(behind) = self.behind else {
            return Some((at_segment(path.strip_suffix(self.before)?)?, None));
        };
        let rest = path.strip_suffix(behind)?;
        // The model is one segment, or a piece of one.
        let piece = rest.rfind('/').map_or(0, |at| at.saturating_add(1));
        let (head, tail) = (rest.get(..piece)?, rest.get(piece..)?);
        let lead = self.before.rfind('/').map_or(0, |at| at.saturating_add(1));
        let (folders, prefix) = (self.before.get(..lead)?, self.before.get(lead..)?);
        let model = tail.strip_prefix(prefix).filter(|model| !model.is_empty())?;
        Some((at_segment(head.strip_suffix(folders)?)?, Some(decoded(model))))
    }

    /// The path for a model, with the query if there is one.
    pub(super) fn fill(&self, model: &str) -> Result<String, LlmError> {
        let mut path = self.before.to_owned();
        if let Some(behind) = self.behind {
            if matches!(model, "" | "." | "..") || model.len() > MAX_MODEL {
                return Err(LlmError::bad_request("the model cannot stand in a URL"));
            }
            encode(model, &mut path);
            path.push_str(behind);
        }
        if let Some(query) = self.query {
            path.push('?');
            path.push_str(query);
        }
        Ok(path)
    }
}

/// The start of a path, if it ends at a segment boundary.
fn at_segment(start: &str) -> Option<&str> {
    (start.is_empty() || start.ends_with('/')).then_some(start)
}

/// Everything but RFC 3986's unreserved characters is percent-encoded, so that a model is one
/// segment whatever it contains.
fn encode(model: &str, path: &mut String) {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or('0');
    for byte in model.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            path.push(char::from(byte));
        } else {
            path.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.as_bytes().first() {
        let code = rest.get(1..3).filter(|_| *first == b'%');
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = rest.get(3..).unwrap_or_default();
            }
            None => {
                let end = rest.char_indices().nth(1).map_or(rest.len(), |(at, _)| at);
                bytes.extend_from_slice(rest.get(..end).unwrap_or_default().as_bytes());
                rest = rest.get(end..).unwrap_or_default();
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
