//! The vendors themselves, with keys from the environment.

use super::target::{Choice, Target};
use kei_router::Vendor;
use std::sync::Arc;

/// The chosen vendors that have a key among the variables.
pub(super) fn targets(
    choice: &Choice,
    variable: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
) -> Vec<Target> {
    let variable = Arc::new(variable);
    let target = |vendor: &Vendor| {
        let variable = Arc::clone(&variable);
        let provider = vendor.from_vars(move |name| variable(name))?;
        Some(Target::new(vendor, provider, choice.model.as_deref()))
    };
    choice.vendors().into_iter().filter_map(|(vendor, _)| target(vendor)).collect()
}

/// The variables that may hold a key, a line for each vendor.
pub(super) fn variables() -> String {
    let lines = Choice::default().vendors().into_iter().map(|(vendor, descriptor)| {
        format!("  {:<12} {}", vendor.name(), descriptor.key_vars.join(" or "))
    });
    lines.collect::<Vec<_>>().join("\n")
}
