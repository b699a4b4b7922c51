//! One conversation, carried from vendor to vendor in mid-course: with tools, and with reasoning
//! that only its own vendor may see again.

use crate::wires::{anthropic, chat, kimi, responses};
use kei_router::{ChatRequest, Message, Part, PartKind, Reply, Tool, WarningKind};
use kei_router_testkit::Script;
use kei_router_tests::{Scripted, Simulated};
use serde_json::{Value, json};

/// The talk so far, and the vendors that it is carried to.
struct Talk {
    request: ChatRequest,
    seen: Vec<Value>,
}

/// What a vendor said, and what was left out of the request for it.
struct Turn {
    reply: Reply,
    omitted: Vec<String>,
}

impl Talk {
    fn begin() -> Self {
        let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}});
        let tool = |name: &str| Tool {
            name: name.into(),
            description: format!("Tells the {name}"),
            schema: schema.clone(),
        };
        let request = ChatRequest::new([Message::user("Oslo or Bergen?")])
            .system("You are a guide.")
            .tools([tool("weather"), tool("time")])
            .max_tokens(2_000);
        Self { request, seen: Vec::new() }
    }

    /// Asks a vendor, keeps its turn, and answers each of its calls.
    async fn ask(&mut self, vendor: &Simulated, script: Script) -> Turn {
        let name = format!("{} over {}", vendor.wire().vendor(), vendor.wire().format());
        let reply = vendor.ask(&self.request, script).await;
        let reply = reply.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        self.seen.push(vendor.last_body());
        let history = &mut self.request.messages;
        history.push(reply.finish.message.clone());
        for (at, call) in reply.tool_calls().enumerate() {
            let result = format!("{} says {name}", call.name);
            let result = match at {
                0 => Part::tool_result(&call.call_id, result.as_str()),
                _ => Part::tool_error(&call.call_id, result.as_str()),
            };
            let content = vec![result].into();
            history.push(Message { role: "tool".into(), content });
        }
        let omitted = reply.warnings.iter().map(|warning| {
            assert_eq!(warning.kind, WarningKind::Omitted, "{name}: {warning:?}");
            warning.message.clone()
        });
        let omitted = omitted.collect();
        Turn { reply, omitted }
    }
}

