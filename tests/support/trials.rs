//! Tests with a name for each vendor and wire, such as `contract/kimi/chat-completions`.

use crate::VendorWire;
use libtest_mimic::{Arguments, Conclusion, Trial};
use std::process::ExitCode;
use tokio::runtime::{Builder, Runtime};

/// A runtime of one thread.
///
/// # Panics
/// If the system has none to give.
pub fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// The test for each vendor on each of its wires, on a runtime of its own.
pub fn each_wire<Fut>(name: &str, test: fn(VendorWire) -> Fut) -> Vec<Trial>
where
    Fut: Future<Output = ()> + 'static,
{
    each_wire_blocking(name, move |wire| current_thread().block_on(test(wire)))
}

/// The test for each vendor on each of its wires, without a runtime.
pub fn each_wire_blocking(
    name: &str,
    test: impl Fn(VendorWire) + Clone + Send + 'static,
) -> Vec<Trial> {
    let trial = |wire: VendorWire| {
        let test = test.clone();
        Trial::test(format!("{name}/{}", wire.name()), move || {
            test(wire);
            Ok(())
        })
    };
    VendorWire::all().into_iter().map(trial).collect()
}

/// Runs the trials that the command line asks for, as the standard harness would.
///
/// It fails where there are none at all, and where the filter holds a `/`, which is found in the
/// names of trials alone, and selects none: a vendor's name with a slip in it must not pass. Any
/// other filter may be meant for the functions of another target.
pub fn run(groups: impl IntoIterator<Item = Vec<Trial>>) -> ExitCode {
    let trials: Vec<_> = groups.into_iter().flatten().collect();
    let arguments = Arguments::from_args();
    let empty = trials.is_empty();
    let conclusion = libtest_mimic::run(&arguments, trials);
    let meant = arguments.filter.as_deref().is_some_and(|filter| filter.contains('/'));
    if empty || (meant && !arguments.list && ran(&conclusion) == 0) {
        return ExitCode::FAILURE;
    }
    conclusion.exit_code()
}

fn ran(conclusion: &Conclusion) -> u64 {
    conclusion.num_passed + conclusion.num_failed
}
