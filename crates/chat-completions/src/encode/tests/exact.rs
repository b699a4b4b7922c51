//! What goes back to the vendor as it came, byte for byte, with extra members and without.

use super::*;
use kei_router_core::Part;
use kei_router_core::codec::{Endpoint, Target};

/// The body's exact text.
fn text(request: &ChatRequest) -> String {
    let vendor = vendor(Dialect::PLAIN);
    let endpoint = Endpoint::parse("https://plain.example/v1/chat/completions").unwrap();
    let target = Target::new(&endpoint, "m");
    let (sent, _) = crate::encode::encode(&vendor, request, &target).unwrap();
    String::from_utf8(sent.body().to_vec()).unwrap()
}

const PART: &str = r#"{"type":"refusal", "z":1.50,"a":12345678901234567890123,"n":1e400}"#;
const SIGNED: &str = r#""extra":{"z":1.50, "signature":"x\u003d"}"#;
const ARGUMENTS: &str = r#"{"z":1.50, "a":12345678901234567890123}"#;

fn conversation() -> ChatRequest {
    ChatRequest::new([
        Message::assistant(vec![
            Part::opaque("plain", PART),
            Part::tool_call("c", "f", ARGUMENTS).with_vendor("plain", format!("{{{SIGNED}}}")),
            Part::tool_call("d", "f", "{}").with_vendor("other", r#"{"extra":"foreign"}"#),
        ]),
        Message::tool("c", "done"),
        Message::tool("d", "done"),
    ])
}

#[test]
fn opaque_parts_vendor_data_and_arguments_keep_their_bytes() {
    let plain = text(&conversation());
    let extra = text(&conversation().extra_body("stream_options", json!({"x": 1})));
    assert!(extra.contains(r#""stream_options":{"include_usage":true,"x":1}"#), "{extra}");
    for body in [plain, extra] {
        let arguments = serde_json::to_string(ARGUMENTS).unwrap();
        assert!(body.contains(PART) && body.contains(SIGNED), "{body}");
        assert!(body.contains(&format!(r#""arguments":{arguments}"#)), "{body}");
        assert!(!body.contains("foreign"), "{body}");
    }
}

#[test]
fn vendor_tools_and_scoped_extras_go_to_their_vendor_only() {
    let tool = r#"{"type":"web_search", "z":1.50}"#;
    let request = hello().vendor_tool("plain", tool).vendor_tool("other", "{}");
    let request = request.extra_body_for("other", "store", true).extra_body_for("plain", "n", 2);
    let body = text(&request);
    assert!(body.contains(&format!(r#""tools":[{tool}]"#)), "{body}");
    assert!(body.contains(r#""n":2"#) && !body.contains("store"), "{body}");
    let headers = hello()
        .extra_header_for("other", "x-other", "1")
        .extra_header_for("plain", "x-scope", "own")
        .extra_header("x-scope", "any");
    assert_eq!(headers.extra_headers("plain").last(), Some(("x-scope", "own")));
    assert!(headers.extra_headers("plain").all(|(name, _)| name != "x-other"));
}

#[test]
fn a_call_without_a_result_is_refused_with_its_place() {
    let call = Message::assistant(Part::tool_call("call_7", "weather", "{}"));
    let request = ChatRequest::new([Message::user("?"), call, Message::user("Never mind")]);
    let error = refuses(&Dialect::PLAIN, &request);
    assert!(error.contains("message 1 calls the tool weather (call_7)"), "{error}");
}
