//! The vendors themselves, with keys from the environment.

use super::target::{Choice, Target};
use kei_router::Vendor;
use kei_router::codec::{Descriptor, Endpoint};
use std::sync::Arc;

/// The chosen vendors that have a key among the variables.
pub(super) fn targets(
    choice: &Choice,
    variable: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
) -> Vec<Target> {
    let variable = Arc::new(variable);
    let target = |vendor: &Vendor, descriptor: &Descriptor| {
        let format = format(descriptor, variable.as_ref());
        let variable = Arc::clone(&variable);
        let provider = vendor.from_vars(move |name| variable(name))?;
        let target = Target::new(vendor, provider, choice.model.as_deref());
        Some(Target { format, ..target })
    };
    let vendors = choice.vendors().into_iter();
    vendors.filter_map(|(vendor, descriptor)| target(vendor, &descriptor)).collect()
}

/// The format that is spoken at the vendor's own URL, or at the one among the variables. `None`
/// where that is no URL: the request itself then says so.
fn format(descriptor: &Descriptor, variable: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let given = descriptor.endpoint_vars.iter().find_map(|name| variable(name));
    let given = given.filter(|given| !given.trim().is_empty());
    let endpoint = match given {
        Some(given) => Endpoint::resolve(given.trim(), descriptor),
        None => descriptor.own_endpoint(),
    };
    Some(descriptor.wire_at(&endpoint.ok()?).format.clone().into_owned())
}

/// The variables that may hold a key, a line for each chosen vendor.
pub(super) fn variables(choice: &Choice) -> String {
    let lines = choice.vendors().into_iter().map(|(vendor, descriptor)| {
        format!("  {:<12} {}", vendor.name(), descriptor.key_vars.join(" or "))
    });
    lines.collect::<Vec<_>>().join("\n")
}
