#![doc = include_str!("../README.md")]

mod compare;
mod decoded;
mod decoder;
mod extract;
mod folder;
mod judge;
mod manifest;
mod play;
mod protocol;
mod quirks;
mod report;

#[cfg(test)]
mod tests;

pub use folder::{Folder, sse};
pub use judge::{Judged, Outcome};
pub use manifest::{Entry, MANIFEST};
pub use report::Report;

use std::path::Path;

/// A result whose error is one line for the person at the terminal.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Replays every recording of a folder, at several chunkings, and judges what the decoders make
/// of it. A recording that the manifest lists twice is replayed once.
///
/// # Errors
/// A manifest that is not there or cannot be read, or that lists no recording; a body that is not
/// there, or lies outside of the folder.
pub async fn replay(dir: &Path) -> Result<Report> {
    let recordings = manifest::read(dir)?;
    if recordings.is_empty() {
        return Err(format!("{} lists no recording", dir.join(MANIFEST).display()).into());
    }
    let mut judged = Vec::new();
    for recording in &recordings {
        judged.push(judge::judge(recording).await);
    }
    Ok(Report { judged })
}
