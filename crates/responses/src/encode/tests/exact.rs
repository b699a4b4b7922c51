//! What goes back to the vendor as it came, byte for byte, with extra members and without.

use super::*;
use kei_router_core::codec::{Endpoint, Target};

/// The body's exact text.
fn text(request: &ChatRequest) -> String {
    let vendor = vendor(Dialect::PLAIN);
    let endpoint = Endpoint::parse("https://plain.example/v1/responses").unwrap();
    let target = Target::new(&endpoint, "m");
    let (sent, _) = crate::encode::encode(&vendor, request, &target).unwrap();
    String::from_utf8(sent.body().to_vec()).unwrap()
}

const ITEM: &str =
    r#"{"type":"web_search_call", "id":"ws_1","z":1.50,"a":12345678901234567890123,"n":1e400}"#;
const CALLER: &str = r#"{"type":"program", "id":"p","z":1.50,"a":12345678901234567890123}"#;
const ARGUMENTS: &str = r#"{"z":1.50, "a":12345678901234567890123}"#;

fn conversation() -> ChatRequest {
    let vendor = format!(r#"{{"caller":{CALLER},"namespace":"n"}}"#);
    ChatRequest::new([
        Message::assistant(vec![
            Part::opaque("plain", ITEM),
            Part::tool_call("c", "f", ARGUMENTS).with_vendor("plain", vendor),
            Part::state("plain", r#"{"conversation":{"id":"conv_1","n":1.50}}"#),
        ]),
        Message::tool("c", "done"),
    ])
}

#[test]
fn opaque_items_vendor_data_and_arguments_keep_their_bytes() {
    let plain = text(&conversation());
    let extra = text(&conversation().extra_body("text", json!({"verbosity": "low"})));
    for body in [plain, extra] {
        let arguments = serde_json::to_string(ARGUMENTS).unwrap();
        assert!(body.contains(ITEM), "{body}");
        assert!(body.contains(&format!(r#""caller":{CALLER},"namespace":"n""#)), "{body}");
        assert!(body.contains(&format!(r#""arguments":{arguments}"#)), "{body}");
        assert!(body.contains(r#""conversation":{"id":"conv_1","n":1.50}"#), "{body}");
    }
}

#[test]
fn vendor_tools_keep_their_bytes_and_go_to_their_vendor_only() {
    let tool = r#"{"type":"web_search", "z":1.50}"#;
    let request = hello().tools([weather()]).vendor_tool("plain", tool);
    let body = text(&request.extra_body("tools", json!([{"type": "custom", "name": "p"}])));
    assert!(body.contains(&format!(r#"{tool},{{"name":"p","type":"custom"}}]"#)), "{body}");
    let (foreign, warnings) = sent(Dialect::PLAIN, &hello().vendor_tool("other", tool));
    assert_eq!((foreign.get("tools"), warnings), (None, vec!["vendor_tool".to_owned()]));
}

#[test]
fn the_data_of_another_vendor_stays_here() {
    let part = Part::tool_call("c", "f", "{}").with_vendor("other", r#"{"caller":{}}"#);
    let state = Part::state("other", r#"{"conversation":"x"}"#);
    let request =
        ChatRequest::new([Message::assistant(vec![part, state]), Message::tool("c", "done")]);
    let (body, warnings) = sent(Dialect::PLAIN, &request);
    assert_eq!((body["input"][0].get("caller"), body.get("conversation")), (None, None));
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn texts_keep_their_phase_and_the_boundary_of_their_messages() {
    let said = |text: &str, vendor: &str| Part::text(text).with_vendor("plain", vendor);
    let turn = Message::assistant(vec![
        said("Let me", r#"{"id":"msg_1","phase":"commentary"}"#),
        said(" see.", r#"{"id":"msg_1","phase":"commentary"}"#),
        said("It rains.", r#"{"id":"msg_2","phase":"final_answer"}"#),
        Part::text("Bye."),
    ]);
    let (body, _) = sent(Dialect::PLAIN, &ChatRequest::new([turn.clone(), Message::user("Go")]));
    let text = |text: &str| json!({"type": "output_text", "text": text});
    let want = json!([
        {"type": "message", "role": "assistant", "phase": "commentary",
         "content": [text("Let me"), text(" see.")]},
        {"type": "message", "role": "assistant", "phase": "final_answer",
         "content": [text("It rains.")]},
        {"type": "message", "role": "assistant", "content": [text("Bye.")]},
        {"type": "message", "role": "user", "content": "Go"},
    ]);
    assert_eq!(body["input"], want);
    let stored = ChatRequest::new([turn, Message::user("Go")]).extra_body("store", true);
    assert_eq!(sent(Dialect::PLAIN, &stored).0["input"][0]["id"], "msg_1");
}

#[test]
fn a_call_without_a_result_is_refused_with_its_place() {
    let call = Message::assistant(Part::tool_call("call_7", "weather", "{}"));
    let request = ChatRequest::new([Message::user("?"), call, Message::user("Never mind")]);
    let error = refused(Dialect::PLAIN, request).to_string();
    assert!(error.contains("message 1 calls the tool weather (call_7)"), "{error}");
}
