//! What every encoder does.

use crate::{
    Auth, ChatRequest, Descriptor, ErrorKind, LlmError, OnUnsupported, Target, Warning, WarningKind,
};
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Request};
use serde::Serialize;
use serde_json::{Map, Value};

/// What a request loses on its way to a vendor, by the request's own rule.
#[derive(Debug)]
pub struct Omissions {
    rule: OnUnsupported,
    warnings: Vec<Warning>,
}

impl Omissions {
    /// Nothing is lost yet.
    pub fn new(rule: OnUnsupported) -> Self {
        Self { rule, warnings: Vec::new() }
    }

    /// Leaves `subject` out, because of `why`.
    ///
    /// # Errors
    /// `BadRequest` where the request's rule is to refuse.
    pub fn omit(&mut self, subject: &str, why: &str) -> Result<(), LlmError> {
        let message = format!("{subject} was left out: {why}");
        match self.rule {
            OnUnsupported::Error => Err(LlmError::bad_request(format!("{subject}: {why}"))),
            OnUnsupported::Warn => {
                self.warnings.push(Warning::new(WarningKind::Omitted, subject, message));
                Ok(())
            }
            OnUnsupported::Drop => Ok(()),
        }
    }

    /// Why a part that only its own vendor takes is left out.
    pub fn foreign(vendor: Option<&str>) -> String {
        match vendor {
            Some(vendor) => format!("it came from another vendor, {vendor}"),
            None => "it does not say which vendor it came from".to_owned(),
        }
    }

    /// Says that a value was chosen in the caller's place. No rule drops this.
    pub fn defaulted(&mut self, subject: &str, message: impl Into<String>) {
        self.warnings.push(Warning::new(WarningKind::Defaulted, subject, message));
    }

    /// The warnings, for [`Encoded`](crate::Encoded).
    pub fn into_warnings(self) -> Vec<Warning> {
        self.warnings
    }
}

/// A body as JSON, with a request's own members set over it.
///
/// # Errors
/// `BadRequest` where a value cannot be JSON.
pub fn body_with_extra<T: Serialize>(
    body: &T,
    extra: &Map<String, Value>,
) -> Result<Bytes, LlmError> {
    let wrong = |error| LlmError::bad_request("a value cannot be JSON").with_source(error);
    if extra.is_empty() {
        return serde_json::to_vec(body).map(Bytes::from).map_err(wrong);
    }
    let mut value = serde_json::to_value(body).map_err(wrong)?;
    if let Value::Object(members) = &mut value {
        members.extend(extra.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
    serde_json::to_vec(&value).map(Bytes::from).map_err(wrong)
}

impl Target<'_> {
    /// The POST of `body`: the key where the vendor wants it, `headers` of the wire, and the
    /// request's own headers over both.
    ///
    /// # Errors
    /// `BadRequest` for a header that cannot be one, `Authentication` for such a key.
    pub fn post(
        &self,
        descriptor: &Descriptor,
        headers: &[(HeaderName, &str)],
        request: &ChatRequest,
        body: Bytes,
    ) -> Result<Request<Bytes>, LlmError> {
        let mut post = self.with_key(descriptor, headers, body)?;
        *post.method_mut() = http::Method::POST;
        *post.uri_mut() = self.endpoint.uri().clone();
        let map = post.headers_mut();
        map.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        map.insert(ACCEPT, HeaderValue::from_static("text/event-stream"));
        for (name, value) in &request.extra_headers {
            let wrong = |_| LlmError::bad_request("an extra header's name cannot be one");
            let parsed = HeaderName::try_from(name.as_str()).map_err(wrong)?;
            let mut value = header_value(name, value)?;
            value.set_sensitive(carries_a_secret(&parsed));
            map.insert(parsed, value);
        }
        Ok(post)
    }

    /// The GET of the vendor's list of models, beside the URL to post to.
    ///
    /// # Errors
    /// Those of [`Target::post`].
    pub fn get_models(
        &self,
        descriptor: &Descriptor,
        headers: &[(HeaderName, &str)],
    ) -> Result<Request<Bytes>, LlmError> {
        let mut get = self.with_key(descriptor, headers, Bytes::new())?;
        *get.uri_mut() = self.endpoint.beside("models", descriptor)?.uri().clone();
        get.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        Ok(get)
    }

    fn with_key(
        &self,
        descriptor: &Descriptor,
        headers: &[(HeaderName, &str)],
        body: Bytes,
    ) -> Result<Request<Bytes>, LlmError> {
        let mut request = Request::new(body);
        for (name, value) in headers {
            request.headers_mut().insert(name, header_value(name.as_str(), value)?);
        }
        if let Some((name, value)) = self.key_header(&descriptor.wire.auth)? {
            request.headers_mut().insert(name, value);
        }
        Ok(request)
    }

    fn key_header(&self, auth: &Auth) -> Result<Option<(HeaderName, HeaderValue)>, LlmError> {
        let Some(key) = self.key else { return Ok(None) };
        let wrong =
            || LlmError::new(ErrorKind::Authentication, "the key cannot be sent in a header");
        let (name, text) = match auth {
            Auth::Bearer => (AUTHORIZATION, format!("Bearer {}", key.expose())),
            Auth::Header(name) => {
                let name = HeaderName::try_from(name.as_ref()).map_err(|_| wrong())?;
                (name, key.expose().to_owned())
            }
        };
        let mut value = HeaderValue::try_from(text).map_err(|_| wrong())?;
        value.set_sensitive(true);
        Ok(Some((name, value)))
    }
}

fn header_value(name: &str, value: &str) -> Result<HeaderValue, LlmError> {
    HeaderValue::try_from(value)
        .map_err(|_| LlmError::bad_request(format!("the header {name} has no legal value")))
}

fn carries_a_secret(name: &HeaderName) -> bool {
    let words = ["auth", "key", "token", "secret", "cookie"];
    words.iter().any(|word| name.as_str().contains(word))
}
