//! Wrong arrows, impure crates and heavy trees are named.

use crate::WORKSPACE;
use crate::support::{assert_one, dependency, dev_dependency, member, user, workspace};
use std::collections::BTreeSet;
use xtask::architecture::{Dependency, Package, Tree, dependencies, floors};

const TREE: &str = "kei-router v0.1.0 (/workspace/crates/router)\n\
    kei-router-kimi v0.1.0 (/workspace/crates/providers/kimi)\n\
    serde v1.0.229\nserde_derive v1.0.229 (proc-macro)\nserde v1.0.229\nserde v0.9.0\n\n";

#[test]
fn an_arrow_up_or_sideways_is_named() {
    let http = member("kei-router-http", "crates/http");
    let core = user("kei-router-core", "crates/core", "kei-router-http");
    assert_one(&floors::problems(&[core, http]), "kei-router-core (floor 1) must not use");

    let openai = member("kei-router-openai", "crates/providers/openai");
    let kimi = user("kei-router-kimi", "crates/providers/kimi", "kei-router-openai");
    assert_one(&floors::problems(&[openai, kimi]), "kei-router-openai (floor 3)");
}

#[test]
fn a_dev_dependency_counts() {
    let testkit = member("kei-router-testkit", "crates/testkit");
    let dependencies = vec![dev_dependency("kei-router-testkit")];
    let core = Package { dependencies, ..member("kei-router-core", "crates/core") };
    assert_one(&floors::problems(&[core, testkit]), "must not use kei-router-testkit");
}

#[test]
fn an_arrow_down_is_right_and_a_folder_without_a_floor_is_not() {
    let core = member("kei-router-core", "crates/core");
    let http = user("kei-router-http", "crates/http", "kei-router-core");
    assert_eq!(floors::problems(&[core, http]), Vec::<String>::new());
    assert_one(&floors::problems(&[member("attic", "crates/attic")]), "on no floor");
}

#[test]
fn a_tree_is_read_once_a_version() {
    let tree = Tree::parse(TREE);
    assert_eq!(tree.crates.len(), 5, "{tree:?}");
    assert!(tree.has("serde") && tree.has("serde_derive") && !tree.has("serd"), "{tree:?}");
}

#[test]
fn a_banned_crate_is_named() {
    let tree = Tree::parse("kei-router-core v0.1.0 (/workspace)\ntokio v1.54.0\n");
    assert_one(&dependencies::banned("kei-router-core", &tree, &["h2", "tokio"]), "tokio");
}

#[test]
fn a_second_socket_is_named() {
    let cortex = user("kei-cortex", "crates/cortex", "reqwest");
    assert_one(&dependencies::sockets(&[cortex]), "kei-cortex must not use reqwest");
    let tests = user("kei-router-tests", "tests", "reqwest");
    assert_one(&dependencies::sockets(&[tests]), "kei-router-tests must not use reqwest");
    let http = user("kei-router-http", "crates/http", "reqwest");
    let server = user("kei-router-tests", "tests", "h2");
    assert_eq!(dependencies::sockets(&[http, server]), Vec::<String>::new());
}

#[test]
fn the_servers_half_of_hyper_is_no_client() {
    let asks = |features: &[&str]| {
        let features = features.iter().map(|&feature| feature.to_owned()).collect();
        let hyper = Dependency { features, ..dependency("hyper") };
        Package { dependencies: vec![hyper], ..member("kei-cortex", "crates/cortex") }
    };
    assert_eq!(dependencies::sockets(&[asks(&["server", "http1"])]), Vec::<String>::new());
    for features in [&["http1"][..], &["server", "client"], &["server", "full"], &["client-legacy"]]
    {
        assert_one(&dependencies::sockets(&[asks(features)]), "kei-cortex must not use hyper");
    }
}

#[test]
fn a_way_past_the_facade_is_named() {
    let kimi = member("kei-router-kimi", "crates/providers/kimi");
    let cortex = user("kei-cortex", "crates/cortex", "kei-router-kimi");
    let tests = user("kei-router-tests", "tests", "kei-router-kimi");
    assert_one(&dependencies::sockets(&[kimi, cortex, tests]), "only kei-router may");
}

#[test]
fn a_feature_that_brings_another_vendor_is_named() {
    let vendors = BTreeSet::from(["kei-router-kimi", "kei-router-openai"]);
    let brought = |wanted: &[&str]| {
        let wanted = wanted.iter().copied().collect();
        dependencies::brought("openai", &Tree::parse(TREE), &vendors, &wanted)
    };
    assert_eq!(brought(&["kei-router-kimi"]), None);
    assert_one(&brought(&["kei-router-openai"]).map_or(vec![], |p| vec![p]), "`openai` brings");
    assert_one(&brought(&[]).map_or(vec![], |p| vec![p]), "`openai` brings");
}

#[test]
fn a_heavy_facade_is_named_and_members_weigh_nothing() {
    let members = BTreeSet::from(["kei-router", "kei-router-kimi"]);
    let tree = Tree::parse(TREE);
    assert_eq!(dependencies::too_heavy(&tree, &members, 3), None);
    let heavy = dependencies::too_heavy(&tree, &members, 2).expect("three crates are too many");
    assert!(heavy.contains("links 3 crates, 2 at most"), "{heavy}");
}

#[test]
fn cargo_is_really_asked() {
    let whole = Tree::of(&WORKSPACE.root, &["-p", "kei-router", "--features", "all-vendors"]);
    let whole = whole.expect("cargo tree answers");
    assert!(whole.has("reqwest") && whole.has("kei-router-core"), "{whole:?}");
    let error = Tree::of(&WORKSPACE.root, &["-p", "no-such-crate"]).expect_err("cargo refuses");
    assert!(error.to_string().contains("no-such-crate"), "{error}");
}

#[test]
fn a_dependency_that_breaks_publishing_is_named() {
    let hidden = Package { publish: Some(vec![]), ..member("xtask", "xtask") };
    let cortex = user("kei-cortex", "crates/cortex", "xtask");
    let own = ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"];
    let own = own.map(|name| format!("crates/cortex/{name}"));
    let mut files: Vec<(&str, &str)> = own.iter().map(|path| (path.as_str(), "text")).collect();
    files.push(("xtask/README.md", "text"));
    let with = |cortex: Package| workspace(vec![hidden.clone(), cortex], &files);
    let problems = |cortex: Package| xtask::architecture::manifests::problems(&with(cortex));
    assert_one(&problems(cortex.clone()), "kei-cortex uses xtask which is not published");

    let mut unversioned = dependency("xtask");
    unversioned.req = "*".to_owned();
    let cortex = Package { dependencies: vec![unversioned], ..cortex };
    assert_one(&problems(cortex), "kei-cortex uses xtask without a version");
}
