//! What each of the other examples sends and says, on every wire.

use crate::support::received;
use crate::{custom_provider, demo, images, stream, structured, switch_vendor};
use kei_router::{ChatRequest, Media, Message, PartKind, Provider, WarningKind};
use kei_router_testkit::{Script, laws};
use kei_router_tests::VendorWire;
use serde_json::Value;
use std::sync::Arc;

#[tokio::test]
async fn a_streamed_reply_is_written_with_its_totals() {
    for wire in VendorWire::all() {
        let (sim, provider) = wire.simulated(Script::text("Grey waves.")).await;
        let mut out = Vec::new();
        stream::stream(provider.as_ref(), "The sea?", &mut out).await.expect("a reply");
        let printed = String::from_utf8(out).expect("text");
        assert!(printed.starts_with("Grey waves.\n\n"), "{}: {printed}", wire.name());
        assert!(
            printed.contains("ended with stop.\nIt read 12 tokens"),
            "{}: {printed}",
            wire.name()
        );
        assert!(printed.contains("It cost 0.0"), "{}: {printed}", wire.name());
        let requests = received(&sim, &wire);
        assert_eq!(requests.len(), 1);
        assert!(requests.iter().all(|r| r.last_user_text().as_deref() == Some("The sea?")));
    }
}

#[tokio::test]
async fn a_structured_reply_is_asked_for_by_its_schema_and_parsed() {
    for wire in VendorWire::all() {
        let (sim, provider) = wire.simulated(Script::respond(demo::reply)).await;
        let recipe = structured::recipe(provider.as_ref(), "pancakes").await;
        let recipe = recipe.unwrap_or_else(|error| panic!("{}: {error}", wire.name()));
        assert_eq!((recipe.title.as_str(), recipe.minutes), ("Pancakes", 20));
        assert_eq!(recipe.ingredients.len(), 3);
        let body = only_body(&wire, &received(&sim, &wire));
        let schema = match wire.format() {
            "anthropic-messages" => "/output_config/format/schema",
            "responses" => "/text/format/schema",
            _ => "/response_format/json_schema/schema",
        };
        let closed = body.pointer(schema).and_then(|schema| schema.get("additionalProperties"));
        assert_eq!(closed, Some(&Value::Bool(false)), "{}: {body:#}", wire.name());
    }
}

#[tokio::test]
async fn an_image_goes_along_in_each_wires_form() {
    let base64 = images::square().base64().expect("bytes");
    for wire in VendorWire::all() {
        let (sim, provider) = wire.simulated(Script::text("Red.")).await;
        let mut out = Vec::new();
        images::ask(provider.as_ref(), images::square(), "Which?", &mut out).await.expect("asked");
        assert_eq!(String::from_utf8_lossy(&out), "Red.\n", "{}", wire.name());
        let body = only_body(&wire, &received(&sim, &wire));
        let (place, wanted) = match wire.format() {
            "anthropic-messages" => ("/messages/0/content/0/source/data", base64.clone()),
            "responses" => {
                ("/input/0/content/0/image_url", format!("data:image/png;base64,{base64}"))
            }
            _ => ("/messages/0/content/0/image_url/url", format!("data:image/png;base64,{base64}")),
        };
        let sent = body.pointer(place).and_then(Value::as_str);
        assert_eq!(sent, Some(wanted.as_str()), "{}: {body:#}", wire.name());
    }
}

#[tokio::test]
async fn an_image_by_url_goes_along_or_is_named() {
    let url = "https://example.com/a.png";
    for wire in VendorWire::all() {
        let (sim, provider) = wire.simulated(Script::text("Red.")).await;
        let mut out = Vec::new();
        images::ask(provider.as_ref(), Media::url(url), "Which?", &mut out).await.expect("asked");
        let printed = String::from_utf8(out).expect("text");
        let sent = only_body(&wire, &received(&sim, &wire)).to_string().contains(url);
        assert_eq!(sent, wire.vendor() != "kimi", "{}", wire.name());
        assert_eq!(!sent, printed.starts_with('['), "{}: {printed}", wire.name());
    }
}

#[test]
fn a_place_is_a_url_or_a_file() {
    assert_eq!(images::image("https://x.example/a").ok(), Some(Media::url("https://x.example/a")));
    assert!(images::image("/no/such/file.png").is_err());
}

#[tokio::test]
async fn a_conversation_moves_from_every_wire_to_every_other_and_back() {
    for one in VendorWire::all() {
        for other in VendorWire::all().iter().filter(|other| other.vendor() != one.vendor()) {
            moves(&one, other).await;
        }
    }
}

async fn moves(one: &VendorWire, other: &VendorWire) {
    let place = format!("{} -> {}", one.name(), other.name());
    let (first, of_one) = one.simulated(Script::respond(demo::reply)).await;
    let (second, of_other) = other.simulated(Script::respond(demo::reply)).await;
    let mut out = Vec::new();
    let talk = switch_vendor::converse(of_one.as_ref(), of_other.as_ref(), &mut out).await;
    let (history, warnings) = talk.unwrap_or_else(|error| panic!("{place}: {error}"));
    assert_eq!(history.len(), 6, "{place}");
    let counts = [received(&first, one), received(&second, other)].map(|requests| requests.len());
    assert_eq!(counts, [2, 1], "{place}");
    let thoughts = |at: usize| {
        let parts = history.get(at).map_or(&[][..], |message| message.content.parts());
        parts.iter().filter(|part| matches!(part.kind, PartKind::Reasoning(_))).count()
    };
    // The first one's reasoning is lost on the way there, the other's on the way back.
    let strange = thoughts(1) + thoughts(3);
    let named = warnings
        .iter()
        .filter(|w| w.kind == WarningKind::Omitted && w.message.contains("another vendor"));
    assert_eq!(named.count(), strange, "{place}: {warnings:?}");
    assert!(one.format() != "responses" || thoughts(1) == 1, "{place}: there is reasoning");
}

#[tokio::test]
async fn a_provider_of_ones_own_keeps_the_laws_and_hands_over_the_rest() {
    for wire in VendorWire::all() {
        let (sim, vendor) = wire.simulated(Script::respond(demo::reply)).await;
        let faq = custom_provider::Faq::new(Arc::from(vendor));
        let known = ChatRequest::new([Message::user("Where are you?")]);
        let collected = laws::collect(faq.stream(&known).await.expect("a stream")).await;
        assert_eq!(laws::check(&collected.items), Ok(()));
        assert_eq!(received(&sim, &wire).len(), 0, "{}", wire.name());

        let mut out = Vec::new();
        custom_provider::ask(&faq, &mut out).await.expect("two replies");
        let printed = String::from_utf8(out).expect("text");
        assert!(printed.contains("faq: At nine."), "{}: {printed}", wire.name());
        assert!(printed.contains(&format!("{}: Grey waves", wire.vendor())), "{printed}");
        assert_eq!(received(&sim, &wire).len(), 1, "{}", wire.name());
    }
}

/// The body of the one request that there was.
fn only_body(wire: &VendorWire, requests: &[kei_router_testkit::SimRequest]) -> Value {
    match requests {
        [only] => only.json.clone(),
        _ => panic!("{}: {} requests", wire.name(), requests.len()),
    }
}
