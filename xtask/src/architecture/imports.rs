//! What a module imports.

use super::Code;

/// The path of a module inside its crate; empty for the root.
pub(super) type Path = Vec<String>;

/// A name that a `use` brings into a module.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Import {
    /// The name.
    pub(super) name: String,
    /// What it stands for, from the crate's root.
    pub(super) target: Path,
    /// Whether it is a re-export.
    pub(super) public: bool,
}

/// The module of a file, by its path below `src`.
pub(super) fn module(path: &str) -> Path {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    let root = matches!(path, "lib" | "main");
    if root { Path::new() } else { path.split('/').map(str::to_owned).collect() }
}

/// The imports of a module's source; those of its tests are left out.
pub(super) fn imports(source: &str, module: &Path) -> Vec<Import> {
    let code = Code::read(source);
    let lines = code.text.lines().take(code.tests_begin().saturating_sub(1));
    let text = lines.collect::<Vec<_>>().join("\n");
    let statements = text.match_indices("use ").filter_map(|(at, word)| {
        let (before, after) = text.split_at_checked(at)?;
        let (earlier, line) = before.rsplit_once('\n').unwrap_or(("", before));
        let visibility = line.trim();
        let begins = visibility.is_empty() || visibility.starts_with("pub");
        let tested = earlier.trim_end().ends_with("#[cfg(test)]");
        let (tree, _) = after.strip_prefix(word)?.split_once(';')?;
        (begins && !tested).then_some((visibility, tree))
    });
    let trees = statements.flat_map(|(visibility, tree)| {
        let tree: String = tree.split_whitespace().collect::<Vec<_>>().join(" ");
        paths(&tree).into_iter().map(move |path| (!visibility.is_empty(), path))
    });
    trees.filter_map(|(public, path)| import(&path, module, public)).collect()
}

/// The paths of a tree: `a::{b, c::d}` has two.
fn paths(tree: &str) -> Vec<String> {
    let Some((prefix, inside)) = tree.split_once('{') else { return vec![tree.trim().to_owned()] };
    let inside = inside.trim().strip_suffix('}').unwrap_or(inside);
    let mut depth = 0_usize;
    let branches = inside.split(|c: char| {
        match c {
            '{' => depth = depth.saturating_add(1),
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    let branches = branches.filter(|branch| !branch.trim().is_empty()).flat_map(paths);
    branches.map(|path| format!("{}{path}", prefix.trim())).collect()
}

/// What a path brings in. One that begins with no word of its own crate is taken as one below the
/// module, where a crate's name leads nowhere.
fn import(path: &str, module: &Path, public: bool) -> Option<Import> {
    let (path, alias) = match path.split_once(" as ") {
        Some((path, alias)) => (path, Some(alias.trim().to_owned())),
        None => (path, None),
    };
    let mut target = module.clone();
    for (at, word) in path.split("::").map(str::trim).enumerate() {
        match word {
            "crate" if at == 0 => target.clear(),
            "super" => drop(target.pop()),
            "self" | "*" | "" => {}
            word => target.push(word.to_owned()),
        }
    }
    let name = alias.or_else(|| target.last().cloned())?;
    Some(Import { name, target, public })
}
