//! The agent of the tools example holds one conversation over three turns with calls in parallel,
//! and sends back what the vendor's rules want: checked against golden requests.

use crate::support::{Strict, received};
use crate::{demo, tools};
use kei_router::{Message, PartKind, Role};
use kei_router_testkit::{Script, SimRequest};
use kei_router_tests::VendorWire;
use serde_json::{Value, json};
use std::path::Path;

const QUESTION: &str = "Which is the warmest?";

/// OpenAI's Chat Completions never show the model's reasoning; every other wire does here.
fn script(wire: &VendorWire) -> Script {
    let [first, second, third] = demo::weather();
    if (wire.vendor(), wire.format()) == ("openai", "chat-completions") {
        return Script::turns([first, second, third]);
    }
    let thought = Script::new().reason(["Three ", "cities."]).say("Let me look.");
    let cities = [("call_1", "Oslo"), ("call_2", "Cairo"), ("call_3", "Atlantis")];
    let first = cities.iter().fold(thought, |script, (id, city)| {
        script.call(id, "weather", &json!({"city": city}).to_string())
    });
    Script::turns([first, second, third])
}

#[tokio::test]
async fn the_agent_sends_back_what_each_vendor_wants() {
    for wire in VendorWire::all() {
        let (sim, provider) = wire.simulated(script(&wire)).await;
        let mut out = Vec::new();
        let history = tools::agent(&Strict(provider), QUESTION, &mut out).await;
        let history = history.unwrap_or_else(|error| panic!("{}: {error}", wire.name()));
        let requests = received(&sim, &wire);
        let [first, second, third] = requests.as_slice() else {
            panic!("{}: {} turns", wire.name(), requests.len())
        };
        assert_eq!(first.messages(), 1, "{}", wire.name());
        assert_golden(&wire, second, third);
        assert_whole(&wire, &history);
        let printed = String::from_utf8(out).expect("text");
        assert!(printed.contains("Atlantis has no weather station"), "{}: {printed}", wire.name());
        assert!(printed.trim_end().ends_with("(39.2 °F)."), "{}: {printed}", wire.name());
    }
}

/// Question, three calls, three results, two calls, two results, answer.
fn assert_whole(wire: &VendorWire, history: &[Message]) {
    let roles: Vec<&str> = history.iter().map(|message| message.role.as_str()).collect();
    let tool = Role::Tool.as_str();
    let wanted =
        ["user", "assistant", tool, tool, tool, "assistant", tool, tool, "assistant"].to_vec();
    assert_eq!(roles, wanted, "{}", wire.name());
    let parts = history.iter().flat_map(|message| message.content.parts());
    let failed = parts.filter(|part| matches!(&part.kind, PartKind::ToolResult(r) if r.is_error));
    assert_eq!(failed.count(), 1, "{}", wire.name());
}

fn assert_golden(wire: &VendorWire, second: &SimRequest, third: &SimRequest) {
    let (rest, second) = parted(second);
    let (rest_of_third, third) = parted(third);
    assert_eq!(rest, rest_of_third, "{}", wire.name());
    let sent = json!({"rest": rest, "second": second, "third": third});
    let wanted = golden(wire);
    assert!(sent == wanted, "{} sent\n{sent:#}", wire.name());
}

/// A request's body without its model, and the conversation in it.
fn parted(request: &SimRequest) -> (Value, Value) {
    let mut rest = request.json.clone();
    let members = rest.as_object_mut().expect("a body is an object");
    members.remove("model").expect("a request names its model");
    let conversation = members.remove("messages").or_else(|| members.remove("input"));
    (rest, conversation.expect("a request has a conversation"))
}

/// The vendor's own golden requests, else those of its wire.
fn golden(wire: &VendorWire) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/golden");
    let read = |name: &str| std::fs::read(folder.join(format!("{name}.json"))).ok();
    let found =
        read(&wire.name().replace('/', ".")).or_else(|| read(wire.format())).unwrap_or_default();
    serde_json::from_slice(&found).unwrap_or_default()
}
