//! Credentials: what is put on a finished request, between the encoder and the wire.

use crate::codec::Auth;
use crate::{ErrorKind, LlmError, Secret, Secrets};
use async_trait::async_trait;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, Request};
use std::fmt;
use std::time::SystemTime;

/// Puts credentials on a finished request: a key, a token that it refreshes, a signature.
///
/// The transport calls it when it sends a request, within the handshake's budget.
#[async_trait]
pub trait Authorize: Send + Sync {
    /// Puts credentials on `request`, which is sent right after, and names every secret that it
    /// used: all of them are scrubbed from errors. `now` is the transport's time.
    ///
    /// # Errors
    /// Whatever keeps it from credentials: `MissingKey`, `Authentication`, or the error of the
    /// service that gives them. The request is not sent then. The error must hold no secret.
    async fn authorize(
        &self,
        request: &mut Request<Bytes>,
        now: SystemTime,
    ) -> Result<Secrets, LlmError>;

    /// The credentials were refused with status 401. `true` if the next ones may differ, since a
    /// token was thrown away: then the request is authorized and sent once more. `false` by
    /// default.
    fn refused(&self) -> bool {
        false
    }
}

/// A plain key, in the header where the wire wants it. A header of that name which the request
/// has already, since the caller has set it, is left alone.
#[derive(Clone)]
pub struct ApiKey {
    key: Secret,
    place: Auth,
}

impl ApiKey {
    /// This key at this place.
    pub const fn new(key: Secret, place: Auth) -> Self {
        Self { key, place }
    }
}

#[async_trait]
impl Authorize for ApiKey {
    async fn authorize(
        &self,
        request: &mut Request<Bytes>,
        _: SystemTime,
    ) -> Result<Secrets, LlmError> {
        let wrong =
            || LlmError::new(ErrorKind::Authentication, "the key cannot be sent in a header");
        let (name, text) = match &self.place {
            Auth::Bearer => (AUTHORIZATION, format!("Bearer {}", self.key.expose())),
            Auth::Header(name) => {
                let name = HeaderName::try_from(name.as_ref()).map_err(|_| wrong())?;
                (name, self.key.expose().to_owned())
            }
        };
        let mut value = HeaderValue::try_from(text).map_err(|_| wrong())?;
        value.set_sensitive(true);
        request.headers_mut().entry(name).or_insert(value);
        Ok(Secrets::from(self.key.clone()))
    }
}

/// Shows the place alone.
impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey").field("place", &self.place).finish_non_exhaustive()
    }
}
