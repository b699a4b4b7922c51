//! Whether a runtime has what connections need.

use kei_router_core::LlmError;
use std::panic::catch_unwind;
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::time::sleep;

/// Refuses the current runtime if its timer or its I/O is not enabled.
///
/// tokio has no function to ask for them: whatever needs one that is missing panics, so each is
/// used once. The panic hook still reports that.
pub(crate) fn check() -> Result<(), LlmError> {
    let socket = std::net::UdpSocket::bind("127.0.0.1:0");
    let socket = socket.and_then(|socket| socket.set_nonblocking(true).map(|()| socket)).ok();
    let has_timer = catch_unwind(|| drop(sleep(Duration::ZERO))).is_ok();
    let has_io = catch_unwind(|| drop(socket.map(UdpSocket::from_std))).is_ok();
    let missing = match (has_timer, has_io) {
        (true, true) => return Ok(()),
        (false, true) => "timer",
        (true, false) => "I/O driver",
        (false, false) => "timer and no I/O driver",
    };
    Err(LlmError::configuration(format!(
        "the tokio runtime has no {missing}: call enable_all() on its builder"
    )))
}
