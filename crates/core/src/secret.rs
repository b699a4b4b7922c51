//! A key that never prints.

use std::fmt;

/// An API key. It is trimmed, and neither `Debug` nor `Display` shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A key, trimmed; `None` if it is empty.
    pub fn new(key: impl AsRef<str>) -> Option<Self> {
        let key = key.as_ref().trim();
        (!key.is_empty()).then(|| Self(key.to_owned()))
    }

    /// The key itself, for the header that carries it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Replaces every occurrence of the key in `text` by `[key]`, since vendors echo keys in
    /// errors; also the start of one at the end of the text, which may have been cut there.
    pub fn scrub(&self, text: &str) -> String {
        let mut scrubbed = text.replace(&self.0, SCRUBBED);
        // Some servers escape the slash in JSON.
        if self.0.contains('/') {
            scrubbed = scrubbed.replace(&self.0.replace('/', "\\/"), SCRUBBED);
        }
        let begun = (CUT..self.0.len()).rev().filter_map(|end| self.0.get(..end));
        if let Some(begun) = begun.into_iter().find(|begun| scrubbed.ends_with(begun)) {
            scrubbed.truncate(scrubbed.len().saturating_sub(begun.len()));
            scrubbed.push_str(SCRUBBED);
        }
        scrubbed
    }
}

/// What a secret is replaced by.
const SCRUBBED: &str = "[key]";
/// The minimum length of a secret's start that is removed from the end of a text, in bytes.
const CUT: usize = 4;

/// All secrets that a request was sent with. `Debug` shows only their number.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secrets(Vec<Secret>);

impl Secrets {
    /// No secrets.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Adds a secret.
    pub fn push(&mut self, secret: Secret) {
        self.0.push(secret);
        // A secret may contain another, so the longer one goes first.
        self.0.sort_by_key(|secret| std::cmp::Reverse(secret.0.len()));
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `text` contains one of them.
    pub fn are_in(&self, text: &str) -> bool {
        self.0.iter().any(|secret| text.contains(&secret.0))
    }

    /// Replaces every occurrence of each secret in `text` by `[key]`.
    pub fn scrub(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| secret.scrub(&text))
    }
}

impl From<Secret> for Secrets {
    fn from(secret: Secret) -> Self {
        Self(vec![secret])
    }
}

impl FromIterator<Secret> for Secrets {
    fn from_iter<I: IntoIterator<Item = Secret>>(secrets: I) -> Self {
        let mut all = Self::none();
        secrets.into_iter().for_each(|secret| all.push(secret));
        all
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Secret, Secrets};

    #[test]
    fn of_two_secrets_the_one_that_contains_the_other_is_scrubbed_whole() {
        let secrets: Secrets = ["abc", "xabcx"].into_iter().filter_map(Secret::new).collect();
        assert_eq!(secrets.scrub("xabcx abc"), "[key] [key]");
        assert!(secrets.are_in("-abc-") && !secrets.are_in("ab"));
        assert_eq!(format!("{secrets:?}"), "Secrets(2)");
    }

    #[test]
    fn a_secret_is_trimmed_hidden_and_scrubbed() {
        let key = Secret::new(" sk-1\n").unwrap();
        assert_eq!(key.expose(), "sk-1");
        assert_eq!(format!("{key:?}"), "Secret(..)");
        assert_eq!(key.scrub("bad key sk-1!"), "bad key [key]!");
        assert_eq!(Secret::new(" \n"), None);
    }

    #[test]
    fn a_secret_that_is_cut_or_escaped_is_scrubbed_too() {
        let key = Secret::new("sk-12/34").unwrap();
        assert_eq!(key.scrub(r#"{"key":"sk-12\/34"}"#), r#"{"key":"[key]"}"#);
        for (text, wanted) in [
            ("your key sk-12/3", "your key [key]"),
            ("your key sk-1", "your key [key]"),
            ("your key sk-", "your key sk-"),
            ("sk-1 is cut in the middle of nothing", "sk-1 is cut in the middle of nothing"),
        ] {
            assert_eq!(key.scrub(text), wanted);
        }
    }
}
