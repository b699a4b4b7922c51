//! One connection: requests in, bytes out, and an eye on whether the client is still there.

use crate::SimRequest;
use bytes::{Buf, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The largest head of a request, in bytes, and the most headers in it.
const HEAD: usize = 64 * 1024;
const HEADERS: usize = 128;
/// The largest body of a request, in bytes.
const BODY: usize = 64 << 20;

/// The client has closed the connection, or it broke.
#[derive(Debug)]
pub(super) struct Gone;

pub(super) struct Connection {
    stream: TcpStream,
    inbox: BytesMut,
}

impl Connection {
    pub(super) fn new(stream: TcpStream) -> Self {
        // Without it, small writes wait for the other side's acknowledgement: 40 ms a token.
        let _ = stream.set_nodelay(true);
        Self { stream, inbox: BytesMut::new() }
    }

    /// The next request; `None` where the client has closed the connection before one began.
    ///
    /// # Errors
    /// For anything that is no HTTP/1.1 request with a length.
    pub(super) async fn request(&mut self) -> io::Result<Option<SimRequest>> {
        let (request, length) = loop {
            if let Some((head, length)) = parse(&mut self.inbox)? {
                break (head, length);
            }
            let empty = self.inbox.is_empty();
            if self.inbox.len() > HEAD {
                return Err(invalid("the request's head is too large"));
            }
            if self.stream.read_buf(&mut self.inbox).await? == 0 {
                return if empty { Ok(None) } else { Err(invalid("half a head")) };
            }
        };
        while self.inbox.len() < length {
            if self.stream.read_buf(&mut self.inbox).await? == 0 {
                return Err(invalid("half a body"));
            }
        }
        let body = self.inbox.split_to(length).freeze();
        let (parts, ()) = request.into_parts();
        Ok(Some(SimRequest::new(parts.method, parts.uri, parts.headers, body)))
    }

    /// Writes everything, unless the client leaves.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<(), Gone> {
        let (mut reader, mut writer) = self.stream.split();
        tokio::select! {
            written = writer.write_all(bytes) => written.map_err(|_| Gone),
            gone = watch(&mut reader, &mut self.inbox) => Err(gone),
        }
    }

    /// Waits, unless the client leaves.
    pub(super) async fn wait(&mut self, time: Duration) -> Result<(), Gone> {
        if time.is_zero() {
            return Ok(());
        }
        let (mut reader, _) = self.stream.split();
        tokio::select! {
            () = tokio::time::sleep(time) => Ok(()),
            gone = watch(&mut reader, &mut self.inbox) => Err(gone),
        }
    }
}

/// Ends when the client is gone. What it sends meanwhile is its next request.
async fn watch(reader: &mut tokio::net::tcp::ReadHalf<'_>, inbox: &mut BytesMut) -> Gone {
    loop {
        match reader.read_buf(inbox).await {
            Ok(0) | Err(_) => return Gone,
            Ok(_) if inbox.len() > BODY => return Gone,
            Ok(_) => {}
        }
    }
}

/// A request's head and the length of its body, where the head is whole.
fn parse(inbox: &mut BytesMut) -> io::Result<Option<(http::Request<()>, usize)>> {
    let mut slots = [httparse::EMPTY_HEADER; HEADERS];
    let mut parsed = httparse::Request::new(&mut slots);
    let status = parsed.parse(inbox).map_err(|_| invalid("not an HTTP/1.1 request"))?;
    let httparse::Status::Complete(end) = status else { return Ok(None) };
    let mut headers = HeaderMap::new();
    for header in parsed.headers.iter() {
        let name = HeaderName::from_bytes(header.name.as_bytes());
        let value = HeaderValue::from_bytes(header.value);
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    let mut request = http::Request::builder()
        .method(parsed.method.unwrap_or_default())
        .uri(parsed.path.unwrap_or_default())
        .body(())
        .map_err(|_| invalid("not a method or a path"))?;
    let length = length(&headers)?;
    *request.headers_mut() = headers;
    inbox.advance(end);
    Ok(Some((request, length)))
}

fn length(headers: &HeaderMap) -> io::Result<usize> {
    if headers.contains_key(http::header::TRANSFER_ENCODING) {
        return Err(invalid("the simulator wants a content-length"));
    }
    let Some(length) = headers.get(http::header::CONTENT_LENGTH) else { return Ok(0) };
    let length = length.to_str().ok().and_then(|length| length.trim().parse().ok());
    length.filter(|length| *length <= BODY).ok_or_else(|| invalid("no legal content-length"))
}

fn invalid(message: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}
