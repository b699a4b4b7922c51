//! The program that is measured, and a second one of it that serves.

use crate::Result;
use crate::instructions::callgrind;
use serde_json::Value;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// The program, and its server, which ends with this.
pub(super) struct Program {
    path: PathBuf,
    serving: Child,
    server: String,
}

impl Program {
    /// Starts the server.
    pub(super) fn start(path: PathBuf) -> Result<Self> {
        let mut command = Command::new(&path);
        let mut serving =
            command.arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut server = String::new();
        let said = serving.stdout.as_mut().ok_or("the server has no output")?;
        BufReader::new(said).read_line(&mut server)?;
        Ok(Self { path, serving, server: server.trim().to_owned() })
    }

    /// Its address.
    pub(super) fn server(&self) -> &str {
        &self.server
    }

    /// What one measurement gives.
    pub(super) fn run(&self, arguments: &[&str]) -> Result<Value> {
        let output = Command::new(&self.path).args(arguments).stdin(Stdio::null()).output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{}: {}", arguments.join(" "), said.trim()).into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    /// One figure of it.
    pub(super) fn figure(&self, arguments: &[&str], name: &str) -> Result<f64> {
        member(&self.run(arguments)?, name)
    }

    /// The instructions of one measurement.
    pub(super) fn instructions(&self, arguments: &[&str]) -> Result<u64> {
        let words: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        callgrind::count(&self.path, &arguments.join(" "), &words)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.serving.kill();
        let _ = self.serving.wait();
    }
}

/// A number among the figures.
pub(super) fn member(figures: &Value, name: &str) -> Result<f64> {
    let found = figures.get(name).and_then(Value::as_f64);
    found.ok_or_else(|| format!("the program did not tell {name}").into())
}
