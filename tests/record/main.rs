//! One stream of a live server is recorded without its secrets, and replayed.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use kei_router::{ErrorKind, Vendor, vendors};
use kei_router_replay::{Folder, Outcome};
use kei_router_testkit::{Refused, Script, Sim};
use serde_json::Value;
use std::path::Path;
use xtask::record::{Options, record};

const KEY: &str = "sk-very-secret-key-0123456789";
const PROMPT: &str = "What is my key?";

fn options(provider: &str, out: &Path, endpoint: String) -> Options {
    Options {
        provider: provider.to_owned(),
        out: out.to_owned(),
        prompt: PROMPT.to_owned(),
        max_tokens: 64,
        endpoint: Some(endpoint),
        name: None,
    }
}

/// The vendor's own variables hold the key, and nothing else.
fn key_of(vendor: &Vendor) -> impl Fn(&str) -> Option<String> + Send + Sync + 'static {
    let names = vendor.descriptor().expect("it is compiled in").key_vars;
    move |name: &str| names.iter().any(|other| other == name).then(|| KEY.to_owned())
}

/// Everything in the folder, as one text.
fn all_text(folder: &Path) -> String {
    let entries =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    let paths = entries.map(|entry| entry.path());
    let texts = paths.map(|path| match path.is_dir() {
        true => all_text(&path),
        false => std::fs::read_to_string(&path).expect("a text"),
    });
    texts.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_wire_of_each_vendor_is_recorded_and_replayed() {
    for vendor in vendors() {
        let descriptor = vendor.descriptor().expect("it is compiled in");
        let folder = Folder::new();
        for wire in descriptor.wires() {
            let script = Script::text(format!("It is {KEY} indeed."));
            let sim = Sim::start(&descriptor.speaking(wire), script).await;
            let options = options(vendor.name(), folder.path(), sim.endpoint() + "?token=query");
            let recording = record(&options, key_of(vendor)).await.expect("it is recorded");
            assert_eq!(recording.describe(), "a whole reply");
        }
        let report = folder.replay().await.expect("it can be replayed");
        assert!(report.is_well(), "{}", report.text(true));
        let outcomes: Vec<_> = report.judged.iter().map(|one| (one.decoder, one.outcome)).collect();
        let wanted = vec![(vendor.name(), Outcome::Clean); descriptor.wires().count()];
        assert_eq!(outcomes, wanted, "{}", report.text(true));
        let text = all_text(folder.path());
        assert!(!text.contains(KEY) && !text.contains("token=query"), "{text}");
        assert!(text.contains("[key]") && text.contains(PROMPT), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_recorded_too() {
    let vendor = vendors().first().expect("there is a vendor");
    let descriptor = vendor.descriptor().expect("it is compiled in");
    let script = Script::new().refuse(Refused::new(401, "authentication_error", KEY));
    let sim = Sim::start(&descriptor, script).await;
    let folder = Folder::new();
    let options = options(vendor.name(), folder.path(), sim.endpoint());
    let recording = record(&options, key_of(vendor)).await.expect("it is recorded");
    let path = &recording.path;
    assert!(recording.describe().starts_with("refused: "), "{}", recording.describe());
    assert!(!recording.describe().contains(KEY), "{}", recording.describe());
    assert!(!all_text(folder.path()).contains(KEY));
    assert!(path.to_string_lossy().ends_with(".http401.json"), "{}", path.display());
    let judged = folder.judged().await;
    assert_eq!(judged.outcome, Outcome::Refused(ErrorKind::Authentication), "{judged:?}");
    assert_eq!(judged.differences, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_cut_is_recorded_and_said_to_be_cut() {
    let vendor = vendors().first().expect("there is a vendor");
    let descriptor = vendor.descriptor().expect("it is compiled in");
    let sim = Sim::start(&descriptor, Script::text("One two three.").cut_after_events(4)).await;
    let folder = Folder::new();
    let options = options(vendor.name(), folder.path(), sim.endpoint());
    let recording = record(&options, key_of(vendor)).await.expect("it is recorded");
    assert!(recording.describe().starts_with("cut or broken off: "), "{}", recording.describe());
    assert_eq!(folder.judged().await.outcome, Outcome::Failed(ErrorKind::Truncated));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_manifest_keeps_what_it_has_and_no_header_of_the_request() {
    let vendor = vendors().last().expect("there is a vendor");
    let descriptor = vendor.descriptor().expect("it is compiled in");
    let sim = Sim::start(&descriptor, Script::text("Hello there.")).await;
    let foreign = serde_json::json!({"provider": "other", "file": "a.bin", "license": "MIT"});
    let folder = Folder::new().with(foreign.clone(), "");
    let mut options = options(vendor.name(), folder.path(), sim.endpoint());
    options.name = Some("../a b".to_owned());
    let first = record(&options, key_of(vendor)).await.expect("it is recorded");
    let second = record(&options, key_of(vendor)).await.expect("it is recorded");
    let (first, second) = (first.path, second.path);
    assert_eq!(first.file_name().and_then(|name| name.to_str()), Some("..-a-b.sse"));
    assert_eq!(second.file_name().and_then(|name| name.to_str()), Some("..-a-b-2.sse"));
    let manifest = std::fs::read(folder.path().join("MANIFEST.json")).expect("a manifest");
    let entries: Vec<Value> = serde_json::from_slice(&manifest).expect("a list");
    assert_eq!(entries.len(), 3);
    assert_eq!(entries.first(), Some(&foreign));
    let entry = entries.last().expect("an entry");
    let headers = entry["headers"].as_object().expect("headers");
    assert!(headers.keys().all(|name| name != "authorization" && name != "x-api-key"));
    assert_eq!(entry["byte_exact"], true);
    assert_eq!(entry["format"], descriptor.wire.format.as_ref());
}

#[tokio::test]
async fn without_a_key_or_a_vendor_nothing_is_recorded() {
    let folder = Folder::new();
    // At the vendor's own server: one of the operator's own may want no key.
    let at = |provider: &str| Options {
        endpoint: None,
        ..options(provider, folder.path(), String::new())
    };
    let vendor = vendors().first().expect("there is a vendor").name();
    let error = record(&at(vendor), |_| None).await.expect_err("it fails").to_string();
    assert!(error.contains("there is no key: set "), "{error}");
    let error = record(&at("nobody"), |_| None).await.expect_err("it fails").to_string();
    assert!(error.contains("there is no vendor \"nobody\""), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}
