//! Bytes in place of a vendor, for the tests.

use crate::Anthropic;
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use http::{HeaderMap, StatusCode};
use kei_router_core::{
    Body, Call, ChatRequest, Codec, Endpoint, Exchange, Finish, Head, LlmError, Message,
    StreamEvent, Transport, WireResponse, open,
};
use std::sync::Arc;
use std::task::{Context, Poll};

struct Replay(&'static [u8]);

#[async_trait]
impl Transport for Replay {
    async fn send(&self, _: Exchange) -> Result<WireResponse, LlmError> {
        let head = Head::new(StatusCode::OK, HeaderMap::new());
        Ok(WireResponse::new(head, Box::new(Replay(self.0))))
    }
}

impl Body for Replay {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, LlmError>>> {
        let rest = std::mem::take(&mut self.0);
        Poll::Ready((!rest.is_empty()).then_some(Ok(Bytes::from_static(rest))))
    }
}

/// Everything that the stream of these bytes yields.
pub(crate) fn replay(body: &str) -> Vec<Result<StreamEvent, LlmError>> {
    let codec = Anthropic::default();
    let endpoint = Endpoint::resolve("http://localhost", codec.descriptor()).unwrap();
    let transport = Replay(Box::leak(body.to_owned().into_boxed_str()).as_bytes());
    let request = ChatRequest::new([Message::user("hi")]);
    let call = Call::new(endpoint, None, "claude-sonnet-5-5");
    let stream = open(Arc::new(codec), &transport, &request, call).now_or_never();
    stream.unwrap().unwrap().collect().now_or_never().unwrap()
}

/// The payloads, each as an event without a name.
pub(crate) fn stream(payloads: &[&str]) -> String {
    payloads.iter().map(|data| format!("data: {}\n\n", data.replace('\n', " "))).collect()
}

/// A whole reply with these payloads between `message_start` and `message_stop`.
pub(crate) fn reply(payloads: &[&str]) -> Vec<StreamEvent> {
    let body = [&[START], payloads, &[r#"{"type":"message_stop"}"#]].concat();
    replay(&stream(&body)).into_iter().map(Result::unwrap).collect()
}

/// The finish of a whole reply.
pub(crate) fn finish(events: &[StreamEvent]) -> &Finish {
    let [.., StreamEvent::Finish(finish), StreamEvent::Done] = events else {
        panic!("no finish and done: {events:?}");
    };
    finish
}

pub(crate) const START: &str = r#"{"type":"message_start","message":{"id":"msg_1","model":
"claude-haiku-4-5-20251001","content":[],"stop_reason":null,"usage":{"input_tokens":10,
"cache_creation_input_tokens":4,"cache_read_input_tokens":3,"cache_creation":
{"ephemeral_5m_input_tokens":3,"ephemeral_1h_input_tokens":1},"output_tokens":1}}}"#;
