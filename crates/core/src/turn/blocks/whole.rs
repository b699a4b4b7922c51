//! Whether the arguments of a call are whole, asked again and again while they grow.

use serde::de::IgnoredAny;

/// The longest text of a number or a word.
const MAX_SCALAR: usize = 64;

/// How far the arguments have been looked at: each byte once, however often one asks. Only where
/// the outermost bracket has closed is the text read as JSON, which happens once; and once more the
/// first time that one asks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scan {
    asked: bool,
    at: usize,
    depth: u32,
    in_text: bool,
    escaped: bool,
    /// Whether anything but white space has come, and whether it is neither bracket nor quote.
    begun: bool,
    is_scalar: bool,
    /// Whether what ends where the outermost value has closed is JSON.
    closed: Option<bool>,
}

impl Scan {
    /// Whether `text`, which begins with all that was looked at before, is one whole JSON value.
    pub(super) fn is_whole(&mut self, text: &str) -> bool {
        // Most ask once, when all has come.
        if !std::mem::replace(&mut self.asked, true) {
            return is_json(text);
        }
        if !self.begun {
            self.skip_blanks(text);
            self.begun = self.at < text.len();
            self.is_scalar = !matches!(rest(text, self.at), [b'{' | b'[' | b'"', ..]);
        }
        if self.is_scalar || !self.begun {
            return rest(text, self.at).len() <= MAX_SCALAR
                && text.get(self.at..).is_some_and(is_json);
        }
        while self.closed.is_none() {
            let Some(byte) = text.as_bytes().get(self.at) else { return false };
            self.at = self.at.saturating_add(1);
            if self.closes(*byte) {
                self.closed = Some(text.get(..self.at).is_some_and(is_json));
            }
        }
        self.skip_blanks(text);
        // What follows the value stays, so that it will never be one.
        self.closed == Some(true) && self.at == text.len()
    }

    fn skip_blanks(&mut self, text: &str) {
        let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        let blanks = rest(text, self.at).iter().take_while(is_blank).count();
        self.at = self.at.saturating_add(blanks);
    }

    /// Takes a byte, and says whether the outermost value closes with it.
    fn closes(&mut self, byte: u8) -> bool {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => {
                    self.in_text = false;
                    return self.depth == 0;
                }
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth = self.depth.saturating_add(1),
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

fn rest(text: &str, at: usize) -> &[u8] {
    text.as_bytes().get(at..).unwrap_or_default()
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{Scan, is_json};

    #[test]
    fn a_text_is_whole_at_each_length_at_which_it_is_json() {
        for text in [
            r#"{"a":"}\"{\\","b":[1,{"c":null}]} "#,
            r#" [ "]" , {} ] x"#,
            r#""a\"b" "#,
            "{}{}",
            "{]}",
            "}{}",
            "true",
            "null ",
            "12.5e3",
            "",
            "  ",
            "{\"é\":\"}\u{1f600}\"}\n",
        ] {
            let mut scan = Scan::default();
            for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
                let text = text.get(..end).unwrap_or_default();
                assert_eq!(scan.is_whole(text), is_json(text), "{text:?}");
                assert_eq!(scan.is_whole(text), is_json(text), "{text:?} again");
            }
        }
    }
}
