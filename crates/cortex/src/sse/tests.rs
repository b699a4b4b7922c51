use super::{Answer, KEEP_ALIVE};
use crate::AppState;
use crate::turn::Turn;
use crate::wanted::Wanted;
use futures_util::{StreamExt, stream};
use kei_router::{ChatRequest, EventStream, LlmError, LlmRouter, ModelInfo, Provider, StreamEvent};
use std::time::Duration;

struct Nobody;

#[async_trait::async_trait]
impl Provider for Nobody {
    fn name(&self) -> &str {
        "nobody"
    }

    fn model(&self) -> &str {
        "none"
    }

    fn model_info(&self, _: &str) -> ModelInfo {
        ModelInfo::default()
    }

    async fn stream(&self, _: &ChatRequest) -> Result<EventStream, LlmError> {
        Err(LlmError::bad_request("it only has a name"))
    }
}

fn answer(stream: EventStream) -> (Answer, AppState) {
    let state = AppState::new(LlmRouter::new(), "nobody");
    let wanted = Wanted::parse("usage").unwrap();
    let turn = Turn::new(&state, &Nobody).unwrap();
    (Answer::new(stream, turn, wanted, "c-1".into()), state)
}

#[tokio::test(start_paused = true)]
async fn silence_is_filled_with_a_comment_each_fifteen_seconds() {
    let start = tokio::time::Instant::now();
    let (answer, _state) = answer(stream::pending().boxed());
    let mut body = answer.into_response().into_body().into_data_stream();
    for beat in 1..=3 {
        assert_eq!(body.next().await.unwrap().unwrap(), ":\n\n");
        assert_eq!(start.elapsed(), KEEP_ALIVE * beat);
    }
}

#[tokio::test]
async fn done_is_last_also_after_an_error_and_the_error_has_a_code_and_a_wait() {
    let cut = LlmError::truncated("cut").with_retry_after(Duration::from_millis(1500));
    let items = [Ok(StreamEvent::Token("a\n".into())), Err(cut)];
    let (answer, state) = answer(stream::iter(items).boxed());
    assert_eq!(state.running(), 1);
    let response = answer.into_response();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["cache-control"], "no-cache");
    assert_eq!(response.headers()["x-accel-buffering"], "no");
    let body = axum::body::to_bytes(response.into_body(), 4096).await.unwrap();
    let expected = concat!(
        "data: {\"type\":\"token\",\"text\":\"a\\n\"}\n\n",
        "data: {\"type\":\"error\",\"code\":\"truncated\",",
        "\"message\":\"the reply was cut short: cut, retry after 1.5 s\",\"retry_after\":2}\n\n",
        "data: {\"type\":\"done\",\"conversation_id\":\"c-1\",\"finish_reason\":\"error\"}\n\n",
    );
    assert_eq!(body, expected);
    assert_eq!(state.running(), 0);
}

#[tokio::test]
async fn a_stream_without_a_finish_is_no_success() {
    let (answer, _state) = answer(stream::iter([Ok(StreamEvent::Done)]).boxed());
    let body = axum::body::to_bytes(answer.into_response().into_body(), 4096).await.unwrap();
    let body = std::str::from_utf8(&body).unwrap();
    assert!(body.contains("\"code\":\"truncated\""), "{body}");
    assert!(body.ends_with("\"finish_reason\":\"error\"}\n\n"), "{body}");
}
