//! Drives the page of kei-cortex in headless Chromium: `cargo xtask page`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program prints")]

mod browser;
mod checks;
mod daemon;
mod keys;
mod lab;
mod odd;
mod picture;
mod tab;
mod watch;

use browser::Browser;
use clap::Parser;
use lab::Lab;
use std::path::PathBuf;
use std::process::ExitCode;

/// A result whose error is one line for the person at the terminal.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Drives the page of kei-cortex in headless Chromium, against the simulators of each vendor.
#[derive(Parser)]
struct Options {
    /// The browser: Chromium, or another that speaks its DevTools protocol. The environment variable
    /// CHROMIUM does the same.
    #[arg(long, value_name = "PATH")]
    chromium: Option<PathBuf>,

    /// Where the browser's profile and the pictures are put.
    #[arg(long, value_name = "DIR", default_value = "target/page")]
    folder: PathBuf,

    /// Also write the pictures that README shows, below this folder.
    #[arg(long, value_name = "DIR")]
    pictures: Option<PathBuf>,

    /// Only the checks whose name contains this.
    #[arg(long, default_value = "")]
    only: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("page: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<bool> {
    std::fs::create_dir_all(&options.folder)?;
    let named = || std::env::var_os("CHROMIUM").map(PathBuf::from);
    let chromium = options.chromium.or_else(named).unwrap_or_else(|| "chromium".into());
    let browser = Browser::launch(&chromium, &options.folder).await?;
    let mut lab = Lab::new(&browser, &options.folder, options.only);
    let done = tasks(&mut lab, options.pictures.as_ref().unwrap_or(&options.folder)).await;
    let passed = lab.report();
    browser.close().await?;
    done.map(|()| passed)
}

async fn tasks(lab: &mut Lab<'_>, pictures: &std::path::Path) -> Result<()> {
    checks::all(lab).await?;
    picture::take(lab, pictures).await
}
