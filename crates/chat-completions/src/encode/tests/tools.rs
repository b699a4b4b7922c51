//! Tools, and whether one must be called.

use super::*;
use kei_router_core::encode::Support;
use kei_router_core::{Capabilities, Capability, ReasoningConfig, Tool, ToolChoice};

fn tool(name: &str) -> Tool {
    let schema = json!({"type": "object", "properties": {}});
    Tool { name: name.into(), description: "Does it".into(), schema }
}

fn with_tool() -> ChatRequest {
    hello().tools([tool("f")])
}

fn choice(choice: ToolChoice) -> ChatRequest {
    with_tool().tool_choice(choice)
}

#[test]
fn a_tool_is_a_function() {
    let bare = Tool { name: "g".into(), description: String::new(), schema: Value::Null };
    let body = plain(&hello().tools([tool("f"), bare]));
    let wanted = json!([
        {"type": "function", "function": {"name": "f", "description": "Does it",
            "parameters": {"type": "object", "properties": {}}}},
        {"type": "function", "function": {"name": "g"}},
    ]);
    assert_eq!(body["tools"], wanted);
}

#[test]
fn a_choice_has_its_word() {
    let rows = [
        (ToolChoice::Auto, json!("auto")),
        (ToolChoice::None, json!("none")),
        (ToolChoice::Required, json!("required")),
        (ToolChoice::Tool("f".into()), json!({"type": "function", "function": {"name": "f"}})),
    ];
    for (given, wanted) in rows {
        assert_eq!(plain(&choice(given))["tool_choice"], wanted);
    }
    let any = Dialect { required: "any".into(), ..Dialect::PLAIN };
    assert_eq!(body(any, &choice(ToolChoice::Required)).0["tool_choice"], "any");
}

#[test]
fn without_tools_there_is_no_choice() {
    let body = plain(&hello().tool_choice(ToolChoice::Auto).parallel_tool_calls(false));
    assert_eq!((body.get("tool_choice"), body.get("parallel_tool_calls")), (None, None));
    omits(&Dialect::PLAIN, &hello().tool_choice(ToolChoice::Required), "tool_choice");
    let own = hello().extra_body("tools", json!([{"type": "builtin"}]));
    assert_eq!(plain(&own.tool_choice(ToolChoice::Required))["tool_choice"], "required");
}

#[test]
fn a_choice_may_be_impossible() {
    let capabilities = Capabilities::UNKNOWN.without(&[Capability::ForcedTools]);
    let never =
        Dialect { support: Support { capabilities, ..Dialect::PLAIN.support }, ..Dialect::PLAIN };
    omits(&never, &choice(ToolChoice::Required), "tool_choice");
    assert_eq!(body(never, &choice(ToolChoice::Auto)).0["tool_choice"], "auto");

    let capabilities = Capabilities::UNKNOWN.with(&[Capability::Reasoning]);
    let thinking = Dialect {
        support: Support { capabilities, forces_while_thinking: false, ..Dialect::PLAIN.support },
        ..Dialect::PLAIN
    };
    let forced = choice(ToolChoice::Tool("f".into()));
    omits(&thinking, &forced, "tool_choice");
    let (body, warnings) = body(thinking, &forced.reasoning(ReasoningConfig::Off));
    assert_eq!((&body["tool_choice"]["function"]["name"], warnings.len()), (&json!("f"), 0));
}

#[test]
fn parallel_calls_may_be_no_option() {
    for parallel in [true, false] {
        let body = plain(&with_tool().parallel_tool_calls(parallel));
        assert_eq!(body["parallel_tool_calls"], parallel);
    }
    let none = Dialect {
        support: Support { parallel_tool_calls: false, ..Dialect::PLAIN.support },
        ..Dialect::PLAIN
    };
    omits(&none, &with_tool().parallel_tool_calls(false), "parallel_tool_calls");
    let (body, warnings) = body(none, &with_tool().parallel_tool_calls(true));
    assert_eq!((body.get("parallel_tool_calls"), warnings.len()), (None, 0));
}

#[test]
fn too_many_tools_and_bad_names_are_refused() {
    let few = Dialect {
        support: Support { max_tools: Some(1), ..Dialect::PLAIN.support },
        ..Dialect::PLAIN
    };
    assert!(refuses(&few, &hello().tools([tool("f"), tool("g")])).contains("2 tools"));
    let short = Dialect {
        support: Support { tool_name: |name| name.len() < 2, ..Dialect::PLAIN.support },
        ..Dialect::PLAIN
    };
    assert!(refuses(&short, &hello().tools([tool("f"), tool("too_long")])).contains("tool 1"));
    assert_eq!(body(short, &with_tool()).0["tools"].as_array().unwrap().len(), 1);
}

#[test]
fn a_model_without_tools_gets_none() {
    let capabilities = Capabilities::UNKNOWN.without(&[Capability::Tools]);
    let without =
        Dialect { support: Support { capabilities, ..Dialect::PLAIN.support }, ..Dialect::PLAIN };
    let body = omits(&without, &choice(ToolChoice::Required), "tools");
    assert_eq!((body.get("tools"), body.get("tool_choice")), (None, None));
}

#[test]
fn a_vendor_without_strict_tools_gets_them_as_they_are() {
    let body = omits(&Dialect::PLAIN, &with_tool().strict_tools(true), "strict_tools");
    assert_eq!(body["tools"][0]["function"].get("strict"), None);
    let rules = Some(kei_router_core::encode::SchemaRules::ALL_REQUIRED);
    let support = Support { strict_tools: true, strict_schema: rules, ..Dialect::PLAIN.support };
    let strict = Dialect { support, ..Dialect::PLAIN };
    let (body, warnings) = super::body(strict, &with_tool().strict_tools(true));
    let function = &body["tools"][0]["function"];
    assert_eq!((&function["strict"], warnings.len()), (&json!(true), 0));
    assert_eq!(function["parameters"]["additionalProperties"], false);
}
