//! Picking by name.

use kei_router::{ErrorKind, LlmRouter, vendors};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

fn router(vars: &'static [(&'static str, &'static str)]) -> LlmRouter {
    LlmRouter::from_vars(move |name| {
        vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    })
}

fn kind(router: &LlmRouter, name: &str) -> (ErrorKind, String) {
    let error = router.pick(name).err().expect("no such provider");
    (error.kind(), error.to_string())
}

#[test]
fn an_empty_environment_knows_every_vendor_by_its_missing_key() {
    let router = router(&[]);
    assert!(router.names().is_empty());
    for vendor in vendors() {
        let (kind, message) = kind(&router, vendor.name());
        assert_eq!(kind, ErrorKind::MissingKey);
        let var = vendor.descriptor().expect("compiled in").key_var().to_owned();
        assert!(message.contains(&var), "{message} does not name {var}");
    }
    assert_eq!(kind(&router, "nope").0, ErrorKind::UnknownProvider);
    assert_eq!(kind(&router, "").0, ErrorKind::UnknownProvider);
    assert_eq!(kind(&router, "anthropic/").0, ErrorKind::UnknownProvider);
}

#[test]
fn a_new_router_knows_nobody_and_says_what_would_bring_them() {
    let router = LlmRouter::new();
    for vendor in vendors() {
        let (kind, message) = kind(&router, vendor.name());
        assert_eq!(kind, ErrorKind::UnknownProvider);
        assert!(message.contains("_API_KEY"), "{message}");
    }
}

#[test]
fn empty_values_are_unset_and_values_are_trimmed() {
    let router = router(&[
        ("ANTHROPIC_API_KEY", " \n"),
        ("KIMI_API_KEY", ""),
        ("MOONSHOT_API_KEY", " sk-moon\n"),
        ("OPENAI_API_KEY", "sk-1"),
        ("OPENAI_MODEL", " gpt-6-luna\n"),
    ]);
    assert_eq!(router.names(), ["kimi", "openai"]);
    assert_eq!(router.pick("openai").expect("a key").model(), "gpt-6-luna");
}

#[test]
fn a_model_behind_a_slash_is_used_and_priced_as_itself() {
    let router = router(&[("ANTHROPIC_API_KEY", "sk-1")]);
    let provider = router.pick("anthropic/claude-haiku-4-5").expect("a key");
    assert_eq!((provider.name(), provider.model()), ("anthropic", "claude-haiku-4-5"));
    assert_eq!(provider.cost_per_m_tok_input_cents(), 100);
    assert_eq!(provider.cost_per_m_tok_output_cents(), 500);
    assert_eq!(router.pick("anthropic/a/b").expect("a key").model(), "a/b");
    assert_eq!(router.pick("anthropic/claude-9").expect("a key").pricing(), None);
}

#[test]
fn a_key_that_comes_later_is_found() {
    let set = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&set);
    let router = LlmRouter::from_vars(move |name| {
        (name == "OPENAI_API_KEY" && seen.load(Ordering::SeqCst)).then(|| "sk-1".to_owned())
    });
    assert_eq!(kind(&router, "openai").0, ErrorKind::MissingKey);
    set.store(true, Ordering::SeqCst);
    assert!(router.pick("openai").is_ok());
}

#[test]
fn what_prints_of_a_strange_name_is_bounded_and_plain() {
    let (_, message) = kind(&LlmRouter::new(), &"<b>\n".repeat(100));
    assert!(message.len() < 200 && !message.contains(['<', '\n']), "{message}");
}

#[test]
fn an_unknown_name_is_told_which_names_there_are_and_how_a_model_is_picked() {
    let keyed = router(&[("ANTHROPIC_API_KEY", "k"), ("KIMI_API_KEY", "k")]);
    let empty = LlmRouter::new();
    for (router, name, hint) in [
        (&keyed, "Anthropic", "did you mean anthropic?"),
        (&keyed, "OPENAI/gpt-4o", "did you mean openai?"),
        (&keyed, "anthropic/", "did you mean anthropic?"),
        (&keyed, "gpt-4o", "PROVIDER/MODEL: openai/gpt-4o"),
        (&keyed, "claude-sonnet-5-5", "PROVIDER/MODEL: anthropic/claude-sonnet-5-5"),
        (&keyed, "nope", "the providers are anthropic, kimi; a model is picked as PROVIDER/MODEL"),
        (&empty, "nope", "there is no provider"),
        (&empty, "gpt-4o-mini", "openai/gpt-4o-mini"),
    ] {
        let (kind, message) = kind(router, name);
        assert_eq!(kind, ErrorKind::UnknownProvider, "{name}");
        assert!(message.contains(hint), "{name}: {message}");
    }
}

#[test]
fn a_server_of_the_operators_own_network_needs_no_key_and_a_key_a_word() {
    let url = ("OPENAI_BASE_URL", "http://vllm:8000/v1");
    let (key, word) = (("OPENAI_API_KEY", "sk-1"), ("OPENAI_ALLOW_CLEARTEXT", "1"));
    let check = |vars: &[(&'static str, &'static str)]| {
        let router = router(Box::leak(vars.into()));
        assert_eq!(router.names(), ["openai"], "{vars:?}");
        router.pick("openai/qwen3-8b").expect("it is there").check().map_err(|error| error.kind())
    };
    assert_eq!(check(&[url]), Ok(()));
    assert_eq!(check(&[url, word]), Ok(()));
    assert_eq!(check(&[url, key, word]), Ok(()));
    assert_eq!(check(&[url, key]), Err(ErrorKind::Configuration));
    assert_eq!(check(&[key]), Ok(()));
    assert_eq!(check(&[key, ("OPENAI_BASE_URL", "no URL")]), Err(ErrorKind::Configuration));
    assert_eq!(check(&[("OPENAI_BASE_URL", "no URL")]), Err(ErrorKind::Configuration));
    let own = router(&[("OPENAI_BASE_URL", "https://api.openai.com/v1")]);
    assert_eq!(kind(&own, "openai").0, ErrorKind::MissingKey);
}

#[test]
fn the_default_models_and_the_old_names_have_prices() {
    let keys = [("ANTHROPIC_API_KEY", "k"), ("OPENAI_API_KEY", "k"), ("KIMI_API_KEY", "k")];
    let router = router(Box::leak(Box::new(keys)));
    let table = [
        ("anthropic", 200, 1000),
        ("openai", 200, 1000),
        ("kimi", 95, 400),
        ("anthropic/claude-haiku-4-5", 100, 500),
        ("anthropic/claude-haiku-4-5-20251001", 100, 500),
        ("openai/gpt-4o-mini", 15, 60),
        ("openai/gpt-4o-mini-2024-07-18", 15, 60),
        ("kimi/kimi-k2-thinking", 60, 250),
        ("openai/gpt-4o-2024-08-06", 0, 0),
    ];
    for (name, input, output) in table {
        let provider = router.pick(name).expect("a key");
        let cents = (provider.cost_per_m_tok_input_cents(), provider.cost_per_m_tok_output_cents());
        assert_eq!(cents, (input, output), "{name}");
    }
}
