//! The field names of the standard.

/// A field that the standard knows. Their first letters differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Data,
    Event,
    Id,
    Retry,
}

impl Field {
    pub(super) const fn starting_with(byte: u8) -> Option<Self> {
        match byte {
            b'd' => Some(Self::Data),
            b'e' => Some(Self::Event),
            b'i' => Some(Self::Id),
            b'r' => Some(Self::Retry),
            _ => None,
        }
    }

    const fn name(self) -> &'static [u8] {
        match self {
            Self::Data => b"data",
            Self::Event => b"event",
            Self::Id => b"id",
            Self::Retry => b"retry",
        }
    }

    /// The name in two: what was seen, and what is still to come.
    pub(super) fn split(self, seen: usize) -> (&'static [u8], &'static [u8]) {
        self.name().split_at_checked(seen).unwrap_or((self.name(), &[]))
    }
}
