//! That what serves every vendor names none.

use super::{Code, File, Workspace};

/// Where no vendor may be named: folders, and files of them.
const NAMELESS: &[&str] = &["crates/core/src/", "crates/http/src/", "crates/testkit/src/"];
/// What there may: the testkit's formats of single wires, and rules of single vendors.
const BUT: &[&str] = &["crates/testkit/src/formats/", "crates/testkit/src/rules"];
/// Names of wires, which are no names of vendors.
const WIRES: &[&str] = &["anthropic-messages", "anthropic_messages"];
/// Vendors without a crate here, and what vendors call their products.
const OTHERS: &[&str] = &[
    "azure",
    "bedrock",
    "claude",
    "cohere",
    "deepseek",
    "gemini",
    "groq",
    "minimax",
    "mistral",
    "moonshot",
    "ollama",
    "openrouter",
    "qwen",
    "vertex",
];

/// Sources for every vendor that name one, but in their comments and tests.
pub fn problems(workspace: &Workspace) -> Vec<String> {
    let vendors = workspace.vendors();
    let own = vendors.iter().filter_map(|vendor| vendor.vendor());
    let names: Vec<&str> = own.chain(OTHERS.iter().copied()).collect();
    let files = workspace.files.iter().filter(|file| is_nameless(file));
    files.flat_map(|file| named(file, &names)).collect()
}

fn is_nameless(file: &File) -> bool {
    let is_in = |folders: &[&str]| folders.iter().any(|folder| file.path.starts_with(folder));
    file.is_source() && is_in(NAMELESS) && !is_in(BUT)
}

/// Each line that names a vendor, in its code or in a string.
fn named(file: &File, names: &[&str]) -> Vec<String> {
    let code = Code::read(&file.text);
    let end = code.tests_begin();
    let lines = (1..).zip(code.text.lines());
    let strings = code.literals.iter().map(|literal| (literal.line, literal.value.as_str()));
    let mut problems = Vec::new();
    for (line, text) in lines.chain(strings).filter(|(line, _)| *line < end) {
        let text = WIRES.iter().fold(text.to_lowercase(), |text, wire| text.replace(wire, ""));
        let found = names.iter().filter(|name| text.contains(*name));
        let problem = |name| format!("{}:{line} names the vendor {name}", file.path);
        problems.extend(found.map(problem));
    }
    problems
}
