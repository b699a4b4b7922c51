//! A vendor for the tests, and bytes in place of its answers.

use crate::{Dialect, Messages};
use kei_router_core::ReasoningEffort::{High, Low, Max, Medium, XHigh};
use kei_router_core::codec::{Descriptor, Efforts, ModelRow, ModelTable};
use kei_router_core::encode::Support;
use kei_router_core::engine::{Reader, Reading};
use kei_router_core::{
    Capabilities, Capability, ChatRequest, Finish, FinishKind, LlmError, Message, Rates,
    StreamEvent,
};
use std::borrow::Cow::Borrowed;
use std::sync::Arc;

/// A model that always thinks, is asked by effort, and takes neither sampling nor force.
pub(crate) const NEWEST: &str = "sample-3";
/// A model that is asked by effort or by budget.
pub(crate) const MIDDLE: &str = "sample-2";
/// A model that is asked by budget.
pub(crate) const OLD: &str = "sample-1";

const ROWS: &[ModelRow] = &[
    row(
        NEWEST,
        (1_000_000, 128_000),
        &[
            Capability::Sampling,
            Capability::ForcedTools,
            Capability::ReasoningOff,
            Capability::ReasoningBudget,
        ],
    )
    .efforts(Efforts::new(&[Low, Medium, High, XHigh, Max])),
    row(MIDDLE, (1_000_000, 128_000), &[]).efforts(Efforts::new(&[Low, Medium, High, Max])),
    row(OLD, (200_000, 64_000), &[]).efforts(Efforts::new(&[])),
];

/// $1 and $5 per million tokens, and the usual shares of it for the cache.
const RATES: Rates =
    Rates::usd(1.0, 5.0).cache_read_usd(0.10).cache_write_usd(1.25).cache_write_1h_usd(2.0);

const fn row(id: &'static str, tokens: (u64, u64), lacks: &[Capability]) -> ModelRow {
    ModelRow::new(id)
        .rates(RATES)
        .context_window(tokens.0)
        .max_output(tokens.1)
        .capabilities(Capabilities::UNKNOWN.without(lacks))
}

/// A vendor with versions: the newest takes no sampling options.
pub(crate) fn vendor() -> Messages {
    let dialect = Dialect {
        version: Some(Borrowed("2026-10-21")),
        sampling_version: Some(Borrowed("2023-06-01")),
        takes_sampling: |version| version == "2023-06-01",
        samples_while_thinking: false,
        one_sampling_option: true,
        unsigned_reasoning: false,
        finish: |word| (word == "sample_limit").then_some(FinishKind::Length),
        support: Support {
            forces_while_thinking: false,
            service_tier: |word| word == "standard_only",
            ..Dialect::PLAIN.support
        },
        ..Dialect::PLAIN
    };
    Messages::new(descriptor(), dialect).with_models(ModelTable::new("", ROWS))
}

/// The vendor, with one version for all requests.
pub(crate) fn fixed(version: &'static str) -> Messages {
    let mut vendor = vendor();
    vendor.dialect.version = Some(Borrowed(version));
    vendor.dialect.sampling_version = None;
    vendor
}

fn descriptor() -> Descriptor {
    Descriptor::new("sample", "https://sample.example", crate::wire()).with_default_model(NEWEST)
}

/// Everything that the stream of these bytes yields, whole and byte by byte: both must give the
/// same.
pub(crate) fn replay(body: &str) -> Vec<Result<StreamEvent, LlmError>> {
    let whole = items(reader().read([body.to_owned()]));
    let bytes = items(reader().read(body.bytes().map(|byte| vec![byte])));
    assert_eq!(format!("{whole:?}"), format!("{bytes:?}"), "{body}");
    whole
}

/// Everything that a document in place of a stream yields.
pub(crate) fn document(json: &str) -> Vec<Result<StreamEvent, LlmError>> {
    items(reader().read_document(json))
}

fn reader() -> Reader {
    let request = ChatRequest::new([Message::user("hi")]);
    Reader::of(Arc::new(vendor()), &request).unwrap()
}

fn items(reading: Reading) -> Vec<Result<StreamEvent, LlmError>> {
    reading.events.into_iter().map(Ok).chain(reading.error.map(Err)).collect()
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
"sample-1-20251001","content":[],"stop_reason":null,"usage":{"input_tokens":10,
"cache_creation_input_tokens":4,"cache_read_input_tokens":3,"cache_creation":
{"ephemeral_5m_input_tokens":3,"ephemeral_1h_input_tokens":1},"output_tokens":1}}}"#;
