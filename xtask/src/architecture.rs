//! The workspace as it stands, and the checks of its architecture.
//!
//! `cargo xtask tidy` and the test target `architecture` run the same checks.

pub mod absences;
mod cargo;
pub mod circles;
mod code;
mod file;
mod imports;
mod length;
mod package;

pub mod dependencies;
pub mod docs;
pub mod duplicates;
pub mod floors;
pub mod manifests;
pub mod names;
pub mod roles;
pub mod style;
pub mod table;
pub mod vendor_names;

pub use cargo::{Tree, cargo};
pub use code::{Code, Literal};
pub use file::File;
pub use length::long_files;
pub use package::{Dependency, DependencyKind, Package, target_folder};

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

/// Hands every check to a macro, as `name => function;`. This is the only list of them: `CHECKS`
/// is made from it, and a test for each.
#[macro_export]
macro_rules! architecture_checks {
    ($macro:ident) => {
        $macro! {
            arrows_point_down => |w| Ok(floors::problems(&w.members));
            core_is_pure => dependencies::core;
            vendors_are_pure_without_http => dependencies::vendors;
            only_http_opens_sockets => |w| Ok(dependencies::sockets(&w.members));
            each_feature_brings_its_vendor_alone => dependencies::features;
            the_facade_is_light => dependencies::weight;
            the_table_is_whole => |w| Ok(table::rows(w));
            the_table_is_the_only_list => |w| Ok(table::other_lists(w));
            a_vendor_is_one_line => |w| Ok(table::mentions(w));
            a_dialect_vendor_needs_few_names => |w| Ok(names::dialect_vendor(w));
            the_root_of_core_has_few_names => |w| Ok(names::root(w));
            wires_share_little => |w| Ok(duplicates::problems(&w.files));
            what_serves_all_names_no_vendor => |w| Ok(vendor_names::problems(w));
            same_role_same_file_name => |w| Ok(roles::problems(w));
            circles_are_small => |w| Ok(circles::problems(&w.files));
            files_are_short => |w| Ok(long_files(&w.files));
            lints_hold_everywhere => |w| Ok(style::lints(w));
            the_library_does_without => |w| Ok(absences::problems(&w.files));
            allowing_has_a_reason => |w| Ok(style::allowances(&w.files));
            nothing_is_unfinished => |w| Ok(style::unfinished(&w.files));
            manifests_are_whole => |w| Ok(manifests::problems(w));
        }
    };
}

macro_rules! list {
    ($($name:ident => $problems:expr;)*) => {
        /// Every check.
        pub const CHECKS: &[Check] =
            &[$(Check { name: stringify!($name), problems: $problems }),*];
    };
}

architecture_checks!(list);

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
