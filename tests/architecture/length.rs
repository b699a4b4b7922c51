//! Long files are named.

use crate::support::assert_one;
use xtask::architecture::{File, long_files};

#[test]
fn a_long_file_is_named_and_a_long_test_is_not() {
    let long = "// line\n".repeat(201);
    assert_one(&long_files(&[File::new("crates/core/src/lib.rs", &long)]), "lib.rs: 201 lines");
    let short = "// line\n".repeat(200);
    let fine = [
        File::new("crates/core/src/lib.rs", &short),
        File::new("crates/core/src/sse/tests.rs", &long),
        File::new("tests/workspace/main.rs", &long),
        File::new("README.md", &long),
    ];
    assert_eq!(long_files(&fine), Vec::<String>::new());
}
