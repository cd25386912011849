//! The network: one port, TLS, HTTP for the published log and the pages, a WebSocket for everything else (protocol.md §11).
//!
//! Invariants
//! - Nothing of a client is kept or logged: no address, no user agent, no time of a request (pitfall 32).
//! - Every queue, frame, connection count and wait has its limit in `protocol::limits`.
//! - The network decides nothing: what it answers about acts comes from the sequencer.
//!
//! Next: `socket` is one WebSocket; `submit` how an act gets to the sequencer; `http` the published files and the pages.

mod admission;
mod answers;
mod http;
pub mod metrics;
mod socket;
mod submit;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use protocol::limits;
use rustls::ServerConfig;
use terminal_client::page::Site;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

use crate::sequencer::{Handle, Shared};

/// Connections beyond the limit that are told so at once; beyond these a connection is dropped without a word.
const REFUSALS_MAX: usize = 64;
/// How long connections may take to finish when the server stops.
const STOP_TIMEOUT: Duration = Duration::from_secs(3);
/// After a failed accept, typically for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// What every connection needs.
pub struct Net {
    /// The way to the sequencer.
    pub handle: Handle,
    /// What may be looked at without asking.
    pub shared: Arc<Shared>,
    /// The folder of published files.
    pub published: PathBuf,
    /// The pages.
    pub site: Site,
    /// Proofs that are checked at once.
    admission: Arc<Semaphore>,
    /// Ballots that wait for that.
    waiting: Arc<admission::Queue>,
    connections: Arc<Semaphore>,
    refusals: Arc<Semaphore>,
    stop: watch::Receiver<bool>,
}

impl Net {
    /// `stop` becomes true when connections should end.
    pub fn new(handle: Handle, published: PathBuf, site: Site, stop: watch::Receiver<bool>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let shared = Arc::clone(&handle.shared);
        Self {
            handle,
            shared,
            published,
            site,
            admission: Arc::new(Semaphore::new(cores)),
            waiting: Arc::default(),
            connections: Arc::new(Semaphore::new(limits::CONNECTIONS_MAX)),
            refusals: Arc::new(Semaphore::new(REFUSALS_MAX)),
            stop,
        }
    }
}

/// Counts a connection for as long as it lives, also after it became a WebSocket.
#[derive(Clone)]
struct Guard(#[expect(dead_code, reason = "held, not read")] Arc<Counted>);

struct Counted {
    shared: Arc<Shared>,
    _permit: OwnedSemaphorePermit,
}

impl Counted {
    fn new(shared: &Arc<Shared>, permit: OwnedSemaphorePermit) -> Self {
        shared.connections.fetch_add(1, Ordering::Relaxed);
        shared.metrics.connections.inc();
        Self { shared: Arc::clone(shared), _permit: permit }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.shared.connections.fetch_sub(1, Ordering::Relaxed);
        self.shared.metrics.connections.dec();
    }
}

/// Accepts connections until the server stops, then waits for them, at most `STOP_TIMEOUT`.
pub async fn serve(listener: TcpListener, tls: Arc<ServerConfig>, net: Arc<Net>) {
    let acceptor = TlsAcceptor::from(tls);
    let router = http::router(Arc::clone(&net));
    let mut stop = net.stop.clone();
    loop {
        let socket = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((socket, _)) => socket,
                Err(error) => {
                    tracing::warn!(%error, "no connection could be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            },
            () = stopped(&mut stop) => break,
        };
        let (permits, router) = match Arc::clone(&net.connections).try_acquire_owned() {
            Ok(permit) => (permit, router.clone()),
            Err(_) => match Arc::clone(&net.refusals).try_acquire_owned() {
                Ok(permit) => (permit, http::too_many()),
                Err(_) => continue,
            },
        };
        let guard = Guard(Arc::new(Counted::new(&net.shared, permits)));
        let (acceptor, stop) = (acceptor.clone(), net.stop.clone());
        tokio::spawn(connection(socket, acceptor, router, guard, stop));
    }
    drop(listener);
    let all = u32::try_from(limits::CONNECTIONS_MAX).unwrap_or(u32::MAX);
    // Whoever is not done by then is cut off: the log has whatever was answered.
    let _ = timeout(STOP_TIMEOUT, net.connections.acquire_many(all)).await;
}

/// Returns once the server is told to stop.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // A sender that is gone means the same.
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn connection(
    socket: TcpStream,
    acceptor: TlsAcceptor,
    router: Router,
    guard: Guard,
    mut stop: watch::Receiver<bool>,
) {
    // Small frames answer at once; a refusal of the option is no reason to refuse the client.
    let _ = socket.set_nodelay(true);
    let Ok(Ok(stream)) = timeout(limits::HANDSHAKE_TIMEOUT, acceptor.accept(socket)).await else { return };
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(guard.clone());
        router.clone().oneshot(request)
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits::HANDSHAKE_TIMEOUT)
        .max_buf_size(limits::READ_BUFFER_BYTES)
        .half_close(false);
    let serving = builder.serve_connection(TokioIo::new(stream), service).with_upgrades();
    tokio::pin!(serving);
    tokio::select! {
        // What goes wrong with one client's connection is no matter of the server's.
        _ = serving.as_mut() => {}
        () = stopped(&mut stop) => {
            serving.as_mut().graceful_shutdown();
            let _ = timeout(STOP_TIMEOUT, serving).await;
        }
    }
}
