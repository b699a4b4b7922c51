//! How a body is cut into chunks.

use bytes::Bytes;

/// How a body is cut into chunks. Whatever it is, the events must be the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Chunking {
    /// In one piece.
    Whole,
    /// Every so many bytes; 0 counts as 1.
    Every(usize),
    /// At these positions, in bytes from the start of the body. Order does not matter, and
    /// positions outside the body are ignored.
    At(Vec<usize>),
    /// Behind each blank line, whichever line ends are used: one event of an SSE stream a chunk.
    #[default]
    Events,
    /// Behind each line feed: one document of an NDJSON stream a chunk.
    Lines,
}

impl Chunking {
    /// Where `body` is cut: sorted positions strictly inside it.
    pub fn cuts(&self, body: &[u8]) -> Vec<usize> {
        let mut cuts = match self {
            Self::Whole => Vec::new(),
            Self::Every(size) => (0..body.len()).step_by((*size).max(1)).collect(),
            Self::At(positions) => positions.clone(),
            Self::Events => after_blank_lines(body),
            Self::Lines => {
                let feeds = body.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
                feeds.map(|(at, _)| at.saturating_add(1)).collect()
            }
        };
        cuts.retain(|at| *at > 0 && *at < body.len());
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    /// The chunks of `body`: none of them empty, and joined they are the body.
    pub fn split(&self, body: &Bytes) -> Vec<Bytes> {
        let mut rest = body.clone();
        let mut chunks = Vec::new();
        let mut begin = 0_usize;
        for cut in self.cuts(body) {
            chunks.push(rest.split_to(cut.saturating_sub(begin)));
            begin = cut;
        }
        if !rest.is_empty() {
            chunks.push(rest);
        }
        chunks
    }
}

/// The positions behind blank lines that end in LF, CRLF or CR.
fn after_blank_lines(body: &[u8]) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut line_is_empty = true;
    let mut bytes = body.iter().copied().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte != b'\n' && byte != b'\r' {
            line_is_empty = false;
            continue;
        }
        let pair = byte == b'\r' && bytes.next_if(|(_, next)| *next == b'\n').is_some();
        if line_is_empty {
            cuts.push(at.saturating_add(if pair { 2 } else { 1 }));
        }
        line_is_empty = true;
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::Chunking;
    use bytes::Bytes;

    #[test]
    fn events_are_cut_behind_blank_lines_of_every_kind() {
        let lf = b"data: 1\n\ndata: 2\n\n";
        assert_eq!(Chunking::Events.cuts(lf), [9]);
        assert_eq!(Chunking::Events.cuts(b"data: 1\r\n\r\ndata: 2\r\n\r\n"), [11]);
        assert_eq!(Chunking::Events.cuts(b"data: 1\r\rdata: 2\r\r"), [9]);
        assert_eq!(Chunking::Lines.cuts(b"{}\n{}\n"), [3]);
    }

    #[test]
    fn every_chunking_gives_the_same_bytes_and_no_empty_chunk() {
        let body = Bytes::from_static(b"data: \xC3\xA9\n\ndata: 2\n\n");
        let kinds = [
            Chunking::Whole,
            Chunking::Every(0),
            Chunking::Every(3),
            Chunking::At(vec![900, 7, 7, 0]),
            Chunking::Events,
            Chunking::Lines,
        ];
        for kind in kinds {
            let chunks = kind.split(&body);
            assert!(chunks.iter().all(|chunk| !chunk.is_empty()), "{kind:?}");
            assert_eq!(chunks.concat(), body, "{kind:?}");
        }
        assert_eq!(Chunking::Every(0).split(&body).len(), body.len());
        assert!(Chunking::Events.split(&Bytes::new()).is_empty());
    }
}
