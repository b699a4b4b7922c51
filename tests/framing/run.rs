//! What a decoder makes of a stream, in a form that can be compared.

use kei_router_core::sse::{SseDecoder, SseError, SseEvent};

/// An owned event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) event: String,
    pub(crate) data: String,
    pub(crate) id: String,
    pub(crate) retry: Option<u64>,
}

/// All that can be seen of a stream from its start to its end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Outcome {
    pub(crate) events: Vec<Event>,
    pub(crate) last_id: String,
    pub(crate) retry: Option<u64>,
    pub(crate) unfinished: bool,
    pub(crate) ignored: String,
    /// The bound that was broken.
    pub(crate) too_large: Option<usize>,
}

/// Decodes the chunks, with the ignored lines kept.
pub(crate) fn run<'i>(chunks: impl IntoIterator<Item = &'i [u8]>) -> Outcome {
    run_with(SseDecoder::new().keeping_ignored(), chunks)
}

/// Decodes the chunks with this decoder.
pub(crate) fn run_with<'i>(
    mut decoder: SseDecoder,
    chunks: impl IntoIterator<Item = &'i [u8]>,
) -> Outcome {
    let mut outcome = Outcome::default();
    for mut input in chunks {
        while let Some(event) = decoder.next(&mut input) {
            match event {
                Ok(event) => outcome.events.push(own(event)),
                Err(SseError::TooLarge { limit }) if outcome.too_large.is_none() => {
                    outcome.too_large = Some(limit);
                }
                Err(error) => panic!("{error} from next"),
            }
        }
        assert!(input.is_empty(), "None, but {} bytes were left", input.len());
    }
    outcome.unfinished = match (decoder.finish(), outcome.too_large) {
        (Ok(()), None) => false,
        (Err(SseError::Unfinished), None) => true,
        (Err(SseError::TooLarge { limit }), Some(reported)) if limit == reported => false,
        (end, reported) => panic!("{end:?} at the end, after {reported:?}"),
    };
    outcome.last_id = decoder.last_event_id().to_owned();
    outcome.retry = decoder.retry();
    outcome.ignored = String::from_utf8_lossy(decoder.ignored()).into_owned();
    outcome
}

fn own(event: SseEvent<'_>) -> Event {
    Event {
        event: event.event.to_owned(),
        data: event.data.to_owned(),
        id: event.id.to_owned(),
        retry: event.retry,
    }
}
