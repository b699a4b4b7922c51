//! What a turn costs: everything that an answer tells of its price counts, and what has no known
//! price leaves no cost at all.

use kei_router_anthropic::Anthropic;
use kei_router_core::codec::Codec;
use kei_router_core::{ChatRequest, Finish, Message, Provider, StreamEvent, Warning, WarningKind};
use kei_router_http::HttpProvider;
use kei_router_openai::OpenAi;
use kei_router_testkit::{Replay, ReplayTransport};
use serde_json::{Value, json};
use std::sync::Arc;

/// A hundred micro-cents a token is a dollar per million tokens.
const USD: u128 = 100;

/// What a vendor's provider makes of an answer: its finish, and the warnings about its price.
async fn finish<C: Codec>(codec: C, body: String) -> (Finish, Vec<Warning>) {
    let builder = HttpProvider::with_codec(codec).vars(|_| None).api_key("sk-secret");
    let transport = Arc::new(ReplayTransport::new(Replay::sse(body)));
    let provider = builder.transport(transport).build();
    let request = ChatRequest::new([Message::user("hi")]);
    let stream = provider.stream(&request).await.expect("a stream");
    let (mut finish, mut warnings) = (None, Vec::new());
    for event in kei_router_testkit::laws::collect(stream).await.items {
        match event.expect("a whole reply") {
            StreamEvent::Warning(warning) if warning.kind == WarningKind::Unpriced => {
                assert!(finish.is_none(), "a warning comes before the finish");
                warnings.push(warning);
            }
            StreamEvent::Finish(last) => finish = Some(*last),
            _ => {}
        }
    }
    (finish.expect("a finish"), warnings)
}

/// Asserts that there is this cost and no warning, or no cost and one warning that says this.
#[track_caller]
fn assert_cost((finish, warnings): (Finish, Vec<Warning>), wanted: Result<u128, &str>) {
    match wanted {
        Ok(cost) => assert_eq!((finish.cost, warnings), (Some(cost), Vec::new())),
        Err(reason) => {
            let [warning] = warnings.as_slice() else { panic!("one warning: {warnings:?}") };
            assert!(warning.message.contains(reason), "{warning:?} does not say {reason:?}");
            assert_eq!((finish.cost, warning.subject.as_str()), (None, "cost"));
        }
    }
}

fn sse(events: &[Value]) -> String {
    events.iter().map(|event| format!("data: {event}\n\n")).collect()
}

/// A response of 100 tokens in and 10 out, with these members at its end, and these items.
fn response(model: &str, end: Value, items: &[Value]) -> String {
    let mut whole = json!({"id": "resp_1", "model": model, "status": "completed", "output": items,
        "usage": {"input_tokens": 100, "output_tokens": 10}});
    let created = json!({"id": "resp_1", "model": model, "service_tier": "auto"});
    whole.as_object_mut().unwrap().extend(end.as_object().unwrap().clone());
    let done = items.iter().map(|item| json!({"type": "response.output_item.done", "item": item}));
    let mut events = vec![json!({"type": "response.created", "response": created})];
    events.extend(done);
    events.push(json!({"type": "response.completed", "response": whole}));
    sse(&events)
}

#[tokio::test]
async fn the_service_tier_that_served_a_response_is_priced() {
    let list_price = (100 * 2 + 10 * 10) * USD;
    let rows = [
        ("gpt-6.1-sol", json!({}), Ok(list_price)),
        ("gpt-6.1-sol", json!({"service_tier": "default"}), Ok(list_price)),
        ("gpt-6.1-sol", json!({"service_tier": "priority"}), Ok(2 * list_price)),
        ("gpt-6.1-sol", json!({"service_tier": "flex"}), Ok(list_price / 2)),
        ("gpt-6.1-sol", json!({"service_tier": "ultrafast"}), Ok(6 * list_price)),
        ("gpt-5.5", json!({"service_tier": "priority"}), Ok((100 * 5 + 10 * 30) * USD * 5 / 2)),
        ("gpt-6-luna", json!({"service_tier": "ultrafast"}), Err("service_tier ultrafast")),
        ("gpt-6.1-sol", json!({"service_tier": "scale"}), Err("service_tier scale")),
    ];
    for (model, end, wanted) in rows {
        assert_cost(finish(OpenAi::new(), response(model, end, &[])).await, wanted);
    }
}