/// A turn that reasons, speaks, and calls two tools at once.
fn turn(word: &str, ids: [&str; 2]) -> Script {
    let [first, second] = ids;
    Script::new()
        .reason([format!("{word} thinks "), "in secret".to_owned()])
        .say(format!("{word} looks it up."))
        .call(first, "weather", &format!(r#"{{"city": "Ålesund", "by": ["{word}", 1.50]}}"#))
        .call(second, "time", "")
}

const ANTHROPIC: [&str; 2] = ["toolu_01Aa", "toolu_01Bb"];
const OPENAI: [&str; 2] = ["call_Xx1", "call_Xx2"];
const CHAT: [&str; 2] = ["call_Yy1", "call_Yy2"];
/// Kimi counts the calls of each tool, and begins anew in each turn.
const KIMI: [&str; 2] = ["weather:0", "time:1"];

fn omitted(subject_and_vendor: &[(&str, &str)]) -> Vec<String> {
    let name = |(subject, vendor): &(&str, &str)| {
        format!("{subject} was left out: it came from another vendor, {vendor}")
    };
    subject_and_vendor.iter().map(name).collect()
}

/// Anthropic, OpenAI over both of its wires, Kimi twice, Anthropic and OpenAI again.
async fn journey() -> (Talk, Vec<Turn>) {
    let mut talk = Talk::begin();
    let claude = Simulated::start(&anthropic()).await;
    let gpt = Simulated::start(&responses()).await;
    // This API tells no reasoning.
    let older = Simulated::start(&chat()).await;
    let moon = Simulated::start(&kimi()).await;
    let bare = Script::new().say("chat looks it up.").call(CHAT[0], "weather", r#"{"city":"Å"}"#);
    let bare = bare.call_whole(CHAT[1], "time", "{}");
    let turns = vec![
        talk.ask(&claude, turn("claude", ANTHROPIC)).await,
        talk.ask(&gpt, turn("gpt", OPENAI)).await,
        talk.ask(&older, bare).await,
        talk.ask(&moon, turn("kimi", KIMI)).await,
        talk.ask(&moon, turn("moon", KIMI)).await,
        talk.ask(&claude, turn("opus", ["toolu_02Aa", "toolu_02Bb"])).await,
        talk.ask(&gpt, Script::text("Stay at home.")).await,
    ];
    (talk, turns)
}

#[tokio::test]
async fn a_conversation_crosses_every_vendor_and_comes_home() {
    let (talk, turns) = journey().await;
    for (at, turn) in turns.iter().enumerate() {
        let last = at + 1 == turns.len();
        let reason = turn.reply.finish.reason.as_str();
        assert_eq!(reason, if last { "stop" } else { "tool_use" }, "turn {at}");
        assert_eq!(turn.reply.tool_calls().count(), if last { 0 } else { 2 }, "turn {at}");
    }
    assert_eq!(turns[6].reply.text(), "Stay at home.");
    assert_eq!(talk.request.messages.len(), 1 + 6 * 3 + 1);
}

#[tokio::test]
async fn whatever_is_dropped_has_a_warning_and_nothing_else_has() {
    let (_, turns) = journey().await;
    let own = "reasoning was left out: the vendor takes none back here".to_owned();
    let foreign = |vendors: &[&str]| {
        let named: Vec<_> = vendors.iter().map(|vendor| ("reasoning", *vendor)).collect();
        omitted(&named)
    };
    assert_eq!(turns[0].omitted, foreign(&[]));
    assert_eq!(turns[1].omitted, foreign(&["anthropic"]));
    assert_eq!(turns[2].omitted, [foreign(&["anthropic"]), vec![own]].concat());
    assert_eq!(turns[3].omitted, foreign(&["anthropic", "openai"]));
    assert_eq!(turns[4].omitted, foreign(&["anthropic", "openai"]));
    assert_eq!(turns[5].omitted, foreign(&["openai", "kimi"]));
    assert_eq!(turns[6].omitted, foreign(&["anthropic", "kimi"]));
}

#[tokio::test]
async fn calls_and_results_survive_and_foreign_reasoning_does_not() {
    let (talk, _) = journey().await;
    let spoken = ["claude", "gpt", "chat", "kimi", "moon", "opus"];
    let own: [&[&str]; 7] = [&[], &[], &[], &[], &["kimi"], &["claude"], &["gpt"]];
    for (at, asked) in talk.seen.iter().enumerate() {
        let body = asked.to_string();
        for word in &spoken[..at] {
            assert!(body.contains(&format!("{word} looks it up.")), "request {at}: {word}");
            let thought = body.contains(&format!("{word} thinks in secret"));
            assert_eq!(thought, own[at].contains(word), "request {at}: {word}");
        }
        let results = body.matches("weather says ").count() + body.matches("time says ").count();
        assert_eq!(results, 2 * at, "request {at}: {asked:#}");
        assert_eq!(body.matches("Ålesund").count(), at - usize::from(at > 2), "request {at}");
    }
}

/// The turns of the model in a request of Anthropic's.
fn models_turns(asked: &Value) -> Vec<&Vec<Value>> {
    let messages = asked["messages"].as_array().expect("messages");
    let models = messages.iter().filter(|message| message["role"] == "assistant");
    models.map(|message| message["content"].as_array().expect("blocks")).collect()
}

#[tokio::test]
async fn anthropics_own_reasoning_comes_back_unchanged() {
    let (talk, turns) = journey().await;
    let home = models_turns(&talk.seen[5]);
    let parts = turns[0].reply.finish.message.content.parts();
    let PartKind::Reasoning(reasoning) = &parts[0].kind else { panic!("{parts:?}") };
    let thinking = json!({
        "type": "thinking", "thinking": "claude thinks in secret",
        "signature": reasoning.signature,
    });
    assert!(reasoning.signature.as_ref().is_some_and(|proof| !proof.is_empty()));
    assert_eq!(home[0][0], thinking);
    for foreign in &home[1..] {
        assert!(foreign.iter().all(|block| block["type"] != "thinking"), "{foreign:?}");
    }
}

#[tokio::test]
async fn openais_own_encrypted_reasoning_comes_back_unchanged() {
    let (talk, turns) = journey().await;
    let parts = turns[1].reply.finish.message.content.parts();
    let PartKind::Reasoning(reasoning) = &parts[0].kind else { panic!("{parts:?}") };
    let input = talk.seen[6]["input"].as_array().expect("items");
    let thoughts: Vec<_> = input.iter().filter(|item| item["type"] == "reasoning").collect();
    assert_eq!(thoughts.len(), 1);
    assert_eq!(
        *thoughts[0],
        json!({
            "type": "reasoning", "encrypted_content": reasoning.redacted,
            "summary": [{"type": "summary_text", "text": "gpt thinks in secret"}],
        })
    );
    assert!(reasoning.redacted.as_ref().is_some_and(|proof| !proof.is_empty()));
}

#[tokio::test]
async fn kimis_own_reasoning_comes_back_and_foreign_calls_have_an_empty_one() {
    let (talk, _) = journey().await;
    let messages = talk.seen[4]["messages"].as_array().expect("messages");
    let models = messages.iter().filter(|message| message["role"] == "assistant");
    let thoughts: Vec<_> = models.map(|message| &message["reasoning_content"]).collect();
    assert_eq!(thoughts, ["", "", "", "kimi thinks in secret"]);
}

/// Kimi's ids have a colon, which Anthropic refuses, and come again in the next turn, which both
/// Anthropic and the Responses API refuse.
#[tokio::test]
async fn ids_of_calls_are_what_each_vendor_takes() {
    let (talk, _) = journey().await;
    let ids: Vec<Vec<&str>> = models_turns(&talk.seen[5])
        .iter()
        .map(|blocks| blocks.iter().filter_map(|block| block["id"].as_str()).collect())
        .collect();
    assert_eq!((&ids[0][..], &ids[1][..], &ids[2][..]), (&ANTHROPIC[..], &OPENAI[..], &CHAT[..]));
    let results = talk.seen[5]["messages"].as_array().expect("messages").iter();
    let results: Vec<&Value> = results
        .flat_map(|message| message["content"].as_array().into_iter().flatten())
        .map(|block| &block["tool_use_id"])
        .filter(|id| id.is_string())
        .collect();
    assert_eq!(results, ids.concat());
    assert!(ids[3].iter().chain(&ids[4]).all(|id| !id.contains(':')), "{ids:?}");
    let own = talk.seen[4]["messages"].as_array().expect("messages");
    assert_eq!(own.last().map(|message| &message["tool_call_id"]), Some(&json!("time:1")));
}

/// The requests as they go over the wire, whole.
#[tokio::test]
async fn requests_are_the_golden_ones() {
    let golden = [
        include_str!("golden/1-anthropic.json"),
        include_str!("golden/2-responses.json"),
        include_str!("golden/3-chat.json"),
        include_str!("golden/4-kimi.json"),
        include_str!("golden/5-kimi.json"),
        include_str!("golden/6-anthropic.json"),
        include_str!("golden/7-responses.json"),
    ];
    let (talk, _) = journey().await;
    for (at, (asked, wanted)) in talk.seen.iter().zip(golden).enumerate() {
        let wanted: Value = serde_json::from_str(wanted).expect("JSON");
        assert_eq!(*asked, wanted, "request {}: {asked:#}", at + 1);
    }
}
