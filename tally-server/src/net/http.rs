//! HTTP: the published log, readiness and metrics (protocol.md §11.6). Everything here is public.

use std::sync::Arc;

use audit::merkle::Hash;
use axum::Extension;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State, WebSocketUpgrade};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use protocol::limits;
use protocol::problem::Problem;
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

use super::{Guard, Net, socket};
use crate::publish::LOG_FILE;

/// Leaf hashes in a full tile (tlog-tiles).
const TILE_LEAVES: u64 = 256;
/// Bytes of `log.jsonl` that are read at a time.
const CHUNK_BYTES: usize = 32 * 1024;
const TEXT: &str = "text/plain; charset=utf-8";

/// All routes.
pub(super) fn router(net: Arc<Net>) -> Router {
    Router::new()
        .route("/ws", get(websocket))
        .route("/checkpoint", get(checkpoint))
        .route("/fingerprint", get(fingerprint))
        .route("/log.jsonl", get(log))
        .route("/tile/0/{*tile}", get(tile))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .fallback(async || (StatusCode::NOT_FOUND, "not found\n"))
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

/// Nothing here is a page: no browser shall run, frame or guess anything of it.
async fn secured(mut response: Response) -> Response {
    const HEADERS: [(HeaderName, &str); 4] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

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
    let signed = net.shared.watch_signed().borrow().clone();
    if signed.size == 0 {
        return StatusCode::NOT_FOUND.into_response();
    }
    ([(header::CONTENT_TYPE, TEXT)], signed.note.to_string()).into_response()
}

async fn fingerprint(State(net): State<Arc<Net>>) -> Response {
    ([(header::CONTENT_TYPE, TEXT)], format!("{}\n", net.shared.fingerprint.to_hex())).into_response()
}

/// As far as the newest checkpoint goes, so that what is fetched verifies.
async fn log(State(net): State<Arc<Net>>) -> Response {
    let bytes = net.shared.watch_signed().borrow().log_bytes;
    let Ok(file) = File::open(net.published.join(LOG_FILE)).await else {
        return StatusCode::NOT_FOUND.into_response();
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
        (header::CONTENT_TYPE, "application/jsonl; charset=utf-8".to_owned()),
        (header::CONTENT_LENGTH, bytes.to_string()),
    ];
    (headers, body).into_response()
}

async fn tile(State(net): State<Arc<Net>>, Path(path): Path<String>) -> Response {
    let size = net.shared.watch_signed().borrow().size;
    let bytes = parse_tile(&path).and_then(|(from, width)| {
        let to = from.checked_add(width).filter(|to| *to <= size)?;
        net.shared.leaf_bytes(from, to).map(|bytes| (bytes, width))
    });
    let Some((bytes, width)) = bytes else { return StatusCode::NOT_FOUND.into_response() };
    debug_assert_eq!(bytes.len() as u64, width.saturating_mul(size_of::<Hash>() as u64));
    // A full tile never changes; a partial one is for the moment.
    let cache = if width == TILE_LEAVES { "public, max-age=31536000, immutable" } else { "no-store" };
    let headers = [(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, cache)];
    (headers, bytes).into_response()
}

/// (first leaf, leaves) of a tile's path below `/tile/0/`: `x001/067` or `067.p/12` (tlog-tiles). One tile, one path.
fn parse_tile(path: &str) -> Option<(u64, u64)> {
    let (number, width) = match path.split_once(".p/") {
        Some((number, width)) => (number, Some(width)),
        None => (path, None),
    };
    let width = match width {
        None => TILE_LEAVES,
        Some(text) => {
            let width: u64 = text.parse().ok()?;
            (width.to_string() == text && (1..TILE_LEAVES).contains(&width)).then_some(width)?
        }
    };
    let mut tile = 0_u64;
    let groups: Vec<&str> = number.split('/').collect();
    let (last, before) = groups.split_last()?;
    for (place, group) in before.iter().chain([last]).enumerate() {
        let digits = if place < before.len() { group.strip_prefix('x')? } else { group };
        if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let value: u64 = digits.parse().ok()?;
        // `x000/067` would be a second name of `067`.
        if place == 0 && value == 0 && !before.is_empty() {
            return None;
        }
        tile = tile.checked_mul(1_000)?.checked_add(value)?;
    }
    tile.checked_mul(TILE_LEAVES).map(|from| (from, width))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_has_one_path() {
        assert_eq!(parse_tile("000"), Some((0, 256)));
        assert_eq!(parse_tile("067.p/12"), Some((67 * 256, 12)));
        assert_eq!(parse_tile("x001/067"), Some((1_067 * 256, 256)));
        assert_eq!(parse_tile("x001/x002/003.p/255"), Some((1_002_003 * 256, 255)));
        for path in [
            "",
            "0",
            "0000",
            "x000/067",
            "001/067",
            "x001",
            "067.p/0",
            "067.p/256",
            "067.p/012",
            "+67",
            "067.p/",
            "x01/067",
            "../000",
        ] {
            assert_eq!(parse_tile(path), None, "{path}");
        }
    }
}
