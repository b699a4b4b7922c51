//! Complaints about how requests are written, and where they go.

use crate::checks::omissions;
use crate::wires::{anthropic, formats};
use kei_router::{CacheTtl, ChatRequest, ErrorKind, Message, Part, Tool};
use kei_router_testkit::Script;
use kei_router_tests::{Offline, Scripted, VendorWire};
use serde_json::{Value, json};

fn tool(name: &str, schema: Value) -> Tool {
    Tool { name: name.into(), description: "Does it".into(), schema }
}

fn ok() -> Script {
    Script::text("Ok.")
}

/// A custom endpoint is hard to set: `jeremychone/rust-genai#5`.
#[tokio::test]
async fn an_endpoint_is_one_url_and_a_base_will_do() {
    for wire in VendorWire::all() {
        let (sim, _) = wire.simulated(ok()).await;
        let request = ChatRequest::new([Message::user("Hi")]);
        let whole = sim.endpoint();
        let base = whole.strip_suffix(wire.descriptor().wire.path.as_ref()).expect("its path");
        let own_default = wire.format() != "responses";
        let bases = [base.to_owned(), base.trim_end_matches('/').to_owned()];
        let urls = [whole.clone()].into_iter().chain(bases.into_iter().filter(|_| own_default));
        for url in urls {
            let reply = wire.at(url.clone()).complete(&request).await;
            let reply = reply.unwrap_or_else(|error| panic!("{} {url}: {error:?}", wire.name()));
            assert_eq!(reply.text(), "Ok.", "{} {url}", wire.name());
        }
        let paths: Vec<_> = sim.requests().iter().map(|seen| seen.path().to_owned()).collect();
        assert!(paths.iter().all(|path| whole.ends_with(path.as_str())), "{paths:?}");
    }
}

/// Prompt caching of tools or of the system prompt is ignored: `jeremychone/rust-genai#240`.
#[tokio::test]
async fn marks_for_the_cache_are_set_on_tools_system_and_parts() {
    let request = || {
        let parts = vec![Part::text("A long paper").cached(CacheTtl::FiveMinutes), "Go on.".into()];
        ChatRequest::new([Message::user(parts)])
            .system("Be brief.")
            .cache_system(CacheTtl::OneHour)
            .tools([tool("f", json!({"type": "object"})), tool("g", json!({"type": "object"}))])
            .cache_tools(CacheTtl::OneHour)
    };
    let vendor = Offline::new(&anthropic());
    vendor.ask(&request(), ok()).await.expect("an answer");
    let asked = vendor.last_body();
    let hour = json!({"type": "ephemeral", "ttl": "1h"});
    assert_eq!(asked["system"][0]["cache_control"], hour);
    assert_eq!(
        (&asked["tools"][0]["cache_control"], &asked["tools"][1]["cache_control"]),
        (&Value::Null, &hour)
    );
    let parts = &asked["messages"][0]["content"];
    assert_eq!(parts[0]["cache_control"], json!({"type": "ephemeral"}));
    assert_eq!(parts[1].get("cache_control"), None);
    // Where caching is automatic nothing is sent, and the caller is told.
    for wire in VendorWire::all().iter().filter(|wire| wire.vendor() == "kimi") {
        let vendor = Offline::new(wire);
        let reply = vendor.ask(&request(), ok()).await.expect("an answer");
        assert_eq!(omissions(&reply.warnings), ["cache mark"], "{}", wire.name());
        assert!(!vendor.last_body().to_string().contains("cache_control"), "{}", wire.name());
    }
}

