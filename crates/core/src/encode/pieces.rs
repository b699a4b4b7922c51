//! Message content, as wire formats write it.

use super::Draft;
use crate::{LlmError, Part};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// A piece of content in the form of a wire format.
pub trait Piece<'a>: Sized {
    /// The text, if the piece is plain text.
    fn plain_text(&mut self) -> Option<Cow<'a, str>>;

    /// The slot of its cache mark, if it can have one.
    fn mark(&mut self) -> Option<&mut Option<Value>>;
}

/// Content: a single text as a string, anything else as a list.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Pieces<'a, P> {
    /// One text, or nothing at all.
    Text(Cow<'a, str>),
    /// A list.
    Parts(Vec<P>),
}

impl<'a, P: Piece<'a>> Pieces<'a, P> {
    /// The content of these pieces.
    pub fn from_parts(mut parts: Vec<P>) -> Self {
        match parts.as_mut_slice() {
            [] => Self::Text(Cow::Borrowed("")),
            [one] => match one.plain_text() {
                Some(text) => Self::Text(text),
                None => Self::Parts(parts),
            },
            _ => Self::Parts(parts),
        }
    }
}

impl Draft<'_> {
    /// Sets a part's cache mark on the piece that it was written as.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn marked<'a, P: Piece<'a>>(
        &mut self,
        part: &Part,
        mut piece: Option<P>,
    ) -> Result<Option<P>, LlmError> {
        match piece.as_mut().and_then(P::mark) {
            Some(mark) => *mark = self.cache_mark(part.cache)?,
            None => self.unmarked(part.cache)?,
        }
        Ok(piece)
    }
}
