//! The model stands in the URL's path, behind which the wire has a query of its own, and not in
//! the body.

use crate::wire::{NAME, Toy, ToyFormat};
use crate::{assert_held, provider, run_suite};
use kei_router::codec::{Descriptor, Wire};
use kei_router::{ChatRequest, ErrorKind, Message, Provider};
use kei_router_testkit::formats::Sse;
use kei_router_testkit::{Script, Sim};

/// A name with everything that a path has another use for.
const MODEL: &str = "maker/toy:1";

fn toy() -> Toy {
    let wire = Wire::new(NAME, "models/{model}:stream?alt=sse");
    let wire = wire.with_version_path("/v1beta").with_key_header("x-toy-key");
    let descriptor = Descriptor::new("toy-path", "https://toy.invalid/v1beta", wire);
    let descriptor = descriptor.with_default_model(MODEL);
    Toy { descriptor, framer: kei_router::framing::sse, model_in_body: false }
}

#[tokio::test]
async fn a_model_in_the_path_holds_the_contract() {
    assert_held(&run_suite(&toy(), ToyFormat::over(Sse)).await);
}

#[tokio::test]
async fn each_request_is_posted_to_the_url_of_its_model() {
    let script = Script::text("Hi there.");
    let sim = Sim::builder(&toy().descriptor).format(ToyFormat::over(Sse)).script(script);
    let sim = sim.start().await.expect("it starts");
    // A full URL names a model too: it is that of no request in particular.
    for url in [sim.endpoint(), sim.base_url(), format!("{}/", sim.base_url())] {
        let provider = provider(&toy()).api_key("sk-toy").endpoint(url).build();
        let request = ChatRequest::new([Message::user("Hi")]);
        for (request, model) in [(request.clone(), MODEL), (request.model("toy 2%"), "toy 2%")] {
            let reply = provider.complete(&request).await.expect("it answers");
            assert_eq!((&*reply.text(), &*reply.finish.model), ("Hi there.", model));
        }
    }
    let requests = sim.requests();
    let asked = requests.iter().map(|request| request.uri.to_string());
    let one = "/v1beta/models/maker%2Ftoy%3A1:stream?alt=sse";
    let other = "/v1beta/models/toy%202%25:stream?alt=sse";
    assert_eq!(asked.collect::<Vec<_>>(), [one, other, one, other, one, other]);
    assert!(requests.iter().all(|request| request.header("x-toy-key") == Some("sk-toy")));
    assert!(requests.iter().all(|request| request.json["model"].is_null()));
}

#[tokio::test]
async fn a_model_that_cannot_stand_in_a_path_is_refused_before_anything_is_sent() {
    let provider = provider(&toy()).api_key("sk-toy").endpoint("http://127.0.0.1:9").build();
    let request = ChatRequest::new([Message::user("Hi")]).model("..");
    let error = provider.complete(&request).await.expect_err("it would leave the folder");
    assert_eq!(error.kind(), ErrorKind::BadRequest, "{error}");
}
