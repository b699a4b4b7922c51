//! That few names are enough: for a caller, and for a vendor that speaks a wire of others.

use super::imports::{Import, Path, imports};
use super::{Code, Workspace};
use std::collections::BTreeSet;

const ROOT: &str = "crates/core/src/lib.rs";
/// How many names the root of core may have, its modules aside.
const MAX_IN_ROOT: usize = 55;

/// A vendor on a shared wire, as a crate of its own would have it.
const DIALECT_VENDOR: &str = "tests/custom_vendors/compatible/";
/// How many names of this workspace such a vendor may need.
const MAX_FOR_DIALECT: usize = 15;

/// Too many names in the root of core.
pub fn root(workspace: &Workspace) -> Vec<String> {
    let Some(text) = workspace.text(ROOT) else { return vec![format!("there is no {ROOT}")] };
    let exported = imports(text, &Path::new()).into_iter().filter(|import| import.public);
    let names: BTreeSet<String> = exported.map(|import| import.name).collect();
    too_many(ROOT, &names, MAX_IN_ROOT)
}

/// Too many names that a vendor on a shared wire needs.
pub fn dialect_vendor(workspace: &Workspace) -> Vec<String> {
    let files = workspace.files.iter().filter(|file| file.path.starts_with(DIALECT_VENDOR));
    let names: BTreeSet<String> = files.flat_map(|file| needed(&file.text)).collect();
    match names.len() {
        0 => vec![format!("{DIALECT_VENDOR} holds no vendor")],
        _ => too_many(DIALECT_VENDOR, &names, MAX_FOR_DIALECT),
    }
}

fn too_many(place: &str, names: &BTreeSet<String>, max: usize) -> Vec<String> {
    let count = names.len();
    let problem = || format!("{place} has {count} names, over {max}: {names:?}");
    if count > max { vec![problem()] } else { Vec::new() }
}

/// The names of this workspace that a source imports, or says with their path. Variants, constants
/// and functions of a type belong to its name.
fn needed(source: &str) -> BTreeSet<String> {
    let ours = |import: &Import| import.target.first().is_some_and(|name| is_ours(name));
    let imports = imports(source, &Path::new()).into_iter().filter(ours);
    let (roots, items): (Vec<_>, Vec<_>) = imports.partition(|import| import.target.len() == 1);
    let text = Code::read(source).text;
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("use "));
    let words =
        lines.flat_map(|line| line.split(|c: char| !(c.is_alphanumeric() || "_:".contains(c))));
    let qualified = words.filter_map(|word| {
        let (root, path) = word.split_once("::")?;
        let crate_ = roots.iter().find(|import| import.name == root).map(|import| &import.target);
        let crate_ = crate_.and_then(|target| target.first()).map_or(root, String::as_str);
        is_ours(crate_).then(|| named(crate_, path.split("::")))
    });
    let imported = items.iter().filter_map(|import| {
        let (crate_, path) = import.target.split_first()?;
        Some(named(crate_, path.iter().map(String::as_str)))
    });
    imported.chain(qualified).collect()
}

fn is_ours(name: &str) -> bool {
    name.starts_with("kei_router")
}

/// The crate and the first type in a path, or the last word where there is none.
fn named<'a>(crate_: &str, path: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<&str> = path.collect();
    let is_type = |word: &&&str| word.starts_with(char::is_uppercase);
    let name = words.iter().find(is_type).or(words.last()).copied().unwrap_or_default();
    format!("{crate_}::{name}")
}
