//! Prompt cache marks.

use super::Draft;
use crate::{CacheMarks, CacheTtl, ChatRequest, LlmError, PartKind, Role};
use serde_json::Value;

/// The maximum number of marks in a request, for every vendor that accepts them.
const MAX: usize = 4;

impl Draft<'_> {
    /// The cache mark of a message part in the vendor's form, if the model accepts marks. If there
    /// are more than four, the first marks of the messages are dropped: the last ones cover the
    /// most.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn cache_mark(&mut self, mark: Option<CacheTtl>) -> Result<Option<Value>, LlmError> {
        let request = self.request;
        let skipped = self.marks_to_skip.get_or_insert_with(|| too_many(request));
        if mark.is_some() && *skipped > 0 {
            *skipped = skipped.saturating_sub(1);
            return self.leave_out("cache mark", "the vendor takes four; the last ones were kept");
        }
        self.write_mark(mark)
    }

    /// The cache mark of the system prompt in the vendor's form. It covers one on the tools, which
    /// come before it; a mark on the tools alone is omitted.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn system_mark(&mut self) -> Result<Option<Value>, LlmError> {
        let request = self.request;
        let mark = request.cache_system.filter(|_| !request.system.is_empty());
        if mark.is_none() && request.cache_tools.is_some() && !request.tools.is_empty() {
            self.omit("cache mark", "tools take none here; the system prompt may")?;
        }
        self.write_mark(mark)
    }

    /// Omits the mark of a part whose kind accepts none.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn unmarked(&mut self, mark: Option<CacheTtl>) -> Result<(), LlmError> {
        match mark {
            Some(_) => self.omit("cache mark", "this kind of part takes none"),
            None => Ok(()),
        }
    }

    fn write_mark(&mut self, mark: Option<CacheTtl>) -> Result<Option<Value>, LlmError> {
        let Some(ttl) = mark else { return Ok(None) };
        match self.support.cache_mark {
            Some(write) if self.info.cache_marks == Some(CacheMarks::Explicit) => {
                Ok(Some(write(ttl, self)))
            }
            _ => self.leave_out("cache mark", "the model caches by itself, if at all"),
        }
    }
}

/// How many marks of the user messages exceed the maximum, counting the system prompt's.
fn too_many(request: &ChatRequest) -> usize {
    let system = request.cache_system.is_some() && !request.system.is_empty();
    let users = request.messages.iter().filter(|message| message.role == Role::User);
    let parts = users.flat_map(|message| message.content.parts());
    let marked =
        parts.filter(|part| part.cache.is_some() && !matches!(part.kind, PartKind::ToolResult(_)));
    marked.count().saturating_add(usize::from(system)).saturating_sub(MAX)
}
