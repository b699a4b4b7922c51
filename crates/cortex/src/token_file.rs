//! Where the bearer token comes from: the command line, a file that only its owner may read, or
//! the environment.

use crate::Args;
use kei_router::Secret;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use uuid::Uuid;

/// The variable that names the token, where the command line does not.
const VARIABLE: &str = "KEI_TOKEN";

/// The token, if there is one. An empty variable is unset.
///
/// # Errors
/// Says what is wrong with the file.
pub(crate) fn find(args: &Args) -> Result<Option<Secret>, String> {
    if let Some(path) = &args.token_file {
        let token = of_file(path).map_err(|error| format!("{}: {error}", path.display()))?;
        return Ok(Some(token));
    }
    let variable = || std::env::var(VARIABLE).ok().and_then(Secret::new);
    Ok(args.token.clone().or_else(variable))
}

/// The file's token, or, where there is no file, a new one that is written to it.
fn of_file(path: &Path) -> io::Result<Secret> {
    match fs::read_to_string(path) {
        Ok(text) => {
            check_mode(&fs::metadata(path)?)?;
            Secret::new(text).ok_or_else(|| io::Error::other("the file is empty"))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(path),
        Err(error) => Err(error),
    }
}

/// 64 hexadecimal digits, of 244 random bits.
fn make(path: &Path) -> io::Result<Secret> {
    let token = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    writeln!(options.open(path)?, "{token}")?;
    tracing::info!("wrote a new token to {}", path.display());
    Secret::new(token).ok_or_else(|| io::Error::other("no token"))
}

#[cfg(unix)]
fn check_mode(file: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(io::Error::other(format!("others may read it (mode {mode:o}): chmod 600 it")))
}

#[cfg(not(unix))]
fn check_mode(_: &fs::Metadata) -> io::Result<()> {
    Ok(())
}
