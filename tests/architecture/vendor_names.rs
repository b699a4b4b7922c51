//! A vendor that is named where every vendor is served is found.

use crate::support::{assert_one, member};
use xtask::architecture::{File, Workspace, vendor_names};

fn problems(path: &str, text: &str) -> Vec<String> {
    let members = vec![member("kei-router-acme", "crates/providers/acme")];
    let files = vec![File::new(path, text)];
    vendor_names::problems(&Workspace { members, files, ..Workspace::default() })
}

#[test]
fn a_vendor_in_core_http_and_the_testkit_is_found() {
    let code = "fn is_acme(name: &str) -> bool { true }";
    let string = "\nconst HEADER: &str = \"Acme-ratelimit-\";";
    for folder in ["core", "http", "testkit"] {
        let path = format!("crates/{folder}/src/turn.rs");
        assert_one(&problems(&path, code), ":1 names the vendor acme");
        assert_one(&problems(&path, string), ":2 names the vendor acme");
    }
    assert_one(&problems("crates/testkit/src/formats.rs", "mod acme;"), "acme");
    assert_one(&problems("crates/core/src/a.rs", "\"x-mistral-id\""), "mistral");
}

#[test]
fn docs_tests_formats_and_rules_may_name_a_vendor() {
    let none = Vec::<String>::new();
    let docs = "/// As Acme does.\n#[cfg(test)]\nmod tests { const A: &str = \"acme\"; }";
    assert_eq!(problems("crates/core/src/a.rs", docs), none);
    assert_eq!(problems("crates/core/src/a/tests.rs", "\"acme\""), none);
    assert_eq!(problems("crates/testkit/src/formats/acme.rs", "\"acme\""), none);
    assert_eq!(problems("crates/testkit/src/rules/acme.rs", "\"acme\""), none);
    assert_eq!(problems("crates/providers/acme/src/lib.rs", "struct Acme;"), none);
    assert_eq!(problems("crates/testkit/src/lib.rs", "use anthropic_messages;"), none);
}
