//! `cargo xtask page`: the page of kei-cortex in a real browser.

use crate::Result;
use clap::Args;
use std::path::Path;
use std::process::{Command, Stdio};

const PACKAGE: &str = "kei-router-page";

/// How to run the browser.
#[derive(Args, Clone, Debug, Default)]
pub struct Options {
    /// Also write the pictures that README shows.
    #[arg(long)]
    pub write: bool,
    /// Only the checks whose name contains this.
    #[arg(long, default_value = "")]
    pub only: String,
    /// The browser, where it is not `chromium`.
    #[arg(long, value_name = "PATH")]
    pub chromium: Option<std::path::PathBuf>,
}

/// Builds the program with its browser driver and runs it. The status is 0 if the page did all that
/// it must.
///
/// # Errors
/// Where cargo cannot be run.
pub fn run(options: &Options) -> Result<u8> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask lies in no workspace")?;
    let program = std::env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into());
    let mut command = Command::new(program);
    command.args(["run", "--locked", "--quiet", "-p", PACKAGE, "--features", "chromium", "--"]);
    command.args(["--only", &options.only]).current_dir(root).stdin(Stdio::null());
    if options.write {
        command.args(["--pictures", "docs"]);
    }
    if let Some(path) = &options.chromium {
        command.arg("--chromium").arg(path);
    }
    Ok(u8::from(!command.status()?.success()))
}
