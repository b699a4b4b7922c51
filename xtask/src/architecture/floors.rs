//! Arrows point down only, never sideways.

use super::Package;

/// The floor of a folder, from 1; `None` for a folder that stands on none.
///
/// The tasks and the tests stand above the hosts, because they look at those too.
pub fn floor(folder: &str) -> Option<u8> {
    match folder {
        "crates/core" => Some(1),
        "crates/agent" | "crates/http" | "crates/policy" | "crates/testkit" => Some(2),
        "crates/messages" | "crates/chat-completions" | "crates/responses" => Some(2),
        "crates/router" => Some(4),
        "crates/cortex" | "tests/instructions" | "tests/replay" => Some(5),
        "tests/compare" | "tests/page" => Some(6),
        "xtask" => Some(7),
        "tests" => Some(8),
        _ => folder.starts_with("crates/providers/").then_some(3),
    }
}

/// Members on no floor, and dependencies of any kind, dev-dependencies included, that do not
/// point down.
pub fn problems(members: &[Package]) -> Vec<String> {
    let mut problems = Vec::new();
    for member in members {
        let Some(from) = floor(&member.folder) else {
            problems.push(format!("{} stands on no floor: give it one", member.folder));
            continue;
        };
        for dependency in &member.dependencies {
            let target = members.iter().find(|other| other.name == dependency.name);
            let to = target.and_then(|target| floor(&target.folder));
            if to.is_some_and(|to| to >= from) {
                problems.push(format!(
                    "{} (floor {from}) must not use {} (floor {}): arrows point down",
                    member.name,
                    dependency.name,
                    to.unwrap_or_default()
                ));
            }
        }
    }
    problems
}
