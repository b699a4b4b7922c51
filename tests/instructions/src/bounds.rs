//! The stored bounds.

use crate::Result;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a token of each case may cost at most.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Bounds {
    /// The compiler that the instructions were counted with, as `rustc --version` prints it.
    pub compiler: String,
    /// Instructions for each token, by the case's name.
    pub instructions: BTreeMap<String, f64>,
    /// Allocations for each token, by the case's name.
    pub allocations: BTreeMap<String, f64>,
}

impl Bounds {
    /// The bounds in `bounds.json`.
    ///
    /// # Errors
    /// A file that is not what it should be.
    pub fn stored() -> Result<Self> {
        Ok(serde_json::from_str(include_str!("../bounds.json"))?)
    }
}
