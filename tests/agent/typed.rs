//! Typed tools and typed replies.

use crate::support::{question, results};
use kei_router::agent::Agent;
use kei_router::agent::typed::{self, CompleteAs};
use kei_router::{ErrorKind, Part, ResponseFormat};
use kei_router_testkit::Script;
use kei_router_tests::VendorWire;
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct City {
    /// The city's name in English.
    city: String,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct Recipe {
    title: String,
    minutes: u32,
    steps: Vec<Step>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct Step {
    /// What to do.
    text: String,
    seconds: Option<u32>,
}

#[tokio::test]
async fn a_typed_tool_takes_its_arguments_and_tells_the_model_what_does_not_fit() {
    for wire in VendorWire::all() {
        let first = Script::new().call("call_1", "weather", r#"{"city":"Oslo"}"#).call(
            "call_2",
            "weather",
            r#"{"town":"Oslo"}"#,
        );
        let (sim, provider) = wire.simulated(Script::turns([first, Script::text("4")])).await;
        let agent = Agent::new(provider).typed_tool(
            "weather",
            "The temperature in a city.",
            async |City { city }| Ok::<_, String>(vec![Part::text(city), Part::text(": 4")]),
        );
        let finish = agent.complete(question()).await;
        let finish = finish.unwrap_or_else(|error| panic!("{}: {error}", wire.name()));
        let results = results(&finish.messages);
        assert_eq!((results[0].is_error, results[1].is_error), (false, true), "{}", wire.name());
        let complaint = results[1].content.text();
        assert!(complaint.contains("missing field `city`"), "{}: {complaint}", wire.name());
        let offered = sim.requests()[0].json["tools"].to_string();
        assert!(offered.contains("The city's name in English."), "{}: {offered}", wire.name());
    }
}

#[tokio::test]
async fn a_reply_is_asked_for_by_its_type_and_read_as_one() {
    let json = r#"{"title":"Pancakes","minutes":20,"steps":[{"text":"Mix.","seconds":null}]}"#;
    for wire in VendorWire::all() {
        let (sim, provider) = wire.simulated(Script::text(json)).await;
        let typed = provider.complete_as::<Recipe>(&question()).await;
        let typed = typed.unwrap_or_else(|error| panic!("{}: {error}", wire.name()));
        let step = Step { text: "Mix.".into(), seconds: None };
        let want = Recipe { title: "Pancakes".into(), minutes: 20, steps: vec![step] };
        assert_eq!(typed.value, want, "{}", wire.name());
        assert!(typed.reply.finish.cost.is_some());
        assert_eq!(typed.reply.warnings, [], "{}: nothing is left out", wire.name());
        let requests = sim.requests();
        assert_eq!(requests[0].refused, None, "{}: strict schemas hold", wire.name());
        assert!(requests[0].json.to_string().contains("minutes"), "{}", wire.name());
    }
}

#[tokio::test]
async fn a_reply_that_does_not_fit_is_an_error_that_has_it_and_does_not_show_it() {
    for wire in VendorWire::all() {
        let (_sim, provider) = wire.simulated(Script::text("My secret is {\"title\":3}")).await;
        let error = provider.complete_as::<Recipe>(&question()).await.expect_err("no recipe");
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{}", wire.name());
        let partial = error.partial().expect("the reply");
        assert!(partial.message.content.text().contains("secret"));
        assert!(partial.cost.is_some());
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
}

#[test]
fn a_format_is_named_as_vendors_allow() {
    let ResponseFormat::JsonSchema { name, schema, strict } =
        typed::response_format::<Vec<Option<Recipe>>>()
    else {
        panic!("a schema")
    };
    assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c)), "{name}");
    assert!(strict);
    assert!(!schema.to_string().contains("$ref"), "{schema}");
}
