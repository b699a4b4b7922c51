//! The opt-in copy of the lines that the standard ignores.

/// The maximum number of bytes kept.
const MAX_BYTES: usize = 16 * 1024;

/// Off, or the first ignored lines of the stream joined by LF.
pub(super) struct Ignored(Option<Vec<u8>>);

impl Ignored {
    pub(super) const fn off() -> Self {
        Self(None)
    }

    pub(super) const fn on() -> Self {
        Self(Some(Vec::new()))
    }

    /// Opens a line with its first bytes.
    pub(super) fn begin(&mut self, head: &[u8]) {
        if !self.as_bytes().is_empty() {
            self.push(b"\n");
        }
        self.push(head);
    }

    /// Adds to the open line.
    pub(super) fn push(&mut self, part: &[u8]) {
        if let Some(kept) = &mut self.0 {
            let room = MAX_BYTES.saturating_sub(kept.len());
            kept.extend_from_slice(part.get(..room).unwrap_or(part));
        }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_deref().unwrap_or_default()
    }
}
