//! What the tally server serves browsers: pages in a rehearsal and in a real sitting, and pages of other origins.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

mod hall;

use audit::fingerprint::Fingerprint;
use hall::client::{ask, socket_of_page};
use hall::{Hall, get};
use protocol::{ClientMessage, ServerMessage};
use terminal_client::page::{Bundle, EntryZeroError, InEntryZero, PageHash, compare};
use terminal_client::sitting_file::SittingFile;

#[tokio::test(flavor = "multi_thread")]
async fn a_rehearsal_serves_every_page_and_says_which_sitting_it_is() {
    let hall = Hall::new();
    let server = hall.start().await;
    let address = server.address();
    let bundle = Bundle::embedded();
    for (path, file) in
        [("/", "deputy.html"), ("/hall", "hall.html"), ("/log", "log.html"), ("/check", "check.html")]
    {
        let (head, body) = get(&hall, address, path).await;
        match bundle.get(file) {
            Some(bytes) => {
                assert!(head.starts_with("http/1.1 200"), "{path}: {head}");
                assert_eq!(body, bytes.to_vec(), "{path}");
                assert!(head.contains("cross-origin-embedder-policy: require-corp"), "{path}: {head}");
                assert!(head.contains("permissions-policy: camera=(self), "), "{path}: {head}");
            }
            // Built without: the sentence, and not another page.
            None => assert!(head.starts_with("http/1.1 404"), "{path}: {head}"),
        }
        assert!(head.contains("cache-control: no-store"), "{path}: {head}");
    }
    let request = format!("GET /sitting.json HTTP/1.1\r\nhost: 127.0.0.1:{}", address.port());
    let (head, body) = ask(&hall, address, &request).await;
    assert!(head.contains("content-type: application/json"), "{head}");
    let said = format!(
        "{{\"fingerprint\":\"{}\",\"server\":\"https://127.0.0.1:{}\",\"mode\":\"rehearsal\"}}\n",
        Fingerprint(hall.fingerprint).to_hex(),
        address.port()
    );
    assert_eq!(String::from_utf8(body).unwrap(), said);
    // The observer's page beside the log itself.
    let (head, _) = get(&hall, address, "/log.jsonl").await;
    assert!(head.contains("content-type: application/jsonl"), "{head}");
    for path in
        ["/deputy.html", "/assets/nothing-AAAAAAAA.js", "/assets/", "/tls/key.pem", "/%2e%2e/tls/key.pem"]
    {
        let (head, _) = get(&hall, address, path).await;
        assert!(head.starts_with("http/1.1 404"), "{path}: {head}");
        assert!(
            head.contains("content-security-policy: default-src 'none'; frame-ancestors 'none'"),
            "{head}"
        );
    }
    let (head, _) = ask(&hall, address, "POST /hall HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0").await;
    assert!(head.starts_with("http/1.1 405"), "{head}");
    server.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_sitting_serves_no_voting_page() {
    let hall = Hall::real();
    let server = hall.start().await;
    let (head, body) = get(&hall, server.address(), "/").await;
    assert!(head.starts_with("http/1.1 403"), "{head}");
    assert!(String::from_utf8(body).unwrap().contains("投票页面不在这里"));
    let (_, body) = get(&hall, server.address(), "/sitting.json").await;
    assert!(String::from_utf8(body).unwrap().ends_with("\"mode\":\"real\"}\n"));
    server.stop().await.unwrap();
}

/// Pages on tablets come from elsewhere, so `Origin` decides nothing; and no origin gets more than what is public.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_any_origin_may_follow_and_read_and_no_more() {
    let hall = Hall::new();
    let server = hall.start().await;
    let address = server.address();
    for origin in ["https://192.168.1.20:7444", "http://127.0.0.1:8080", "https://evil.example", "null"] {
        let mut client = socket_of_page(&hall, address, origin).await;
        client.say(&ClientMessage::Follow { from: hall::int(0) }).await;
        let heard = client.hear().await.unwrap();
        assert!(matches!(heard, ServerMessage::Entries { .. } | ServerMessage::Status { .. }), "{heard:?}");
    }
    let asked =
        |path: &str| format!("GET {path} HTTP/1.1\r\nhost: localhost\r\norigin: https://evil.example");
    for path in ["/checkpoint", "/log.jsonl", "/policy", "/fingerprint", "/tile/0/000.p/1", "/tile/0/999"] {
        let (head, _) = ask(&hall, address, &asked(path)).await;
        assert!(head.contains("access-control-allow-origin: *"), "{path}: {head}");
        assert!(!head.contains("access-control-allow-credentials"), "{path}: {head}");
    }
    for path in ["/", "/hall", "/sitting.json", "/page.json", "/ready", "/metrics", "/nothing"] {
        let (head, _) = ask(&hall, address, &asked(path)).await;
        assert!(!head.contains("access-control"), "{path}: {head}");
    }
    server.stop().await.unwrap();
}

/// The sitting file of a hall whose server listens there.
fn file_of(hall: &Hall, address: std::net::SocketAddr) -> SittingFile {
    let mut file = SittingFile::read(&hall.path().join("sitting.toml")).unwrap();
    file.server = address.to_string().parse().unwrap();
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_compared_with_entry_0() {
    let (named, other) = (PageHash([7; 32]), PageHash([8; 32]));
    let hall = Hall::with_page(named.0);
    let server = hall.start().await;
    let file = file_of(&hall, server.address());
    assert_eq!(compare(named, &file).await.unwrap(), InEntryZero::Same);
    assert_eq!(compare(other, &file).await.unwrap(), InEntryZero::Others(vec![named]));
    let foreign = SittingFile { fingerprint: Fingerprint([1; 32]), ..file.clone() };
    let refused = compare(named, &foreign).await;
    assert!(matches!(refused, Err(EntryZeroError::Sitting(_))), "{refused:?}");
    server.stop().await.unwrap();
    let refused = compare(named, &file).await;
    assert!(matches!(refused, Err(EntryZeroError::Net(_))), "{refused:?}");

    let hall = Hall::new();
    let server = hall.start().await;
    assert_eq!(compare(named, &file_of(&hall, server.address())).await.unwrap(), InEntryZero::None);
    server.stop().await.unwrap();
}
