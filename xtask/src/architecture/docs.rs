//! The block of INTEGRATION.md that lists every crate's files.

use super::{File, Package, Workspace};
use crate::Result;

/// The document that holds the block.
pub const DOCUMENT: &str = "INTEGRATION.md";
const BEGIN: &str = "<!-- files:begin -->";
const END: &str = "<!-- files:end -->";

/// The document as it should be.
///
/// # Errors
/// Where it lacks either marker.
pub fn updated(document: &str, workspace: &Workspace) -> Result<String> {
    let lacks = |marker: &str| format!("{DOCUMENT} lacks the line `{marker}`");
    let (before, rest) = document.split_once(BEGIN).ok_or_else(|| lacks(BEGIN))?;
    let (_, after) = rest.split_once(END).ok_or_else(|| lacks(END))?;
    Ok(format!("{before}{BEGIN}\n{}{END}{after}", table(workspace)))
}

/// A row for each crate: its source files, their lines, and the longest file. Tests are not counted.
fn table(workspace: &Workspace) -> String {
    let mut rows = String::from("| crate | files | lines | longest file |\n|---|--:|--:|---|\n");
    let mut members: Vec<&Package> = workspace.members.iter().collect();
    members.sort_by(|a, b| a.folder.cmp(&b.folder));
    for member in members {
        let src = format!("{}/src/", member.folder);
        let sources: Vec<&File> =
            workspace.files.iter().filter(|f| f.path.starts_with(&src) && f.is_source()).collect();
        if !sources.is_empty() {
            rows.push_str(&row(&member.folder, &src, &sources));
        }
    }
    rows
}

fn row(folder: &str, src: &str, sources: &[&File]) -> String {
    let lines = |file: &&&File| file.text.lines().count();
    let total: usize = sources.iter().map(|file| lines(&file)).sum();
    let longest = sources.iter().max_by_key(lines);
    let longest_lines = longest.map_or(0, |file| lines(&file));
    let longest = longest.map_or("", |file| file.path.strip_prefix(src).unwrap_or(&file.path));
    let files = sources.len();
    format!("| `{folder}` | {files} | {total} | `{longest}`, {longest_lines} lines |\n")
}
