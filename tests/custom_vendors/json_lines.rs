//! Lines of JSON that are served as `application/json`, as if they were one document.

use crate::wire::{Toy, ToyFormat};
use crate::{assert_held, descriptor, run_suite};
use kei_router_testkit::formats::Ndjson;

#[tokio::test]
async fn json_lines_served_as_one_document_hold_the_contract() {
    let toy = Toy::new(descriptor("toy-lines", "api/chat"), kei_router::framing::ndjson);
    let format = ToyFormat::over(Ndjson::served_as("application/json"));
    assert_held(&run_suite(&toy, format).await);
}

#[tokio::test]
async fn json_lines_under_their_own_name_hold_the_contract() {
    let toy = Toy::new(descriptor("toy-lines", "api/chat"), kei_router::framing::ndjson);
    assert_held(&run_suite(&toy, ToyFormat::over(Ndjson::new())).await);
}
