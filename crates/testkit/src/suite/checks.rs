//! The checks of a stream, by name.

use super::fixture::Fixture;
use super::report::Outcome;
use super::subject::Subject;
use super::{chunks, content, corruption, cuts, document, errors, live, unknown};

/// The checks that need no socket, and run for each stream.
pub const CHECKS: [&str; 9] = [
    "content",
    "chunks",
    "styles",
    "cuts",
    "live",
    "errors",
    "unknown events",
    "corruption",
    "document",
];

/// Those of them that run for each variant of a format too.
pub(super) const VARIANT_CHECKS: [&str; 4] = ["content", "styles", "cuts", "live"];

/// Runs the check of this name.
pub(super) async fn run(check: &str, subject: &Subject<'_>, fixture: &Fixture) -> Outcome {
    match check {
        "content" => content::check(subject, fixture).await,
        "chunks" => chunks::check(subject, fixture).await,
        "styles" => chunks::check_styles(subject, fixture).await,
        "cuts" => cuts::check(subject, fixture).await,
        "live" => live::check(subject, fixture).await,
        "errors" => errors::check(subject, fixture).await,
        "unknown events" => unknown::check(subject, fixture).await,
        "corruption" => corruption::check(subject, fixture).await,
        "document" => document::check(subject, fixture).await,
        _ => Err("there is no such check".to_owned()),
    }
}
