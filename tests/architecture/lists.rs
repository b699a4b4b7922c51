//! A second list of vendors, a row without its crate and a file out of its role are named.

use crate::WORKSPACE;
use crate::support::{assert_one, dependency, member, workspace};
use std::collections::BTreeMap;
use xtask::architecture::{Dependency, Package, Workspace, roles, table};

const TABLE: &str = "vendors! {\n    \"kimi\" => kei_router_kimi::{Kimi, KimiProvider};\n    \
    \"openai\" => kei_router_openai::{OpenAi, OpenAiProvider};\n}\n";

/// A workspace of two vendors, whose facade has these lists.
fn two_vendors(all: &[&str], default: &[&str], dependencies: &[&str], table: &str) -> Workspace {
    let optional = |vendor: &&str| {
        let name = format!("kei-router-{vendor}");
        Dependency { optional: true, ..dependency(&name) }
    };
    let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let mut features = BTreeMap::from([
        ("all-vendors".to_owned(), list(all)),
        ("default".to_owned(), list(default)),
    ]);
    for vendor in ["kimi", "openai"] {
        features.insert(vendor.to_owned(), vec![format!("dep:kei-router-{vendor}")]);
    }
    let dependencies = dependencies.iter().map(optional).collect();
    let facade = Package { features, dependencies, ..member("kei-router", "crates/router") };
    let kimi = member("kei-router-kimi", "crates/providers/kimi");
    let openai = member("kei-router-openai", "crates/providers/openai");
    workspace(vec![facade, kimi, openai], &[("crates/router/src/vendors.rs", table)])
}

#[test]
fn a_whole_table_has_no_problems() {
    let both = ["kimi", "openai"];
    let workspace = two_vendors(&both, &["openai", "rustls", "kimi"], &both, TABLE);
    assert_eq!(table::rows(&workspace), Vec::<String>::new());
}

#[test]
fn each_gap_in_the_table_is_named() {
    let both = ["kimi", "openai"];
    let rows = |all: &[&str], default: &[&str], dependencies: &[&str], text: &str| {
        table::rows(&two_vendors(all, default, dependencies, text))
    };
    assert_one(&rows(&["kimi"], &both, &both, TABLE), "`all-vendors` are {\"kimi\"}");
    assert_one(&rows(&both, &["kimi"], &both, TABLE), "`default` are {\"kimi\"}");
    assert_one(&rows(&both, &both, &["kimi"], TABLE), "optional dependencies are {\"kimi\"}");
    let one = TABLE.lines().take(2).collect::<Vec<_>>().join("\n");
    assert_one(&rows(&["kimi"], &["kimi"], &["kimi"], &one), "folders in crates/providers are");
    let new_row = "};\n    \"new\" => kei_router_new::{New, NewProvider};\n}\n";
    let three = TABLE.replace("};\n}\n", new_row);
    let problems = rows(&both, &both, &both, &three);
    assert!(
        problems.iter().any(|problem| problem.contains("the facade's features")),
        "{problems:?}"
    );
    assert!(!rows(&both, &both, &both, "").is_empty(), "an empty table is no table");
}

#[test]
fn a_second_list_is_named_and_a_test_may_name_vendors() {
    let mut workspace = two_vendors(&[], &[], &[], TABLE);
    let mut problems = |path: &str, text: &str| {
        workspace.files = vec![xtask::architecture::File::new(path, text)];
        table::other_lists(&workspace)
    };
    let list = "const NAMES: [&str; 2] = [\"kimi\", \"openai\"];\n";
    assert_one(&problems("crates/cortex/src/main.rs", list), "main.rs lists vendors");
    assert_one(&problems("crates/providers/kimi/src/lib.rs", list), "lib.rs lists vendors");
    let none = Vec::<String>::new();
    assert_eq!(problems("crates/cortex/src/main.rs", "let one = \"kimi\"; // \"openai\"\n"), none);
    assert_eq!(problems("crates/router/src/vendors.rs", list), none);
    assert_eq!(problems("tests/contract/main.rs", list), none);
    let tested = format!("fn a() {{}}\n#[cfg(test)]\nmod tests {{\n{list}}}\n");
    assert_eq!(problems("crates/router/src/lib.rs", &tested), none);
}

#[test]
fn the_table_is_read_as_the_facade_has_it() {
    let text = WORKSPACE.text("crates/router/src/vendors.rs").expect("the table is there");
    let names = table::names(text);
    let linked: Vec<_> = kei_router::vendors().iter().map(kei_router::Vendor::name).collect();
    assert_eq!(names, linked);
}

#[test]
fn a_file_out_of_its_role_is_named() {
    let wrong = |files: &[&str]| {
        let paths: Vec<_> =
            files.iter().map(|file| format!("crates/providers/kimi/src/{file}")).collect();
        let files: Vec<_> = paths.iter().map(|path| (path.as_str(), "")).collect();
        roles::problems(&workspace(
            vec![member("kei-router-kimi", "crates/providers/kimi")],
            &files,
        ))
    };
    let own_wire = ["lib.rs", "encode.rs", "encode/parts.rs", "wire.rs", "decode.rs", "models.rs"];
    assert_eq!(wrong(&own_wire), Vec::<String>::new());
    assert_eq!(wrong(&["lib.rs", "dialect.rs", "models.rs", "tests.rs"]), Vec::<String>::new());
    assert_eq!(
        wrong(&[&own_wire[..], &["dialect.rs", "refusal.rs"]].concat()),
        Vec::<String>::new()
    );
    assert_one(&wrong(&["lib.rs", "dialect.rs", "models.rs", "helpers.rs"]), "helpers.rs");
    assert_one(
        &wrong(&["lib.rs", "encode.rs", "decode.rs", "models.rs"]),
        "kimi/src lacks wire.rs",
    );
}
