//! The workspace as it stands, and the checks of its architecture.
//!
//! `cargo xtask tidy` and the test target `architecture` run the same checks.

pub mod absences;
mod cargo;
pub mod circles;
mod code;
mod file;
mod length;
mod package;

pub mod dependencies;
pub mod docs;
pub mod floors;
pub mod manifests;
pub mod roles;
pub mod style;
pub mod table;
pub mod vendor_names;

pub use cargo::{Tree, cargo};
pub use code::{Code, Literal};
pub use file::File;
pub use length::{Function, functions, long_files, long_functions};
pub use package::{Dependency, DependencyKind, Package};

use crate::Result;
use std::path::{Path, PathBuf};

/// The workspace as it stands.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Its folder.
    pub root: PathBuf,
    /// Its members.
    pub members: Vec<Package>,
    /// The third-party crates that the members resolve to on this host.
    pub third_party: Vec<Package>,
    /// The files that are kept in it, with the text of those that the checks read.
    pub files: Vec<File>,
}

/// An architecture check.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// What holds, as the name of its test.
    pub name: &'static str,
    /// Describes each violation.
    pub problems: fn(&Workspace) -> Result<Vec<String>>,
}

/// Every check.
pub const CHECKS: &[Check] = &[
    Check { name: "arrows_point_down", problems: |h| Ok(floors::problems(&h.members)) },
    Check { name: "core_is_pure", problems: dependencies::core },
    Check { name: "vendors_are_pure_without_http", problems: dependencies::vendors },
    Check { name: "only_http_opens_sockets", problems: |h| Ok(dependencies::sockets(&h.members)) },
    Check { name: "each_feature_brings_its_vendor_alone", problems: dependencies::features },
    Check { name: "the_facade_is_light", problems: dependencies::weight },
    Check { name: "the_table_is_whole", problems: |h| Ok(table::rows(h)) },
    Check { name: "the_table_is_the_only_list", problems: |h| Ok(table::other_lists(h)) },
    Check { name: "what_serves_all_names_no_vendor", problems: |h| Ok(vendor_names::problems(h)) },
    Check { name: "same_role_same_file_name", problems: |h| Ok(roles::problems(h)) },
    Check { name: "circles_are_small", problems: |h| Ok(circles::problems(&h.files)) },
    Check { name: "files_are_short", problems: |h| Ok(long_files(&h.files)) },
    Check { name: "functions_are_short", problems: |h| Ok(long_functions(&h.files)) },
    Check { name: "lints_hold_everywhere", problems: |h| Ok(style::lints(h)) },
    Check { name: "the_library_does_without", problems: |h| Ok(absences::problems(&h.files)) },
    Check { name: "allowing_has_a_reason", problems: |h| Ok(style::allowances(&h.files)) },
    Check { name: "nothing_is_unfinished", problems: |h| Ok(style::unfinished(&h.files)) },
    Check { name: "manifests_are_whole", problems: |h| Ok(manifests::problems(h)) },
];

impl Workspace {
    /// Reads the workspace that cargo runs this program from, else the one it was built from.
    ///
    /// # Errors
    /// Where cargo or the file system refuses.
    pub fn open() -> Result<Self> {
        let here = std::env::var_os("CARGO_MANIFEST_DIR");
        let here = here.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let (root, packages) = package::read(Path::new(&here))?;
        let (members, third_party) = packages.into_iter().partition(Package::is_member);
        let files = file::walk(&root)?;
        Ok(Self { root, members, third_party, files })
    }

    /// The members that are vendors, sorted by folder.
    pub fn vendors(&self) -> Vec<&Package> {
        let mut vendors: Vec<_> = self.members.iter().filter(|p| p.vendor().is_some()).collect();
        vendors.sort_by(|a, b| a.folder.cmp(&b.folder));
        vendors
    }

    /// The text of a file, if it is there.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
    }
}
