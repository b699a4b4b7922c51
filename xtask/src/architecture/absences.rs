//! What the library does without: clocks, the environment, tasks, channels, global state.

use super::{Code, File};

/// What a part of the tree must not use, and why.
struct Absence {
    /// The folders that it applies to.
    folders: &'static [&'static str],
    /// Files in them that may use it.
    but: &'static [&'static str],
    words: &'static [&'static str],
    why: &'static str,
}

const LIBRARY: &[&str] = &[
    "crates/agent/src/",
    "crates/core/src/",
    "crates/http/src/",
    "crates/messages/src/",
    "crates/chat-completions/src/",
    "crates/responses/src/",
    "crates/providers/",
    "crates/router/src/",
];

const ABSENCES: &[Absence] = &[
    Absence {
        folders: &["crates/core/src/"],
        but: &[],
        words: &["Instant::now", "SystemTime::now", "std::env", "std::thread", "tokio"],
        why: "core knows no clock, no environment and no runtime",
    },
    Absence {
        folders: LIBRARY,
        but: &[],
        words: &["spawn(", "spawn_blocking", "mpsc", "channel("],
        why: "a stream is pulled: no task is spawned, and no channel stands on its path",
    },
    Absence {
        folders: LIBRARY,
        but: &["crates/http/src/transport.rs"],
        words: &["OnceLock", "LazyLock", "thread_local!", "static mut", "#[ctor"],
        why: "there is no global state but the default transport",
    },
];

/// Sources that use what they must not.
pub fn problems(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        for absence in ABSENCES.iter().filter(|absence| absence.concerns(&file.path)) {
            let code = Code::read(&file.text);
            let found = absence.words.iter().find(|word| code.text.contains(**word));
            if let Some(word) = found {
                problems.push(format!("{} says `{word}`: {}", file.path, absence.why));
            }
        }
    }
    problems
}

impl Absence {
    fn concerns(&self, path: &str) -> bool {
        self.folders.iter().any(|folder| path.starts_with(folder)) && !self.but.contains(&path)
    }
}
