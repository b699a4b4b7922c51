//! What goes back to the vendor as it came, byte for byte, with extra members and without.

use super::*;

/// The body's exact text.
fn text(request: &ChatRequest) -> String {
    let codec = vendor();
    let endpoint = Endpoint::resolve("https://sample.example", codec.descriptor()).unwrap();
    let encoded = codec.encode(request, &Target::new(&endpoint, NEWEST)).unwrap();
    String::from_utf8(encoded.request.body().to_vec()).unwrap()
}

fn name() -> String {
    vendor().descriptor.name.into_owned()
}

const BLOCK: &str =
    r#"{"type":"server_tool_use", "id":"s","z":1.50,"a":12345678901234567890123,"n":1e400}"#;
const CALLER: &str = r#"{"type":"code_execution", "tool_id":"x","z":1.50}"#;
const CITATION: &str = r#"{"type":"char_location", "encrypted_index":"e\u003d","n":1.50}"#;
const ARGUMENTS: &str = r#"{"z":1.50, "a":12345678901234567890123}"#;

fn conversation() -> ChatRequest {
    let (caller, cited) = (
        format!(r#"{{"caller":{CALLER},"toolset_name":"t"}}"#),
        format!(r#"{{"citations":[{CITATION}]}}"#),
    );
    let tool = Tool { name: "f".into(), description: String::new(), schema: json!({}) };
    ChatRequest::new([
        Message::assistant(vec![
            Part::text("So it is.").with_vendor(name(), cited),
            Part::opaque(name(), BLOCK),
            Part::tool_call("c", "f", ARGUMENTS).with_vendor(name(), caller),
            Part::state(name(), r#"{"container":"container_1"}"#),
        ]),
        Message::tool("c", "done"),
    ])
    .tools([tool])
}

#[test]
fn opaque_blocks_citations_callers_and_arguments_keep_their_bytes() {
    let plain = text(&conversation());
    let extra = text(
        &conversation().extra_body("speed", "fast").extra_body("output_config", json!({"x": 1})),
    );
    for body in [plain, extra] {
        assert!(body.contains(BLOCK), "{body}");
        assert!(body.contains(&format!(r#""input":{ARGUMENTS}"#)), "{body}");
        assert!(body.contains(&format!(r#""caller":{CALLER},"toolset_name":"t""#)), "{body}");
        assert!(body.contains(&format!(r#""citations":[{CITATION}]"#)), "{body}");
    }
}

#[test]
fn the_container_of_a_conversation_comes_back_as_a_member_of_the_body() {
    let body = text(&conversation());
    assert!(body.ends_with(r#","container":"container_1"}"#), "{body}");
    assert_eq!(body.matches("container_1").count(), 1);
    let other =
        Message::assistant(vec![Part::text("x"), Part::state("other", r#"{"container":"c"}"#)]);
    assert_eq!(
        send(NEWEST, &ChatRequest::new([other, Message::user("y")])).body.get("container"),
        None
    );
}

#[test]
fn vendor_tools_are_appended_byte_for_byte_and_so_are_those_of_the_extra_body() {
    let tool = r#"{"type":"web_search_20260209", "name":"web_search","max_uses":1.0}"#;
    let request = conversation().vendor_tool(name(), tool).vendor_tool("other", "{}");
    let body = text(&request.extra_body("tools", json!([{"type": "x"}])));
    assert!(body.contains(&format!(r#"}},{tool},{{"type":"x"}}]"#)), "{body}");
}
