//! The URLs that were posted to last: each is parsed once.

use crate::route::Destination;
use http::{Request, Uri};
use kei_router_core::LlmError;
use std::sync::{Mutex, PoisonError};

/// How many are kept.
const KEPT: usize = 16;

/// The URLs that were posted to last. One with a query is not kept: there may be a key in it.
#[derive(Default)]
pub(crate) struct Destinations {
    /// The one that was added last stands last.
    kept: Mutex<Vec<(Uri, Destination)>>,
}

impl Destinations {
    /// The request's.
    pub(crate) fn of<B>(&self, request: &Request<B>) -> Result<Destination, LlmError> {
        if request.uri().query().is_some() {
            return Destination::of(request);
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = kept.iter().find(|(uri, _)| uri == request.uri()) {
            return Ok(known.clone());
        }
        let destination = Destination::of(request)?;
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((request.uri().clone(), destination.clone()));
        Ok(destination)
    }
}

#[cfg(test)]
mod tests {
    use super::{Destinations, KEPT};
    use http::Request;

    #[test]
    fn a_url_is_kept_but_for_one_with_a_query_and_old_ones_go() {
        let destinations = Destinations::default();
        let of = |url: &str| {
            let request = Request::post(url).body(()).unwrap();
            assert_eq!(destinations.of(&request).unwrap().url.as_str(), url);
            destinations.kept.lock().unwrap().len()
        };
        assert_eq!(of("http://localhost/v1?key=secret"), 0);
        assert_eq!(of("http://localhost/v1"), 1);
        assert_eq!(of("http://localhost/v1"), 1);
        let most = (0..2 * KEPT).map(|at| of(&format!("http://localhost/{at}"))).max();
        assert_eq!(most, Some(KEPT));
        let not_http = Request::post("ftp://localhost/").body(()).unwrap();
        assert!(destinations.of(&not_http).is_err());
    }
}
