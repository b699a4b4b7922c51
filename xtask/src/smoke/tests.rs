//! A good answer passes, each kind of bad one fails, and a missing key differs from a failure.

use super::demo::Demo;
use super::target::Choice;
use super::{CANNOT_BEGIN, FAILED, Options, PASSED, attempt, live, report, run, tools, try_all};
use kei_router::{Vendor, vendors};
use kei_router_testkit::Script;

/// The problems found when the simulators of all vendors answer with this script over each wire:
/// to a text prompt, or to one with a tool.
async fn problems(script: Script, tool: bool) -> Vec<(String, Vec<String>)> {
    let demo = Demo::with(&Choice::default(), &script).await.unwrap();
    assert!(demo.targets().len() > vendors().len(), "few wires");
    let mut problems = Vec::new();
    for target in demo.targets() {
        let outcome = match tool {
            true => tools::attempt(target, false).await,
            false => attempt::attempt(target, false).await,
        };
        let place = format!("{} {}", outcome.vendor, outcome.format.unwrap());
        problems.push((place, outcome.problems));
    }
    problems
}

async fn assert_fails(script: Script, problem: &str) {
    for (place, problems) in problems(script, false).await {
        assert!(
            problems.iter().any(|p| p.contains(problem)),
            "{place}: {problem:?} in {problems:?}"
        );
    }
}

/// The two turns of the conversation before, and then these.
fn with_tool(turns: [Script; 2]) -> Script {
    let before = (0..4).map(|_| Script::text("never asked for"));
    Script::turns(before.chain(turns))
}

async fn assert_tool_fails(turns: [Script; 2], problem: &str) {
    for (place, problems) in problems(with_tool(turns), true).await {
        assert!(
            problems.iter().any(|p| p.contains(problem)),
            "{place}: {problem:?} in {problems:?}"
        );
    }
}

#[tokio::test]
async fn a_good_answer_passes() {
    for (place, problems) in problems(Script::text("three, four, five"), false).await {
        assert_eq!(problems, Vec::<String>::new(), "{place}");
    }
}

