//! Listing the models that a server offers.

use super::Route;
use super::accept::read_refusal;
use super::bounded::read_document;
use super::ending::refused;
use super::headers::add_own_headers;
use super::send::send;
use crate::codec::{Catalog, Codec, Page, Target};
use crate::{ErrorKind, HttpResponse, ListedModel, LlmError, Refusal, Transport};
use bytes::Bytes;
use serde_json::Value;

/// The maximum size of a page, in bytes.
const MAX_PAGE: usize = 4 << 20;
/// The maximum size of a list, in bytes and in pages, beyond any real list.
const MAX_LIST: usize = 16 << 20;
const MAX_PAGES: usize = 64;

/// Lists the models that a server offers, from every page.
///
/// # Errors
/// Connection errors and refusals; `BadRequest` for a vendor without such a list, `Corrupt` for a
/// response that is not a list of models, `TooLarge` for a page over 4 MiB and for a list of over
/// 16 MiB or 64 pages.
pub async fn list_models(
    codec: &dyn Codec,
    transport: &dyn Transport,
    route: Route,
) -> Result<Vec<ListedModel>, LlmError> {
    let name = codec.descriptor().name.clone();
    let named = |error: LlmError| error.with_provider(name.clone());
    let none = || LlmError::bad_request("the vendor has no list of models");
    let catalog = codec.catalog().ok_or_else(none).map_err(named)?;
    let (mut models, mut after, mut left) = (Vec::new(), None, MAX_LIST);
    for _ in 0..MAX_PAGES {
        let page = page(codec, catalog, transport, &route, after.as_deref(), &mut left).await;
        let page = page.map_err(named)?;
        models.extend(page.models.into_iter().map(|listed| known(codec, listed)));
        match page.next {
            Some(next) if after.as_ref() != Some(&next) => after = Some(next),
            _ => return Ok(models),
        }
    }
    let message = format!("the list of models has over {MAX_PAGES} pages");
    Err(named(LlmError::new(ErrorKind::TooLarge, message)))
}

async fn page(
    codec: &dyn Codec,
    catalog: &dyn Catalog,
    transport: &dyn Transport,
    route: &Route,
    after: Option<&str>,
    left: &mut usize,
) -> Result<Page, LlmError> {
    let target = Target::new(&route.endpoint, &route.model).third_party(route.third_party);
    let encode = || {
        let mut request = catalog.request(codec.descriptor(), &target, after)?;
        add_own_headers(request.headers_mut(), route, |_| false)?;
        Ok((request, ()))
    };
    let (answer, ()) = send(transport, route, route.timeouts, encode).await?;
    if !answer.head.status.is_success() {
        return Err(read_refusal(codec, answer).await);
    }
    let HttpResponse { head, mut body, secrets } = answer;
    body.continue_handshake();
    let bytes = read_document(&mut body, Bytes::new(), MAX_PAGE.min(*left)).await?;
    *left = left.saturating_sub(bytes.len());
    let value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    catalog.read(&value).ok_or_else(|| {
        let text = String::from_utf8_lossy(&bytes);
        let refusal = Refusal::from_value(None, &value);
        match refusal.is_error {
            true => refused(codec, &refusal, &head, &text, &secrets),
            false => LlmError::corrupt("the answer is no list of models"),
        }
    })
}

/// What the server reports about a model overrides the vendor's table.
fn known(codec: &dyn Codec, listed: ListedModel) -> ListedModel {
    let info = listed.info.over(codec.model_info(&listed.id));
    ListedModel::new(listed.id, info)
}
