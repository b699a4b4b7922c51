//! The server that both clients ask: HTTP/1.1 on loopback, in a process of its own.

use crate::answer::Answer;
use crate::{Result, WIRES};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// The path under which the server tells how many connections it has been asked over.
const COUNT: &str = "/connections";
/// The stack of a connection's thread, in bytes: there are a thousand.
const STACK: usize = 128 * 1024;

/// A server that answers each wire's path with a short answer, and with `?slow` behind the path
/// with a stream that stalls behind its first token.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    answers: Answers,
    connections: Arc<AtomicU64>,
}

type Answers = Arc<Vec<(&'static str, Answer)>>;

impl Server {
    /// A server on a port that is free.
    ///
    /// # Errors
    /// Where there is none.
    pub fn bind() -> Result<Self> {
        let answers: Result<Vec<_>> =
            WIRES.iter().map(|wire| Ok((wire.path, Answer::of(wire)?))).collect();
        let listener = TcpListener::bind("127.0.0.1:0")?;
        Ok(Self { listener, answers: Arc::new(answers?), connections: Arc::default() })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// Where the system does not tell.
    pub fn address(&self) -> Result<SocketAddr> {
        Ok(self.listener.local_addr()?)
    }

    /// Serves until the process ends.
    ///
    /// # Errors
    /// Where a connection cannot be accepted.
    pub fn serve(&self) -> Result<()> {
        loop {
            let (stream, _) = self.listener.accept()?;
            let (answers, connections) = (self.answers.clone(), self.connections.clone());
            // A client that leaves ends its thread with an error, which is no news.
            let work = move || drop(converse(stream, &answers, &connections));
            thread::Builder::new().stack_size(STACK).spawn(work)?;
        }
    }
}

/// How many connections the server at this address has been asked over.
///
/// # Errors
/// Where it does not say.
pub fn connections(server: SocketAddr) -> Result<u64> {
    let mut stream = TcpStream::connect(server)?;
    write!(stream, "GET {COUNT} HTTP/1.1\r\nhost: {server}\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let count = answer.rsplit("\r\n").next().unwrap_or_default();
    Ok(count.parse()?)
}

fn converse(stream: TcpStream, answers: &Answers, connections: &AtomicU64) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    let mut asked = false;
    while let Some(target) = request(&mut reader)? {
        if target == COUNT {
            let count = connections.load(Ordering::Relaxed);
            write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{count}")?;
            return Ok(());
        }
        if !std::mem::replace(&mut asked, true) {
            connections.fetch_add(1, Ordering::Relaxed);
        }
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let found = answers.iter().find(|(known, _)| *known == path);
        let (_, answer) = found.ok_or("an unknown path")?;
        let slow = query.starts_with("slow");
        let bytes = if slow { answer.start().to_owned() } else { answer.whole() };
        stream.write_all(bytes.as_bytes())?;
    }
    Ok(())
}

/// Reads a request; gives its target, and nothing where the client has left.
fn request(reader: &mut impl BufRead) -> Result<Option<String>> {
    let (mut target, mut length) = (None, 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if target.is_none() {
            target = Some(line.split(' ').nth(1).unwrap_or_default().to_owned());
        } else if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
    }
    std::io::copy(&mut reader.take(length), &mut std::io::sink())?;
    Ok(target)
}
