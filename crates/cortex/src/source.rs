//! Where the daemon's providers come from: the environment, or the simulators of `--demo`.

use crate::Args;
use kei_router::LlmRouter;
use std::io;

/// What must live as long as the providers are used: simulators end when they are dropped.
#[cfg(feature = "demo")]
pub(crate) type Simulators = Option<crate::Demo>;
/// What must live as long as the providers are used.
#[cfg(not(feature = "demo"))]
pub(crate) type Simulators = ();

/// Whether simulators are asked for.
#[cfg(feature = "demo")]
pub(crate) fn is_demo(args: &Args) -> bool {
    args.demo
}

/// There are no simulators.
#[cfg(not(feature = "demo"))]
pub(crate) fn is_demo(_: &Args) -> bool {
    false
}

/// The providers that the arguments name.
///
/// # Errors
/// Where the simulators cannot be started.
#[cfg(feature = "demo")]
pub(crate) async fn router(args: &Args) -> io::Result<(LlmRouter, Simulators)> {
    let demo = if args.demo { Some(crate::Demo::start().await?) } else { None };
    let router = demo.as_ref().map_or_else(LlmRouter::from_env, crate::Demo::router);
    Ok((router, demo))
}

/// The providers of the environment.
#[cfg(not(feature = "demo"))]
#[expect(clippy::unused_async, reason = "the same call as with the feature")]
pub(crate) async fn router(_: &Args) -> io::Result<(LlmRouter, Simulators)> {
    Ok((LlmRouter::from_env(), ()))
}
