//! `cargo xtask replay`: recorded traffic through the decoders, against an extraction of its own.

use crate::Result;
use clap::Args;
use kei_router_replay::replay;
use std::path::PathBuf;

/// What to replay, and how to report it.
#[derive(Args, Clone, Debug, Default)]
pub struct Options {
    /// The folder of the recordings: `MANIFEST.json`, and the bodies in a folder for each vendor.
    pub dir: PathBuf,
    /// Print one JSON object in place of the table.
    #[arg(long)]
    pub json: bool,
    /// Print a line for each recording too.
    #[arg(long)]
    pub verbose: bool,
}

/// Replays a folder and prints the report. The status is 0 if nothing is wrong, else 1.
///
/// # Errors
/// A folder that cannot be read, or that lists no recording.
pub fn run(options: &Options) -> Result<u8> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let report = runtime.block_on(replay(&options.dir))?;
    let text = if options.json { report.json() } else { report.text(options.verbose) };
    println!("{text}");
    Ok(u8::from(!report.is_well()))
}
