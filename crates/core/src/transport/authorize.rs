//! Credentials, which are added to encoded requests before they are sent.

use crate::codec::Auth;
use crate::{LlmError, Secret, Secrets};
use async_trait::async_trait;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, Request};
use std::fmt;
use std::time::SystemTime;

/// Adds credentials to encoded requests: a key, a refreshed token, a signature.
///
/// The transport calls it when it sends a request, within the handshake timeout.
#[async_trait]
pub trait Authorize: Send + Sync {
    /// Adds credentials to `request`, which is sent right after, and returns every secret that it
    /// used, so that they can be removed from errors. `now` is the transport's time.
    ///
    /// # Errors
    /// `MissingKey`, `Authentication`, or the error of the service that issues credentials. The
    /// request is not sent then. The error must contain no secret.
    async fn authorize(
        &self,
        request: &mut Request<Bytes>,
        now: SystemTime,
    ) -> Result<Secrets, LlmError>;

    /// Called when the credentials were rejected with status 401. Return `true` if new ones may
    /// work, for example because a cached token was discarded: the request is then authorized and
    /// sent once more. `false` by default.
    fn refused(&self) -> bool {
        false
    }

    /// Whether credentials could be put on a request, as far as that is known without I/O. Called
    /// by [`Provider::check`](crate::Provider::check). `Ok` by default.
    ///
    /// # Errors
    /// `Configuration` for credentials that cannot be sent. The error must hold no secret.
    fn check(&self) -> Result<(), LlmError> {
        Ok(())
    }
}

/// A plain key, in the header that the wire format uses. If the caller has already set that header,
/// it is left alone.
#[derive(Clone)]
pub struct ApiKey {
    key: Secret,
    place: Auth,
}

impl ApiKey {
    /// This key in this header.
    pub const fn new(key: Secret, place: Auth) -> Self {
        Self { key, place }
    }

    fn header(&self) -> Result<(HeaderName, HeaderValue), LlmError> {
        let wrong = || {
            let message = "the key has a character that no header can carry, such as a line break";
            LlmError::configuration(message)
        };
        let (name, text) = match &self.place {
            Auth::Bearer => (AUTHORIZATION, ["Bearer ", self.key.expose()].concat()),
            Auth::Header(name) => {
                let name = HeaderName::try_from(name.as_ref()).map_err(|_| wrong())?;
                (name, self.key.expose().to_owned())
            }
        };
        let mut value = HeaderValue::try_from(text).map_err(|_| wrong())?;
        value.set_sensitive(true);
        Ok((name, value))
    }
}

#[async_trait]
impl Authorize for ApiKey {
    async fn authorize(
        &self,
        request: &mut Request<Bytes>,
        _: SystemTime,
    ) -> Result<Secrets, LlmError> {
        let (name, value) = self.header()?;
        request.headers_mut().entry(name).or_insert(value);
        Ok(Secrets::from(self.key.clone()))
    }

    fn check(&self) -> Result<(), LlmError> {
        self.header().map(|_| ())
    }
}

/// Shows only the header.
impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey").field("place", &self.place).finish_non_exhaustive()
    }
}
