//! The models that a server offers.

use super::Route;
use super::accept::read_refusal;
use super::bounded::read_document;
use super::ending::refused;
use super::send::send;
use crate::codec::{Codec, Target};
use crate::{HttpResponse, ListedModel, LlmError, Refusal, Transport};
use bytes::Bytes;
use serde_json::Value;

/// The longest list that is read, in bytes.
const MAX_LIST: usize = 4 << 20;

/// Asks for the models that a server offers.
///
/// # Errors
/// What goes wrong with the connection, any status but 2xx, and `Corrupt` for an answer that is
/// no list of models.
pub async fn list_models(
    codec: &dyn Codec,
    transport: &dyn Transport,
    route: Route,
) -> Result<Vec<ListedModel>, LlmError> {
    let name = codec.descriptor().name.clone();
    let named = |error: LlmError| error.with_provider(name.clone());
    let target = Target::new(&route.endpoint, &route.model).third_party(route.third_party);
    let encode = || Ok((codec.list(&target)?, ()));
    let sent = send(transport, &route, route.timeouts, encode).await;
    let (answer, ()) = sent.map_err(named)?;
    if !answer.head.status.is_success() {
        return Err(read_refusal(codec, answer).await);
    }
    let HttpResponse { head, mut body, secrets } = answer;
    let bytes = read_document(&mut body, Bytes::new(), MAX_LIST).await.map_err(named)?;
    let value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    let list = ["data", "models"].iter().find_map(|key| value.get(key)?.as_array());
    let list = list.or_else(|| value.as_array()).ok_or_else(|| {
        let text = String::from_utf8_lossy(&bytes);
        let refusal = Refusal::from_value(None, &value);
        match refusal.is_error {
            true => refused(codec, &refusal, &head, &text, &secrets),
            false => named(LlmError::corrupt("the answer is no list of models")),
        }
    })?;
    Ok(list.iter().filter_map(|row| listed(codec, row)).collect())
}

fn listed(codec: &dyn Codec, row: &Value) -> Option<ListedModel> {
    let id = ["id", "name", "model"].iter().find_map(|key| row.get(key)?.as_str())?;
    let mut info = codec.model_info(id);
    let windows = ["context_length", "max_model_len", "context_window", "max_input_tokens"];
    let told = windows.iter().find_map(|key| row.get(key)?.as_u64());
    info.context_window = told.or(info.context_window);
    Some(ListedModel::new(id, info))
}
