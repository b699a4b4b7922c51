//! From the model's events to the client's: one `data:` line of JSON and a blank line each.

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream, StreamExt};
use kei_router::{EventStream, Finish, LlmError, Partial, StreamEvent, Usage};
use serde::Serialize;
use std::time::Duration;

/// How often a comment is sent while the model is silent.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// An event of the answer, as the client sees it.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ClientEvent {
    Token { text: String },
    Error { message: String },
    Usage(Box<UsageEvent>),
    Done { conversation_id: String },
}

/// The usage and cost of a turn. `cost_micro_cents` is null where a price or the usage is unknown, and
/// `finish_reason` where the turn broke.
#[derive(Serialize)]
struct UsageEvent {
    provider: Option<String>,
    model: Option<String>,
    finish_reason: Option<&'static str>,
    usage: Usage,
    cost_micro_cents: Option<u128>,
}

/// The answer. It pulls the model's stream as the client reads, so that a client that leaves
/// drops it, and the request to the vendor with it.
pub(crate) fn answer(stream: EventStream, conversation_id: String, usage: bool) -> Response {
    let events = events(stream, conversation_id, usage);
    let events = events.map(|event| Event::default().json_data(event));
    let sse = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    ([("x-accel-buffering", "no")], sse).into_response()
}

/// The events of an answer. `done` is last, whatever happened before it.
fn events(
    stream: EventStream,
    conversation_id: String,
    usage: bool,
) -> impl Stream<Item = ClientEvent> + Send {
    let done = stream::iter([ClientEvent::Done { conversation_id }]);
    stream.flat_map(move |item| stream::iter(translate(item, usage))).chain(done)
}

fn translate(
    item: Result<StreamEvent, LlmError>,
    usage: bool,
) -> impl Iterator<Item = ClientEvent> {
    let (event, bill) = match item {
        Ok(StreamEvent::Token(text)) => (Some(ClientEvent::Token { text }), None),
        Ok(StreamEvent::Finish(finish)) => (None, usage.then(|| UsageEvent::whole(*finish))),
        Ok(_) => (None, None),
        Err(error) => {
            let bill = error.partial().filter(|partial| usage && !partial.usage.is_unknown());
            let bill = bill.map(|partial| UsageEvent::broken(partial, error.provider()));
            (Some(ClientEvent::Error { message: error.to_string() }), bill)
        }
    };
    let bill = bill.map(|bill| ClientEvent::Usage(Box::new(bill)));
    event.into_iter().chain(bill)
}

impl UsageEvent {
    fn whole(finish: Finish) -> Self {
        Self {
            finish_reason: Some(finish.reason.as_str()),
            provider: Some(finish.provider),
            model: Some(finish.model),
            usage: finish.usage,
            cost_micro_cents: finish.cost,
        }
    }

    fn broken(partial: &Partial, provider: Option<&str>) -> Self {
        Self {
            finish_reason: None,
            provider: provider.map(str::to_owned),
            model: partial.model.clone(),
            usage: partial.usage,
            cost_micro_cents: partial.cost,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{KEEP_ALIVE, answer};
    use futures_util::{StreamExt, stream};
    use kei_router::{LlmError, StreamEvent};

    #[tokio::test(start_paused = true)]
    async fn silence_is_filled_with_a_comment_each_fifteen_seconds() {
        let start = tokio::time::Instant::now();
        let body = answer(stream::pending().boxed(), "c".into(), false).into_body();
        let mut body = body.into_data_stream();
        for beat in 1..=3 {
            assert_eq!(body.next().await.unwrap().unwrap(), ":\n\n");
            assert_eq!(start.elapsed(), KEEP_ALIVE * beat);
        }
    }

    #[tokio::test]
    async fn done_is_last_also_after_an_error() {
        let items = [Ok(StreamEvent::Token("a\n".into())), Err(LlmError::truncated("cut"))];
        let response = answer(stream::iter(items).boxed(), "c-1".into(), true);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-cache");
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        let body = axum::body::to_bytes(response.into_body(), 4096).await.unwrap();
        let expected = concat!(
            "data: {\"type\":\"token\",\"text\":\"a\\n\"}\n\n",
            "data: {\"type\":\"error\",\"message\":\"the reply was cut short: cut\"}\n\n",
            "data: {\"type\":\"done\",\"conversation_id\":\"c-1\"}\n\n",
        );
        assert_eq!(body, expected);
    }
}
