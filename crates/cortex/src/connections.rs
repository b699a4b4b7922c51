//! The connections: how many there are at once, and how each is served.

use crate::limits::Limits;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use socket2::SockRef;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutStream;

/// Connections beyond the limit that are still told so.
const SPARE: usize = 32;

/// How long a spare connection may take for its request.
const SPARE_HEAD: Duration = Duration::from_secs(2);

/// The most bytes of a request's head, and of what waits in the process to be sent.
const BUFFER: usize = 64 * 1024;

/// What the system keeps of an answer for a client that does not read. It is doubled on Linux.
const SEND_BUFFER: usize = 16 * 1024;

/// How long no connection is accepted after one could not be, for want of files or memory.
const PAUSE: Duration = Duration::from_millis(100);

/// All connections. They end when it is dropped.
pub(crate) struct Connections {
    app: Router,
    /// What answers beyond the limit.
    busy: Router,
    limits: Limits,
    places: Arc<Semaphore>,
    spare: Arc<Semaphore>,
    tasks: JoinSet<()>,
    graceful: GracefulShutdown,
}

impl Connections {
    pub(crate) fn new(app: Router, busy: Router, limits: Limits) -> Self {
        Self {
            app,
            busy,
            limits,
            places: Arc::new(Semaphore::new(limits.max_connections.min(Semaphore::MAX_PERMITS))),
            spare: Arc::new(Semaphore::new(SPARE)),
            tasks: JoinSet::new(),
            graceful: GracefulShutdown::new(),
        }
    }

    /// Accepts connections, for ever.
    pub(crate) async fn accept(&mut self, listener: &TcpListener) {
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((socket, _)) => self.open(socket),
                    Err(error) => pause(&error).await,
                },
                Some(_) = self.tasks.join_next() => {}
            }
        }
    }

    /// Serves a connection, if there is a place for it; else it is closed.
    fn open(&mut self, socket: TcpStream) {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).max_buf_size(BUFFER);
        let (place, app) = if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            http.header_read_timeout(self.limits.head);
            (place, &self.app)
        } else if let Ok(place) = Arc::clone(&self.spare).try_acquire_owned() {
            http.header_read_timeout(SPARE_HEAD.min(self.limits.head)).keep_alive(false);
            (place, &self.busy)
        } else {
            return;
        };
        set_options(&socket);
        let mut io = TimeoutStream::new(socket);
        io.set_write_timeout(Some(self.limits.stall));
        let service = TowerToHyperService::new(app.clone());
        let connection = http.serve_connection(TokioIo::new(Box::pin(io)), service);
        let connection = self.graceful.watch(connection);
        self.tasks.spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("a connection ended: {error}");
            }
            drop(place);
        });
    }

    /// Resolves when all have ended. Those that wait for a request end at once.
    pub(crate) async fn finished(self) {
        self.graceful.shutdown().await;
    }
}

/// Small events must not wait for the client's acknowledgement of the one before, and a client
/// that does not read must not make the system keep much.
fn set_options(socket: &TcpStream) {
    let sized = SockRef::from(socket).set_send_buffer_size(SEND_BUFFER);
    if let Err(error) = socket.set_nodelay(true).and(sized) {
        tracing::debug!("a socket's options: {error}");
    }
}

/// Waits where accepting failed for want of something, which a connection that ends brings back.
async fn pause(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::warn!("cannot accept a connection: {error}");
        tokio::time::sleep(PAUSE).await;
    }
}
