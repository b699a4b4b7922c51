//! That the crates of the wires do not repeat each other.

use super::File;
use std::collections::{BTreeSet, HashMap};

/// How many lines make a run.
const RUN: usize = 6;
/// How many runs the wires may share.
const MAX_RUNS: usize = 3;
/// The crates of the wires.
const WIRES: &[&str] = &["crates/messages/", "crates/chat-completions/", "crates/responses/"];

/// A line that counts: its number, from 1, and what it says.
type Line<'a> = (usize, &'a str);

/// Each run of six lines or more that stands in two wires' crates, once there are more than three
/// of them. Lines are compared without their indentation. Those of imports, those of comments,
/// and those without a letter or a digit do not count: a run goes on behind them.
pub fn problems(files: &[File]) -> Vec<String> {
    let wires = files.iter().filter(|file| file.is_rust() && wire(file).is_some());
    let files: Vec<(&File, Vec<Line<'_>>)> = wires.map(|file| (file, lines(file))).collect();
    let mut runs = Vec::new();
    for (at, (file, lines)) in files.iter().enumerate() {
        for (other, other_lines) in files.iter().skip(at).filter(|(o, _)| wire(o) != wire(file)) {
            for (start, other_start) in shared(lines, other_lines) {
                let (path, other) = (&file.path, &other.path);
                runs.push(format!("{path}:{start} and {other}:{other_start} share a run of lines"));
            }
        }
    }
    if runs.len() > MAX_RUNS { runs } else { Vec::new() }
}

fn wire(file: &File) -> Option<&'static &'static str> {
    WIRES.iter().find(|wire| file.path.starts_with(**wire))
}

/// The lines that count.
fn lines(file: &File) -> Vec<Line<'_>> {
    let mut imports = false;
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(file.text.lines().map(str::trim)) {
        let begins =
            ["use ", "pub use ", "pub(crate) use "].iter().any(|use_| line.starts_with(use_));
        let imported = imports || begins;
        imports = imported && !line.ends_with(';');
        if !imported && !line.starts_with("//") && line.contains(char::is_alphanumeric) {
            lines.push((number, line));
        }
    }
    lines
}

/// Where runs that both have begin, in either.
fn shared(one: &[Line<'_>], other: &[Line<'_>]) -> BTreeSet<(usize, usize)> {
    let mut places: HashMap<Vec<&str>, Vec<usize>> = HashMap::new();
    for (at, window) in other.windows(RUN).enumerate() {
        places.entry(window.iter().map(|(_, line)| *line).collect()).or_default().push(at);
    }
    let mut runs = BTreeSet::new();
    for (at, window) in one.windows(RUN).enumerate() {
        let window: Vec<&str> = window.iter().map(|(_, line)| *line).collect();
        for there in places.get(&window).into_iter().flatten() {
            let before = (before(one, at), before(other, *there));
            let goes_on = before.0.is_some() && before.0 == before.1;
            if let (false, Some(here), Some(there)) = (goes_on, one.get(at), other.get(*there)) {
                runs.insert((here.0, there.0));
            }
        }
    }
    runs
}

/// What the line before this one says.
fn before<'a>(lines: &[Line<'a>], at: usize) -> Option<&'a str> {
    lines.get(at.checked_sub(1)?).map(|(_, line)| *line)
}
