//! No circle of modules inside a crate is larger than two files.

use super::File;
use super::imports::{Import, Path, imports, module};
use std::collections::{BTreeMap, BTreeSet};

/// How many files may use each other in a circle: two that describe one thing.
const LARGEST: usize = 2;

/// The modules of a crate, each with what it imports.
type Modules = BTreeMap<Path, Vec<Import>>;

/// Circles of more than two files, crate by crate. What counts is the file that defines what a
/// `use` names: a re-export is looked through, and makes no circle itself; tests are left out.
pub fn problems(files: &[File]) -> Vec<String> {
    let mut crates: BTreeMap<&str, Modules> = BTreeMap::new();
    for file in files.iter().filter(|file| file.is_source()) {
        let Some((folder, inside)) = file.path.split_once("src/") else { continue };
        let path = module(inside);
        let imports = imports(&file.text, &path);
        crates.entry(folder).or_default().insert(path, imports);
    }
    crates.iter().flat_map(|(folder, modules)| circles(folder, modules)).collect()
}

fn circles(folder: &str, modules: &Modules) -> Vec<String> {
    let uses: BTreeMap<&Path, BTreeSet<&Path>> =
        modules.iter().map(|(path, imports)| (path, used(path, imports, modules))).collect();
    let reached: BTreeMap<&Path, BTreeSet<&Path>> =
        uses.keys().map(|path| (*path, reach(path, &uses))).collect();
    let meets = |a: &Path, b: &Path| reached.get(a).is_some_and(|reached| reached.contains(b));
    let circle_of = |path: &Path| -> BTreeSet<&Path> {
        uses.keys().copied().filter(|other| meets(path, other) && meets(other, path)).collect()
    };
    let circles: BTreeSet<_> = uses.keys().map(|path| circle_of(path)).collect();
    let large = circles.into_iter().filter(|circle| circle.len() > LARGEST);
    large.map(|circle| describe(folder, &circle)).collect()
}

fn describe(folder: &str, circle: &BTreeSet<&Path>) -> String {
    let names: Vec<String> = circle.iter().map(|path| path.join("::")).collect();
    format!("{folder}src: {} files use each other: {}", names.len(), names.join(", "))
}

/// The modules that a module uses.
fn used<'a>(path: &Path, imports: &[Import], modules: &'a Modules) -> BTreeSet<&'a Path> {
    let own = imports.iter().filter(|import| !import.public);
    let found = own.filter_map(|import| defining(&import.target, modules, 0));
    found.filter(|used| *used != path).collect()
}

/// The module that defines what a path names, re-exports looked through.
fn defining<'a>(target: &[String], modules: &'a Modules, depth: usize) -> Option<&'a Path> {
    /// Re-exports of re-exports, deeper than any real tree.
    const DEPTH: usize = 16;
    let lengths = (0..=target.len()).rev();
    let mut prefixes = lengths.filter_map(|length| target.split_at_checked(length));
    let (module, imports, rest) = prefixes.find_map(|(prefix, rest)| {
        modules.get_key_value(prefix).map(|(module, imports)| (module, imports, rest))
    })?;
    let Some((name, rest)) = rest.split_first() else { return Some(module) };
    match imports.iter().find(|import| import.name == *name) {
        Some(import) if depth < DEPTH => {
            let target: Vec<String> = import.target.iter().chain(rest).cloned().collect();
            defining(&target, modules, depth.saturating_add(1))
        }
        _ => Some(module),
    }
}

/// Everything that can be reached from a module, itself only in a circle.
fn reach<'a>(from: &Path, uses: &BTreeMap<&'a Path, BTreeSet<&'a Path>>) -> BTreeSet<&'a Path> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&Path> = uses.get(from).into_iter().flatten().copied().collect();
    while let Some(path) = next.pop() {
        if reached.insert(path) {
            next.extend(uses.get(path).into_iter().flatten().copied());
        }
    }
    reached
}
