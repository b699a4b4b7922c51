//! Which events a client asks for beside `token`, `error` and `done`.

use crate::error::ApiError;

/// The events that must be asked for: clients show what they do not know.
const WORDS: &str = "usage, reasoning, tools, warning";

/// Which events a client asks for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) usage: bool,
    pub(crate) reasoning: bool,
    pub(crate) tools: bool,
    pub(crate) warning: bool,
}

impl Wanted {
    /// What `?events=` says: words with commas between them, or nothing.
    pub(crate) fn parse(list: &str) -> Result<Self, ApiError> {
        let mut wanted = Self::default();
        for word in list.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            match word {
                "usage" => wanted.usage = true,
                "reasoning" => wanted.reasoning = true,
                "tools" => wanted.tools = true,
                "warning" => wanted.warning = true,
                _ => {
                    let message = format!("`events` has an unknown word: it takes {WORDS}");
                    return Err(ApiError::bad_request(message));
                }
            }
        }
        Ok(wanted)
    }
}
