//! What is told at the end.

use super::{Judged, Outcome};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

const HEADINGS: [&str; 9] = [
    "vendor",
    "protocol",
    "decoder",
    "streams",
    "clean",
    "errors",
    "refusals",
    "violations",
    "differences",
];
/// How much of a difference is shown in the table, in characters.
const SHOWN: usize = 600;

/// Everything that was replayed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// The recordings, in the manifest's order.
    pub judged: Vec<Judged>,
}

/// The recordings of one vendor, protocol and decoder.
#[derive(Default)]
struct Row {
    streams: usize,
    clean: usize,
    /// Streams that end with an error, as they should.
    errors: usize,
    refusals: usize,
    undecoded: usize,
    violations: usize,
    differences: usize,
}

impl Report {
    /// Whether no law was broken and nothing differs. Recordings without a decoder say nothing.
    pub fn is_well(&self) -> bool {
        self.judged.iter().all(|one| one.violations.is_empty() && one.differences.is_empty())
    }

    /// A table for people; then the protocols without a decoder, the quirks, the streams that end
    /// with an error, and what is wrong; each recording too if `verbose`.
    pub fn text(&self, verbose: bool) -> String {
        let mut text = self.table();
        for ((provider, protocol, _), row) in self.rows() {
            if row.undecoded > 0 {
                let _ = write!(text, "\nno decoder: {provider} ({protocol}), {}", row.undecoded);
            }
        }
        for ((provider, quirk), times) in self.quirks() {
            let _ = write!(text, "\nquirk: {provider}: {quirk} ({times})");
        }
        for one in &self.judged {
            let place = format!("{}/{}", one.provider, one.file);
            if verbose || matches!(one.outcome, Outcome::Failed(_)) {
                let _ = write!(text, "\n{place}: {}", one.outcome.to_text());
            }
            for what in &one.violations {
                let _ = write!(text, "\nVIOLATION {place}: {what}");
            }
            for what in &one.differences {
                let what: String = what.chars().take(SHOWN).collect();
                let _ = write!(text, "\nDIFFERENCE {place}: {what}");
            }
        }
        text
    }

    /// The same as a JSON object: every recording, and whether all is well.
    pub fn json(&self) -> String {
        let object = |one: &Judged| {
            json!({
                "provider": one.provider,
                "file": one.file,
                "protocol": one.protocol,
                "decoder": one.decoder,
                "outcome": one.outcome.to_text(),
                "violations": one.violations,
                "differences": one.differences,
                "quirks": one.quirks,
            })
        };
        let recordings: Vec<Value> = self.judged.iter().map(object).collect();
        json!({"well": self.is_well(), "recordings": recordings}).to_string()
    }

    fn table(&self) -> String {
        let mut lines = vec![HEADINGS.map(str::to_owned)];
        let decoded = self.rows().into_iter().filter(|(_, row)| row.undecoded == 0);
        lines.extend(decoded.map(|((provider, protocol, decoder), row)| {
            let [streams, clean, errors, refusals, violations, differences] =
                [row.streams, row.clean, row.errors, row.refusals, row.violations, row.differences]
                    .map(|count| count.to_string());
            let decoder = decoder.to_owned();
            [provider, protocol, decoder, streams, clean, errors, refusals, violations, differences]
        }));
        let width = |column: usize| {
            let cells = lines.iter().filter_map(|line| line.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let line = |line: &[String; 9]| {
            let cells = line.iter().enumerate().map(|(at, cell)| format!("{cell:<0$}", width(at)));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    fn rows(&self) -> BTreeMap<(String, String, &'static str), Row> {
        let mut rows = BTreeMap::<_, Row>::new();
        for one in &self.judged {
            let key = (one.provider.clone(), one.protocol.clone(), one.decoder);
            rows.entry(key).or_default().add(one);
        }
        rows
    }

    fn quirks(&self) -> BTreeMap<(&str, &str), usize> {
        let mut times = BTreeMap::new();
        for one in &self.judged {
            for quirk in &one.quirks {
                let times: &mut usize = times.entry((&*one.provider, &**quirk)).or_default();
                *times = times.saturating_add(1);
            }
        }
        times
    }
}

impl Row {
    fn add(&mut self, one: &Judged) {
        let add = |count: &mut usize, more: usize| *count = count.saturating_add(more);
        let well = one.violations.is_empty() && one.differences.is_empty();
        match one.outcome {
            Outcome::NoDecoder => add(&mut self.undecoded, 1),
            Outcome::Refused(_) => add(&mut self.refusals, 1),
            Outcome::Clean => {
                add(&mut self.streams, 1);
                add(&mut self.clean, usize::from(well));
            }
            Outcome::Failed(_) => {
                add(&mut self.streams, 1);
                add(&mut self.errors, usize::from(well));
            }
        }
        add(&mut self.violations, one.violations.len());
        add(&mut self.differences, one.differences.len());
    }
}

impl Outcome {
    fn to_text(self) -> String {
        match self {
            Self::Clean => "clean".to_owned(),
            Self::Failed(kind) => format!("ends with {}", kind.as_str()),
            Self::Refused(kind) => format!("refused with {}", kind.as_str()),
            Self::NoDecoder => "no decoder".to_owned(),
        }
    }
}