/// More marks than the vendor takes are thinned out, the last ones stay, and a warning says so.
#[tokio::test]
async fn too_many_marks_for_the_cache_are_no_refusal() {
    let turn =
        |at: usize| Message::user(Part::text(format!("part {at}")).cached(CacheTtl::FiveMinutes));
    let talk = (0..9).flat_map(|at| [turn(at), Message::assistant("yes")]).collect::<Vec<_>>();
    let request = ChatRequest::new(talk).message(turn(9)).system("Be brief.");
    let request = request.cache_system(CacheTtl::OneHour);
    let vendor = Offline::new(&anthropic());
    let reply = vendor.ask(&request, ok()).await.expect("the rules hold");
    assert_eq!(omissions(&reply.warnings), ["cache mark"]);
    let marked: Vec<String> = vendor.last_body()["messages"]
        .as_array()
        .expect("messages")
        .iter()
        .filter(|message| message["content"][0].get("cache_control").is_some())
        .map(|message| message["content"][0]["text"].as_str().expect("text").to_owned())
        .collect();
    assert_eq!(marked, ["part 7", "part 8", "part 9"]);
    assert!(vendor.last_body()["system"][0].get("cache_control").is_some());
}

/// A tool without parameters is refused, since its schema lacks what the vendor demands of an
/// object's: `containers/kubernetes-mcp-server#340`, `langchain-ai/langchain-mcp-adapters#137`.
#[tokio::test]
async fn the_schema_of_a_tool_without_parameters_is_whole() {
    let bare = [json!(null), json!({}), json!({"type": "object"}), json!({"properties": {}})];
    for wire in VendorWire::all() {
        for schema in &bare {
            let vendor = Offline::new(&wire);
            let request = ChatRequest::new([Message::user("Hi")]);
            let request = request.tools([tool("now", schema.clone())]);
            let answer = vendor.ask(&request, ok()).await;
            answer.unwrap_or_else(|error| panic!("{} {schema}: {error:?}", wire.name()));
            let asked = &vendor.last_body()["tools"][0];
            let sent = match wire.format() {
                "anthropic-messages" => &asked["input_schema"],
                "responses" => &asked["parameters"],
                // Without a schema it has no parameters, which this wire understands.
                _ if schema.is_null() => continue,
                _ => &asked["function"]["parameters"],
            };
            assert_eq!(*sent, json!({"type": "object", "properties": {}}), "{}", wire.name());
        }
    }
}

/// A vendor's own blank text between its blocks is refused when it goes back, and the
/// conversation is stuck: `home-assistant/core#175637`, `anthropics/anthropic-sdk-python#461`.
#[tokio::test]
async fn blank_text_stays_out_where_it_is_refused() {
    for wire in formats() {
        let vendor = Offline::new(&wire);
        let script = Script::new().say_tokens(["\n\n"]).call("call_1", "now", "{}");
        let mut request = ChatRequest::new([Message::user("Hi"), Message::user(" ")]);
        let reply = vendor.ask(&request, script).await.expect("a turn");
        request = request.message(reply.finish.message).message(Message::tool("call_1", "\n"));
        let answer = vendor.ask(&request, ok()).await;
        answer.unwrap_or_else(|error| panic!("{}: {error:?}", wire.name()));
        if wire.vendor() == "anthropic" {
            let blank = [r#""\n\n""#, r#"" ""#, r#""\n""#];
            let body = vendor.last_body().to_string();
            assert!(blank.iter().all(|text| !body.contains(text)), "{body}");
        }
    }
}

/// A conversation of which nothing is left for this vendor is refused before it is sent, with an
/// error that says so, and no vendor's 400.
#[tokio::test]
async fn a_request_that_says_nothing_is_a_bad_request_before_it_is_sent() {
    for wire in VendorWire::all() {
        let foreign = Part::opaque("elsewhere", r#"{"type":"odd"}"#);
        let request = ChatRequest::new([Message::user(vec![foreign])]).system("Be brief.");
        let refused = Offline::new(&wire).ask(&request, ok()).await;
        let empty_text = wire.name() == "openai/chat-completions";
        match refused {
            // There an empty text is legal, and stands for what was left out.
            Ok(reply) if empty_text => assert_eq!(omissions(&reply.warnings), ["opaque"]),
            Err(error) => assert_eq!(error.kind(), ErrorKind::BadRequest, "{}", wire.name()),
            Ok(_) => panic!("{}: it is sent", wire.name()),
        }
    }
}
