//! Missing lints, bare allowances, unfinished work and half manifests are named.

use crate::WORKSPACE;
use crate::support::{assert_one, member, workspace};
use xtask::architecture::{File, Package, Workspace, manifests, style};

/// The real workspace's lints over one member, with some text replaced.
fn with_lints(from: &str, to: &str) -> Workspace {
    let real = |path: &str| WORKSPACE.text(path).expect("the file is there").replace(from, to);
    let files = [
        ("Cargo.toml", real("Cargo.toml")),
        ("clippy.toml", real("clippy.toml")),
        ("crates/core/Cargo.toml", real("crates/core/Cargo.toml")),
    ];
    let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    workspace(vec![member("kei-router-core", "crates/core")], &files)
}

#[test]
fn a_missing_lint_is_named() {
    assert_eq!(style::lints(&with_lints("", "")), Vec::<String>::new());
    let lenient = with_lints("unwrap_used = \"deny\"", "unwrap_used = \"warn\"");
    assert_one(&style::lints(&lenient), "does not deny `unwrap_used`");
    let long = with_lints("lines-threshold = 30", "lines-threshold = 300");
    assert_one(&style::lints(&long), "clippy.toml lacks");
    let apart = with_lints("[lints]\nworkspace = true\n", "");
    assert_one(&style::lints(&apart), "crates/core/Cargo.toml does not inherit");
}

#[test]
fn a_bare_allowance_is_named() {
    let problems = |path: &str, text: &str| style::allowances(&[File::new(path, text)]);
    let reason = "reason = \"because\")]";
    assert_one(&problems("a.rs", "#![allow(dead_code)]"), "gives no reason");
    assert_one(&problems("a.rs", "#[expect(\n    dead_code\n)]\nfn a() {}"), "gives no reason");
    let long = format!("#[allow(clippy::too_many_lines, {reason}");
    assert_one(&problems("a.rs", &long), "lets a function be long");
    let raw = format!("#[allow(unsafe_code, {reason}");
    assert_one(&problems("crates/core/src/lib.rs", &raw), "lets code be unsafe");
    let none = Vec::<String>::new();
    assert_eq!(problems("tests/allocations/counter.rs", &raw), none);
    let fine =
        format!("// #[allow(dead_code)]\n#[allow(dead_code, {reason}\n#[must_use]\nfn a() {{}}");
    assert_eq!(problems("a.rs", &fine), none);
}

#[test]
fn unfinished_work_is_named() {
    let problems = |text: &str| style::unfinished(&[File::new("a.rs", text)]);
    assert_eq!(problems("fn done() {}\n"), Vec::<String>::new());
    for word in [["TO", "DO"], ["FIX", "ME"], ["to", "do!()"], ["unimple", "mented!()"]] {
        let word = word.concat();
        assert_one(&problems(&format!("fn a() {{}}\n// {word} this\n")), "a.rs:2");
    }
}

#[test]
fn a_half_manifest_is_named() {
    let files = packaged(&["crates/core", "crates/http", "crates/no-readme"]);
    let files: Vec<(&str, &str)> = files
        .iter()
        .filter(|path| path.as_str() != "crates/no-readme/README.md")
        .map(|path| (path.as_str(), "text"))
        .collect();
    let core = member("kei-router-core", "crates/core");
    let http = || member("kei-router-http", "crates/http");
    let problems =
        |http: Package| manifests::problems(&workspace(vec![core.clone(), http], &files));
    assert_eq!(problems(http()), Vec::<String>::new());
    let lacks = |http: Package, what: &str| {
        assert_one(&problems(http), &format!("kei-router-http lacks the {what}"));
    };
    lacks(Package { folder: "crates/no-readme".to_owned(), ..http() }, "README.md");
    lacks(Package { description: None, ..http() }, "description");
    lacks(Package { license: Some("GPL-3.0".to_owned()), ..http() }, "licence");
    lacks(Package { repository: None, ..http() }, "repository");
    lacks(Package { homepage: None, ..http() }, "homepage");
    lacks(Package { documentation: None, ..http() }, "documentation link");
    lacks(Package { version: "0.2.0".to_owned(), ..http() }, "common version");
    lacks(Package { rust_version: Some("1.90".to_owned()), ..http() }, "common rust-version");
    assert!(!manifests::problems(&workspace(vec![], &[])).is_empty(), "an empty workspace is none");
}

/// The files that packages in these folders need.
fn packaged(folders: &[&str]) -> Vec<String> {
    let names = ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"];
    folders.iter().flat_map(|folder| names.map(|name| format!("{folder}/{name}"))).collect()
}

#[test]
fn a_published_package_without_its_licences_or_changelog_is_named() {
    let paths = packaged(&["crates/core"]);
    for lost in paths.iter().filter(|path| !path.ends_with("README.md")) {
        let files: Vec<(&str, &str)> =
            paths.iter().filter(|path| *path != lost).map(|path| (path.as_str(), "text")).collect();
        let core = member("kei-router-core", "crates/core");
        let name = lost.rsplit('/').next().unwrap_or_default();
        let unpublished = Package { publish: Some(Vec::new()), ..core.clone() };
        assert_one(&manifests::problems(&workspace(vec![core], &files)), name);
        assert_eq!(
            manifests::problems(&workspace(vec![unpublished], &files)),
            Vec::<String>::new()
        );
    }
}
