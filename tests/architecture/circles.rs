//! Circles of modules are found through re-exports, relative paths and folders, and each is named
//! once.

use crate::support::assert_one;
use xtask::architecture::{File, circles};

fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = files.iter().map(|(path, text)| File::new(path, text)).collect();
    circles::problems(&files)
}

#[test]
fn a_circle_of_three_files_is_named_once() {
    let found = problems(&[
        ("crates/core/src/lib.rs", "mod a;\nmod b;\nmod c;\npub use a::A;\npub use b::B;\n"),
        ("crates/core/src/a.rs", "use crate::B;\n"),
        ("crates/core/src/b.rs", "use crate::c::{C, D};\n"),
        ("crates/core/src/c.rs", "use super::A;\n"),
    ]);
    assert_one(&found, "crates/core/src: 3 files use each other: a, b, c");
}

#[test]
fn a_circle_is_found_through_folders_nested_trees_and_names_that_change() {
    let found = problems(&[
        ("xtask/src/main.rs", "mod a;\n"),
        ("xtask/src/a.rs", "mod b;\nmod c;\npub(crate) use b::{B as Other};\nstruct A;\n"),
        ("xtask/src/a/b.rs", "use std::fmt;\nuse crate::{\n    a::{self, A,\n    c::{C}},\n};\n"),
        ("xtask/src/a/c.rs", "use super::{A, d::D};\n"),
        ("xtask/src/a/d.rs", "use super::Other;\n"),
    ]);
    assert_one(&found, "xtask/src: 3 files use each other: a::b, a::c, a::d");
}

#[test]
fn two_files_may_use_each_other_and_reexports_and_tests_are_no_use() {
    let found = problems(&[
        ("crates/core/src/lib.rs", "pub mod a;\nmod b;\nmod c;\npub use a::A;\npub use b::B;\n"),
        ("crates/core/src/a.rs", "mod inner;\npub use inner::Inner;\nuse crate::B;\nstruct A;\n"),
        ("crates/core/src/a/inner.rs", "use super::A;\n// use crate::c::C;\n"),
        ("crates/core/src/b.rs", "use crate::A;\n#[cfg(test)]\nuse crate::c::C;\n"),
        (
            "crates/core/src/c.rs",
            "use crate::{A, B};\n#[cfg(test)]\nmod tests {\n use crate::A;\n}\n",
        ),
        ("crates/core/src/a/tests.rs", "use crate::c::C;\n"),
    ]);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn crates_are_apart_and_may_have_modules_of_one_name() {
    let found = problems(&[
        ("crates/one/src/a.rs", "use crate::b::B;\n"),
        ("crates/one/src/b.rs", "use crate::c::C;\n"),
        ("crates/two/src/c.rs", "use crate::a::A;\n"),
    ]);
    assert_eq!(found, Vec::<String>::new());
}
