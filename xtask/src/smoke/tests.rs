//! A good answer passes, each kind of bad one fails, and no key is told apart from a failure.

use super::demo::Demo;
use super::target::Choice;
use super::{FAILED, NO_KEY, Options, WELL, attempt, live, report, run, try_all};
use kei_router::{Vendor, vendors};
use kei_router_testkit::Script;

/// What the simulators of all vendors, saying this, are told to have done wrong.
async fn problems(script: Script) -> Vec<(String, Vec<String>)> {
    let demo = Demo::with(&Choice::default(), &script).await.unwrap();
    assert!(demo.targets().len() >= 3, "few vendors");
    let mut problems = Vec::new();
    for target in demo.targets() {
        let outcome = attempt::attempt(target, false).await;
        problems.push((outcome.vendor, outcome.problems));
    }
    problems
}

async fn assert_fails(script: Script, says: &str) {
    for (vendor, problems) in problems(script).await {
        assert!(problems.iter().any(|p| p.contains(says)), "{vendor}: {says:?} in {problems:?}");
    }
}

#[tokio::test]
async fn a_good_answer_passes() {
    for (vendor, problems) in problems(Script::text("three, four, five")).await {
        assert_eq!(problems, Vec::<String>::new(), "{vendor}");
    }
}

#[tokio::test]
async fn each_kind_of_bad_answer_fails() {
    assert_fails(Script::text("three").without_usage(), "does not tell the output tokens").await;
    assert_fails(Script::new(), "no token came").await;
    assert_fails(Script::text("three").finish("for_fun"), "a known reason to stop").await;
    assert_fails(Script::text("three, four").cut_after_events(3), "was cut short").await;
}

#[tokio::test]
async fn a_refusal_fails_and_the_others_are_tried_all_the_same() {
    let demo = Demo::with(&Choice::default(), &Script::text("three").without_usage()).await;
    assert_eq!(try_all(demo.unwrap().targets(), true).await, FAILED);
    let demo = Demo::with(&Choice::default(), &Script::text("three")).await;
    assert_eq!(try_all(demo.unwrap().targets(), true).await, WELL);
    assert_eq!(try_all(&[], true).await, FAILED);
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
    let options = Options { provider: Some("nope".to_owned()), ..Options::default() };
    assert!(run(&options).is_err());
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
        assert!(live::variables().contains(descriptor.key_var()), "{}", vendor.name());
    }
    assert_eq!(NO_KEY, 2);
}

#[tokio::test]
async fn the_table_and_the_json_tell_the_same() {
    let demo = Demo::with(&Choice::default(), &Script::text("three, four")).await.unwrap();
    let outcome = attempt::attempt(demo.targets().first().unwrap(), false).await;
    let table = report::table(std::slice::from_ref(&outcome));
    assert!(table.starts_with("vendor") && table.lines().count() == 2, "{table}");
    for cell in [outcome.vendor.as_str(), outcome.model.as_str(), "8", "$0.00", "stop", "pass"] {
        assert!(table.contains(cell), "{cell:?} in {table}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&report::json(std::slice::from_ref(&outcome))).unwrap();
    assert_eq!(json[0]["vendor"], outcome.vendor);
    assert_eq!((&json[0]["output_tokens"], &json[0]["pass"]), (&8.into(), &true.into()));
    assert_eq!(json[0]["finish"], "stop");
    let failed = attempt::Outcome { problems: vec!["why".to_owned()], ..Default::default() };
    assert!(report::table(&[failed]).ends_with("FAIL: why"));
}
