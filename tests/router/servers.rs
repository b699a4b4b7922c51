//! Several servers that are compatible with one vendor, side by side in one router.

use kei_router::{ChatRequest, HttpProvider, LlmRouter, Message, Provider, StreamEvent, StreamExt};
use kei_router::{Vendor, vendors};
use kei_router_testkit::{Replay, ReplayTransport, Script};
use kei_router_tests::VendorWire;
use std::sync::Arc;

fn named(
    wire: &VendorWire,
    name: &str,
    script: &Script,
) -> (HttpProvider<Arc<dyn kei_router::codec::Codec>>, Arc<ReplayTransport>) {
    let transport = Arc::new(ReplayTransport::new(Replay::sse(wire.body(script))));
    let vendor = vendors().iter().find(|vendor| vendor.name() == wire.vendor());
    let builder = vendor.and_then(Vendor::builder).expect("compiled in").vars(|_| None);
    let url = wire.descriptor().own_endpoint().expect("a URL").template();
    let url = url.replace("https://api.", "https://other.");
    let builder = builder.name(name).endpoint(url).transport(Arc::clone(&transport) as _);
    (builder.build(), transport)
}

#[tokio::test]
async fn each_has_its_name_in_events_errors_extras_and_parts() {
    for wire in VendorWire::all() {
        let mut router = LlmRouter::new();
        let mut transports = Vec::new();
        for name in ["ollama", "groq"] {
            let (provider, transport) = named(&wire, name, &Script::text("Hello there."));
            assert_eq!(router.register(Box::new(provider)), name);
            transports.push(transport);
        }
        assert_eq!(router.names(), ["groq", "ollama"]);
        let request = ChatRequest::new([Message::user("hi")])
            .max_tokens(9)
            .extra_header_for("ollama", "x-own", "ollama")
            .extra_header_for(wire.vendor(), "x-vendor", "v")
            .extra_body_for("ollama", "own", 1);
        let mut stream = router.pick("ollama").expect("a name").stream(&request).await.expect("ok");
        while let Some(event) = stream.next().await {
            match event.expect("a whole reply") {
                StreamEvent::Started(started) => assert_eq!(started.provider, "ollama"),
                StreamEvent::Finish(finish) => assert_eq!(finish.provider, "ollama"),
                _ => {}
            }
        }
        let sent = transports[0].requests().remove(0);
        assert_eq!((sent.header("x-own"), sent.header("x-vendor")), (Some("ollama"), None));
        assert_eq!(sent.json["own"], 1, "{}", wire.name());
        let (broken, _) = named(&wire, "ollama", &Script::text("Hello.").end_after_events(1));
        let error = broken.complete(&request).await.expect_err("it is cut short");
        assert_eq!(error.provider(), Some("ollama"));
    }
}

#[tokio::test]
async fn what_one_of_them_attached_to_a_turn_does_not_go_to_the_vendor() {
    let wire = VendorWire::of("anthropic", "anthropic-messages");
    let script = Script::new().reason(["Let me see."]).say("Yes.");
    let (one, _) = named(&wire, "one", &script);
    let reply = one.complete(&ChatRequest::new([Message::user("hi")])).await.expect("a reply");
    let again =
        ChatRequest::new([Message::user("hi"), reply.finish.message, Message::user("sure?")]);
    for (name, kept) in [("one", true), ("anthropic", false)] {
        let (provider, transport) = named(&wire, name, &Script::text("Yes."));
        provider.complete(&again).await.expect("a reply");
        let body = transport.requests().remove(0).json.to_string();
        assert_eq!(body.contains("signature"), kept, "{name}: {body}");
    }
}

#[test]
fn a_provider_that_is_replaced_is_given_back() {
    let wire = VendorWire::of("openai", "chat-completions");
    let provider = |name| Box::new(named(&wire, name, &Script::text("x")).0);
    let mut router = LlmRouter::from_vars(|name| (name == "KIMI_API_KEY").then(|| "k".to_owned()));
    assert!(router.replace(provider("ollama")).is_none());
    assert_eq!(router.replace(provider("ollama")).expect("the first").name(), "ollama");
    assert_eq!(router.replace(provider("kimi")).expect("from the variables").model(), "kimi-k2.6");
    assert_eq!(router.names(), ["kimi", "ollama"]);
}
