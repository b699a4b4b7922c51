//! A folder of recordings: a body is put into it, and the manifest says so.

use crate::Result;
use kei_router_replay::Entry;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes a body under a name that is free, and adds its entry to the manifest, whose other
/// entries stay as they are.
pub(super) fn add(manifest: &Path, name: &str, mut entry: Entry, body: &[u8]) -> Result<PathBuf> {
    let failed = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let folder = manifest.with_file_name(&entry.provider);
    fs::create_dir_all(&folder).map_err(|error| failed(&folder, error))?;
    let mut entries = entries(manifest)?;
    entry.file = free_name(&folder, name, entry.status);
    let path = folder.join(&entry.file);
    fs::write(&path, body).map_err(|error| failed(&path, error))?;
    entries.push(serde_json::to_value(&entry)?);
    let text = serde_json::to_string_pretty(&entries)?;
    // A manifest that is written halfway would lose the others.
    let new = manifest.with_extension("json.new");
    fs::write(&new, text + "\n").map_err(|error| failed(&new, error))?;
    fs::rename(&new, manifest).map_err(|error| failed(manifest, error))?;
    Ok(path)
}

fn entries(manifest: &Path) -> Result<Vec<Value>> {
    match fs::read(manifest) {
        Ok(text) => serde_json::from_slice(&text)
            .map_err(|error| format!("{}: {error}", manifest.display()).into()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(format!("{}: {error}", manifest.display()).into()),
    }
}

/// A file's name of letters, digits, dots and dashes, with a number where it is taken.
fn free_name(folder: &Path, name: &str, status: u16) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
    let name: String = name.chars().map(safe).collect();
    let end = match status {
        200..=299 => "sse".to_owned(),
        _ => format!("http{status}.json"),
    };
    let names = (1_u64..).map(|number| match number {
        1 => format!("{name}.{end}"),
        _ => format!("{name}-{number}.{end}"),
    });
    let mut free = names.filter(|name| !folder.join(name).exists());
    free.next().unwrap_or_default()
}
