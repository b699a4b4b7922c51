//! What each crate may resolve to, and how much.

use super::{Package, Tree, Workspace};
use crate::Result;
use std::collections::BTreeSet;

const CORE_LACKS: &[&str] = &["tokio", "reqwest", "hyper", "hyper-util", "h2"];
const CODEC_LACKS: &[&str] =
    &["kei-router-http", "tokio", "reqwest", "hyper", "hyper-util", "h2", "rustls", "ureq"];
const SOCKETS: &[&str] = &["reqwest", "hyper", "hyper-util", "h2", "ureq", "curl", "isahc"];
const FACADE: &str = "kei-router";
const WEIGHT: usize = 98;
/// Where the library is measured beside reqwest alone.
const COMPARED: &str = "tests/compare";

/// Core knows no runtime and no HTTP library.
pub fn core(workspace: &Workspace) -> Result<Vec<String>> {
    let tree = Tree::of(&workspace.root, &["-p", "kei-router-core"])?;
    Ok(banned("kei-router-core", &tree, CORE_LACKS))
}

/// A vendor's crate without its default features is a codec, and so is each shared wire.
pub fn vendors(workspace: &Workspace) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for vendor in workspace.vendors() {
        let name = vendor.name.as_str();
        let tree = Tree::of(&workspace.root, &["-p", name, "--no-default-features"])?;
        problems.extend(banned(name, &tree, CODEC_LACKS));
    }
    Ok(problems)
}

/// Crates of these names that a crate must not resolve to.
pub fn banned(package: &str, tree: &Tree, names: &[&str]) -> Vec<String> {
    let found = names.iter().filter(|name| tree.has(name));
    found.map(|name| format!("{package} must not resolve to {name}")).collect()
}

/// Only kei-router-http may name a library that opens a client's socket, and only the facade may
/// name vendors' crates. The server's half of hyper opens none. The tests may name both, but not
/// reqwest: they build servers, and look at one vendor alone. The comparison with reqwest names
/// that.
pub fn sockets(members: &[Package]) -> Vec<String> {
    let vendors: BTreeSet<_> =
        members.iter().filter(|m| m.vendor().is_some()).map(|m| m.name.as_str()).collect();
    let mut problems = Vec::new();
    for member in members {
        let clients = member.dependencies.iter().filter(|d| !d.is_http_server());
        for dependency in clients.map(|d| d.name.as_str()) {
            let only = if member.folder == "tests" && dependency != "reqwest"
                || member.folder == COMPARED && dependency == "reqwest"
            {
                continue;
            } else if SOCKETS.contains(&dependency) {
                "kei-router-http"
            } else if vendors.contains(dependency) {
                FACADE
            } else {
                continue;
            };
            if member.name != only {
                problems
                    .push(format!("{} must not use {dependency}: only {only} may", member.name));
            }
        }
    }
    problems
}

/// Each feature of a vendor brings its crate and no other vendor's; no feature brings none, all
/// of them bring all, and no other feature brings any.
pub fn features(workspace: &Workspace) -> Result<Vec<String>> {
    let all: BTreeSet<&str> = workspace.vendors().iter().map(|v| v.name.as_str()).collect();
    let facade = workspace.members.iter().find(|member| member.name == FACADE);
    let mut problems = Vec::new();
    let no_features = String::new();
    let declared = facade.into_iter().flat_map(|facade| facade.features.keys());
    for feature in declared.filter(|name| *name != "default").chain([&no_features]) {
        let arguments = ["-p", FACADE, "--no-default-features", "--features", feature];
        let tree = Tree::of(&workspace.root, &arguments)?;
        let own = format!("kei-router-{feature}");
        let wanted = if feature == "all-vendors" {
            all.clone()
        } else {
            all.iter().copied().filter(|name| *name == own).collect()
        };
        problems.extend(brought(feature, &tree, &all, &wanted));
    }
    Ok(problems)
}

/// Where a feature's tree has other vendors than are wanted.
pub fn brought(
    feature: &str,
    tree: &Tree,
    vendors: &BTreeSet<&str>,
    wanted: &BTreeSet<&str>,
) -> Option<String> {
    let got: BTreeSet<&str> = tree.names().filter(|name| vendors.contains(name)).collect();
    let shown = if feature.is_empty() { "no feature" } else { feature };
    (got != *wanted).then(|| format!("{FACADE}: `{shown}` brings {got:?} instead of {wanted:?}"))
}

/// The facade with every vendor links at most 98 third-party crates.
pub fn weight(workspace: &Workspace) -> Result<Vec<String>> {
    let selection = ["-p", FACADE, "--no-default-features", "--features", "all-vendors"];
    let target = ["--target", "x86_64-unknown-linux-gnu"];
    let tree = Tree::of(&workspace.root, &[&selection[..], &target].concat())?;
    let members: BTreeSet<&str> = workspace.members.iter().map(|m| m.name.as_str()).collect();
    Ok(too_heavy(&tree, &members, WEIGHT).into_iter().collect())
}

/// Where a tree has more than `max` crates beside the members.
pub fn too_heavy(tree: &Tree, members: &BTreeSet<&str>, max: usize) -> Option<String> {
    let linked = tree.names().filter(|name| !members.contains(name)).count();
    (linked > max).then(|| format!("{FACADE} links {linked} crates, {max} at most"))
}
