//! Without a key, and with `--demo`, simulators stand in for every vendor.

use crate::demo::{Args, router};
use crate::{switch_vendor, tools};
use kei_router::{LlmRouter, PartKind, vendors};
use kei_router_tests::VendorWire;

fn read(words: &[&str], router: &LlmRouter) -> Args {
    Args::read(words.iter().map(|word| (*word).to_owned()), router)
}

fn keyless() -> LlmRouter {
    LlmRouter::from_vars(|_| None)
}

#[test]
fn the_first_argument_is_the_provider_and_a_missing_key_means_a_demonstration() {
    let args = read(&[], &keyless());
    assert_eq!((args.provider.as_str(), args.demo), ("anthropic", true));
    let with_keys = LlmRouter::from_vars(|name| name.ends_with("_API_KEY").then(|| "sk".into()));
    let args = read(&["kimi/kimi-k3", "a.png"], &with_keys);
    assert_eq!((args.provider.as_str(), args.demo), ("kimi/kimi-k3", false));
    assert_eq!(args.more, ["a.png"]);
    assert!(read(&["--demo", "kimi"], &with_keys).demo);
    assert!(read(&["openai", "--demo=responses"], &with_keys).demo);
    assert!(!read(&["nobody"], &keyless()).demo, "an unknown name is an error, not a missing key");
}

#[tokio::test]
async fn every_vendor_is_demonstrated_on_each_of_its_wires() {
    for wire in VendorWire::all() {
        let args = read(&[wire.vendor(), &format!("--demo={}", wire.format())], &keyless());
        let router = router(&args).await;
        assert_eq!(router.names().len(), vendors().len());
        let provider = router.pick(&args.provider).expect("every vendor has a simulator");
        let mut out = Vec::new();
        let history = tools::agent(&provider, "Which is the warmest?", &mut out).await;
        assert_eq!(history.map(|history| history.len()).ok(), Some(9), "{}", wire.name());
    }
}

#[tokio::test]
async fn the_wire_can_be_chosen() {
    for (format, thoughts) in [("responses", 2), ("chat-completions", 0)] {
        let args = read(&["openai", &format!("--demo={format}")], &keyless());
        let openai = router(&args).await.pick("openai").expect("registered");
        let mut out = Vec::new();
        let talk = switch_vendor::converse(&openai, &openai, &mut out).await;
        let (history, _) = talk.expect("three turns");
        let parts = history.iter().flat_map(|message| message.content.parts());
        let found = parts.filter(|part| matches!(part.kind, PartKind::Reasoning(_))).count();
        assert!(found >= thoughts && (thoughts > 0 || found == 0), "{format}: {found}");
    }
}
