//! `cargo xtask replay`: recorded traffic through the decoders, against an extraction of its own.

mod compare;
mod judge;
mod manifest;
mod plain;
mod play;
mod protocol;
mod quirks;
mod report;
mod speaker;
mod told;

#[cfg(test)]
mod tests;

pub use judge::{Judged, Outcome};
pub(crate) use manifest::{Entry, MANIFEST};
pub use report::Report;

use crate::Result;
use clap::Args;
use std::path::{Path, PathBuf};

/// What to replay, and how to tell of it.
#[derive(Args, Clone, Debug, Default)]
pub struct Options {
    /// The folder of the recordings: `MANIFEST.json`, and the bodies in a folder for each vendor.
    pub dir: PathBuf,
    /// Print one JSON object in place of the table.
    #[arg(long)]
    pub json: bool,
    /// Tell of each recording too.
    #[arg(long)]
    pub verbose: bool,
}

/// Replays a folder and tells of it. The status is 0 if nothing is wrong, else 1.
///
/// # Errors
/// As of [`replay`].
pub fn run(options: &Options) -> Result<u8> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let report = runtime.block_on(replay(&options.dir))?;
    let text = if options.json { report.json() } else { report.text(options.verbose) };
    println!("{text}");
    Ok(u8::from(!report.is_well()))
}

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
