//! `cargo xtask smoke`: one short prompt to each vendor, streamed and judged.

mod attempt;
mod demo;
mod live;
mod local;
mod report;
mod target;
mod tools;
mod verdict;

#[cfg(test)]
mod tests;

use crate::Result;
use attempt::Outcome;
use clap::Args;
use target::{Choice, Target};

/// The status of a run in which everything passed.
const PASSED: u8 = 0;
/// The status of a run in which something failed.
const FAILED: u8 = 1;
/// The status of a run that could not begin, because there is no such vendor, or no key.
const CANNOT_BEGIN: u8 = 2;

/// What to try, and how to report it.
#[derive(Args, Clone, Debug, Default)]
pub struct Options {
    /// Only this vendor, with its default model or another one: NAME[/MODEL].
    #[arg(value_name = "PROVIDER")]
    pub provider: Option<String>,
    /// The same.
    #[arg(long = "provider", value_name = "PROVIDER", conflicts_with = "provider", hide = true)]
    pub named: Option<String>,
    /// Print one JSON array in place of the text and the table.
    #[arg(long)]
    pub json: bool,
    /// Try the testkit's simulators: no key, no network.
    #[arg(long, conflicts_with = "local")]
    pub demo: bool,
    /// Try a small real model on this machine: no key; the first run installs it (300 MB).
    #[arg(long)]
    pub local: bool,
    /// Also have the model call a tool, and send it the result.
    #[arg(long)]
    pub tools: bool,
}

/// Runs the smoke test. The status is 0 if every vendor passes, 1 if one fails, and 2 if there is
/// no such vendor or no key to try any with.
///
/// # Errors
/// Where it cannot begin for another reason: no port, no local model.
pub fn run(options: &Options) -> Result<u8> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let choice = match Choice::parse(options.provider.as_deref().or(options.named.as_deref())) {
        Ok(choice) => choice,
        Err(error) => {
            eprintln!("smoke: {error}");
            return Ok(CANNOT_BEGIN);
        }
    };
    if options.demo {
        return runtime.block_on(async {
            let demo = demo::Demo::start(&choice).await?;
            Ok(try_all(demo.targets(), options).await)
        });
    }
    if options.local {
        let model = local::LocalModel::start()?;
        return Ok(runtime.block_on(try_all(&model.targets(&choice)?, options)));
    }
    let targets = live::targets(&choice, |name| std::env::var(name).ok());
    if targets.is_empty() {
        eprintln!("smoke: there is no key. Set one of:\n{}", live::variables(&choice));
        return Ok(CANNOT_BEGIN);
    }
    Ok(runtime.block_on(try_all(&targets, options)))
}

/// Tries the targets one after another, and reports the outcomes.
async fn try_all(targets: &[Target], options: &Options) -> u8 {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for target in targets {
        outcomes.push(attempt::attempt(target, !options.json).await);
        if options.tools {
            outcomes.push(tools::attempt(target, !options.json).await);
        }
    }
    let report = if options.json { report::json(&outcomes) } else { report::table(&outcomes) };
    println!("{report}");
    let passed = !outcomes.is_empty() && outcomes.iter().all(|o| o.problems.is_empty());
    if passed { PASSED } else { FAILED }
}
