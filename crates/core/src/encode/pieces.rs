//! Pieces of a message's content, as wires write them.

use super::Draft;
use crate::{LlmError, Part};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// A piece of content in a wire's own form.
pub trait Piece<'a>: Sized {
    /// The text, where the piece is nothing else.
    fn plain_text(&mut self) -> Option<Cow<'a, str>>;

    /// Where its mark of the prompt cache stands, if it can have one.
    fn mark(&mut self) -> Option<&mut Option<Value>>;
}

/// Content: one text as a string, anything else as a list.
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
    /// What a part was written as, with the part's mark of the prompt cache.
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
