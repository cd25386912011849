//! What browsers are answered: pages at their paths, their files, `sitting.json` and `page.json` (protocol.md §11.8).

use audit::entry::preparation::Mode;
use audit::fingerprint::Fingerprint;
use hyper::body::Bytes;
use hyper::header::{self, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use serde::Serialize;

use super::bundle::{Bundle, PageHash, is_named_by_content, media_type};
use super::headers;
use crate::sitting_file::{ServerAddress, SittingFile};

/// Which sitting a page is about; beside the pages of an installed folder too.
pub const SITTING_JSON: &str = "sitting.json";
/// The hash of the pages; beside them too.
pub(super) const PAGE_JSON: &str = "page.json";

/// Path and file of each page.
const PAGES: [(&str, &str); 4] =
    [("/", "deputy.html"), ("/hall", "hall.html"), ("/log", "log.html"), ("/check", "check.html")];

const JSON: &str = "application/json; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

const NO_PAGES: &str = "本程序构建时没有带网页。\nThis program was built without its pages.\n";
const NOT_FOUND: &str = "没有这个网页。\nNot found.\n";
const NO_METHOD: &str = "只能读取。\nPages can only be read.\n";

/// Said in a real sitting where the deputy's page would be. A page without script or style: it must be readable anywhere.
const ELSEWHERE: &str = "<!doctype html>\n<html lang=\"zh\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" \
content=\"width=device-width, initial-scale=1\"><title>票决</title></head>\n<body>\n<h1>投票页面不在这里</h1>\n\
<p>正式会议中，计票服务器不提供投票页面：投票页面看得见代表的选择，所以事先装在平板上，或者由监票人的机器提供。</p>\n\
<p>请使用发到手里的平板；打不开的，请找会场工作人员。</p>\n\
<p><a href=\"/hall\">会场大屏</a> · <a href=\"/log\">公开记录</a> · <a href=\"/check\">核对设备</a></p>\n\
<h2 lang=\"en\">The voting page is not here</h2>\n\
<p lang=\"en\">In a real sitting the tally server serves no voting page, since that page sees the choice: it is installed on the \
tablets or served by a scrutineer's machine. Please use the tablet you were handed.</p>\n</body>\n</html>\n";

/// Whether the deputy's page is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeputyPage {
    /// By a scrutineer's machine, or in a rehearsal.
    Served,
    /// The tally server in a real sitting says where it is instead.
    Elsewhere,
}

/// Which tally server the pages talk to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TallyServer {
    /// The one that serves the page: at the name by which the browser found it, else the sitting file's.
    Asked,
    /// That of the sitting file.
    OfTheSitting,
}

/// Answers for one sitting.
#[derive(Clone, Debug)]
pub struct Site {
    bundle: Bundle,
    hash: Option<PageHash>,
    fingerprint: Fingerprint,
    mode: Mode,
    server: ServerAddress,
    deputy: DeputyPage,
    tally: TallyServer,
}

/// `sitting.json`.
#[derive(Serialize)]
struct SittingDocument {
    fingerprint: String,
    server: String,
    mode: Mode,
}

/// `page.json`.
#[derive(Serialize)]
struct PageDocument {
    sha256: String,
}

impl Site {
    /// The tally server's: the deputy's page in a rehearsal alone.
    pub fn of_tally_server(bundle: Bundle, sitting: &SittingFile) -> Self {
        let deputy = if sitting.is_rehearsal() { DeputyPage::Served } else { DeputyPage::Elsewhere };
        Self::new(bundle, sitting, deputy, TallyServer::Asked)
    }

    /// A scrutineer's machine's: every page, also in a real sitting.
    pub fn of_scrutineer(bundle: Bundle, sitting: &SittingFile) -> Self {
        Self::new(bundle, sitting, DeputyPage::Served, TallyServer::OfTheSitting)
    }

    fn new(bundle: Bundle, sitting: &SittingFile, deputy: DeputyPage, tally: TallyServer) -> Self {
        let hash = bundle.hash();
        let (fingerprint, mode, server) = (sitting.fingerprint, sitting.mode, sitting.server.clone());
        Self { bundle, hash, fingerprint, mode, server, deputy, tally }
    }

