//! A tiny server on a loopback socket: each connection has a thread of its own, so that no
//! runtime of a test drives it.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

pub(crate) struct Server {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

pub(crate) struct Conn {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Server {
    /// Serves each connection by `serve`.
    pub(crate) fn start(serve: impl Fn(Conn) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let connections = Arc::new(AtomicUsize::new(0));
        let (count, serve) = (Arc::clone(&connections), Arc::new(serve));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                count.fetch_add(1, Ordering::SeqCst);
                stream.set_nodelay(true).expect("an option");
                let serve = Arc::clone(&serve);
                thread::spawn(move || serve(Conn { stream, buffer: Vec::new() }));
            }
        });
        Self { address, connections }
    }

    /// Answers every request of a connection with these bytes.
    pub(crate) fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::start(move |mut conn| {
            while conn.request().is_some() {
                conn.send(&answer);
            }
        })
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Conn {
    /// The next request, head and body as one text; `None` at the end of the connection.
    pub(crate) fn request(&mut self) -> Option<String> {
        loop {
            if let Some(request) = self.take_request() {
                return Some(request);
            }
            let mut piece = [0; 16 * 1024];
            match self.stream.read(&mut piece) {
                Ok(0) | Err(_) => return None,
                Ok(read) => self.buffer.extend_from_slice(&piece[..read]),
            }
        }
    }

    /// Reads until these bytes have come.
    pub(crate) fn wait_for(&mut self, wanted: &[u8]) {
        let (mut all, mut piece) = (Vec::new(), [0; 1024]);
        while !all.windows(wanted.len()).any(|window| window == wanted) {
            match self.stream.read(&mut piece) {
                Ok(0) | Err(_) => return,
                Ok(read) => all.extend_from_slice(&piece[..read]),
            }
        }
    }

    /// The next request, read in pieces of 256 KiB with a pause behind each.
    pub(crate) fn slow_request(&mut self, pause: Duration) -> Option<usize> {
        let mut piece = vec![0; 256 * 1024];
        let (mut read, mut end) = (0, None);
        while end.is_none_or(|end| read < end) {
            let count = self.stream.read(&mut piece).ok().filter(|count| *count > 0)?;
            if end.is_none() {
                let text = String::from_utf8_lossy(&piece[..count]).into_owned();
                let (head, _) = text.split_once("\r\n\r\n")?;
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?;
                end = Some(head.len() + 4 + length.parse::<usize>().ok()?);
            }
            read += count;
            thread::sleep(pause);
        }
        Some(read)
    }

    fn take_request(&mut self) -> Option<String> {
        let text = String::from_utf8_lossy(&self.buffer).into_owned();
        let (head, _) = text.split_once("\r\n\r\n")?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let end = head.len() + 4 + length.map_or(0, |length| length.parse().expect("a number"));
        let complete = self.buffer.len() >= end;
        let request = complete.then(|| self.buffer.drain(..end).collect::<Vec<_>>())?;
        Some(String::from_utf8_lossy(&request).into_owned())
    }

    /// Sends these bytes; false where the connection has ended.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).is_ok()
    }

    /// How long it takes until the client ends the connection; `None` where it does not within
    /// five seconds.
    pub(crate) fn time_to_end(&mut self) -> Option<Duration> {
        let start = Instant::now();
        self.stream.set_read_timeout(Some(Duration::from_secs(5))).expect("an option");
        let mut piece = [0; 1024];
        loop {
            match self.stream.read(&mut piece) {
                Ok(0) => return Some(start.elapsed()),
                Ok(_) => {}
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    return None;
                }
                Err(_) => return Some(start.elapsed()),
            }
        }
    }
}

/// A whole answer whose body has a length.
pub(crate) fn plain(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
}

/// The head of an event stream in chunks.
pub(crate) const SSE: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

/// A chunk of a chunked body; the last one is empty.
pub(crate) fn chunk(data: &str) -> String {
    format!("{:x}\r\n{data}\r\n", data.len())
}
