//! A folder of recordings, made by hand.
#![allow(clippy::expect_used, reason = "it is for tests, which fail by panicking")]

use crate::{Judged, Report};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A folder of its own, that goes when the value does.
pub struct Folder {
    path: PathBuf,
    entries: Vec<Value>,
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl Folder {
    /// An empty folder, without a manifest.
    pub fn new() -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("kei-router-replay-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder can be made");
        Self { path, entries: Vec::new() }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// With a stream at this URL.
    pub fn stream(self, provider: &str, file: &str, uri: &str, body: &str) -> Self {
        self.with(json!({"provider": provider, "file": file, "uri": uri, "status": 200}), body)
    }

    /// With a refusal of this status.
    pub fn refusal(self, provider: &str, status: u16, uri: &str, body: &str) -> Self {
        let file = format!("refused-{}.http{status}.json", self.entries.len());
        self.with(json!({"provider": provider, "file": file, "uri": uri, "status": status}), body)
    }

    /// With an entry and its body.
    pub fn with(self, entry: Value, body: &str) -> Self {
        let text = |key: &str| entry.get(key).and_then(Value::as_str).expect("a text").to_owned();
        let path = self.path.join(text("provider")).join(text("file"));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, body).expect("it can be written");
        self.listed(entry)
    }

    /// With an entry alone.
    pub fn listed(mut self, entry: Value) -> Self {
        self.entries.push(entry);
        let manifest = Value::from(self.entries.clone()).to_string();
        std::fs::write(self.path.join("MANIFEST.json"), manifest).expect("it can be written");
        self
    }

    /// Replays all of it.
    ///
    /// # Errors
    /// As of [`crate::replay`].
    pub async fn replay(&self) -> crate::Result<Report> {
        crate::replay(&self.path).await
    }

    /// The only recording, judged.
    pub async fn judged(&self) -> Judged {
        let mut report = self.replay().await.expect("it can be replayed");
        assert_eq!(report.judged.len(), 1, "{report:?}");
        report.judged.remove(0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

/// Payloads as server-sent events.
pub fn sse(payloads: &[&str]) -> String {
    payloads.iter().map(|payload| format!("data: {payload}\n\n")).collect()
}
