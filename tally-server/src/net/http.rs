//! HTTP: the published log, readiness and metrics (protocol.md §11.6), and the pages for browsers (§11.8). Everything here is
//! public.

use std::sync::Arc;

use audit::tiles::Tile;
use axum::Extension;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State, WebSocketUpgrade};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use protocol::limits;
use protocol::problem::Problem;
use terminal_client::page::headers::{self, FOR_EVER, NOT_KEPT};
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

use super::{Guard, Net, socket};
use crate::publish::{CHECKPOINT_FILE, LOG_FILE, POLICY_FILE};

/// Bytes of a file that are read at a time.
const CHUNK_BYTES: usize = 32 * 1024;
const TEXT: &str = "text/plain; charset=utf-8";

/// All routes.
pub(super) fn router(net: Arc<Net>) -> Router {
    Router::new()
        .route("/checkpoint", get(checkpoint))
        .route("/fingerprint", get(fingerprint))
        .route("/log.jsonl", get(log))
        .route("/policy", get(policy))
        .route("/tile/{*tile}", get(tile))
        .layer(map_response(for_all_origins))
        .route("/ws", get(websocket))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .fallback(page)
        .layer(map_response(secured))
        .with_state(net)
}

/// For connections beyond the limit: every path says so.
pub(super) fn too_many() -> Router {
    let (zh, en) = Problem::TooManyConnections.sentence();
    let said = format!("{}\n{zh}\n{en}\n", Problem::TooManyConnections.as_str());
    Router::new()
        .fallback(async move || {
            (StatusCode::SERVICE_UNAVAILABLE, [(header::CONTENT_TYPE, TEXT)], said.clone())
        })
        .layer(map_response(secured))
}

/// Nothing but the pages is one: no browser shall run, frame or guess anything else.
async fn secured(mut response: Response) -> Response {
    headers::secure(response.headers_mut());
    response
}

/// Pages of other origins read the log: those on tablets come from elsewhere, and everyone may have it. No cookie goes along.
async fn for_all_origins(mut response: Response) -> Response {
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

async fn page(State(net): State<Arc<Net>>, request: Request) -> Response {
    net.site.answer(&request).map(Body::from)
}

/// Whatever page it comes from: there is no cookie that would make a browser say more than its page knows, every act is signed,
/// and pages on tablets have other origins (threat model §4).
async fn websocket(
    upgrade: WebSocketUpgrade,
    State(net): State<Arc<Net>>,
    Extension(guard): Extension<Guard>,
) -> Response {
    upgrade
        // Somewhat too long is read to the end and refused in words; the transport cuts off what is longer still.
        .max_message_size(limits::FRAME_BYTES_MAX.saturating_mul(2))
        .max_frame_size(limits::FRAME_BYTES_MAX.saturating_mul(2))
        .read_buffer_size(limits::READ_BUFFER_BYTES)
        .write_buffer_size(0)
        .max_write_buffer_size(limits::FRAME_BYTES_MAX.saturating_mul(2))
        .on_upgrade(move |socket| socket::run(socket, net, guard))
}

async fn checkpoint(State(net): State<Arc<Net>>) -> Response {
    // As it is published: with the cosignatures that came.
    serve(&net.published.join(CHECKPOINT_FILE), TEXT, NOT_KEPT, u64::MAX).await
}

async fn fingerprint(State(net): State<Arc<Net>>) -> Response {
    ([(header::CONTENT_TYPE, TEXT)], format!("{}\n", net.shared.fingerprint.to_hex())).into_response()
}

/// As far as the newest checkpoint goes, so that what is fetched verifies.
async fn log(State(net): State<Arc<Net>>) -> Response {
    let bytes = net.shared.watch_signed().borrow().log_bytes;
    serve(&net.published.join(LOG_FILE), "application/jsonl; charset=utf-8", NOT_KEPT, bytes).await
}

/// A tile or bundle, as the folder has it. Its path is written anew from what was read of the asked one, so nothing outside the
/// folder can be meant, and it is one of a log of the signed size.
async fn tile(State(net): State<Arc<Net>>, Path(path): Path<String>) -> Response {
    let size = net.shared.watch_signed().borrow().size;
    let tile = format!("tile/{path}").parse::<Tile>().ok().filter(|tile| tile.end() <= size);
    let Some(tile) = tile else { return StatusCode::NOT_FOUND.into_response() };
    serve(&net.published.join(tile.to_string()), "application/octet-stream", FOR_EVER, u64::MAX).await
}

async fn policy(State(net): State<Arc<Net>>) -> Response {
    serve(&net.published.join(POLICY_FILE), TEXT, NOT_KEPT, u64::MAX).await
}

/// A published file's first bytes, read as the client takes them.
async fn serve(path: &std::path::Path, kind: &'static str, cache: &'static str, bytes_max: u64) -> Response {
    let Ok(file) = File::open(path).await else { return StatusCode::NOT_FOUND.into_response() };
    let bytes = match file.metadata().await {
        Ok(metadata) if metadata.is_file() => metadata.len().min(bytes_max),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let body = Body::from_stream(stream::unfold(file.take(bytes), async |mut file| {
        let mut chunk = vec![0; CHUNK_BYTES];
        match file.read(&mut chunk).await {
            Ok(0) => None,
            Ok(read) => {
                chunk.truncate(read);
                Some((Ok(Bytes::from(chunk)), file))
            }
            Err(error) => Some((Err(error), file)),
        }
    }));
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CACHE_CONTROL, cache.to_owned()),
        (header::CONTENT_LENGTH, bytes.to_string()),
    ];
    (headers, body).into_response()
}

async fn ready(State(net): State<Arc<Net>>) -> Response {
    let signed = net.shared.watch_signed().borrow().size;
    let text = format!(
        "ready\nentries {}\nsigned {signed}\nuptime {}\n",
        net.shared.log.size(),
        net.shared.uptime_seconds()
    );
    let status = if signed > 0 { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(header::CONTENT_TYPE, TEXT)], text).into_response()
}

async fn metrics(State(net): State<Arc<Net>>) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")];
    (headers, net.shared.metrics.text()).into_response()
}
