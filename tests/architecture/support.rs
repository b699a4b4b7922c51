//! Workspaces to find fault with.

use std::path::PathBuf;
use xtask::architecture::{Dependency, DependencyKind, File, Package, Workspace};

/// A member with nothing wrong, in this folder.
pub(crate) fn member(name: &str, folder: &str) -> Package {
    Package {
        name: name.to_owned(),
        folder: folder.to_owned(),
        version: "0.1.0".to_owned(),
        license: Some("MIT OR Apache-2.0".to_owned()),
        description: Some("what it is".to_owned()),
        repository: Some("https://example.com".to_owned()),
        homepage: Some("https://example.com".to_owned()),
        documentation: Some("https://example.com".to_owned()),
        rust_version: Some("1.88".to_owned()),
        ..Package::default()
    }
}

/// A member that uses another one.
pub(crate) fn user(name: &str, folder: &str, used: &str) -> Package {
    Package { dependencies: vec![dependency(used)], ..member(name, folder) }
}

/// A dependency by path and version.
pub(crate) fn dependency(name: &str) -> Dependency {
    Dependency {
        name: name.to_owned(),
        req: "^0.1.0".to_owned(),
        path: Some(PathBuf::from("/workspace")),
        ..Dependency::default()
    }
}

/// The same, for tests alone.
pub(crate) fn dev_dependency(name: &str) -> Dependency {
    Dependency { kind: DependencyKind(Some("dev".to_owned())), ..dependency(name) }
}

/// A workspace of these members and files.
pub(crate) fn workspace(members: Vec<Package>, files: &[(&str, &str)]) -> Workspace {
    let files = files.iter().map(|(path, text)| File::new(path, text)).collect();
    Workspace { members, files, ..Workspace::default() }
}

/// Asserts that there is one problem, and that it says this.
pub(crate) fn assert_one(problems: &[String], says: &str) {
    let [problem] = problems else { panic!("one problem was expected: {problems:?}") };
    assert!(problem.contains(says), "{problem:?} does not say {says:?}");
}
