//! A vendor that is compatible with another one, but for a few words: a dialect of a wire that has
//! a crate.

mod vendor;

use crate::assert_held;
use kei_router::codec::{Codec, DefaultCodec};
use kei_router::{Provider, ToolChoice};
use kei_router_core::{ChatRequest, ErrorKind, Message, Tool, Usage};
use kei_router_testkit::suite::Suite;
use kei_router_testkit::{Refused, Script, Sim};
use serde_json::json;
use vendor::{Acme, AcmeProvider};

fn provider(url: String) -> AcmeProvider {
    AcmeProvider::with_endpoint("sk-acme".into(), String::new(), url)
}

#[tokio::test]
async fn a_compatible_vendor_holds_the_contract() {
    let over = |transport| -> Box<dyn Provider> {
        let builder = AcmeProvider::builder().vars(|_| None).api_key("sk-acme");
        Box::new(builder.transport(transport).build())
    };
    let dial = |url| -> Box<dyn Provider> { Box::new(provider(url)) };
    let codec = Acme::codec();
    let suite = Suite::new(codec.descriptor(), &over).over_sockets(&dial);
    assert_held(&suite.run().await);
}

#[tokio::test]
async fn its_words_are_sent_and_read_and_its_models_have_a_price() {
    let codec = Acme::codec();
    let sim =
        Sim::start(codec.descriptor(), Script::text("The Rhine.").usage(Usage::new(9, 4))).await;
    let tool =
        Tool { name: "f".into(), description: String::new(), schema: json!({"type": "object"}) };
    let request = ChatRequest::new([Message::user("Name a river.")]).seed(7).tools([tool]);
    let request = request.tool_choice(ToolChoice::Required);
    let reply = provider(sim.endpoint()).complete(&request).await.expect("it answers");
    // $1 and $4 per million tokens; one dollar is 100 micro-cents a token.
    assert_eq!((&*reply.text(), reply.finish.cost), ("The Rhine.", Some(9 * 100 + 4 * 400)));
    let sent = &sim.requests()[0].json;
    assert_eq!((&sent["random_seed"], &sent["tool_choice"]), (&json!(7), &json!("any")));

    let refused = Refused::new(402, "billing", "no").code("out_of_credits");
    let sim = Sim::start(codec.descriptor(), Script::new().refuse(refused)).await;
    let error = provider(sim.endpoint()).complete(&request).await.expect_err("a refusal");
    assert_eq!(error.kind(), ErrorKind::QuotaExhausted);
}
