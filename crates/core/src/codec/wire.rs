//! Wire formats as data.

use super::template::Template;
use crate::LlmError;
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// A wire format: what an encoder, a decoder and a simulator must agree on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wire {
    /// The format: `anthropic-messages`, `chat-completions` and so on.
    pub format: Text,
    /// The path of the API version, such as `/v1`, which some base URLs contain and some do not.
    /// Empty if there is none.
    pub version_path: Text,
    /// The path after the base URL and the version: a template that may contain `{model}` and a
    /// query, as in `models/{model}:streamGenerateContent?alt=sse`.
    pub path: Text,
    /// Where a plain key goes.
    pub auth: Auth,
}

/// Where a plain key goes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Auth {
    /// `Authorization: Bearer KEY`.
    Bearer,
    /// A header with this name and the bare key as its value.
    Header(Text),
}

impl Wire {
    /// A wire format that is posted to `path`, a template such as `chat/completions` or
    /// `models/{model}:streamGenerateContent?alt=sse`. Its version is `/v1`, its key a bearer
    /// token.
    pub const fn new(format: &'static str, path: &'static str) -> Self {
        Self {
            format: Cow::Borrowed(format),
            version_path: Cow::Borrowed("/v1"),
            path: Cow::Borrowed(path),
            auth: Auth::Bearer,
        }
    }

    /// Sets the path of the API version, such as `/v1beta`; empty for none.
    pub fn with_version_path(mut self, path: impl Into<Text>) -> Self {
        self.version_path = path.into();
        self
    }

    /// Sets the path, a template.
    pub fn with_path(mut self, path: impl Into<Text>) -> Self {
        self.path = path.into();
        self
    }

    /// Sends the bare key in the header `name`.
    pub fn with_key_header(mut self, name: impl Into<Text>) -> Self {
        self.auth = Auth::Header(name.into());
        self
    }

    /// Sets where the key goes.
    pub fn with_auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    /// Splits the path of a URL, without its query, into the part before this wire format's path,
    /// and the model that it names; `None` for another wire format's path.
    ///
    /// ```
    /// use kei_router_core::codec::Wire;
    ///
    /// let wire = Wire::new("x", "models/{model}:stream?alt=sse");
    /// let (base, model) = wire.split("/v1/models/m%3A1:stream").ok_or("another wire")?;
    /// assert_eq!((base, model.as_deref()), ("/v1/", Some("m:1")));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn split<'a>(&self, path: &'a str) -> Option<(&'a str, Option<String>)> {
        self.template().split(path)
    }

    /// The path and query for a model, which is percent-encoded.
    ///
    /// # Errors
    /// `BadRequest` for a model that cannot be a path segment: an empty one, `.` and `..`.
    pub fn path_for(&self, model: &str) -> Result<String, LlmError> {
        self.template().fill(model)
    }

    pub(super) fn template(&self) -> Template<'_> {
        Template::new(&self.path)
    }
}
