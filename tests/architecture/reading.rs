//! The lexer tells strings, comments and code apart.

use xtask::architecture::Code;

fn literals(source: &str) -> Vec<(usize, String)> {
    Code::read(source).literals.into_iter().map(|found| (found.line, found.value)).collect()
}

#[test]
fn strings_are_found_with_their_lines() {
    let source =
        "a(\"one\");\n// \"no\"\nb(r#\"t\"wo\"#, b\"thr\\\"ee\");\n/* \"no\" /* */ \"no\" */ \"\"";
    let wanted = [(1, "one"), (3, "t\"wo"), (3, "thr\\\"ee"), (4, "")];
    let wanted: Vec<_> = wanted.iter().map(|(line, value)| (*line, (*value).to_owned())).collect();
    assert_eq!(literals(source), wanted);
}

#[test]
fn characters_and_lifetimes_are_no_strings() {
    assert_eq!(
        literals("let a: &'a str = x('\"', '\\'', '\\u{22}', 'ß'); y(\"s\")"),
        [(1, "s".to_owned())]
    );
}

#[test]
fn lines_are_kept_and_broken_source_ends() {
    let source = "x /* a\nb */ \"c\nd\" // e\n'";
    assert_eq!(Code::read(source).text.lines().count(), source.lines().count());
    assert_eq!(Code::read(source).text, "x     \n     \"_\n_\"     \n'");
    for broken in ["\"open", "r##\"open", "/* open", "'\\", "\"\\", "'", "r#", "ß"] {
        assert_eq!(Code::read(broken).text.chars().count(), broken.chars().count(), "{broken}");
    }
}

#[test]
fn inline_tests_begin_at_their_attribute() {
    let source = "use a;\n\n#[cfg(test)]\nmod tests {\n}\n";
    assert_eq!(Code::read(source).tests_begin(), 3);
    assert_eq!(Code::read("use a;\n#[cfg(test)]\nuse b;\n").tests_begin(), 4);
}
