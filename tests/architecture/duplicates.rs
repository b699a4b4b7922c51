//! Code that the wires repeat from each other is found, however it is indented or imported.

use xtask::architecture::{File, duplicates};

/// A source of `runs` runs of seven lines, each behind a line of this file alone.
fn source(own: &str, runs: usize, indent: &str) -> String {
    let run = |run: usize| {
        let line = |line: usize| format!("{indent}let line_{line} = {run};\n{indent}}}\n\n");
        format!("let {own}_{run} = 0;\n{}", (0..7).map(line).collect::<String>())
    };
    (0..runs).map(run).collect()
}

fn problems(files: &[(&str, String)]) -> Vec<String> {
    let files: Vec<_> = files.iter().map(|(path, text)| File::new(path, text)).collect();
    duplicates::problems(&files)
}

#[test]
fn more_than_three_runs_are_all_named() {
    let both = |runs| {
        problems(&[
            ("crates/messages/src/a.rs", source("here", runs, "    ")),
            ("crates/responses/src/decode/tests/b.rs", source("there", runs, "")),
        ])
    };
    assert_eq!(both(3), Vec::<String>::new());
    let found = both(4);
    assert_eq!(found.len(), 4, "{found:?}");
    let first = "crates/messages/src/a.rs:2 and crates/responses/src/decode/tests/b.rs:2 share";
    assert!(found.iter().any(|problem| problem.starts_with(first)), "{found:?}");
}

#[test]
fn what_is_short_imported_or_said_in_comments_does_not_count() {
    let fine = |text: &str| {
        let text = text.repeat(5);
        let found = problems(&[
            ("crates/messages/src/a.rs", text.clone()),
            ("crates/chat-completions/src/b.rs", text),
        ]);
        assert_eq!(found, Vec::<String>::new());
    };
    fine("use a::{\n    b,\n    c,\n    d,\n    e,\n    f,\n};\n");
    fine("// one\n// two\n/// three\n//! four\n// five\n// six\n");
    fine("}\n)\n},\n{\n]\n);\n");
    // Runs in one crate alone are no business of this check, nor are those of other crates.
    let (one, other) = (source("here", 4, ""), source("there", 4, ""));
    let in_one =
        [("crates/messages/src/a.rs", one.clone()), ("crates/messages/src/b.rs", other.clone())];
    assert_eq!(problems(&in_one), Vec::<String>::new());
    let elsewhere = [("crates/messages/src/a.rs", one), ("crates/core/src/b.rs", other)];
    assert_eq!(problems(&elsewhere), Vec::<String>::new());
}
