//! What every wire demands of HTTP: method, key, content type, JSON.

use super::Key;
use crate::formats::Format;
use crate::{Refused, SimRequest};
use kei_router_core::codec::Auth;

pub(super) fn check(
    key: &Key,
    keyless: bool,
    auth: &Auth,
    format: &dyn Format,
    request: &SimRequest,
) -> Result<(), Refused> {
    let refuse = |status: u16, message: &str| Err(format.refused(status, message));
    if request.method != http::Method::POST {
        return refuse(405, "Method not allowed");
    }
    let given = given_key(auth, format, request);
    match (key, given) {
        (Key::None, _) => {}
        (_, None) if keyless => {}
        (_, None) => return refuse(401, "No API key was given"),
        (Key::This(wanted), Some(given)) if *wanted != given => {
            return refuse(401, "The API key is not valid");
        }
        _ => {}
    }
    let media_type = request.header("content-type").and_then(|value| value.split(';').next());
    if media_type.map(str::trim) != Some("application/json") {
        return refuse(400, "content-type: must be application/json");
    }
    if !request.json.is_object() {
        return refuse(400, "The body is not a JSON object");
    }
    Ok(())
}

/// The key, from where the descriptor has it, else as a bearer token where the format takes one.
fn given_key(auth: &Auth, format: &dyn Format, request: &SimRequest) -> Option<String> {
    let bearer = || request.header("authorization")?.strip_prefix("Bearer ");
    let given = match auth {
        Auth::Header(name) => {
            let named = request.header(name);
            named.or_else(|| if format.takes_bearer() { bearer() } else { None })
        }
        _ => bearer(),
    };
    given.map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned)
}
