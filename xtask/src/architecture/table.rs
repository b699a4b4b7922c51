//! The facade's table of vendors, and that nothing else lists them.

use super::{Code, File, Workspace};
use std::collections::BTreeSet;

const TABLE: &str = "crates/router/src/vendors.rs";
const FACADE: &str = "crates/router";
/// How many vendors the facade takes by default: the first rows.
const DEFAULTS: usize = 3;
/// The facade's features that are no vendors'.
const OTHERS: &[&str] = &["agent", "rustls", "schemars"];

/// The names in the table's rows, in order.
pub fn names(table: &str) -> Vec<String> {
    let rows = table.lines().map(str::trim).filter(|line| line.contains("=>"));
    let quoted = rows.filter_map(|row| row.strip_prefix('"')?.split_once('"'));
    quoted.map(|(name, _)| name.to_owned()).collect()
}

/// Where the rows differ from the folders, the features or the dependencies.
pub fn rows(workspace: &Workspace) -> Vec<String> {
    let rows = names(workspace.text(TABLE).unwrap_or_default());
    let Some(facade) = workspace.members.iter().find(|member| member.folder == FACADE) else {
        return vec![format!("there is no {FACADE}")];
    };
    let vendors = workspace.vendors();
    let folders = vendors.iter().filter_map(|vendor| vendor.vendor());
    let dependencies = facade.dependencies.iter().filter(|dependency| dependency.optional);
    let dependencies = dependencies.filter_map(|d| d.name.strip_prefix("kei-router-"));
    let dependencies = dependencies.filter(is_vendor);
    let turns_on = |name: &&String| facade.features.get(*name) == Some(&vec![enabled_by(name)]);
    let feature = |name: &str| facade.features.get(name).into_iter().flatten().map(String::as_str);
    let first: Vec<_> = rows.iter().take(DEFAULTS).cloned().collect();
    [
        differ("the folders in crates/providers", folders, &rows),
        differ("the facade's optional dependencies", dependencies, &rows),
        differ("the facade's features", rows.iter().filter(turns_on).map(String::as_str), &rows),
        differ("`all-vendors`", feature("all-vendors"), &rows),
        differ("`default`", feature("default").filter(is_vendor), &first),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn is_vendor(name: &&str) -> bool {
    !OTHERS.contains(name)
}

/// What a vendor's feature turns on.
fn enabled_by(name: &str) -> String {
    format!("dep:kei-router-{name}")
}

fn differ<'a>(what: &str, have: impl Iterator<Item = &'a str>, rows: &[String]) -> Option<String> {
    let have: BTreeSet<_> = have.collect();
    let rows: BTreeSet<_> = rows.iter().map(String::as_str).collect();
    (have != rows || rows.is_empty())
        .then(|| format!("{what} are {have:?}, but the rows of {TABLE} are {rows:?}"))
}

/// Source files beside the table that name two vendors or more. Tests may.
pub fn other_lists(workspace: &Workspace) -> Vec<String> {
    let vendors = workspace.vendors();
    let vendors: BTreeSet<&str> = vendors.iter().filter_map(|vendor| vendor.vendor()).collect();
    let mut problems = Vec::new();
    for file in workspace.files.iter().filter(|file| file.is_source() && file.path != TABLE) {
        let code = Code::read(&file.text);
        let end = code.tests_begin();
        let shipped = code.literals.iter().filter(|literal| literal.line < end);
        let named: BTreeSet<_> =
            shipped.filter_map(|literal| vendors.get(literal.value.as_str())).copied().collect();
        if named.len() > 1 {
            problems.push(format!("{} lists vendors, {named:?}: walk the table", file.path));
        }
    }
    problems
}

/// Lines beside a vendor's crate and the manifests that name its crate: the row of the table should
/// be the only one. Tests may.
pub fn mentions(workspace: &Workspace) -> Vec<String> {
    let vendors = workspace.vendors();
    let mut problems = Vec::new();
    for vendor in vendors {
        let name = vendor.name.replace('-', "_");
        let own = format!("{}/", vendor.folder);
        let others =
            workspace.files.iter().filter(|file| is_shipped(file) && !file.path.starts_with(&own));
        let lines: Vec<String> = others.flat_map(|file| naming(file, &name)).collect();
        match lines.as_slice() {
            [line] if line.starts_with(TABLE) => {}
            lines => problems.push(format!("{name} is named in {lines:?}, not in {TABLE} alone")),
        }
    }
    problems
}

/// Whether a file is part of what is built of the workspace, and not of its tests.
fn is_shipped(file: &File) -> bool {
    file.is_source() && !file.path.starts_with("tests/")
}

/// The lines that name a crate.
fn naming(file: &File, name: &str) -> Vec<String> {
    let code = Code::read(&file.text);
    let lines = (1..).zip(code.text.lines()).take(code.tests_begin().saturating_sub(1));
    let found = lines.filter(|(_, line)| line.contains(name));
    found.map(|(line, _)| format!("{}:{line}", file.path)).collect()
}
