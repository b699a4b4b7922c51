//! `cargo xtask tidy`: every check of the house, and the papers that must stay true.

use crate::Result;
use crate::house::{CHECKS, House, papers};
use std::fs;

/// Runs every check and prints what is wrong; `write` sets the papers right instead of
/// complaining of them. Says whether all is well.
///
/// # Errors
/// Where cargo or the file system refuses.
pub fn run(write: bool) -> Result<bool> {
    let house = House::open()?;
    let mut count = 0_usize;
    for check in CHECKS {
        for problem in (check.problems)(&house)? {
            eprintln!("{}: {problem}", check.name);
            count = count.saturating_add(1);
        }
    }
    if let Err(problem) = paper(&house, write) {
        eprintln!("papers_are_true: {problem}");
        count = count.saturating_add(1);
    }
    match count {
        0 => println!("tidy: {} checks hold, and {} is true", CHECKS.len(), papers::PAPER),
        count => eprintln!("tidy: {count} to put right"),
    }
    Ok(count == 0)
}

fn paper(house: &House, write: bool) -> Result<()> {
    let path = house.root.join(papers::PAPER);
    let paper = fs::read_to_string(&path)
        .map_err(|error| format!("{} cannot be read: {error}", papers::PAPER))?;
    let updated = papers::updated(&paper, house)?;
    if updated == paper {
        return Ok(());
    }
    if write {
        println!("tidy: {} written", papers::PAPER);
        return Ok(fs::write(path, updated)?);
    }
    Err(format!("{}'s list of files is old: run `cargo xtask tidy --write`", papers::PAPER).into())
}
