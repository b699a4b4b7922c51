//! Where a stream has its usage: a decoder reads every place, so the suite tries every place.

/// Where a stream of chat completions has its usage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UsagePlace {
    /// In a separate chunk without choices, after the finish reason; only on request.
    #[default]
    Trailer,
    /// At the top of the chunk with the finish reason.
    FinishChunk,
    /// Inside the choice that has the finish reason.
    Choice,
    /// In every chunk, cumulative.
    EveryChunk,
}

impl UsagePlace {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Trailer, Self::FinishChunk, Self::Choice, Self::EveryChunk];

    pub(super) const fn describe(self) -> &'static str {
        match self {
            Self::Trailer => "usage in a chunk of its own",
            Self::FinishChunk => "usage in the last chunk",
            Self::Choice => "usage in the choice",
            Self::EveryChunk => "usage in every chunk",
        }
    }
}
