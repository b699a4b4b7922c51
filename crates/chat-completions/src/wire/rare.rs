//! Members that most chunks lack.

use super::Raw;
use serde_json::value::RawValue;

/// Members that most chunks lack. A field for each would be moved with every chunk.
#[derive(Debug, Default)]
pub(crate) struct Rare<'a>(Vec<(&'static str, &'a RawValue)>);

impl<'a> Rare<'a> {
    /// Keeps a member; of one that comes again, the last counts.
    pub(super) fn keep(&mut self, name: &'static str, value: Raw<'a>) {
        self.0.retain(|(known, _)| *known != name);
        self.0.extend(value.map(|raw| (name, raw)));
    }

    /// The member of this name.
    pub(crate) fn get(&self, name: &str) -> Raw<'a> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, raw)| *raw)
    }
}
