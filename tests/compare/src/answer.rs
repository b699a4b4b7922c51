//! The bytes of an answer over HTTP/1.1.

use crate::{Result, Wire};

/// What the first token of an answer looks like in its bytes.
const FIRST_TOKEN: &str = "\" the\"";

/// Whether these bytes hold the first token.
pub(crate) fn has_first_token(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, FIRST_TOKEN.as_bytes()).is_some()
}

/// An answer: the head, and each event as a chunk of its own.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The answer up to its first token, and the rest.
    start: String,
    rest: String,
}

impl Answer {
    pub(crate) fn of(wire: &Wire) -> Result<Self> {
        let fields: String = wire.headers.lines().map(|line| format!("{line}\r\n")).collect();
        let mut start = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n\
             transfer-encoding: chunked\r\n{fields}\r\n"
        );
        let (mut rest, mut begun) = (String::new(), false);
        for event in wire.body()?.split_inclusive("\n\n") {
            let chunk = format!("{:x}\r\n{event}\r\n", event.len());
            if begun { &mut rest } else { &mut start }.push_str(&chunk);
            begun |= has_first_token(event.as_bytes());
        }
        rest.push_str("0\r\n\r\n");
        Ok(Self { start, rest })
    }

    /// All of it.
    pub(crate) fn whole(&self) -> String {
        format!("{}{}", self.start, self.rest)
    }

    /// What a slow stream sends before it stalls.
    pub(crate) fn start(&self) -> &str {
        &self.start
    }
}
