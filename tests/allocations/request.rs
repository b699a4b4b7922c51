//! Cloning a request: policies do it for every attempt.

use super::counter::count;
use kei_router::{ChatRequest, Content, Message, Part, ResponseFormat, Tool, ToolChoice};
use serde_json::json;
use std::hint::black_box;

/// A request with `size` of everything that can be large.
fn request(size: usize) -> ChatRequest {
    let turn = |at: usize| {
        let parts: Content = (0..5).map(|n| Part::text(format!("part {n} of {at}"))).collect();
        Message::user(parts)
    };
    let tool = |at: usize| Tool {
        name: format!("tool_{at}"),
        description: "Does it.".repeat(size),
        schema: json!({"type": "object", "properties": {"a": {"enum": vec!["x"; size]}}}),
    };
    let format = ResponseFormat::JsonSchema {
        name: "reply".into(),
        schema: json!({"type": "object", "properties": {"a": {"enum": vec!["y"; size]}}}),
        strict: true,
    };
    let mut request = ChatRequest::new((0..size).map(turn).collect::<Vec<_>>())
        .system("Be brief. ".repeat(size))
        .tools((0..size).map(tool).collect::<Vec<_>>())
        .stop((0..size).map(|at| format!("stop {at}")))
        .response_format(format)
        .tool_choice(ToolChoice::Auto)
        .model("model")
        .vendor_tool("vendor", "{}".repeat(size));
    for at in 0..size {
        request = request
            .metadata(format!("key {at}"), "value")
            .extra_body(format!("member {at}"), json!({"a": at}))
            .extra_header(format!("x-{at}"), "value");
    }
    request
}

#[test]
fn cloning_a_request_costs_the_same_whatever_its_size() {
    let counts = [1, 10, 300].map(|size| {
        let request = request(size);
        count(|| black_box(request.clone()))
    });
    println!("{counts:?} allocations a clone");
    assert_eq!(counts, [counts[0]; 3]);
    assert!(counts[0] <= 2, "{counts:?}");
}

#[test]
fn a_clone_that_is_changed_leaves_the_other_as_it_was() {
    let before = request(3);
    let mut after = before.clone();
    after.messages.push(Message::user("more"));
    after = after.extra_body("n", 2).metadata("k", "v");
    assert_eq!(before, request(3));
    assert_eq!(after.messages.len(), before.messages.len() + 1);
}
