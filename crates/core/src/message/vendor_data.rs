//! What is sent back to the vendor that it came from, and to no other.

use serde::{Deserialize, Serialize};

/// Reasoning of a model. It is sent back to the vendor that it came from, and to no other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Reasoning {
    /// The reasoning or its summary; empty if the vendor hides it.
    pub text: String,
    /// The vendor's signature of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// Encrypted reasoning, in place of the text or in addition to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redacted: Option<String>,
    /// The vendor's id of the block.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The vendor that it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
}

/// Vendor-specific JSON. It is sent back verbatim to the same vendor, and omitted with a warning
/// for others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Opaque {
    /// The vendor that it came from.
    pub provider: String,
    /// The exact JSON text.
    pub json: String,
}
