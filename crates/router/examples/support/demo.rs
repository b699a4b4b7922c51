//! What the examples share: their arguments, and simulators for those who have no key.

#![allow(dead_code, reason = "no example needs all of it")]
#![allow(clippy::print_stderr, reason = "whoever meant a vendor should know that none answers")]

use kei_router::{ErrorKind, LlmRouter, Vendor, vendors};
use kei_router_testkit::{Script, Sim, SimRequest};
use std::collections::BTreeMap;
use std::time::Duration;

const DEFAULT: &str = "anthropic";
const PACE: Duration = Duration::from_millis(10);

/// What an example is called with: `[PROVIDER [MORE ..]] [--demo[=FORMAT]]`.
pub(crate) struct Args {
    /// The provider's name.
    pub(crate) provider: String,
    /// What follows it.
    pub(crate) more: Vec<String>,
    /// Whether simulators answer: asked for, or because there is no key.
    pub(crate) demo: bool,
    /// Which of a vendor's wires its simulator is asked over, where it has several.
    format: Option<String>,
}

/// The arguments of this program.
pub(crate) fn args() -> Args {
    Args::read(std::env::args().skip(1), &LlmRouter::from_env())
}

impl Args {
    pub(crate) fn read(words: impl Iterator<Item = String>, router: &LlmRouter) -> Self {
        let (flags, mut words): (Vec<_>, Vec<_>) = words.partition(|word| word.starts_with("--"));
        let format = flags.iter().find_map(|flag| flag.strip_prefix("--demo="));
        let provider = if words.is_empty() { DEFAULT.to_owned() } else { words.remove(0) };
        let error = router.pick(&provider).err();
        let no_key = error.is_some_and(|error| error.kind() == ErrorKind::MissingKey);
        let demo = no_key || format.is_some() || flags.iter().any(|flag| flag == "--demo");
        Self { provider, more: words, demo, format: format.map(str::to_owned) }
    }
}

/// The same as `LlmRouter::from_env()`, for an environment in which every vendor has a key, and
/// an endpoint that is a simulator on this machine.
pub(crate) async fn router(args: &Args) -> LlmRouter {
    eprintln!("(a demonstration: simulators answer)");
    let mut variables = BTreeMap::new();
    let mut sims = Vec::new();
    for vendor in vendors().iter().filter_map(Vendor::descriptor) {
        let sim = Sim::start(&vendor, Script::respond(reply)).await;
        let wire = vendor.wires().find(|wire| Some(wire.format.as_ref()) == args.format.as_deref());
        let endpoint = sim.endpoint_of(wire.unwrap_or(&vendor.wire));
        variables.extend(vendor.key_vars.first().map(|name| (name.clone(), "sk-demo".to_owned())));
        variables.extend(vendor.endpoint_vars.first().map(|name| (name.clone(), endpoint)));
        sims.push(sim);
    }
    LlmRouter::from_vars(move |name| {
        // They run as long as the router asks for variables.
        let _running = &sims;
        variables.get(name).cloned()
    })
}

/// A model that has a reply for each example.
pub(crate) fn reply(request: &SimRequest) -> Script {
    let asked = request.last_user_text().unwrap_or_default();
    let has = |name: &str| request.json.get(name).is_some();
    if has("tools") {
        return Script::turns(weather());
    }
    let said = if ["output_config", "response_format", "text"].into_iter().any(has)
        && asked.contains("recipe")
    {
        r#"{"title":"Pancakes","minutes":20,"ingredients":["flour","eggs","milk"]}"#
    } else if asked.contains("square") {
        "The square is red."
    } else if asked.contains("17 times 23") {
        "It is 391."
    } else if asked.contains("sure") {
        "Yes: 17 times 20 is 340, 17 times 3 is 51, together 391."
    } else {
        "Grey waves come and go, the tide forgets what it wrote, gulls read it aloud."
    };
    let script =
        if thinks(request) { Script::new().reason(["Let ", "me ", "see."]) } else { Script::new() };
    script.say(said).token_every(PACE)
}

/// Whether the reply shows reasoning: Chat Completions has none, but for a vendor that is told so.
fn thinks(request: &SimRequest) -> bool {
    let config = ["thinking", "reasoning"].into_iter().any(|name| request.json.get(name).is_some());
    let chat = request.path().ends_with("/chat/completions");
    config && (!chat || request.json.get("thinking").is_some())
}

/// Three turns with the tools of the example: calls at once, calls that need their results, and
/// the answer.
pub(crate) fn weather() -> [Script; 3] {
    [
        Script::text("Let me look.")
            .call("call_1", "weather", r#"{"city":"Oslo"}"#)
            .call("call_2", "weather", r#"{"city":"Cairo"}"#)
            .call("call_3", "weather", r#"{"city":"Atlantis"}"#),
        Script::new().call("call_4", "fahrenheit", r#"{"celsius":4}"#).call(
            "call_5",
            "fahrenheit",
            r#"{"celsius":31.5}"#,
        ),
        Script::text("Cairo is warmer: 31.5 °C (88.7 °F), and Oslo has 4 °C (39.2 °F)."),
    ]
}
