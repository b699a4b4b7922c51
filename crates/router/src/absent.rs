//! What to say about a name that is no provider's.

use crate::router::table_row;
use crate::{LlmRouter, Vendor, vendors};
use kei_router_core::{ErrorKind, LlmError, ModelInfo};

/// How many names are listed at most.
const NAMES: usize = 12;

/// The error for a name that no provider has.
pub(crate) fn absent(router: &LlmRouter, name: &str) -> LlmError {
    match table_row(name) {
        Some(row) => not_there(router, row),
        None => {
            let hint = format!("{} ({})", shown(name), hint(router, name));
            LlmError::new(ErrorKind::UnknownProvider, hint)
        }
    }
}

/// A vendor of the table, that has no key or is not compiled in.
fn not_there(router: &LlmRouter, row: &Vendor) -> LlmError {
    let name = row.name();
    let unknown = |hint| LlmError::new(ErrorKind::UnknownProvider, format!("{name} ({hint})"));
    let Some(descriptor) = row.descriptor() else {
        return unknown(format!("it needs the cargo feature `{name}`"));
    };
    let vars = descriptor.key_vars.join(" or ");
    if router.vars.is_none() {
        return unknown(format!("register it, or use from_env and set {vars}"));
    }
    LlmError::new(ErrorKind::MissingKey, format!("set {vars}")).with_provider(name)
}

fn hint(router: &LlmRouter, name: &str) -> String {
    let names = router.names();
    let of_table = vendors().iter().map(|vendor| vendor.name().to_owned());
    let mut known = names.iter().cloned().chain(of_table);
    let wanted = name.trim().trim_end_matches('/');
    if let Some(meant) = known.find(|known| known.eq_ignore_ascii_case(wanted)) {
        return format!("did you mean {}?", shown(&meant));
    }
    if let Some(vendor) = vendor_of_model(router, name) {
        return format!("a model is picked as PROVIDER/MODEL: {}/{}", shown(&vendor), shown(name));
    }
    if names.is_empty() {
        return "there is no provider".to_owned();
    }
    let listed: Vec<_> = names.iter().take(NAMES).map(|name| shown(name)).collect();
    let more = if names.len() > NAMES { ", .." } else { "" };
    format!("the providers are {}{more}; a model is picked as PROVIDER/MODEL", listed.join(", "))
}

/// The provider, or else the vendor, that knows a model of this name.
fn vendor_of_model(router: &LlmRouter, name: &str) -> Option<String> {
    let is_known = |info: ModelInfo| info.pricing.is_some() || info.context_window.is_some();
    let mut providers = router.providers();
    let provider = providers.find(|(_, provider)| is_known(provider.model_info(name)));
    let family = |model: &str| model.split('-').next().map(str::to_ascii_lowercase);
    let of_table = |vendor: &&Vendor| {
        vendor.codec().is_some_and(|codec| {
            let own = &codec.descriptor().default_model;
            is_known(codec.model_info(name)) || family(own) == family(name)
        })
    };
    let vendor = || vendors().iter().find(of_table).map(|vendor| vendor.name().to_owned());
    provider.map(|(name, _)| name.clone()).or_else(vendor)
}

/// A name as it may be shown: callers pass on what their own clients send.
fn shown(name: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || "_-.:/".contains(*c);
    name.chars().take(64).filter(plain).collect()
}
