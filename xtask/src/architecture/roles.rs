//! Same role, same file name, in every vendor's crate.

use super::Workspace;
use std::collections::BTreeSet;

/// What a vendor with a wire of its own has.
const OWN_WIRE: &[&str] = &["lib.rs", "encode.rs", "wire.rs", "decode.rs", "models.rs"];
/// What a vendor with a dialect of a shared wire has.
const DIALECT: &[&str] = &["lib.rs", "dialect.rs", "models.rs"];
/// What either may have: the vendor's words for what went wrong, its rules for schemas, and bytes to
/// replay in tests.
const FURTHER: &[&str] = &["refusal.rs", "replay.rs", "schema.rs", "tests.rs"];

/// Vendors' crates that lack a file of their kind, or have a file of no known role. What a file is
/// split into stands in a folder of its name.
pub fn problems(workspace: &Workspace) -> Vec<String> {
    let vendors = workspace.vendors();
    let folders = vendors.iter().map(|vendor| vendor.folder.as_str());
    folders.flat_map(|folder| wrong(folder, &top_level(workspace, folder))).collect()
}

fn top_level<'a>(workspace: &'a Workspace, folder: &str) -> BTreeSet<&'a str> {
    let src = format!("{folder}/src/");
    let inside = workspace.files.iter().filter_map(|file| file.path.strip_prefix(&src));
    inside.filter(|path| !path.contains('/')).collect()
}

fn wrong(folder: &str, files: &BTreeSet<&str>) -> Vec<String> {
    let kind = if files.contains("dialect.rs") { DIALECT } else { OWN_WIRE };
    let lacking = kind.iter().filter(|role| !files.contains(**role));
    let lacking = lacking.map(|role| format!("{folder}/src lacks {role}"));
    let known: BTreeSet<&str> = [OWN_WIRE, DIALECT, FURTHER].concat().into_iter().collect();
    let strange = files.difference(&known);
    let strange = strange.map(|file| format!("{folder}/src/{file} has no role: {known:?} have"));
    lacking.chain(strange).collect()
}
