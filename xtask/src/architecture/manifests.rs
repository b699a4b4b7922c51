//! Every member can be published, and all have one version.

use super::{Package, Workspace};

/// The files that every published package must contain, beside its README. In the tree they are
/// links to those at the root, which `cargo package` follows.
const PACKAGED: [&str; 3] = ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"];

/// What members lack: a README, a description, a licence, links, the common version and the common
/// minimum Rust version, versions beside paths; and, if published, the text of the licences, the
/// changelog and a link to the documentation.
pub fn problems(workspace: &Workspace) -> Vec<String> {
    let Some(first) = workspace.members.first() else {
        return vec!["the workspace has no members".to_owned()];
    };
    let mut problems = Vec::new();
    for member in &workspace.members {
        let readme = format!("{}/README.md", member.folder);
        let lacks = [
            (workspace.text(&readme).is_none_or(str::is_empty), "README.md"),
            (member.description.is_none(), "description"),
            (member.license.as_deref() != Some("MIT OR Apache-2.0"), "licence"),
            (member.repository.is_none(), "repository"),
            (member.homepage.is_none(), "homepage"),
            (member.is_published() && member.documentation.is_none(), "documentation link"),
            (member.version != first.version, "common version"),
            (member.rust_version.is_none(), "rust-version"),
            (member.rust_version != first.rust_version, "common rust-version"),
        ];
        let lacks = lacks.iter().filter(|(lacks, _)| *lacks);
        problems.extend(lacks.map(|(_, what)| format!("{} lacks the {what}", member.name)));
        problems.extend(unpackaged(member, workspace));
        problems.extend(paths(member, &workspace.members));
    }
    problems
}

/// Files that a published package would lack.
fn unpackaged<'a>(
    member: &'a Package,
    workspace: &'a Workspace,
) -> impl Iterator<Item = String> + 'a {
    let wanted = PACKAGED.iter().filter(|_| member.is_published());
    let absent =
        wanted.filter(|file| workspace.text(&format!("{}/{file}", member.folder)).is_none());
    absent.map(|file| format!("{} lacks the file {file}", member.name))
}

/// Dependencies by path without a version, and published crates that need unpublished ones.
fn paths<'a>(member: &'a Package, members: &'a [Package]) -> impl Iterator<Item = String> + 'a {
    let by_path = member.dependencies.iter().filter(|dependency| dependency.path.is_some());
    by_path.filter_map(move |dependency| {
        let target = members.iter().find(|other| other.name == dependency.name);
        let hidden = member.is_published() && target.is_some_and(|t| !t.is_published());
        let lacks = match (dependency.req.as_str(), hidden) {
            ("*", _) => "without a version",
            (_, true) => "which is not published",
            _ => return None,
        };
        Some(format!("{} uses {} {lacks}", member.name, dependency.name))
    })
}
