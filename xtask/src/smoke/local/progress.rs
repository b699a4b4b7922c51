//! One line that says what is being waited for, and for how long.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often the line is printed again where it cannot be rewritten.
const EVERY: Duration = Duration::from_secs(15);

/// A wait that the person at the terminal can follow, on the standard error.
pub(super) struct Progress {
    what: String,
    begun: Instant,
    printed: Instant,
    rewrites: bool,
}

impl Progress {
    pub(super) fn begin(what: &str) -> Self {
        let now = Instant::now();
        let rewrites = std::io::stderr().is_terminal();
        eprint!("local model: {what} ..{}", if rewrites { "" } else { "\n" });
        Self { what: what.to_owned(), begun: now, printed: now, rewrites }
    }

    /// Says how long it has been, now and then.
    pub(super) fn tick(&mut self) {
        let seconds = self.begun.elapsed().as_secs();
        if self.rewrites {
            eprint!("\rlocal model: {} .. {seconds} s", self.what);
            // A progress line that cannot be shown changes nothing.
            let _ = std::io::stderr().flush();
        } else if self.printed.elapsed() >= EVERY {
            self.printed = Instant::now();
            eprintln!("local model: {} .. {seconds} s", self.what);
        }
    }

    pub(super) fn done(self) -> Duration {
        let took = self.begun.elapsed();
        let before = if self.rewrites { "\r\u{1b}[K" } else { "" };
        eprintln!("{before}local model: {}: {:.1} s", self.what, took.as_secs_f64());
        took
    }
}
