//! Long files and long functions are named, and lines are counted as clippy counts them.

use crate::support::assert_one;
use xtask::architecture::{Code, File, Function, functions, long_files, long_functions};

fn function_of(statements: usize) -> String {
    format!(
        "/// Long.\nfn long(n: [u8; 3]) -> u8 {{\n{}    // done\n\n}}\n",
        "    call();\n".repeat(statements)
    )
}

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

#[test]
fn a_long_function_is_named() {
    let file = |statements| [File::new("tests/long.rs", &function_of(statements))];
    assert_eq!(long_functions(&file(30)), Vec::<String>::new());
    assert_one(&long_functions(&file(31)), "tests/long.rs:2: `long` has 31 lines");
}

#[test]
fn bodies_are_found_past_strings_types_and_signatures() {
    let source = "trait T { fn none(&self) -> [u8; 2]; }\n\
        fn first(f: fn(u8) -> u8, s: &'static str) -> u8\nwhere\n    u8: Copy,\n{\n    let brace = '{';\n\
        \n    \"}\" /* } */;\n    r#\"}\"}\"#;\n    if brace == '\\'' { 1 } else { 2 }\n}\n\
        const fn second() {}\n";
    let found = functions(&Code::read(source));
    let function = |name: &str, line, lines| Function { name: name.to_owned(), line, lines };
    assert_eq!(found, [function("first", 2, 4), function("second", 12, 0)]);
}
