//! Roles.

use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::str::FromStr;

/// The author of a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub enum Role {
    /// The user.
    User,
    /// The model.
    Assistant,
    /// Results of tool calls.
    Tool,
    /// Any other role, including `system`: rejected as `BadRequest` before anything is sent.
    Other(String),
}

impl Role {
    /// The role as a string.
    pub fn as_str(&self) -> &str {
        match self {
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Tool => "tool",
            Self::Other(word) => word,
        }
    }
}

impl From<&str> for Role {
    fn from(word: &str) -> Self {
        match word {
            "user" => Self::User,
            "assistant" => Self::Assistant,
            "tool" => Self::Tool,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl FromStr for Role {
    type Err = Infallible;

    /// Any word is a role: one that is not known is [`Role::Other`].
    fn from_str(word: &str) -> Result<Self, Infallible> {
        Ok(Self::from(word))
    }
}

impl From<String> for Role {
    fn from(word: String) -> Self {
        Self::from(word.as_str())
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        role.as_str().to_owned()
    }
}
