//! The head of a response, kept small for as long as its stream is open.

use crate::Head;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version};

/// A head whose headers are packed into one allocation: only an error needs them. Unpacked they
/// take some KiB, and their values keep the connection's read buffer alive, which is 8 KiB.
pub(super) struct PackedHead {
    status: StatusCode,
    version: Version,
    /// `name:value` and a line feed for each: neither can stand in a name, nor the latter in a
    /// value.
    headers: Box<[u8]>,
}

impl PackedHead {
    pub(super) fn new(head: &Head) -> Self {
        let size = |(name, value): (&HeaderName, &HeaderValue)| {
            name.as_str().len().saturating_add(value.len()).saturating_add(2)
        };
        let mut headers = Vec::with_capacity(head.headers.iter().map(size).sum());
        for (name, value) in &head.headers {
            headers.extend_from_slice(name.as_str().as_bytes());
            headers.push(b':');
            headers.extend_from_slice(value.as_bytes());
            headers.push(b'\n');
        }
        Self { status: head.status, version: head.version, headers: headers.into() }
    }

    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    pub(super) fn unpack(&self) -> Head {
        let mut headers = HeaderMap::new();
        for line in self.headers.split(|byte| *byte == b'\n') {
            let Some(end) = line.iter().position(|byte| *byte == b':') else { continue };
            let (name, value) = (line.get(..end), line.get(end.saturating_add(1)..));
            let name = HeaderName::from_bytes(name.unwrap_or_default());
            let value = HeaderValue::from_bytes(value.unwrap_or_default());
            if let (Ok(name), Ok(value)) = (name, value) {
                headers.append(name, value);
            }
        }
        let mut head = Head::new(self.status, headers);
        head.version = self.version;
        head
    }
}

#[cfg(test)]
mod tests {
    use super::PackedHead;
    use crate::Head;
    use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version};

    #[test]
    fn a_head_comes_out_as_it_went_in() {
        let mut headers = HeaderMap::new();
        let fields: [(&'static str, &[u8]); 5] = [
            ("retry-after", b"12"),
            ("set-cookie", b"a=b: c"),
            ("set-cookie", b"\xff\t\xe9"),
            ("x-empty", b""),
            ("date", b"Tue, 24 Nov 2026 12:00:00 GMT"),
        ];
        for (name, value) in fields {
            let value = HeaderValue::from_bytes(value).unwrap();
            headers.append(HeaderName::from_static(name), value);
        }
        let mut head = Head::new(StatusCode::ACCEPTED, headers);
        head.version = Version::HTTP_2;
        let unpacked = PackedHead::new(&head).unpack();
        assert_eq!(unpacked.headers, head.headers);
        assert_eq!((unpacked.status, unpacked.version), (head.status, head.version));
        assert!(PackedHead::new(&Head::default()).unpack().headers.is_empty());
    }
}
