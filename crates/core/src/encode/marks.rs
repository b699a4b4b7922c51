//! Marks of the prompt cache.

use super::Draft;
use crate::{CacheMarks, CacheTtl, ChatRequest, LlmError, PartKind};

/// The maximum number of marks in a request, at every vendor that takes some.
const MAX: usize = 4;

impl Draft<'_> {
    /// A mark of the prompt cache, where the model takes such. The first marks of the messages
    /// give way where there are more than four: the last ones cover most.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn cache_mark(&mut self, mark: Option<CacheTtl>) -> Result<Option<CacheTtl>, LlmError> {
        let Some(ttl) = mark else { return Ok(None) };
        if self.info.cache_marks != Some(CacheMarks::Explicit) {
            return self
                .leave_out("cache mark", "the model takes none, and caches by itself if at all");
        }
        if self.marks_to_skip > 0 {
            self.marks_to_skip = self.marks_to_skip.saturating_sub(1);
            return self.leave_out("cache mark", "the vendor takes four; the last ones were kept");
        }
        Ok(Some(ttl))
    }
}

/// How many marks of the messages are too many, with one on the system prompt.
pub(super) fn too_many(request: &ChatRequest) -> usize {
    let system = request.cache_system.is_some() && !request.system.is_empty();
    let parts = request.messages.iter().flat_map(|message| message.content.parts());
    let marked = parts.map(|part| match &part.kind {
        PartKind::ToolResult(result) => {
            let inner = result.content.parts().iter().filter(|one| one.cache.is_some()).count();
            inner.saturating_add(usize::from(part.cache.is_some()))
        }
        _ => usize::from(part.cache.is_some()),
    });
    marked.sum::<usize>().saturating_add(usize::from(system)).saturating_sub(MAX)
}
