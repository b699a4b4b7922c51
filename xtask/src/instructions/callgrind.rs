//! The program that is measured, and valgrind, which counts its instructions.

use crate::Result;
use crate::architecture::cargo;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Fails where valgrind cannot be run.
pub(crate) fn check() -> Result<()> {
    let found = Command::new("valgrind").arg("--version").output();
    let found = found.is_ok_and(|output| output.status.success());
    found.then_some(()).ok_or_else(|| {
        "valgrind is not installed: it counts the instructions (`apt-get install valgrind`)".into()
    })
}

/// Builds a package's program as `cargo bench` would, and says where it lies.
pub(crate) fn build(package: &str) -> Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let arguments = ["build", "--locked", "--profile", "bench", "-p", package, "--bin", package];
    let messages = cargo(root, &[&arguments[..], &["--message-format", "json"]].concat())?;
    let read = messages.lines().filter_map(|line| serde_json::from_str(line).ok());
    let mut programs = read.filter_map(|message: serde_json::Value| {
        message.get("executable")?.as_str().map(PathBuf::from)
    });
    programs.next_back().ok_or_else(|| format!("cargo built no program of {package}").into())
}

/// How many instructions the program runs with these arguments.
pub(crate) fn count(program: &Path, case: &str, arguments: &[&OsStr]) -> Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(arguments)
        .output()?;
    let printed = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{case}: the program failed under valgrind:\n{printed}").into());
    }
    collected(&printed).ok_or_else(|| failed(case, &output))
}

/// The figure of callgrind's line `==1== Collected : 12345`.
fn collected(printed: &str) -> Option<u64> {
    let figure = printed.lines().find_map(|line| line.split_once("Collected :"));
    figure?.1.split_whitespace().next()?.parse().ok()
}

fn failed(case: &str, output: &Output) -> Box<dyn std::error::Error + Send + Sync> {
    let printed = String::from_utf8_lossy(&output.stderr);
    format!("{case}: valgrind does not say how many instructions it saw:\n{printed}").into()
}

#[cfg(test)]
mod tests {
    use super::collected;

    #[test]
    fn the_count_is_found_in_what_callgrind_prints() {
        let printed = "==7== Events    : Ir\n==7== Collected : 10889544\n==7== \n";
        assert_eq!(collected(printed), Some(10_889_544));
        assert_eq!(collected("==7== Events    : Ir\n"), None);
    }
}
