//! Lints that hold everywhere, and no unfinished work.

use super::{Code, File, Workspace};

/// What the workspace's manifest must deny; clippy's manual says what each is.
const DENIED: &[&str] = &[
    "unsafe_code",
    "missing_docs",
    "unreachable_pub",
    "await_holding_lock",
    "dbg_macro",
    "expect_used",
    "indexing_slicing",
    "panic",
    "print_stderr",
    "print_stdout",
    "todo",
    "too_many_lines",
    "unimplemented",
    "unreachable",
    "unwrap_used",
    "string_slice",
    "allow_attributes_without_reason",
];
const THRESHOLD: &str = "too-many-lines-threshold = 30";
/// The one file that may be unsafe: an allocator that counts.
const UNSAFE: &str = "tests/allocations/counter.rs";
const UNFINISHED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("to", "do!"),
    concat!("unimple", "mented!"),
];

/// Lints that the workspace does not deny, and members that do not inherit them.
pub fn lints(workspace: &Workspace) -> Vec<String> {
    let manifest = workspace.text("Cargo.toml").unwrap_or_default();
    let denies = |lint: &str| manifest.lines().any(|line| line == format!("{lint} = \"deny\""));
    let lacking = DENIED.iter().filter(|lint| !denies(lint));
    let mut problems: Vec<_> =
        lacking.map(|lint| format!("Cargo.toml does not deny `{lint}`")).collect();
    if !workspace.text("clippy.toml").unwrap_or_default().lines().any(|line| line == THRESHOLD) {
        problems.push(format!("clippy.toml lacks `{THRESHOLD}`"));
    }
    for member in &workspace.members {
        let path = format!("{}/Cargo.toml", member.folder);
        let manifest = workspace.text(&path).unwrap_or_default();
        if !manifest.contains("[lints]\nworkspace = true\n") {
            problems.push(format!("{path} does not inherit the workspace's lints"));
        }
    }
    problems
}

/// Attributes that allow a lint without a reason, and those that allow what may never be allowed:
/// long functions anywhere, unsafe code outside the counting allocator.
pub fn allowances(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let code = Code::read(&file.text);
        for attribute in code.text.split("#").skip(1).filter_map(allowing) {
            let complaint = if attribute.contains("too_many_lines") {
                "lets a function be long"
            } else if attribute.contains("unsafe_code") && file.path != UNSAFE {
                "lets code be unsafe"
            } else if !attribute.contains("reason =") {
                "gives no reason"
            } else {
                continue;
            };
            problems.push(format!("{}: `{attribute}` {complaint}", file.path));
        }
    }
    problems
}

/// The attribute that follows a `#`, if it allows or expects a lint.
fn allowing(after: &str) -> Option<&str> {
    let attribute = after.strip_prefix('!').unwrap_or(after).strip_prefix('[')?;
    let attribute = attribute.split(']').next()?.trim();
    let allows = ["allow(", "expect("].iter().any(|word| attribute.starts_with(word));
    allows.then_some(attribute)
}

/// Lines that say that something is still to be done.
pub fn unfinished(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        for (line, text) in (1_usize..).zip(file.text.lines()) {
            if let Some(word) = UNFINISHED.iter().find(|word| text.contains(**word)) {
                problems.push(format!("{}:{line}: {word}", file.path));
            }
        }
    }
    problems
}
