//! The files of the tree.

use crate::Result;
use std::fs;
use std::path::Path;

/// A file that is kept in the tree.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// Its path, seen from the workspace's folder, with forward slashes.
    pub path: String,
    /// Its text, where it is Rust, TOML or Markdown.
    pub text: String,
}

/// The files below `root`; what is built, fetched or hidden is left out.
pub(super) fn walk(root: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') || name == "target" {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(File::read(&path, root)?);
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

impl File {
    /// A file of this path and text.
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    fn read(path: &Path, root: &Path) -> Result<Self> {
        let inside = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
        let is_text = [".rs", ".toml", ".md"].iter().any(|end| inside.ends_with(end));
        let text = if is_text { fs::read_to_string(path)? } else { String::new() };
        Ok(Self { path: inside, text })
    }

    /// Whether it is Rust.
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether it holds nothing but tests.
    pub fn is_test(&self) -> bool {
        let mut parts = self.path.split('/');
        parts.any(|part| part == "tests" || part == "tests.rs" || part == "benches")
    }

    /// Whether it is Rust that is shipped: source, not a test.
    pub fn is_source(&self) -> bool {
        self.is_rust() && !self.is_test()
    }
}
