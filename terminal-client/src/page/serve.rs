//! A scrutineer's machine serves the pages: a small HTTP server for nothing else.
//!
//! Invariants
//! - Without TLS only to this machine itself: the caller gives a certificate for any other address (`cli::page`).
//! - Connections, their time and what is read of each have limits; nothing of a client is kept.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use protocol::limits;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use super::Site;

/// A connection ends after this, whatever it is doing: the pages are small, and a browser comes again.
const CONNECTION_TIME: Duration = Duration::from_mins(5);
/// After a failed accept, typically for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until `stop`; `tls` is `None` for plain HTTP.
pub async fn serve(
    site: Arc<Site>,
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    stop: impl Future<Output = ()>,
) {
    let acceptor = tls.map(TlsAcceptor::from);
    let places = Arc::new(Semaphore::new(limits::CONNECTIONS_MAX));
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.as_mut() => return,
        };
        let Ok((socket, _)) = accepted else {
            sleep(ACCEPT_PAUSE).await;
            continue;
        };
        // Beyond the limit a connection is dropped; the browser tries again.
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else { continue };
        let (site, acceptor) = (Arc::clone(&site), acceptor.clone());
        tokio::spawn(async move {
            // What goes wrong with one browser's connection is its own matter.
            let _ = timeout(CONNECTION_TIME, connection(site, acceptor, socket)).await;
            drop(place);
        });
    }
}

async fn connection(site: Arc<Site>, acceptor: Option<TlsAcceptor>, socket: TcpStream) {
    match acceptor {
        None => answer(site, socket).await,
        Some(acceptor) => {
            if let Ok(Ok(stream)) = timeout(limits::HANDSHAKE_TIMEOUT, acceptor.accept(socket)).await {
                answer(site, stream).await;
            }
        }
    }
}

async fn answer(site: Arc<Site>, stream: impl AsyncRead + AsyncWrite + Unpin) {
    let service = service_fn(move |request: Request<Incoming>| {
        let response = site.answer(&request);
        async move { Ok::<_, Infallible>(response.map(Full::new)) }
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits::HANDSHAKE_TIMEOUT)
        .max_buf_size(limits::READ_BUFFER_BYTES)
        .half_close(false);
    // As above: a broken connection is the browser's matter.
    let _ = builder.serve_connection(TokioIo::new(stream), service).await;
}
