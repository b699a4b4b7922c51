//! A vendor's list of models: how a page of it is asked for, and read.

use super::{Descriptor, Target};
use crate::{ListedModel, LlmError, ModelInfo};
use bytes::Bytes;
use http::{Request, Uri};
use serde_json::Value;

/// How a vendor's list of models is asked for and read, page by page.
pub trait Catalog: Send + Sync {
    /// Writes the request for a page: the first one, or the one behind `after`, which is the
    /// [`Page::next`] of the page before. By default the GET of `models` beside the URL to post
    /// to, which has one page.
    ///
    /// # Errors
    /// `BadRequest` where the list cannot be asked for there.
    fn request(
        &self,
        descriptor: &Descriptor,
        target: &Target<'_>,
        after: Option<&str>,
    ) -> Result<Request<Bytes>, LlmError> {
        let _ = after;
        target.get_models(descriptor, &[])
    }

    /// Reads a page; `None` for JSON that is no list of models. By default [`Page::read`].
    fn read(&self, page: &Value) -> Option<Page> {
        Page::read(page)
    }
}

/// The list that most servers have: `models` beside the URL to post to, as one page.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct OnePage;

impl Catalog for OnePage {}

/// A page of a list of models.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// The models, with what the server itself tells of them.
    pub models: Vec<ListedModel>,
    /// What to ask for the next page with; `None` on the last one.
    pub next: Option<String>,
}

impl Page {
    /// A page of these models, the last one.
    pub const fn new(models: Vec<ListedModel>) -> Self {
        Self { models, next: None }
    }

    /// With what to ask for the next page with.
    pub fn next(mut self, next: Option<String>) -> Self {
        self.next = next;
        self
    }

    /// Reads what lists have in common: rows under `data` or `models`, or a bare array of them,
    /// each with an `id`, a `name` or a `model`; the context window where a row tells it, under
    /// any of the names that servers use. `None` for anything else.
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

/// The same URL with one more member in its query. What is not plain in the value is escaped.
///
/// # Errors
/// `BadRequest` where that is no URL.
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
