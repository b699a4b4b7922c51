//! Tool call ids in the form that a wire format accepts.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Maps tool call ids to the form that a wire format accepts. A conversation may come from another
/// vendor with other rules for ids.
///
/// An id that would be refused is changed deterministically: a call and its result still match, and
/// a longer conversation begins with the same bytes as before, which prompt caches depend on. Pass
/// calls and results in the order of the conversation.
#[derive(Clone, Debug)]
pub struct CallIds<'a> {
    legal: fn(char) -> bool,
    max_bytes: usize,
    unique: bool,
    /// How many calls had each id so far.
    begun: BTreeMap<&'a str, u64>,
}

impl<'a> CallIds<'a> {
    /// Accepts ids of these characters and at most `max_bytes` bytes, which must be at least 24.
    pub fn new(legal: fn(char) -> bool, max_bytes: usize) -> Self {
        Self { legal, max_bytes, unique: false, begun: BTreeMap::new() }
    }

    /// Also makes ids unique in a conversation. Some vendors number the calls of each turn from
    /// zero: `weather:0`.
    pub fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// The id of a call.
    pub fn call(&mut self, id: &'a str) -> Cow<'a, str> {
        if self.unique {
            let times = self.begun.entry(id).or_default();
            *times = times.saturating_add(1);
        }
        self.result(id)
    }

    /// The id in the result of the last call that had it.
    pub fn result(&self, id: &'a str) -> Cow<'a, str> {
        let again = self.begun.get(id).map_or(0, |times| times.saturating_sub(1));
        let fits = !id.is_empty() && id.len() <= self.max_bytes && id.chars().all(self.legal);
        if fits && again == 0 {
            return Cow::Borrowed(id);
        }
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
        let kept = self.max_bytes.saturating_sub(HASH).min(KEPT);
        let start: String = id.chars().map(plain).take(kept).collect();
        Cow::Owned(format!("{start}_{:016x}", fnv_1a(id.as_bytes(), again)))
    }
}

/// The length of a hash and its separator, in bytes.
const HASH: usize = 17;
/// The number of characters of an id that are kept before a hash.
const KEPT: usize = 40;

fn fnv_1a(bytes: &[u8], again: u64) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325, step);
    if again == 0 { hash } else { again.to_le_bytes().iter().fold(hash, step) }
}

#[cfg(test)]
mod tests {
    use super::CallIds;

    fn word(c: char) -> bool {
        c.is_ascii_alphanumeric() || c == '_'
    }

    #[test]
    fn legal_ids_stay_and_others_change_alike_in_call_and_result() {
        let mut ids = CallIds::new(word, 40);
        let long = "x".repeat(41);
        let fits = "x".repeat(40);
        for legal in ["call_1", "call_1", &fits] {
            assert_eq!((ids.call(legal), ids.result(legal)), (legal.into(), legal.into()));
        }
        let changed: Vec<_> = ["weather:0", "weather:1", "", "Größe", &long]
            .map(|id| (ids.call(id).into_owned(), ids.result(id).into_owned()))
            .into();
        for (at, (call, result)) in changed.iter().enumerate() {
            assert_eq!(call, result);
            assert!(call.len() <= 40 && call.chars().all(word), "{call}");
            assert!(changed[..at].iter().all(|(other, _)| other != call), "{call}");
        }
    }

    #[test]
    fn an_id_that_comes_again_is_another_one_where_the_wire_wants_that() {
        let mut ids = CallIds::new(|_| true, 64).unique();
        let first = (ids.call("weather:0"), ids.result("weather:0"));
        let second = (ids.call("weather:0"), ids.result("weather:0"));
        assert_eq!(first, ("weather:0".into(), "weather:0".into()));
        assert_eq!(second.0, second.1);
        assert_ne!(second.0, first.0);
        assert_ne!(ids.call("weather:0"), second.0);
    }
}
