//! Tests that need an environment of their own run again in a child process.

use std::env;
use std::process::Command;

const MARK: &str = "KEI_ROUTER_TEST_CHILD";

/// Whether this process is the child.
pub(crate) fn is_child() -> bool {
    env::var_os(MARK).is_some()
}

/// Runs the test `name` alone in a child process, with these variables.
pub(crate) fn run_again(name: &str, vars: &[(&str, &str)]) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture"]).env(MARK, "1");
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUEST_METHOD"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    let output = command.envs(vars.iter().copied()).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{printed}\n{errors}");
    assert!(printed.contains("1 passed"), "the test {name} has run: {printed}");
}
