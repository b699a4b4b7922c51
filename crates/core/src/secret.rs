//! A key that never prints.

use std::fmt;

/// An API key. It is trimmed, and neither `Debug` nor `Display` shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A key, without the white space around it; `None` for one that is empty.
    pub fn new(key: impl AsRef<str>) -> Option<Self> {
        let key = key.as_ref().trim();
        (!key.is_empty()).then(|| Self(key.to_owned()))
    }

    /// The key itself, for the header that carries it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// `text` with every occurrence of the key replaced by `[key]`: vendors echo keys in their
    /// refusals.
    pub fn scrub(&self, text: &str) -> String {
        text.replace(&self.0, "[key]")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_is_trimmed_hidden_and_scrubbed() {
        let key = Secret::new(" sk-1\n").unwrap();
        assert_eq!(key.expose(), "sk-1");
        assert_eq!(format!("{key:?}"), "Secret(..)");
        assert_eq!(key.scrub("bad key sk-1!"), "bad key [key]!");
        assert_eq!(Secret::new(" \n"), None);
    }
}
