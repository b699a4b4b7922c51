//! The server's process: started, waited for, and ended whatever happens.

use super::install::Python;
use super::progress::Progress;
use crate::Result;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const SCRIPT: &str = include_str!("../../../local/serve.py");
/// How long the server may take until it is healthy: it puts the weights together at first.
const BOUND: Duration = Duration::from_secs(180);
const PAUSE: Duration = Duration::from_millis(200);
/// How much of its log is shown where it fails.
const LOG_LINES: usize = 40;

/// A healthy server. It ends when it is dropped, or when this program does.
pub(super) struct Server {
    child: Child,
    address: SocketAddr,
    log: PathBuf,
}

impl Server {
    /// Starts it on a free port of 127.0.0.1, and waits until it is healthy.
    ///
    /// # Errors
    /// Where it ends or takes too long: with the end of its log.
    pub(super) fn start(python: &Python, folder: &Path) -> Result<Self> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = free.local_addr()?;
        drop(free);
        let log = folder.join("server.log");
        let out = File::create(&log)?;
        let mut command = python.command();
        command.args(["-c", SCRIPT]).arg(folder).arg(address.port().to_string());
        // Its standard input is its lifeline: it ends when that does.
        command.stdin(Stdio::piped()).stdout(out.try_clone()?).stderr(out);
        let mut server = Self { child: command.spawn()?, address, log };
        server.wait()?;
        Ok(server)
    }

    /// The URL of a path.
    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn wait(&mut self) -> Result<()> {
        let mut progress = Progress::begin("starting the server");
        let begun = Instant::now();
        while begun.elapsed() < BOUND {
            if let Some(status) = self.child.try_wait()? {
                return Err(self.failure(&format!("ended early, {status}")));
            }
            if is_healthy(self.address).unwrap_or(false) {
                progress.done();
                return Ok(());
            }
            progress.tick();
            sleep(PAUSE);
        }
        Err(self.failure(&format!("is not healthy after {} s", BOUND.as_secs())))
    }

    fn failure(&self, what: &str) -> Box<dyn std::error::Error + Send + Sync> {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        let end = lines.get(lines.len().saturating_sub(LOG_LINES)..).unwrap_or_default();
        format!("the local server {what}; its log ends:\n{}", end.join("\n")).into()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; either way, it is gone afterwards.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether `GET /health` answers 200: it says 503 while the model is being loaded.
fn is_healthy(address: SocketAddr) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect_timeout(&address, PAUSE)?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    stream.write_all(b"GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    let mut head = [0; 12];
    stream.read_exact(&mut head)?;
    Ok(head == *b"HTTP/1.1 200")
}
