//! A witness on the network: plain HTTP, two paths, limits on everything (protocol.md §2.9).
//!
//! ```text
//! POST <prefix>/add-checkpoint          → Desk::add_checkpoint
//! GET  <prefix>/<hex>/checkpoint        → Desk::published
//! ```
//!
//! Nothing here needs to be secret or believed: the log signs what is asked, the witness what is answered. Whatever comes
//! in is answered or its connection closed; nothing of it ends the program.

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, Method, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

use super::answer::{Answer, TEXT_TYPE};
use super::request::REQUEST_BYTES_MAX;

/// Connections at once; one more is closed without a word.
pub const CONNECTIONS_MAX: usize = 64;
/// The head of a request, and the time between two requests of a connection.
pub const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// The body of a request.
pub const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// The longest that one connection may last.
pub const CONNECTION_TIMEOUT: Duration = Duration::from_hours(1);
/// Longest head of a request in bytes.
pub const HEAD_BYTES_MAX: usize = 16 * 1024;
/// After a failed accept, typically for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How long connections may take to finish at the end.
const STOP_TIMEOUT: Duration = Duration::from_secs(3);

/// Who answers. Both may block: they run on threads for that.
pub trait Desk: Send + Sync + 'static {
    /// The body of `add-checkpoint`, at most [`REQUEST_BYTES_MAX`].
    fn add_checkpoint(&self, body: &[u8]) -> Answer;
    /// Status, content type and body for the origin with this SHA-256, as hexadecimal digits.
    fn published(&self, hex: &str) -> (u16, &'static str, Vec<u8>);
}

/// Answers until `stop` becomes true or its sender is gone. `prefix` is empty or starts with `/`.
pub async fn serve(
    listener: TcpListener,
    prefix: &str,
    desk: Arc<dyn Desk>,
    mut stop: watch::Receiver<bool>,
) {
    let prefix: Arc<str> = prefix.trim_end_matches('/').into();
    let connections = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    // The disk is one: more at once only wait for it.
    let threads =
        Arc::new(Semaphore::new(std::thread::available_parallelism().map_or(1, NonZeroUsize::get) * 2));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut stop) => break,
        };
        let Ok((socket, _)) = accepted else {
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        let Ok(permit) = Arc::clone(&connections).try_acquire_owned() else { continue };
        let (prefix, desk, threads) = (Arc::clone(&prefix), Arc::clone(&desk), Arc::clone(&threads));
        let stop = stop.clone();
        tokio::spawn(async move {
            // What goes wrong with one connection is no matter of the others.
            let _ = timeout(CONNECTION_TIMEOUT, connection(socket, prefix, desk, threads, stop)).await;
            drop(permit);
        });
    }
    let all = u32::try_from(CONNECTIONS_MAX).unwrap_or(u32::MAX);
    let _ = timeout(STOP_TIMEOUT, connections.acquire_many(all)).await;
}

/// Returns once the witness is told to stop; a sender that is gone means the same.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn connection(
    socket: TcpStream,
    prefix: Arc<str>,
    desk: Arc<dyn Desk>,
    threads: Arc<Semaphore>,
    mut stop: watch::Receiver<bool>,
) {
    // Small answers go at once; a refusal of the option is no reason to refuse the client.
    let _ = socket.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let (prefix, desk, threads) = (Arc::clone(&prefix), Arc::clone(&desk), Arc::clone(&threads));
        async move { Ok::<_, Infallible>(answer(request, &prefix, desk, threads).await) }
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(HEAD_BYTES_MAX)
        .half_close(false);
    let serving = builder.serve_connection(TokioIo::new(socket), service);
    tokio::pin!(serving);
    tokio::select! {
        _ = serving.as_mut() => {}
        () = stopped(&mut stop) => {
            serving.as_mut().graceful_shutdown();
            let _ = timeout(STOP_TIMEOUT, serving).await;
        }
    }
}

async fn answer(
    request: Request<Incoming>,
    prefix: &str,
    desk: Arc<dyn Desk>,
    threads: Arc<Semaphore>,
) -> Response<Body> {
    let path = request.uri().path().strip_prefix(prefix).unwrap_or_default();
    let hex = path.strip_prefix('/').and_then(|rest| rest.strip_suffix("/checkpoint"));
    match (request.method(), path, hex) {
        (&Method::POST, "/add-checkpoint", _) => {
            let body =
                timeout(BODY_TIMEOUT, to_bytes(Body::new(request.into_body()), REQUEST_BYTES_MAX)).await;
            let body = match body {
                Ok(Ok(body)) => body,
                Ok(Err(_)) => return text(StatusCode::PAYLOAD_TOO_LARGE, "too long, or cut off"),
                Err(_) => return text(StatusCode::REQUEST_TIMEOUT, "too slow"),
            };
            match on_thread(threads, move || desk.add_checkpoint(&body).to_parts()).await {
                Some((status, kind, body)) => response(status, kind, body),
                None => text(StatusCode::INTERNAL_SERVER_ERROR, "failed"),
            }
        }
        (&Method::GET | &Method::HEAD, _, Some(hex)) => {
            let hex = hex.to_owned();
            match on_thread(threads, move || desk.published(&hex)).await {
                Some((status, kind, body)) => response(status, kind, body),
                None => text(StatusCode::INTERNAL_SERVER_ERROR, "failed"),
            }
        }
        (_, "/add-checkpoint", _) | (_, _, Some(_)) => {
            text(StatusCode::METHOD_NOT_ALLOWED, "not with this method")
        }
        _ => text(StatusCode::NOT_FOUND, "not found"),
    }
}

/// Runs what may block; `None` if it panicked, which is a fault of ours that ends one answer and no more.
async fn on_thread<T: Send + 'static>(
    threads: Arc<Semaphore>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let permit = threads.acquire_owned().await.ok()?;
    let done = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work()
    });
    done.await.ok()
}

fn text(status: StatusCode, reason: &str) -> Response<Body> {
    response(status.as_u16(), TEXT_TYPE, format!("{reason}\n"))
}

fn response(status: u16, kind: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
