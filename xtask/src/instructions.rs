//! `cargo xtask instructions`: what a token costs on each wire, against the stored bounds.

pub(crate) mod callgrind;
mod report;

use crate::Result;
use clap::Args;
use kei_router_instructions::{Bounds, CASES, Case};
use std::path::Path;
use std::process::Command;

/// Tokens of the shorter stream; the longer one has twice as many.
const TOKENS: u64 = 2000;
/// How far another compiler than that of the bounds may be above them.
const OTHER_COMPILER: f64 = 1.05;
const PACKAGE: &str = "kei-router-instructions";

/// How to report what was counted.
#[derive(Args, Clone, Debug, Default)]
pub struct Options {
    /// Print one JSON object, as the bounds are stored, in place of the table.
    #[arg(long)]
    pub json: bool,
    /// Only the cases whose name contains this.
    #[arg(long, default_value = "")]
    pub case: String,
}

/// Counts every case and prints a table. The status is 0 if no case passes its bound, else 1.
///
/// # Errors
/// Where valgrind is missing, the program does not build, or a case has no bound.
pub fn run(options: &Options) -> Result<u8> {
    callgrind::check()?;
    let bounds = Bounds::stored()?;
    eprintln!("building {PACKAGE} with the profile `bench`");
    let program = callgrind::build(PACKAGE)?;
    let folder = std::env::temp_dir().join(format!("{PACKAGE}-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(&program, &folder, options);
    let _ = std::fs::remove_dir_all(&folder);
    let compiler = compiler()?;
    let allowance = if compiler == bounds.compiler { 1.0 } else { OTHER_COMPILER };
    let rows = rows(measured?, &bounds, allowance)?;
    if options.json {
        println!("{}", report::json(&rows));
    } else {
        println!("{}", report::text(&rows, &bounds.compiler, &compiler));
    }
    Ok(u8::from(rows.iter().any(report::Row::is_over)))
}

/// The cases that were asked for, each with its instructions for a token.
fn measure(program: &Path, folder: &Path, options: &Options) -> Result<Vec<(&'static Case, f64)>> {
    let cases = CASES.iter().filter(|case| case.name.contains(&options.case));
    cases.map(|case| Ok((case, per_token(program, folder, case)?))).collect()
}

/// What one more token costs: what is the same for every stream cancels out.
fn per_token(program: &Path, folder: &Path, case: &Case) -> Result<f64> {
    let counted = |tokens: u64| -> Result<u64> {
        let stream = folder.join(format!("{}-{tokens}", case.name));
        std::fs::write(&stream, case.body(usize::try_from(tokens)?))?;
        let arguments = ["replay".as_ref(), case.name.as_ref(), stream.as_os_str()];
        callgrind::count(program, case.name, &arguments)
    };
    let (once, twice) = (counted(TOKENS)?, counted(2 * TOKENS)?);
    Ok(twice.saturating_sub(once) as f64 / TOKENS as f64)
}

fn rows(
    measured: Vec<(&'static Case, f64)>,
    bounds: &Bounds,
    allowance: f64,
) -> Result<Vec<report::Row>> {
    let row = |(case, counted): (&'static Case, f64)| {
        let bound = bounds.instructions.get(case.name);
        let bound = *bound.ok_or_else(|| format!("bounds.json has no bound for {}", case.name))?;
        Ok(report::Row { name: case.name, counted, bound: bound * allowance })
    };
    measured.into_iter().map(row).collect()
}

/// The compiler that is used now, as it names itself.
pub(crate) fn compiler() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
