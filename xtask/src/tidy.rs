//! `cargo xtask tidy`: the architecture checks, and the generated list in INTEGRATION.md.

use crate::Result;
use crate::architecture::{CHECKS, Workspace, docs};
use std::fs;

/// Runs every check and prints what is wrong; `write` updates the generated list instead of
/// reporting that it is out of date. Returns whether nothing is wrong.
///
/// # Errors
/// Where cargo or the file system refuses.
pub fn run(write: bool) -> Result<bool> {
    let workspace = Workspace::open()?;
    let mut count = 0_usize;
    for check in CHECKS {
        for problem in (check.problems)(&workspace)? {
            eprintln!("{}: {problem}", check.name);
            count = count.saturating_add(1);
        }
    }
    if let Err(problem) = document(&workspace, write) {
        eprintln!("docs_are_true: {problem}");
        count = count.saturating_add(1);
    }
    match count {
        0 => println!("tidy: {} checks hold, and {} is true", CHECKS.len(), docs::DOCUMENT),
        count => eprintln!("tidy: {count} to put right"),
    }
    Ok(count == 0)
}

fn document(workspace: &Workspace, write: bool) -> Result<()> {
    let path = workspace.root.join(docs::DOCUMENT);
    let document = fs::read_to_string(&path)
        .map_err(|error| format!("{} cannot be read: {error}", docs::DOCUMENT))?;
    let updated = docs::updated(&document, workspace)?;
    if updated == document {
        return Ok(());
    }
    if write {
        println!("tidy: {} written", docs::DOCUMENT);
        return Ok(fs::write(path, updated)?);
    }
    Err(format!("{}'s list of files is old: run `cargo xtask tidy --write`", docs::DOCUMENT).into())
}
