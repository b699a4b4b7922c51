//! The slow reference: the standard read aloud, over the whole stream at once.

use super::run::{Event, Outcome};

/// What the standard makes of a whole stream. It has no bounds.
pub(crate) fn decode(stream: &[u8]) -> Outcome {
    let text = String::from_utf8_lossy(stream);
    let (lines, tail) = lines(text.strip_prefix('\u{FEFF}').unwrap_or(&text));
    let mut reference = Reference::default();
    for line in lines {
        reference.line(&line);
    }
    let Reference { mut outcome, mut ignored, open, .. } = reference;
    outcome.unfinished = open || !tail.is_empty();
    if !tail.is_empty() && is_ignored(&tail) {
        ignored.push(tail);
    }
    outcome.ignored = ignored.join("\n");
    outcome
}

/// The lines that end, and what comes after them.
fn lines(text: &str) -> (Vec<String>, String) {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = unix.split('\n').map(str::to_owned).collect();
    let tail = lines.pop().unwrap_or_default();
    (lines, tail)
}

#[derive(Default)]
struct Reference {
    outcome: Outcome,
    ignored: Vec<String>,
    open: bool,
    data: Vec<String>,
    event: String,
    id: Option<String>,
    retry: Option<u64>,
}

impl Reference {
    fn line(&mut self, line: &str) {
        if line.is_empty() {
            return self.dispatch();
        }
        if line.starts_with(':') {
            return;
        }
        self.open = true;
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value).to_owned();
        match name {
            "data" => self.data.push(value),
            "event" => self.event = value,
            "id" if value.contains('\0') => {}
            "id" => self.id = Some(value),
            "retry" if value.chars().all(|c| c.is_ascii_digit()) => {
                if let Ok(wait) = value.parse() {
                    (self.retry, self.outcome.retry) = (Some(wait), Some(wait));
                }
            }
            "retry" => {}
            _ => self.ignored.push(line.to_owned()),
        }
    }

    fn dispatch(&mut self) {
        self.open = false;
        let event = std::mem::take(&mut self.event);
        if let Some(id) = self.id.take() {
            self.outcome.last_id = id;
        }
        if self.data.is_empty() {
            return;
        }
        self.outcome.events.push(Event {
            event: if event.is_empty() { "message".to_owned() } else { event },
            data: std::mem::take(&mut self.data).join("\n"),
            id: self.outcome.last_id.clone(),
            retry: self.retry.take(),
        });
    }
}

/// Whether a line is neither a comment nor a field.
fn is_ignored(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or_default();
    !line.starts_with(':') && !["data", "event", "id", "retry"].contains(&name)
}
