//! The cookbook's programs stay short.

const COOKBOOK: &str = include_str!("../../crates/router/docs/cookbook.md");

/// The lines of the program below a heading: without blank ones, comments and what is hidden.
fn lines(heading: &str) -> usize {
    let entry = COOKBOOK.split_once(&format!("\n## {heading}\n"));
    let (_, entry) = entry.unwrap_or_else(|| panic!("there is no entry {heading}"));
    let block = entry.split("```").nth(1).expect("an entry has a program");
    let code = block.lines().skip(1).map(str::trim);
    let is_code = |line: &&str| {
        let hidden = *line == "#" || line.starts_with("# ");
        !line.is_empty() && !line.starts_with("//") && !hidden
    };
    code.filter(is_code).count()
}

#[test]
fn programs_are_as_short_as_users_are_promised() {
    for (heading, max) in [
        ("An agent with two tools", 25),
        ("A reply that is a Rust value", 18),
        ("Another vendor where one is down", 30),
        ("A compatible server, with or without a key", 12),
        ("Many prompts at once", 10),
    ] {
        let lines = lines(heading);
        assert!((3..=max).contains(&lines), "{heading}: {lines} lines, {max} at most");
    }
}
