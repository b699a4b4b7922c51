//! The whole engine: from the bytes of a chunk to the event, for every vendor of the table.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use super::counter::count;
use futures_util::StreamExt;
use kei_router::{ChatRequest, Message, StreamEvent, Vendor, vendors};
use kei_router_testkit::{Chunking, Replay, ReplayTransport, Script, render};
use std::hint::black_box;
use std::sync::Arc;

const TOKENS: usize = 2000;

/// How many allocations a token of this text costs, from its bytes to its event.
fn per_token(vendor: &Vendor, token: &str, chunking: Chunking) -> f64 {
    let descriptor = vendor.descriptor().expect("compiled in");
    let script = Script::new().say_tokens(vec![token; TOKENS]);
    let body = render(&descriptor, &script).expect("a known wire");
    let transport = ReplayTransport::new(Replay::sse(body).chunking(chunking));
    let provider = vendor.over(Arc::new(transport), &descriptor.wire).expect("compiled in");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let request = ChatRequest::new([Message::user("Hi")]).max_tokens(100);
    let mut stream = runtime.block_on(provider.stream(&request)).expect("it begins");
    let mut tokens = 0_usize;
    let counted = count(|| {
        runtime.block_on(async {
            while let Some(event) = stream.next().await {
                let event = black_box(event.expect("a clean stream"));
                tokens += usize::from(matches!(event, StreamEvent::Token(_)));
            }
        });
    });
    assert_eq!(tokens, TOKENS, "{}", vendor.name());
    counted as f64 / TOKENS as f64
}

#[test]
fn a_token_costs_at_most_1_2_allocations() {
    for vendor in vendors() {
        for chunking in [Chunking::Events, Chunking::Whole, Chunking::Every(1024)] {
            let counted = per_token(vendor, " token", chunking.clone());
            println!("{}, {chunking:?}: {counted:.4} allocations a token", vendor.name());
            assert!(counted <= 1.2, "{}, {chunking:?}: {counted}", vendor.name());
            assert!(counted >= 1.0, "each token is a string, so this counts nothing: {counted}");
        }
    }
}
