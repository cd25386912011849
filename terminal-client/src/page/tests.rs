//! Paths, headers and files of a site; the scrutineer's server over real sockets.

use std::fs;
use std::net::SocketAddr;
use std::sync::Arc;

use audit::entry::preparation::Mode;
use audit::fingerprint::Fingerprint;
use hyper::body::Bytes;
use hyper::{Request, Response, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::net::pinning::CertificateFingerprint;
use crate::sitting_file::SittingFile;

const ASSET: &str = "assets/deputy-otFjNT83.js";

fn files() -> Vec<(String, Bytes)> {
    [
        ("deputy.html", "<!doctype html>deputy"),
        ("hall.html", "<!doctype html>hall"),
        ("log.html", "<!doctype html>log"),
        ("check.html", "<!doctype html>check"),
        (ASSET, "export {};"),
        ("assets/theme-AbCd_-12.css", "main {}"),
        ("icon.svg", "<svg/>"),
    ]
    .map(|(path, text)| (path.to_owned(), Bytes::from(text)))
    .to_vec()
}

fn bundle() -> Bundle {
    Bundle::from_files(files()).unwrap()
}

fn sitting(mode: Mode) -> SittingFile {
    SittingFile {
        name: "某县第十九届人民代表大会第三次会议".parse().unwrap(),
        mode,
        server: "192.168.1.10:7443".parse().unwrap(),
        tls: CertificateFingerprint::from_bytes([0xab; 32]),
        fingerprint: Fingerprint([0xcd; 32]),
        origin: "county.example/2026-3".parse().unwrap(),
    }
}

fn ask(site: &Site, method: &str, path: &str, host: &str) -> Response<Bytes> {
    let request = Request::builder().method(method).uri(path).header("host", host).body(()).unwrap();
    site.answer(&request)
}

fn get(site: &Site, path: &str) -> Response<Bytes> {
    ask(site, "GET", path, "hall.example:7443")
}

fn header<'a>(response: &'a Response<Bytes>, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

fn text(response: &Response<Bytes>) -> &str {
    std::str::from_utf8(response.body()).unwrap()
}

#[test]
fn each_page_has_its_path_and_its_headers() {
    let site = Site::of_tally_server(bundle(), &sitting(Mode::Rehearsal));
    for (path, name) in [("/", "deputy"), ("/hall", "hall"), ("/log", "log"), ("/check", "check")] {
        let page = get(&site, path);
        assert_eq!((page.status(), text(&page)), (StatusCode::OK, &*format!("<!doctype html>{name}")));
        assert_eq!(
            header(&page, "content-security-policy"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
             connect-src 'self' https://hall.example:7443 wss://hall.example:7443; worker-src 'self'; \
             manifest-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
        );
        for (name, value) in [
            ("content-type", "text/html; charset=utf-8"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(header(&page, name), value, "{path}: {name}");
        }
        let mut devices = header(&page, "permissions-policy").split(", ");
        assert_eq!(devices.next(), Some("camera=(self)"));
        assert!(devices.all(|device| device.ends_with("=()")));
        let devices = header(&page, "permissions-policy");
        for off in ["microphone=()", "geolocation=()", "clipboard-read=()", "usb=()", "payment=()"] {
            assert!(devices.contains(off), "{off}");
        }
    }
}

#[test]
fn no_answer_lets_anything_unsafe_run() {
    for mode in [Mode::Real, Mode::Rehearsal] {
        let site = Site::of_tally_server(bundle(), &sitting(mode));
        let paths =
            ["/", "/hall", "/sitting.json", "/page.json", "/nothing", "/icon.svg", &format!("/{ASSET}")];
        for path in paths {
            let response = get(&site, path);
            let policy = header(&response, "content-security-policy");
            assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
            assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
            assert!(!policy.contains("unsafe") && !policy.contains('*'), "{path}: {policy}");
            assert_eq!(header(&response, "x-content-type-options"), "nosniff", "{path}");
            assert_eq!(header(&response, "referrer-policy"), "no-referrer", "{path}");
        }
    }
}

#[test]
fn files_named_by_their_content_are_kept_for_ever_and_others_are_not() {
    let site = Site::of_tally_server(bundle(), &sitting(Mode::Real));
    let for_ever = "public, max-age=31536000, immutable";
    for (path, media, cache) in [
        ("/assets/deputy-otFjNT83.js", "text/javascript; charset=utf-8", for_ever),
        ("/assets/theme-AbCd_-12.css", "text/css; charset=utf-8", for_ever),
        ("/icon.svg", "image/svg+xml; charset=utf-8", "no-store"),
    ] {
        let file = get(&site, path);
        assert_eq!(file.status(), StatusCode::OK);
        assert_eq!((header(&file, "content-type"), header(&file, "cache-control")), (media, cache), "{path}");
        // A worker's script needs these itself, and a worker talks to nobody.
        assert_eq!(header(&file, "cross-origin-embedder-policy"), "require-corp");
        assert_eq!(header(&file, "cross-origin-resource-policy"), "same-origin");
        assert!(header(&file, "content-security-policy").contains("script-src 'self'"));
        assert!(!header(&file, "content-security-policy").contains("connect-src"));
    }
    for (named, is_named) in [
        ("assets/a-otFjNT83.js", true),
        ("assets/a.module-BfRnnjpn.js.map", true),
        ("assets/a.js", false),
        ("assets/a-short.js", false),
        ("assets/a-otFjNT8+.js", false),
        ("a-otFjNT83.js", false),
    ] {
        assert_eq!(bundle::is_named_by_content(named), is_named, "{named}");
    }
}

#[test]
fn in_a_real_sitting_the_tally_server_says_where_the_voting_page_is() {
    let site = Site::of_tally_server(bundle(), &sitting(Mode::Real));
    let page = get(&site, "/");
    assert_eq!(page.status(), StatusCode::FORBIDDEN);
    assert!(
        text(&page).contains("投票页面不在这里") && text(&page).contains("监票人的机器"),
        "{}",
        text(&page)
    );
    assert!(!text(&page).contains("<script") && !text(&page).contains("style"));
    for path in ["/deputy.html", "/hall.html", "//", "/index.html"] {
        assert_eq!(get(&site, path).status(), StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/hall", "/log", "/check"] {
        assert_eq!(get(&site, path).status(), StatusCode::OK, "{path}");
    }
    // A scrutineer's machine is where it is.
    let site = Site::of_scrutineer(bundle(), &sitting(Mode::Real));
    assert_eq!((get(&site, "/").status(), text(&get(&site, "/"))), (StatusCode::OK, "<!doctype html>deputy"));
    assert_eq!(get(&site, "/deputy.html").status(), StatusCode::NOT_FOUND);
}

#[test]
fn the_page_is_told_which_sitting_and_which_server() {
    let fingerprint = "cd".repeat(32);
    let tally = Site::of_tally_server(bundle(), &sitting(Mode::Rehearsal));
    for (host, server) in [
        ("127.0.0.1:41234", "https://127.0.0.1:41234"),
        ("[::1]:7443", "https://[::1]:7443"),
        ("hall.example", "https://hall.example:443"),
        // What is no address is not repeated.
        ("evil\"; script-src *", "https://192.168.1.10:7443"),
        ("", "https://192.168.1.10:7443"),
    ] {
        let json = ask(&tally, "GET", "/sitting.json", host);
        let said =
            format!("{{\"fingerprint\":\"{fingerprint}\",\"server\":\"{server}\",\"mode\":\"rehearsal\"}}\n");
        assert_eq!(text(&json), said);
        assert_eq!(header(&json, "content-type"), "application/json; charset=utf-8");
        assert_eq!(header(&json, "cache-control"), "no-store");
        let page = ask(&tally, "GET", "/", host);
        let allowed = format!("connect-src 'self' {server} {};", server.replace("https", "wss"));
        assert!(header(&page, "content-security-policy").contains(&allowed), "{host}");
    }
    let scrutineer = Site::of_scrutineer(bundle(), &sitting(Mode::Real));
    let json = ask(&scrutineer, "GET", "/sitting.json", "192.168.1.20:7444");
    assert!(text(&json).contains("\"server\":\"https://192.168.1.10:7443\",\"mode\":\"real\""));
    let page = ask(&scrutineer, "GET", "/", "192.168.1.20:7444");
    assert!(
        header(&page, "content-security-policy")
            .contains("'self' https://192.168.1.10:7443 wss://192.168.1.10:7443;")
    );
}

#[test]
fn the_hash_is_what_sha256sum_makes_of_sorted_names() {
    let bundle = Bundle::from_files([
        ("b.txt".to_owned(), Bytes::from_static(b"abc")),
        ("a/x.txt".to_owned(), Bytes::new()),
    ])
    .unwrap();
    // FIPS 180-4's examples, in the lines of sha256sum.
    let manifest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a/x.txt\n\
                    ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b.txt\n";
    assert_eq!(bundle.manifest(), manifest);
    // printf of these two lines into sha256sum.
    let hash = "45f8bbb40986981d3fae9a9a72ccf210a973162b9389d69e6a8b3110b5103201";
    assert_eq!(bundle.hash().unwrap().to_string(), hash);
    let site = Site::of_tally_server(bundle, &sitting(Mode::Real));
    assert_eq!(text(&get(&site, "/page.json")), format!("{{\"sha256\":\"{hash}\"}}\n"));
    // One byte or one name makes another.
    let other = |path: &str, text: &'static [u8]| {
        Bundle::from_files([
            (path.to_owned(), Bytes::from_static(text)),
            ("a/x.txt".to_owned(), Bytes::new()),
        ])
    };
    assert_ne!(other("b.txt", b"abd").unwrap().hash().unwrap().to_string(), hash);
    assert_ne!(other("c.txt", b"abc").unwrap().hash().unwrap().to_string(), hash);
}

#[test]
fn a_program_without_pages_says_so() {
    let site = Site::of_tally_server(Bundle::default(), &sitting(Mode::Rehearsal));
    for path in ["/", "/hall", "/log", "/check", "/page.json"] {
        let answer = get(&site, path);
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert!(text(&answer).contains("本程序构建时没有带网页"), "{path}");
    }
    assert_eq!(get(&site, "/sitting.json").status(), StatusCode::OK);
    let place = tempfile::tempdir().unwrap();
    let refused = export(&site, &place.path().join("x"));
    assert!(matches!(refused, Err(ExportError::NoPages)), "{refused:?}");
}

#[test]
fn pages_are_only_read() {
    let site = Site::of_tally_server(bundle(), &sitting(Mode::Rehearsal));
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let refused = ask(&site, method, "/", "hall.example:7443");
        assert_eq!(
            (refused.status(), header(&refused, "allow")),
            (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD")
        );
    }
    assert_eq!(ask(&site, "HEAD", "/hall", "hall.example:7443").status(), StatusCode::OK);
}

#[test]
fn a_folder_is_written_whole_and_read_again() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("pages");
    let site = Site::of_scrutineer(bundle(), &sitting(Mode::Real));
    export(&site, &folder).unwrap();
    let read = Bundle::read(&folder).unwrap();
    assert_eq!((&read, read.hash()), (&bundle(), bundle().hash()));
    let json = fs::read_to_string(folder.join("sitting.json")).unwrap();
    assert_eq!(json, text(&get(&site, "/sitting.json")));
    assert_eq!(fs::read_to_string(folder.join("page.json")).unwrap(), text(&get(&site, "/page.json")));
    let again = export(&site, &folder);
    assert!(matches!(again, Err(ExportError::Exists { .. })), "{again:?}");
}

#[test]
fn a_folder_of_other_things_is_refused() {
    let with = |name: &str, bytes: &[u8]| {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join(name), bytes).unwrap();
        Bundle::read(place.path())
    };
    assert!(matches!(with("a.exe", b""), Err(BundleError::Kind { .. })));
    assert!(matches!(with("none", b""), Err(BundleError::Kind { .. })));
    assert!(matches!(with(".hidden.js", b""), Err(BundleError::Name { .. })));
    assert!(matches!(with("票.js", b""), Err(BundleError::Name { .. })));
    let place = tempfile::tempdir().unwrap();
    let long = fs::File::create(place.path().join("long.js")).unwrap();
    long.set_len(BUNDLE_BYTES_MAX + 1).unwrap();
    assert!(matches!(Bundle::read(place.path()), Err(BundleError::TooLong)));
    let place = tempfile::tempdir().unwrap();
    fs::create_dir_all(place.path().join("a/b/c/d/e")).unwrap();
    assert!(matches!(Bundle::read(place.path()), Err(BundleError::Deep { .. })));
    assert!(matches!(Bundle::read(&place.path().join("nowhere")), Err(BundleError::Io { .. })));
    #[cfg(unix)]
    {
        let place = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc/hostname", place.path().join("a.txt")).unwrap();
        assert!(matches!(Bundle::read(place.path()), Err(BundleError::NoFile { .. })));
    }
}

/// What was built in is what a site can serve; nothing of it is left out for its kind.
#[test]
fn the_embedded_bundle_is_whole_or_absent() {
    let embedded = Bundle::embedded();
    let files: Vec<_> = embedded.files().map(|(path, bytes)| (path.to_owned(), bytes.clone())).collect();
    assert_eq!(Bundle::from_files(files).unwrap(), embedded);
    if embedded.is_empty() {
        eprintln!("skipped: built without tablet-client/dist");
        return;
    }
    let site = Site::of_tally_server(embedded.clone(), &sitting(Mode::Rehearsal));
    for path in ["/", "/hall", "/log", "/check"] {
        let page = get(&site, path);
        assert_eq!(page.status(), StatusCode::OK, "{path}");
        // Every script and style that it names is there; nothing is inline, so the policy stops nothing.
        let html = text(&page);
        for (_, rest) in html
            .match_indices("src=\"")
            .chain(html.match_indices("href=\""))
            .map(|(at, name)| (at, &html[at + name.len()..]))
        {
            let file = rest.split('"').next().unwrap().trim_start_matches("./").trim_start_matches('/');
            assert!(embedded.get(file).is_some(), "{path}: {file}");
        }
        assert!(!html.contains("<style") && !html.contains("style="), "{path}");
        assert!(!html.contains("<script>"), "{path}");
    }
}

async fn fetch(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn a_scrutineers_machine_serves_over_a_socket() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let site = Arc::new(Site::of_scrutineer(bundle(), &sitting(Mode::Real)));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(serve(site, listener, None, async { drop(stopped.await) }));
    let page = fetch(address, "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await;
    assert!(
        page.starts_with("HTTP/1.1 200 OK\r\n") && page.ends_with("\r\n\r\n<!doctype html>deputy"),
        "{page}"
    );
    let head = fetch(address, "HEAD / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await;
    assert!(head.contains("content-length: 21\r\n") && head.ends_with("\r\n\r\n"), "{head}");
    let up =
        fetch(address, "GET /../etc/passwd HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await;
    assert!(up.starts_with("HTTP/1.1 404"), "{up}");
    let none = fetch(address, "GET /ws HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await;
    assert!(none.starts_with("HTTP/1.1 404"), "{none}");
    stop.send(()).unwrap();
    serving.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
