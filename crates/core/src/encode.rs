//! What encoders share: the draft of a request, the accounting of omitted options, and the HTTP
//! request.

mod call_ids;
mod draft;
mod history;
mod marks;
mod media;
mod members;
mod merge;
mod omissions;
mod options;
mod pieces;
mod reasoning;
mod schema;
mod strict;
mod support;
mod tools;

pub use call_ids::CallIds;
pub use draft::Draft;
pub use media::{document_text, file_name, is_remote};
pub use members::Members;
pub use merge::body;
pub use omissions::Omissions;
pub use options::finite;
pub use pieces::{Piece, Pieces};
pub use schema::{Fitted, SchemaRules, without_alternatives};
pub use support::{MetadataSupport, Support};
pub use tools::json_object;

use crate::{ChatRequest, Descriptor, LlmError, Target};
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Request};

impl Target<'_> {
    /// A POST of `body` with the wire format's `headers`, overridden by the request's own.
    ///
    /// # Errors
    /// `BadRequest` for an invalid header.
    pub fn post(
        &self,
        descriptor: &Descriptor,
        headers: &[(HeaderName, &str)],
        request: &ChatRequest,
        body: Bytes,
    ) -> Result<Request<Bytes>, LlmError> {
        let mut post = with_headers(headers, body)?;
        *post.method_mut() = http::Method::POST;
        *post.uri_mut() = self.endpoint.url(self.model)?;
        let map = post.headers_mut();
        map.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, value) in request.extra_headers(&descriptor.name) {
            let (name, value) = extra_header(name, value)?;
            map.insert(name, value);
        }
        Ok(post)
    }

    /// A GET of the vendor's list of models, next to the chat endpoint.
    ///
    /// # Errors
    /// Those of [`Target::post`].
    pub fn get_models(
        &self,
        _: &Descriptor,
        headers: &[(HeaderName, &str)],
    ) -> Result<Request<Bytes>, LlmError> {
        let mut get = with_headers(headers, Bytes::new())?;
        *get.uri_mut() = self.endpoint.beside("models", &[])?;
        get.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        Ok(get)
    }
}

fn with_headers(headers: &[(HeaderName, &str)], body: Bytes) -> Result<Request<Bytes>, LlmError> {
    let mut request = Request::new(body);
    for (name, value) in headers {
        request.headers_mut().insert(name, header_value(name.as_str(), value)?);
    }
    Ok(request)
}

/// A header that a caller has added.
pub(crate) fn extra_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), LlmError> {
    let wrong = |_| LlmError::bad_request("an extra header's name cannot be one");
    let parsed = HeaderName::try_from(name).map_err(wrong)?;
    let mut value = header_value(name, value)?;
    value.set_sensitive(carries_a_secret(&parsed));
    Ok((parsed, value))
}

fn header_value(name: &str, value: &str) -> Result<HeaderValue, LlmError> {
    HeaderValue::try_from(value)
        .map_err(|_| LlmError::bad_request(format!("the header {name} has no legal value")))
}

fn carries_a_secret(name: &HeaderName) -> bool {
    let words = ["auth", "key", "token", "secret", "cookie"];
    words.iter().any(|word| name.as_str().contains(word))
}
