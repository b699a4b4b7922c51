//! Packages, as `cargo metadata` lists them.

use super::cargo;
use crate::Result;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A package: a member of the workspace, or a third-party crate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence, as an SPDX expression.
    pub license: Option<String>,
    /// What it is, in one line.
    pub description: Option<String>,
    /// Where its source is kept.
    pub repository: Option<String>,
    /// Its home page.
    pub homepage: Option<String>,
    /// Where its documentation is published.
    pub documentation: Option<String>,
    /// The oldest Rust that builds it.
    pub rust_version: Option<String>,
    /// Where it comes from; `None` for a member.
    pub source: Option<String>,
    /// The registries that it may be published to: all where `None`.
    pub publish: Option<Vec<String>>,
    /// Its declared dependencies of every kind.
    pub dependencies: Vec<Dependency>,
    /// Its features, and what each turns on.
    pub features: BTreeMap<String, Vec<String>>,
    /// Its manifest.
    pub manifest_path: PathBuf,
    /// Its folder, seen from the workspace's.
    #[serde(skip)]
    pub folder: String,
}

/// A declared dependency.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Dependency {
    /// The package's name.
    pub name: String,
    /// The versions that it accepts; `*` where none is named.
    pub req: String,
    /// What it is for.
    pub kind: DependencyKind,
    /// Whether a feature turns it on.
    pub optional: bool,
    /// The features that it asks for.
    pub features: Vec<String>,
    /// Its folder, where it is named by path.
    pub path: Option<PathBuf>,
}

/// What a dependency is for: `normal`, `dev` or `build`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct DependencyKind(pub Option<String>);

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct Folders {
    target_directory: PathBuf,
}

/// Where cargo puts what it builds: its configuration and `CARGO_TARGET_DIR` count.
///
/// # Errors
/// Where cargo refuses.
pub fn target_folder() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let asked = ["metadata", "--offline", "--no-deps", "--format-version", "1"];
    let folders: Folders = serde_json::from_str(&cargo(here, &asked)?)?;
    Ok(folders.target_directory)
}

/// The workspace's root and all packages that it resolves to on this host.
pub(super) fn read(folder: &Path) -> Result<(PathBuf, Vec<Package>)> {
    let version = cargo(folder, &["-vV"])?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or("cargo -vV names no host")?;
    let asked = ["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform"];
    let answer = cargo(folder, &[&asked[..], &[host]].concat())?;
    let mut metadata: Metadata = serde_json::from_str(&answer)?;
    for package in &mut metadata.packages {
        package.folder = relative(package.manifest_path.parent(), &metadata.workspace_root);
    }
    Ok((metadata.workspace_root, metadata.packages))
}

fn relative(folder: Option<&Path>, root: &Path) -> String {
    let inside = folder.and_then(|folder| folder.strip_prefix(root).ok());
    inside.unwrap_or(Path::new("")).to_string_lossy().replace('\\', "/")
}

impl Dependency {
    /// Whether it is the server's half of hyper alone.
    pub fn is_http_server(&self) -> bool {
        let is_hyper = matches!(self.name.as_str(), "hyper" | "hyper-util");
        let asks = |prefix: &str| self.features.iter().any(|name| name.starts_with(prefix));
        is_hyper && asks("server") && !asks("client") && !asks("full")
    }
}

impl Package {
    /// Whether it is part of the workspace.
    pub fn is_member(&self) -> bool {
        self.source.is_none()
    }

    /// Whether it goes to a registry.
    pub fn is_published(&self) -> bool {
        self.publish.is_none()
    }

    /// The vendor's name, where it is a vendor's crate.
    pub fn vendor(&self) -> Option<&str> {
        self.folder.strip_prefix("crates/providers/")
    }
}