#[tokio::test]
async fn the_service_tier_of_a_chat_completion_is_priced() {
    let chat = |tier: &str| {
        let chunk = |delta: Value, reason: Value| {
            json!({"id": "c-1", "model": "gpt-4o-mini-2024-07-18", "service_tier": tier,
                "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]})
        };
        let usage = json!({"id": "c-1", "model": "gpt-4o-mini-2024-07-18", "choices": [],
            "usage": {"prompt_tokens": 1_000, "completion_tokens": 1_000}});
        let text = chunk(json!({"content": "Hi"}), Value::Null);
        let end = chunk(json!({}), json!("stop"));
        sse(&[text, end, usage]) + "data: [DONE]\n\n"
    };
    let rows = [("default", Ok(75_000)), ("priority", Ok(125_000)), ("flex", Err("flex"))];
    for (tier, wanted) in rows {
        assert_cost(finish(OpenAi::chat(), chat(tier)).await, wanted);
    }
}

#[tokio::test]
async fn searches_and_other_hosted_tools_are_paid_beside_the_tokens() {
    let search = || json!({"type": "web_search_call", "id": "ws_1", "status": "completed"});
    let code = json!({"type": "code_interpreter_call", "id": "ci_1", "status": "completed"});
    let image = json!({"type": "image_generation_call", "id": "ig_1", "status": "completed"});
    let used = |n: u64| json!({"tool_usage": {"web_search": {"num_requests": n}}});
    let list_price = (100 * 2 + 10 * 10) * USD;
    let cent = 1_000_000;
    let rows = [
        (used(0), vec![], Ok(list_price)),
        (used(2), vec![search()], Ok(list_price + 2 * cent)),
        // Pages that were opened are items, and no searches.
        (used(0), vec![search()], Ok(list_price)),
        (json!({}), vec![search()], Err("web_search_call")),
        (used(1), vec![search(), code], Err("code_interpreter_call")),
        (used(0), vec![image], Err("image_generation_call")),
        (
            json!({"tool_usage": {"image_gen": {"total_tokens": 7}}}),
            vec![],
            Err("image_generation"),
        ),
        (json!({"tool_usage": "odd"}), vec![], Ok(list_price)),
    ];
    for (end, items, wanted) in rows {
        assert_cost(finish(OpenAi::new(), response("gpt-6.1-sol", end, &items)).await, wanted);
    }
}

#[tokio::test]
async fn tokens_that_are_cached_for_twelve_hours_have_their_own_price() {
    let usage = json!({"usage": {"input_tokens": 100_000, "output_tokens": 0, "input_tokens_details":
        {"cache_write_tokens": 100_000, "cache_write_tokens_details": {"ttl_12h_tokens": 100_000}}}});
    let (finish, warnings) = finish(OpenAi::new(), response("gpt-6.1-sol", usage, &[])).await;
    assert_eq!(finish.usage.cache_write_12h, Some(100_000));
    assert_cost((finish, warnings), Ok(50_000_000));
}

#[tokio::test]
async fn a_model_without_a_price_has_no_cost_and_no_warning() {
    let body = response("gpt-unknown", json!({"service_tier": "scale"}), &[]);
    let (finish, warnings) = finish(OpenAi::new(), body).await;
    assert_eq!((finish.cost, warnings), (None, Vec::new()));
}

/// A message of 100 tokens in and 10 out, with these members in its last usage.
fn message(model: &str, usage: &Value, blocks: &[Value]) -> String {
    let start = json!({"id": "msg_1", "type": "message", "model": model, "content": [],
        "usage": {"input_tokens": 100, "output_tokens": 1, "speed": "standard"}});
    let mut last = json!({"output_tokens": 10});
    last.as_object_mut().unwrap().extend(usage.as_object().unwrap().clone());
    let mut events = vec![json!({"type": "message_start", "message": start})];
    for (index, block) in blocks.iter().enumerate() {
        events.push(json!({"type": "content_block_start", "index": index, "content_block": block}));
        events.push(json!({"type": "content_block_stop", "index": index}));
    }
    events.push(
        json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": last}),
    );
    events.push(json!({"type": "message_stop"}));
    let named =
        |event: &Value| format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap());
    events.iter().map(named).collect()
}

#[tokio::test]
async fn speed_and_geography_of_a_message_are_priced() {
    let list_price = (100 * 4 + 10 * 20) * USD;
    let rows = [
        ("claude-opus-5-5", json!({}), Ok(list_price)),
        ("claude-opus-5-5", json!({"speed": "fast"}), Ok(2 * list_price)),
        ("claude-opus-5-5", json!({"inference_geo": "us"}), Ok(list_price * 11 / 10)),
        (
            "claude-opus-5-5",
            json!({"speed": "fast", "inference_geo": "us"}),
            Ok(list_price * 22 / 10),
        ),
        ("claude-opus-5-5", json!({"inference_geo": "global"}), Ok(list_price)),
        ("claude-opus-5-5", json!({"inference_geo": "not_available"}), Ok(list_price)),
        ("claude-opus-5-5", json!({"service_tier": "standard"}), Ok(list_price)),
        ("claude-opus-5-5", json!({"service_tier": "priority"}), Err("service_tier priority")),
        ("claude-opus-5-5", json!({"inference_geo": "eu"}), Err("inference_geo eu")),
        ("claude-sonnet-5-5", json!({"speed": "fast"}), Err("speed fast")),
        ("claude-haiku-4-5", json!({"inference_geo": "us"}), Err("inference_geo us")),
    ];
    for (model, usage, wanted) in rows {
        assert_cost(finish(Anthropic::default(), message(model, &usage, &[])).await, wanted);
    }
}

#[tokio::test]
async fn searches_of_a_message_are_paid_and_fetches_are_not() {
    let list_price = (100 * 2 + 10 * 10) * USD;
    let used = |tools: Value| json!({"server_tool_use": tools});
    let rows = [
        (used(json!({"web_search_requests": 3})), Ok(list_price + 3_000_000)),
        (used(json!({"web_search_requests": 0, "web_fetch_requests": 7})), Ok(list_price)),
        (used(json!({"code_execution_requests": 0})), Ok(list_price)),
        (used(json!({"code_execution_requests": 1})), Err("code_execution")),
        (used(json!("odd")), Ok(list_price)),
    ];
    for (usage, wanted) in rows {
        let body = message("claude-sonnet-5-5", &usage, &[]);
        assert_cost(finish(Anthropic::default(), body).await, wanted);
    }
}

#[tokio::test]
async fn each_step_of_a_message_is_priced_by_the_model_that_did_it() {
    let step = |kind: &str, model: Option<&str>| json!({"type": kind, "model": model, "input_tokens": 1_000, "output_tokens": 100});
    let sonnet = (1_000 * 2 + 100 * 10) * USD;
    let opus = (1_000 * 5 + 100 * 25) * USD;
    let haiku = (1_000 + 100 * 5) * USD / 10;
    let fallback = Some("claude-haiku-5-5");
    let rows = [
        (vec![step("message", None), step("compaction", None)], Ok(2 * sonnet)),
        (
            vec![step("message", None), step("advisor_message", Some("claude-opus-4-8"))],
            Ok(sonnet + opus),
        ),
        (vec![step("advisor_message", Some("claude-unknown"))], Err("claude-unknown")),
        (
            vec![step("message", Some("claude-sonnet-5")), step("fallback_message", fallback)],
            Ok(sonnet + haiku),
        ),
        (vec![step("message", None), step("fallback_message", fallback)], Err("not named")),
    ];
    for (steps, wanted) in rows {
        let usage = json!({"iterations": steps});
        let body = message("claude-sonnet-5", &usage, &[]);
        let (finish, warnings) = finish(Anthropic::default(), body).await;
        let count = u64::try_from(steps.len()).unwrap();
        let total = (finish.usage.input, finish.usage.output);
        assert_eq!(total, (Some(1_000 * count), Some(100 * count)));
        assert_cost((finish, warnings), wanted);
    }
}

#[tokio::test]
async fn a_model_that_takes_over_is_the_one_that_is_priced() {
    let block = json!({"type": "fallback", "from": {"model": "claude-fable-5-1"},
        "to": {"model": "claude-haiku-5-5"}, "trigger": {}});
    let body = message("claude-fable-5-1", &json!({}), &[block]);
    let (finish, warnings) = finish(Anthropic::default(), body).await;
    assert_eq!(finish.model, "claude-haiku-5-5");
    assert_cost((finish, warnings), Ok((100 + 10 * 5) * USD / 10));
}

#[tokio::test]
async fn a_turn_that_breaks_has_no_cost_where_it_cannot_be_priced() {
    let whole = message("claude-sonnet-5-5", &json!({"speed": "fast"}), &[]);
    let cut = whole.split("event: message_stop").next().unwrap().to_owned();
    let builder = HttpProvider::with_codec(Anthropic::default()).vars(|_| None).api_key("sk-1");
    let transport = Arc::new(ReplayTransport::new(Replay::sse(cut)));
    let request = ChatRequest::new([Message::user("hi")]);
    let stream = builder.transport(transport).build().stream(&request).await.expect("a stream");
    let mut items = kei_router_testkit::laws::collect(stream).await.items;
    let error = items.pop().unwrap().expect_err("it was cut");
    assert_eq!(error.partial().unwrap().cost, None);
    let warned = items.into_iter().flatten().any(|event| match event {
        StreamEvent::Warning(warning) => warning.kind == WarningKind::Unpriced,
        _ => false,
    });
    assert!(warned, "a warning comes before the error");
}
