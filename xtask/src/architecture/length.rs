//! No file over 200 lines, no function body over 30.

use super::{Code, File};

const FILE: usize = 200;
const FUNCTION: usize = 30;

/// A function with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of its `fn`, from 1.
    pub line: usize,
    /// The lines of its body; blank ones and comments don't count.
    pub lines: usize,
}

/// Source files that are too long. Test files may be.
pub fn long_files(files: &[File]) -> Vec<String> {
    let lines = |file: &File| file.text.lines().count();
    let long = files.iter().filter(|file| file.is_source() && lines(file) > FILE);
    long.map(|file| format!("{}: {} lines, {FILE} at most", file.path, lines(file))).collect()
}

/// Functions that are too long, in tests too. Clippy, which counts the braces of an `async fn` as
/// well, has the last word.
pub fn long_functions(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        for function in functions(&Code::read(&file.text)) {
            let Function { name, line, lines } = function;
            if lines > FUNCTION {
                let place = format!("{}:{line}", file.path);
                problems.push(format!("{place}: `{name}` has {lines} lines, {FUNCTION} at most"));
            }
        }
    }
    problems
}

/// The functions of a source that have a body, in order.
pub fn functions(code: &Code) -> Vec<Function> {
    let text = code.text.as_str();
    text.match_indices("fn ")
        .filter(|(at, _)| !text.get(..*at).unwrap_or_default().ends_with(is_word))
        .filter_map(|(at, found)| {
            let (before, after) = text.split_at_checked(at.saturating_add(found.len()))?;
            let name: String = after.chars().take_while(|c| is_word(*c)).collect();
            let body = body(after)?;
            let counted = body.lines().filter(|line| !line.trim().is_empty());
            (!name.is_empty()).then(|| Function {
                name,
                line: before.lines().count(),
                lines: counted.count(),
            })
        })
        .collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What stands between the braces of the function whose signature this is; `None` without any.
fn body(signature: &str) -> Option<&str> {
    let mut depth = 0_usize;
    let open = signature.char_indices().find(|(_, c)| {
        match c {
            '(' | '[' => depth = depth.saturating_add(1),
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, '{' | ';')
    });
    let (at, _) = open.filter(|(_, c)| *c == '{')?;
    let inside = signature.get(at.saturating_add(1)..)?;
    let mut depth = 1_usize;
    let close = inside.char_indices().find(|(_, c)| {
        match c {
            '{' => depth = depth.saturating_add(1),
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    inside.get(..close?.0)
}
