//! The program whose instructions are counted. It renders a stream to a file, or reads one.

#![allow(clippy::print_stderr, reason = "a command-line program prints")]

use kei_router_instructions::{Case, Result};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("instructions: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["render", case, tokens, file] => {
            std::fs::write(file, Case::find(case)?.body(tokens.parse()?))?;
            Ok(())
        }
        ["replay", case, file] => {
            Case::find(case)?.replay(std::fs::read(file)?)?;
            Ok(())
        }
        _ => Err("usage: render CASE TOKENS FILE | replay CASE FILE".into()),
    }
}
