//! Where blocks end: the wire does not say.

use kei_router_core::codec::Turn;

/// The block of text or reasoning that is open. It ends where another block begins; a call ends
/// with the reply.
#[derive(Debug, Default)]
pub(super) struct Open(Option<u64>);

impl Open {
    /// Something of the block `key` comes.
    pub(super) fn begin(&mut self, key: u64, turn: &mut Turn) {
        if self.0 != Some(key) {
            self.end(turn);
            self.0 = Some(key);
        }
    }

    /// A block of another kind begins.
    pub(super) fn end(&mut self, turn: &mut Turn) {
        if let Some(key) = self.0.take() {
            turn.end(key);
        }
    }
}
