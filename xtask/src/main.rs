//! Tasks of the kei-router workspace: `cargo xtask --help`.

#![allow(clippy::print_stderr, reason = "a command-line program prints")]

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Tasks of the kei-router workspace.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Check the architecture of the workspace: which crate may depend on which, file sizes, lints,
    /// manifests, and the table of files in INTEGRATION.md.
    ///
    /// It prints each violation, and fails if there is any. `cargo test -p kei-router-tests --test
    /// architecture` runs the same checks as tests. Function sizes are clippy's.
    Tidy {
        /// Rewrite the table of files in INTEGRATION.md instead of reporting that it is old.
        #[arg(long)]
        write: bool,
    },
    /// Send one short prompt to each vendor that has a key, and judge the streamed answers.
    Smoke(xtask::smoke::Options),
    /// Run recorded traffic through the decoders, and judge what they make of it.
    Replay(xtask::replay::Options),
    /// Count the instructions that a token costs on each wire, against the stored bounds.
    Instructions(xtask::instructions::Options),
    /// Measure kei-router beside bare reqwest: the first token of back-to-back answers, new
    /// connections, instructions and allocations of a short request, the memory of an open stream.
    Compare(xtask::compare::Options),
    /// Drive the page of kei-cortex in headless Chromium, against the simulators of each vendor.
    Page(xtask::page::Options),
    /// Capture one live stream of a vendor in the form that `replay` reads.
    Record(xtask::record::Options),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Tidy { write } => xtask::tidy::run(write).map(|passed| u8::from(!passed)),
        Task::Smoke(options) => xtask::smoke::run(&options),
        Task::Replay(options) => xtask::replay::run(&options),
        Task::Instructions(options) => xtask::instructions::run(&options),
        Task::Compare(options) => xtask::compare::run(&options),
        Task::Page(options) => xtask::page::run(&options),
        Task::Record(options) => xtask::record::run(&options),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