#[tokio::test]
async fn a_good_call_and_its_answer_pass() {
    let turns = [call(r#"{"city":"Cairo"}"#), Script::text("It is 31 degrees.")];
    for (place, problems) in problems(with_tool(turns), true).await {
        assert_eq!(problems, Vec::<String>::new(), "{place}");
    }
}

#[tokio::test]
async fn each_kind_of_bad_call_or_answer_fails() {
    let (good, answer) = (call(r#"{"city":"Cairo"}"#), Script::text("It is 31 degrees."));
    let twice = good.clone().call("call_10", "weather", "{}");
    let whole = Script::new().call_whole("call_9", "weather", r#"{"city":"Cairo"}"#);
    let unknown = Script::new().call("call_9", "whether", r#"{"city":"Cairo"}"#);
    for (first, problem) in [
        (answer.clone(), "0 calls came"),
        (twice, "2 calls came"),
        (whole, "in one piece"),
        (unknown, "the call is whether("),
        (call("{}"), "the call is weather({})"),
        (call("[1]"), "the call's arguments"),
    ] {
        assert_tool_fails([first, answer.clone()], problem).await;
    }
    assert_tool_fails([good.clone().without_usage(), answer.clone()], "the output tokens").await;
    assert_tool_fails([good.clone(), Script::new()], "no token came").await;
    assert_tool_fails([good.clone(), good.clone()], "no token came").await;
    assert_tool_fails([good, answer.cut_after_events(3)], "was cut short").await;
}

fn call(arguments: &str) -> Script {
    Script::new().call("call_9", "weather", arguments)
}

#[tokio::test]
async fn each_kind_of_bad_answer_fails() {
    assert_fails(Script::text("three").without_usage(), "does not report the output tokens").await;
    assert_fails(Script::new(), "no token came").await;
    assert_fails(Script::text("three").finish("for_fun"), "a known reason to stop").await;
    assert_fails(Script::text("three, four").cut_after_events(3), "was cut short").await;
}

#[tokio::test]
async fn a_refusal_fails_and_the_others_are_tried_all_the_same() {
    let demo = Demo::with(&Choice::default(), &Script::text("three").without_usage()).await;
    let options = Options { json: true, ..Options::default() };
    assert_eq!(try_all(demo.unwrap().targets(), &options).await, FAILED);
    let demo = Demo::with(&Choice::default(), &Script::text("three")).await.unwrap();
    assert_eq!(try_all(demo.targets(), &options).await, PASSED);
    assert_eq!(try_all(&[], &options).await, FAILED);
    let with_tools = Options { tools: true, ..options };
    assert_eq!(try_all(demo.targets(), &with_tools).await, FAILED, "no call came");
}

#[test]
fn a_choice_is_a_vendor_and_perhaps_a_model() {
    let name = vendors().first().map(Vendor::name).unwrap();
    let all = Choice::default().vendors().len();
    assert_eq!(all, vendors().len());
    let choice = Choice::parse(Some(&format!("{name}/a/b"))).unwrap();
    assert_eq!((choice.model.as_deref(), choice.vendors().len()), (Some("a/b"), 1));
    assert_eq!(Choice::parse(Some(name)).unwrap().model, None);
    let error = Choice::parse(Some("nope")).unwrap_err().to_string();
    assert!(error.contains("nope") && error.contains(name), "{error}");
    let unknown = Options { provider: Some("nope".to_owned()), ..Options::default() };
    assert_eq!(run(&unknown).unwrap(), CANNOT_BEGIN);
    let named = Options { named: Some("nope".to_owned()), ..Options::default() };
    assert_eq!(run(&named).unwrap(), CANNOT_BEGIN);
}

#[test]
fn only_vendors_with_a_key_are_tried_live() {
    let with = |key: &'static str| {
        live::targets(&Choice::default(), move |name| {
            name.ends_with("_API_KEY").then(|| key.to_owned())
        })
    };
    assert_eq!(with("sk-1").len(), vendors().len());
    assert_eq!(with(" ").len(), 0, "an empty key is none");
    for vendor in vendors() {
        let descriptor = vendor.descriptor().unwrap();
        let all = live::variables(&Choice::default());
        assert!(all.contains(descriptor.key_var()), "{}", vendor.name());
        let own = live::variables(&Choice::parse(Some(vendor.name())).unwrap());
        assert!(own.contains(descriptor.key_var()) && own.lines().count() == 1, "{own}");
    }
    assert_eq!(CANNOT_BEGIN, 2);
}

#[test]
fn a_live_run_tells_the_wire_that_is_spoken() {
    let with = |endpoint: Option<String>| {
        let targets = live::targets(&Choice::default(), move |name| match name {
            name if name.ends_with("_API_KEY") => Some("sk-1".to_owned()),
            name if name.ends_with("_ENDPOINT") || name.ends_with("_BASE_URL") => endpoint.clone(),
            _ => None,
        });
        targets.into_iter().map(|target| target.format).collect::<Vec<_>>()
    };
    let vendors: Vec<_> = vendors().iter().filter_map(Vendor::descriptor).collect();
    let own = vendors.iter().map(|vendor| Some(vendor.wire.format.to_string()));
    assert_eq!(with(None), own.collect::<Vec<_>>());
    assert_eq!(with(Some(" ".to_owned())), with(None), "an empty one is none");
    let chat = with(Some("http://127.0.0.1:9/v1/chat/completions".to_owned()));
    assert!(chat.contains(&Some("chat-completions".to_owned())), "{chat:?}");
    assert_eq!(with(Some("no URL".to_owned())), vec![None; vendors.len()]);
}

#[tokio::test]
async fn the_simulated_models_count_and_call_tools() {
    let demo = Demo::start(&Choice::default()).await.unwrap();
    let options = Options { json: true, tools: true, ..Options::default() };
    assert_eq!(try_all(demo.targets(), &options).await, PASSED);
}

#[tokio::test]
async fn the_table_and_the_json_tell_the_same() {
    let demo = Demo::with(&Choice::default(), &Script::text("three, four")).await.unwrap();
    let outcome = attempt::attempt(demo.targets().first().unwrap(), false).await;
    let table = report::table(std::slice::from_ref(&outcome));
    assert!(table.starts_with("vendor") && table.lines().count() == 2, "{table}");
    for cell in
        [outcome.vendor.as_str(), outcome.model.as_str(), "8", "$0.00", "stop", "text", "pass"]
    {
        assert!(table.contains(cell), "{cell:?} in {table}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&report::json(std::slice::from_ref(&outcome))).unwrap();
    assert_eq!(json[0]["vendor"], outcome.vendor);
    assert_eq!((&json[0]["output_tokens"], &json[0]["pass"]), (&8.into(), &true.into()));
    assert_eq!((&json[0]["finish"], &json[0]["what"]), (&"stop".into(), &"text".into()));
    assert_eq!(json[0]["wire"], outcome.format.clone().unwrap());
    assert!(json[0]["cost_micro_cents"].as_u64().is_some_and(|cost| cost > 0), "{json}");
    let failed = attempt::Outcome { problems: vec!["why".to_owned()], ..Default::default() };
    assert!(report::table(&[failed]).ends_with("FAIL: why"));
}
