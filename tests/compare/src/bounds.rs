//! The stored bounds.

use crate::Result;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What may be counted at most.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Bounds {
    /// The compiler that the instructions were counted with, as `rustc --version` prints it.
    pub compiler: String,
    /// By the wire's name.
    pub wires: BTreeMap<String, Figures>,
}

/// What is counted on a wire: the same at each run, but for the system's part in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
pub struct Figures {
    /// Instructions of a short request, in user space.
    pub instructions: f64,
    /// Allocations of a short request.
    pub allocations: f64,
    /// KiB on the heap for each open stream.
    pub stream_kib: f64,
    /// New connections in 300 short answers.
    pub new_connections: f64,
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
