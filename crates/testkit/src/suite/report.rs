//! What a run of the suite has found.

use std::fmt;

/// What a check gives: how often it compared something, or what is wrong.
pub(super) type Outcome = Result<usize, String>;

/// What a run of the suite has found. It prints every failure on a line of its own.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// The vendor's name.
    pub vendor: String,
    /// How many runs were compared.
    pub compared: usize,
    /// What failed: at most one failure for each check and stream.
    pub failures: Vec<Failure>,
}

/// A check that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// The check's name.
    pub check: &'static str,
    /// The stream's name; `-` where there is none.
    pub fixture: String,
    /// What is wrong.
    pub what: String,
}

impl Report {
    pub(super) fn new(vendor: &str) -> Self {
        Self { vendor: vendor.to_owned(), compared: 0, failures: Vec::new() }
    }

    pub(super) fn add(&mut self, check: &'static str, fixture: &str, outcome: Outcome) {
        match outcome {
            Ok(compared) => self.compared = self.compared.saturating_add(compared),
            Err(what) => self.failures.push(Failure { check, fixture: fixture.to_owned(), what }),
        }
    }

    /// Whether nothing failed.
    pub fn is_ok(&self) -> bool {
        self.failures.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed = self.failures.len();
        write!(f, "{}: {} runs compared, {failed} failures", self.vendor, self.compared)?;
        for failure in &self.failures {
            write!(f, "\n  {} / {}: {}", failure.check, failure.fixture, failure.what)?;
        }
        Ok(())
    }
}