    /// The pages.
    pub fn bundle(&self) -> &Bundle {
        &self.bundle
    }

    /// What is answered to a request, whatever its body; every path has an answer. Of a `HEAD` the server leaves out the body.
    pub fn answer<B>(&self, request: &Request<B>) -> Response<Bytes> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let mut refused = plain(StatusCode::METHOD_NOT_ALLOWED, NO_METHOD);
            refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return refused;
        }
        let server = self.server(request);
        let path = request.uri().path();
        if let Some((_, file)) = PAGES.iter().find(|(page, _)| *page == path) {
            if path == "/" && self.deputy == DeputyPage::Elsewhere {
                return with(StatusCode::FORBIDDEN, HTML, Bytes::from_static(ELSEWHERE.as_bytes()));
            }
            return match self.bundle.get(file) {
                Some(bytes) => {
                    file_answer(HTML, bytes.clone(), headers::page_policy(&server), headers::NOT_KEPT)
                }
                None => plain(StatusCode::NOT_FOUND, NO_PAGES),
            };
        }
        match path.strip_prefix('/') {
            Some(SITTING_JSON) => with(StatusCode::OK, JSON, self.sitting_json(&server)),
            Some(PAGE_JSON) => match self.page_json() {
                Some(json) => with(StatusCode::OK, JSON, json),
                None => plain(StatusCode::NOT_FOUND, NO_PAGES),
            },
            // One path a page: by its file's name the deputy's page would be there after all.
            Some(path) if !PAGES.iter().any(|(_, file)| *file == path) => self.file(path),
            _ => plain(StatusCode::NOT_FOUND, NOT_FOUND),
        }
    }

    /// `sitting.json` for pages that talk to this server.
    pub(super) fn sitting_json(&self, server: &ServerAddress) -> Bytes {
        json(&SittingDocument {
            fingerprint: self.fingerprint.to_hex(),
            server: format!("https://{server}"),
            mode: self.mode,
        })
    }

    /// `page.json`; `None` without pages.
    pub(super) fn page_json(&self) -> Option<Bytes> {
        self.hash.map(|hash| json(&PageDocument { sha256: hash.to_string() }))
    }

    /// The tally server of the sitting file.
    pub(super) fn sitting_server(&self) -> &ServerAddress {
        &self.server
    }

    fn file(&self, path: &str) -> Response<Bytes> {
        let found = self.bundle.get(path).and_then(|bytes| Some((bytes, media_type(path)?)));
        let Some((bytes, media_type)) = found else { return plain(StatusCode::NOT_FOUND, NOT_FOUND) };
        let cache = if is_named_by_content(path) { headers::FOR_EVER } else { headers::NOT_KEPT };
        file_answer(media_type, bytes.clone(), HeaderValue::from_static(headers::ASSET_POLICY), cache)
    }

    fn server<B>(&self, request: &Request<B>) -> ServerAddress {
        match self.tally {
            TallyServer::OfTheSitting => self.server.clone(),
            TallyServer::Asked => asked(request).unwrap_or_else(|| self.server.clone()),
        }
    }
}

/// The name by which the browser found the server: its own word, and it alone is told. Port 443 is not in it.
fn asked<B>(request: &Request<B>) -> Option<ServerAddress> {
    let host = request.headers().get(header::HOST)?.to_str().ok()?;
    host.parse().or_else(|_| format!("{host}:443").parse()).ok()
}

fn json(document: &impl Serialize) -> Bytes {
    // Texts and hex: there is nothing in them that JSON cannot say.
    let mut bytes = serde_json::to_vec(document).unwrap_or_default();
    bytes.push(b'\n');
    bytes.into()
}

/// A file of the bundle.
fn file_answer(
    media_type: &'static str,
    bytes: Bytes,
    policy: HeaderValue,
    cache: &'static str,
) -> Response<Bytes> {
    let mut response = with(StatusCode::OK, media_type, bytes);
    let headers = response.headers_mut();
    headers::isolate(headers);
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Bytes> {
    with(status, TEXT, Bytes::from_static(text.as_bytes()))
}

fn with(status: StatusCode, media_type: &'static str, bytes: Bytes) -> Response<Bytes> {
    let mut response = Response::new(bytes);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers::secure(response.headers_mut());
    response
}
