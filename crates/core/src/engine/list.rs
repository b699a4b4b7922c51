//! The models that a server offers.

use super::accept::{read_bounded, read_refusal};
use crate::codec::refused;
use crate::{
    Call, Codec, Exchange, ListedModel, LlmError, Refusal, Target, Transport, WireResponse,
};
use bytes::Bytes;
use serde_json::Value;

/// The longest list that is read, in bytes.
const MOST: usize = 4 << 20;

/// Asks for the models that a server offers.
///
/// # Errors
/// What goes wrong with the connection, any status but 2xx, and `Corrupt` for an answer that is
/// no list of models.
pub async fn list_models<C: Codec>(
    codec: &C,
    transport: &dyn Transport,
    call: Call,
) -> Result<Vec<ListedModel>, LlmError> {
    let name = codec.descriptor().name.clone();
    let named = |error: LlmError| error.with_provider(name.clone());
    let target = Target {
        endpoint: &call.endpoint,
        key: call.key.as_ref(),
        model: &call.model,
        custom: call.custom,
    };
    let mut exchange = Exchange::new(codec.list(&target).map_err(named)?);
    exchange.timeouts = call.timeouts;
    exchange.allow_cleartext = call.allow_cleartext;
    let answer = transport.send(exchange).await.map_err(named)?;
    if !answer.head.status.is_success() {
        return Err(read_refusal(codec, answer, Bytes::new(), call.key.as_ref()).await);
    }
    let WireResponse { head, mut body } = answer;
    let bytes = read_bounded(&mut body, Vec::new(), MOST).await;
    let value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    let list = ["data", "models"].iter().find_map(|key| value.get(key)?.as_array());
    let list = list.or_else(|| value.as_array()).ok_or_else(|| {
        let text = String::from_utf8_lossy(&bytes);
        let refusal = Refusal::from_value(None, &value);
        match refusal.is_error {
            true => refused(codec, &refusal, &head, &text, call.key.as_ref()),
            false => named(LlmError::corrupt("the answer is no list of models")),
        }
    })?;
    Ok(list.iter().filter_map(|row| listed(codec, row)).collect())
}

fn listed<C: Codec>(codec: &C, row: &Value) -> Option<ListedModel> {
    let id = ["id", "name", "model"].iter().find_map(|key| row.get(key)?.as_str())?;
    let mut info = codec.model_info(id);
    let windows = ["context_length", "max_model_len", "context_window", "max_input_tokens"];
    let told = windows.iter().find_map(|key| row.get(key)?.as_u64());
    info.context_window = told.or(info.context_window);
    Some(ListedModel::new(id, info))
}
