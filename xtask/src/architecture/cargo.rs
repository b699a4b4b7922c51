//! Questions to cargo. It is never asked to touch the network or the lock file.

use crate::Result;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

/// The crates that a selection resolves to, the selected one included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// `name vX.Y.Z` of each.
    pub crates: BTreeSet<String>,
}

/// What cargo prints on its standard output.
///
/// # Errors
/// Where it cannot be run, or fails: with its own message.
pub fn cargo(folder: &Path, args: &[&str]) -> Result<String> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into());
    let output =
        Command::new(program).args(args).current_dir(folder).stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    let printed = String::from_utf8_lossy(&output.stderr);
    Err(format!("cargo {}: {}", args.join(" "), printed.trim()).into())
}

impl Tree {
    /// What `cargo tree` says of normal dependencies, for `-p NAME`, features and the like.
    ///
    /// # Errors
    /// Where cargo refuses.
    pub fn of(folder: &Path, selection: &[&str]) -> Result<Self> {
        let fixed = ["tree", "--offline", "--locked", "-e", "normal"];
        let form = ["--prefix", "none", "--no-dedupe"];
        Ok(Self::parse(&cargo(folder, &[&fixed, selection, &form].concat())?))
    }

    /// Reads the lines of `cargo tree --prefix none --no-dedupe`.
    pub fn parse(lines: &str) -> Self {
        let name = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        Self { crates: lines.lines().filter(|line| !line.trim().is_empty()).map(name).collect() }
    }

    /// Whether a crate of this name is among them.
    pub fn has(&self, name: &str) -> bool {
        self.names().any(|found| found == name)
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.crates.iter().filter_map(|line| line.split(' ').next())
    }
}
