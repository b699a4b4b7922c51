//! Model lists: how a page is requested and parsed.

use super::{Descriptor, Target};
use crate::{ListedModel, LlmError, ModelInfo};
use bytes::Bytes;
use http::{Request, Uri};
use serde_json::Value;

/// How a vendor's list of models is requested and parsed, page by page.
pub trait Catalog: Send + Sync {
    /// Builds the request for a page: the first one, or the one after `after`, which is
    /// [`Page::next`] of the previous page. By default `GET models` next to the chat endpoint.
    ///
    /// # Errors
    /// `BadRequest` if the list cannot be requested at this endpoint.
    fn request(
        &self,
        descriptor: &Descriptor,
        target: &Target<'_>,
        after: Option<&str>,
    ) -> Result<Request<Bytes>, LlmError> {
        let _ = after;
        target.get_models(descriptor, &[])
    }

    /// Parses a page; `None` for JSON that is not a list of models. By default [`Page::read`].
    fn read(&self, page: &Value) -> Option<Page> {
        Page::read(page)
    }
}

/// The list that most servers offer: `GET models` next to the chat endpoint, as a single page.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct OnePage;

impl Catalog for OnePage {}

/// A page of a list of models.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// The models, with what the server reports about them.
    pub models: Vec<ListedModel>,
    /// The cursor of the next page; `None` on the last one.
    pub next: Option<String>,
}

impl Page {
    /// A last page with these models.
    pub const fn new(models: Vec<ListedModel>) -> Self {
        Self { models, next: None }
    }

    /// Sets the cursor of the next page.
    pub fn next(mut self, next: Option<String>) -> Self {
        self.next = next;
        self
    }

    /// Parses the shapes that model lists commonly have: rows under `data` or `models`, or a bare
    /// array, each with an `id`, `name` or `model`, and the context window under any of the names
    /// that servers use. `None` for anything else.
    pub fn read(page: &Value) -> Option<Self> {
        let list = ["data", "models"].iter().find_map(|key| page.get(key)?.as_array());
        let list = list.or_else(|| page.as_array())?;
        Some(Self::new(list.iter().filter_map(listed).collect()))
    }
}

fn listed(row: &Value) -> Option<ListedModel> {
    let id = ["id", "name", "model"].iter().find_map(|key| row.get(key)?.as_str())?;
    let windows = ["context_length", "max_model_len", "context_window", "max_input_tokens"];
    let context_window = windows.iter().find_map(|key| row.get(key)?.as_u64());
    let info = ModelInfo { context_window, ..ModelInfo::default() };
    Some(ListedModel::new(id, info))
}

/// Adds a parameter to the query of a URL, percent-encoding its value.
///
/// # Errors
/// `BadRequest` if the result is not a valid URL.
pub fn with_query(uri: &Uri, name: &str, value: &str) -> Result<Uri, LlmError> {
    let mut text = uri.to_string();
    text.push(if uri.query().is_some() { '&' } else { '?' });
    text.push_str(name);
    text.push('=');
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                text.push(char::from(byte));
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    let wrong = |_| LlmError::bad_request("the URL of the list of models cannot be written");
    text.parse().map_err(wrong)
}
