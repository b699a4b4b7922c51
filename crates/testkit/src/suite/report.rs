//! What a run of the suite has found.

use std::fmt;

/// What a check gives: how often it compared something, or what is wrong.
pub(super) type Outcome = Result<usize, String>;

/// The results of a run of the suite. `Display` prints a line for every failure; `{:#}` prints
/// every check.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// The vendor's name.
    pub vendor: String,
    /// The name of the format.
    pub format: String,
    /// How many runs were compared.
    pub compared: usize,
    /// What held, in the order in which it was checked.
    pub passes: Vec<Pass>,
    /// What failed: at most one failure for each check and stream.
    pub failures: Vec<Failure>,
}

/// A check that held.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pass {
    /// The check's name.
    pub check: &'static str,
    /// The stream's name; `-` where there is none.
    pub fixture: String,
    /// How many runs were compared; 0 where the stream has nothing to compare.
    pub compared: usize,
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
    pub(super) fn new(vendor: &str, format: &str) -> Self {
        Self {
            vendor: vendor.to_owned(),
            format: format.to_owned(),
            compared: 0,
            passes: Vec::new(),
            failures: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, check: &'static str, fixture: &str, outcome: Outcome) {
        let fixture = fixture.to_owned();
        match outcome {
            Ok(compared) => {
                self.compared = self.compared.saturating_add(compared);
                self.passes.push(Pass { check, fixture, compared });
            }
            Err(what) => self.failures.push(Failure { check, fixture, what }),
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
        let Self { vendor, format, compared, .. } = self;
        write!(f, "{vendor} over {format}: {compared} runs compared, {failed} failures")?;
        for Failure { check, fixture, what } in &self.failures {
            write!(f, "\n  {check} / {fixture}: {what}")?;
        }
        if f.alternate() {
            for Pass { check, fixture, compared } in &self.passes {
                write!(f, "\n  {check} / {fixture}: holds, {compared} runs compared")?;
            }
        }
        Ok(())
    }
}
