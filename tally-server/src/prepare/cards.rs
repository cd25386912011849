//! The deputies' cards as one page to print: A4, eight cards a sheet, with lines to cut along.
//!
//! A card is a secret (its QR holds the seed of the card key, DESIGN §6.6), so the page is one self-contained
//! file: no script, no font, no picture from elsewhere, and a policy in its head that forbids them. It is
//! made in memory that is wiped, and whoever writes it to a file removes that file after printing.
//!
//! Every card also carries what its holder must compare: the sitting's fingerprint and the server
//! certificate's, whole. A rehearsal's cards have another colour and 演练 across each (ux §0.8).

use std::fmt::{self, Write as _};

use audit::wire::Text;
use qrcode::{Color, EcLevel, QrCode, Version};
use terminal_client::net::pinning::CertificateFingerprint;
use zeroize::Zeroizing;

/// Cards on one sheet.
pub const CARDS_PER_SHEET: usize = 8;
/// Largest QR version: 57 modules, 0.55 mm each on the card, which a tablet's camera reads at arm's length.
pub const QR_VERSION_MAX: i16 = 10;
/// Light modules around a QR (ISO/IEC 18004 §9.1 asks for four).
pub const QUIET_ZONE_MODULES: usize = 4;
/// Names of more characters than this are set smaller.
const LONG_NAME_CHARS: usize = 6;

const STYLE: &str = include_str!("cards.css");
/// Styles stand in the page itself, and nothing else may be loaded or run.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// What one card shows.
pub struct CardFace {
    /// The deputy's number.
    pub number: u32,
    /// The deputy's name.
    pub name: Text,
    /// The deputy's delegation.
    pub delegation: Text,
    /// What the QR says; secret.
    pub qr_text: Zeroizing<String>,
    /// What the deputy types where there is no camera; secret. Printed in groups of four.
    pub short_code: Zeroizing<String>,
}

impl fmt::Debug for CardFace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardFace(number {}, the rest redacted)", self.number)
    }
}

/// What all cards of a sitting show.
#[derive(Clone, Debug)]
pub struct SittingFace {
    /// The sitting's name.
    pub title: Text,
    /// SHA-256 of entry 0.
    pub fingerprint: [u8; 32],
    /// Of the server's certificate.
    pub tls_fingerprint: CertificateFingerprint,
    /// Where the server is reached, as people type it.
    pub server_url: Text,
    /// Whether this is a rehearsal.
    pub rehearsal: bool,
}

/// Why the cards were not made.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum CardError {
    #[error("there are no cards to print")]
    NoCards,
    #[error("the QR of card {number} would be finer than a camera reads (version above {QR_VERSION_MAX})")]
    QrTooFine { number: u32 },
}

/// The whole page, as HTML.
pub fn page(sitting: &SittingFace, cards: &[CardFace]) -> Result<Zeroizing<String>, CardError> {
    if cards.is_empty() {
        return Err(CardError::NoCards);
    }
    let codes = cards.iter().map(qr_code).collect::<Result<Vec<_>, _>>()?;
    // Room for all of it at once: growing would leave copies of the secrets in freed memory.
    let room = codes.len().saturating_mul(64 * 1024).saturating_add(64 * 1024);
    let mut html = Zeroizing::new(String::with_capacity(room));
    let class = if sitting.rehearsal { "rehearsal" } else { "real" };
    push(
        &mut html,
        format_args!(
            "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <title>{title} 代表签到卡{rehearsal}</title>\n<style>\n{STYLE}</style>\n</head>\n<body class=\"{class}\">\n",
            title = Escaped(sitting.title.as_str()),
            rehearsal = if sitting.rehearsal { "（演练）" } else { "" },
        ),
    );
    let pairs: Vec<(&CardFace, &QrCode)> = cards.iter().zip(&codes).collect();
    for sheet in pairs.chunks(CARDS_PER_SHEET) {
        html.push_str("<div class=\"page\">\n");
        for (card, code) in sheet {
            push_card(&mut html, sitting, card, code);
        }
        html.push_str("</div>\n");
    }
    html.push_str("</body>\n</html>\n");
    Ok(html)
}

fn push_card(html: &mut String, sitting: &SittingFace, card: &CardFace, code: &QrCode) {
    let name = card.name.as_str();
    let long = if name.chars().count() > LONG_NAME_CHARS { " long" } else { "" };
    let (kind, across) = if sitting.rehearsal {
        ("演练 签到卡 Rehearsal", "<div class=\"across\" aria-hidden=\"true\">演练</div>")
    } else {
        ("签到卡 Check-in card", "")
    };
    push(
        html,
        format_args!(
            "<section class=\"card{long}\">{across}\n<div class=\"title\">{title} {kind}</div>\n<div class=\"qr\">",
            title = Escaped(sitting.title.as_str()),
        ),
    );
    push_svg(html, code);
    push(
        html,
        format_args!(
            "</div>\n<div class=\"who\"><div class=\"name\">{name}</div><div class=\"delegation\">{delegation}</div>\
             <div class=\"number\">编号 No. {number}</div>\
             <div class=\"care\">凭此卡签到，限本人使用，请勿转借、拍照。<br>Yours alone. Do not lend or photograph it.</div></div>\n\
             <div class=\"code\">{code}</div>\n\
             <div class=\"trust\">会议指纹 Sitting: <b>{sitting_print}</b><br>\
             证书指纹 Certificate: <b>{tls_print}</b><br>服务器 Server: <b>{url}</b></div>\n</section>\n",
            name = Escaped(name),
            delegation = Escaped(card.delegation.as_str()),
            number = card.number,
            code = Groups(&card.short_code),
            sitting_print = Groups(&hex(&sitting.fingerprint)),
            tls_print = Groups(&sitting.tls_fingerprint.to_string()),
            url = Escaped(sitting.server_url.as_str()),
        ),
    );
}

/// Level M, since cards get creased; the smallest version that holds the text.
fn qr_code(card: &CardFace) -> Result<QrCode, CardError> {
    let too_fine = CardError::QrTooFine { number: card.number };
    match QrCode::with_error_correction_level(card.qr_text.as_bytes(), EcLevel::M) {
        Ok(code) if matches!(code.version(), Version::Normal(v) if v <= QR_VERSION_MAX) => Ok(code),
        _ => Err(too_fine),
    }
}

/// One path of runs of dark modules, one unit to a module.
fn push_svg(html: &mut String, code: &QrCode) {
    let width = code.width();
    let side = width.saturating_add(QUIET_ZONE_MODULES.saturating_mul(2));
    push(
        html,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" \
             role=\"img\" aria-label=\"QR\"><path fill=\"#000\" d=\""
        ),
    );
    let modules =
        Zeroizing::new(code.to_colors().into_iter().map(|c| c == Color::Dark).collect::<Vec<bool>>());
    for (row, modules) in modules.chunks(width).enumerate() {
        let y = row.saturating_add(QUIET_ZONE_MODULES);
        let mut x = QUIET_ZONE_MODULES;
        for run in modules.chunk_by(|a, b| a == b) {
            let n = run.len();
            if run.first() == Some(&true) {
                push(html, format_args!("M{x} {y}h{n}v1h-{n}z"));
            }
            x = x.saturating_add(n);
        }
    }
    html.push_str("\"/></svg>");
}

/// Writing to a string cannot fail.
fn push(html: &mut String, text: fmt::Arguments<'_>) {
    let _ = html.write_fmt(text);
}

pub(crate) fn hex(bytes: &[u8; 32]) -> String {
    CertificateFingerprint::from_bytes(*bytes).to_string()
}

/// Text between tags or in a quoted attribute.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            other => f.write_char(other),
        })
    }
}

/// Text in groups of four characters, escaped; separators that it brings are dropped.
struct Groups<'a>(&'a str);

impl fmt::Display for Groups<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.0.chars().filter(|c| !c.is_whitespace() && *c != '-');
        kept.enumerate().try_for_each(|(i, c)| {
            if i > 0 && i % 4 == 0 {
                f.write_char(' ')?;
            }
            let mut buffer = [0; 4];
            write!(f, "{}", Escaped(c.encode_utf8(&mut buffer)))
        })
    }
}

#[cfg(test)]
mod tests {
    use crypto::card::Card;
    use crypto::hash::Entropy;

    use super::*;

    fn sitting(rehearsal: bool) -> SittingFace {
        SittingFace {
            title: "云岭县第十七届人民代表大会第二次会议".parse().unwrap(),
            fingerprint: [0xab; 32],
            tls_fingerprint: CertificateFingerprint::from_bytes([0x01; 32]),
            server_url: "https://192.0.2.7:8443".parse().unwrap(),
            rehearsal,
        }
    }

    fn card(number: u32, name: &str, qr_text: &str) -> CardFace {
        CardFace {
            number,
            name: name.parse().unwrap(),
            delegation: "城关代表团".parse().unwrap(),
            qr_text: Zeroizing::new(qr_text.to_owned()),
            short_code: Zeroizing::new("ABCDEFGHJK".to_owned()),
        }
    }

    /// As long as a real card's: number, fingerprint and seed in base64url.
    fn qr_text(number: u32) -> String {
        format!(
            "piaojue:card:1:{number}:{}:{}",
            "q".repeat(43),
            format!("{number:04}").repeat(11).split_at(43).0
        )
    }

    /// What a camera would see: the picture that the page's path draws, eight pixels to a module.
    fn scan(svg: &str) -> String {
        const PIXELS: usize = 8;
        let side: usize = between(svg, "viewBox=\"0 0 ", " ").parse().unwrap();
        let mut dark = vec![vec![false; side]; side];
        for run in between(svg, " d=\"", "\"").split_terminator('z') {
            let (x, rest) = run.strip_prefix('M').unwrap().split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let (n, back) = rest.split_once("v1h-").unwrap();
            assert_eq!(n, back);
            let [x, y, n] = [x, y, n].map(|s| s.parse::<usize>().unwrap());
            dark[y][x..x + n].fill(true);
        }
        for edge in 0..QUIET_ZONE_MODULES {
            assert!(dark[edge].iter().chain(&dark[side - 1 - edge]).all(|d| !d), "quiet zone");
            assert!(dark.iter().all(|row| !row[edge] && !row[side - 1 - edge]), "quiet zone");
        }
        let grey = |x: usize, y: usize| if dark[y / PIXELS][x / PIXELS] { 0 } else { 255 };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * PIXELS, side * PIXELS, grey);
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        grids[0].decode().unwrap().1
    }

    fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
        text.split_once(start).unwrap().1.split_once(end).unwrap().0
    }

    #[test]
    fn every_printed_qr_says_what_it_should() {
        let cards: Vec<CardFace> = (1..=19).map(|n| card(n, "王五", &qr_text(n))).collect();
        let html = page(&sitting(false), &cards).unwrap();
        let printed: Vec<String> = html.split("<svg ").skip(1).map(scan).collect();
        assert_eq!(printed, (1..=19).map(qr_text).collect::<Vec<_>>());
        assert_eq!(html.matches("class=\"page\"").count(), 3, "19 cards are three sheets of eight");
    }

    /// The cards of `crypto`, from seed to paper and back, by camera and by keyboard.
    #[test]
    fn a_real_card_signs_the_same_after_printing() {
        let face = sitting(true);
        let issued: Vec<Card> =
            (1..=8).map(|n| Card::issue(n, Entropy::from_os(rand::random())).unwrap()).collect();
        let faces: Vec<CardFace> = issued
            .iter()
            .map(|issued| CardFace {
                qr_text: issued.qr(&face.fingerprint),
                short_code: issued.typed(),
                ..card(u32::try_from(issued.number()).unwrap(), "王五", "")
            })
            .collect();
        let html = page(&face, &faces).unwrap();
        let key = |card: &Card| card.signing_key(&face.fingerprint).unwrap().verifying_key();
        for (issued, printed) in issued.iter().zip(html.split("<svg ").skip(1)) {
            let scanned = Card::from_qr(&scan(printed), &face.fingerprint).unwrap();
            assert_eq!(key(&scanned).as_bytes(), key(issued).as_bytes());
            let typed = between(printed, "<div class=\"code\">", "</div>");
            let typed = Card::from_typed(issued.number(), typed).unwrap();
            assert_eq!(key(&typed).as_bytes(), key(issued).as_bytes());
        }
    }

    #[test]
    fn a_card_shows_everything_its_holder_compares() {
        let html = page(&sitting(false), &[card(42, "王五", &qr_text(42))]).unwrap();
        for shown in [
            "<div class=\"name\">王五</div>",
            "城关代表团",
            "编号 No. 42",
            "ABCD EFGH JK",
            &["abab"; 16].join(" "),
            &["0101"; 16].join(" "),
            "https://192.0.2.7:8443",
            "云岭县第十七届人民代表大会第二次会议",
        ] {
            assert!(html.contains(shown), "{shown}");
        }
        assert!(!html.contains("演练"), "a real card never says so");
    }

    #[test]
    fn a_rehearsal_says_so_across_every_card() {
        let cards: Vec<CardFace> = (1..=9).map(|n| card(n, "王五", &qr_text(n))).collect();
        let html = page(&sitting(true), &cards).unwrap();
        assert_eq!(html.matches("<div class=\"across\" aria-hidden=\"true\">演练</div>").count(), 9);
        assert_eq!(html.matches("演练 签到卡").count(), 9);
        assert!(html.contains("<body class=\"rehearsal\">"));
        assert!(!page(&sitting(false), &cards).unwrap().contains("<body class=\"rehearsal\">"));
    }

    #[test]
    fn nothing_in_a_name_becomes_markup() {
        let hostile = "</div><script src=//x>'\"&";
        let mut face = sitting(false);
        face.title = hostile.parse().unwrap();
        face.server_url = hostile.parse().unwrap();
        let mut card = card(1, hostile, "x");
        card.delegation = hostile.parse().unwrap();
        card.short_code = Zeroizing::new("<b>&'\"".to_owned());
        let html = page(&face, &[card]).unwrap();
        assert!(!html.contains("<script") && !html.contains("//x>"), "{}", *html);
        assert_eq!(html.matches("&lt;/div&gt;&lt;script src=//x&gt;&#39;&quot;&amp;").count(), 5);
        assert!(html.contains("&lt;b&gt;&amp; &#39;&quot;"));
    }

    #[test]
    fn the_page_asks_nothing_of_anybody() {
        let html = page(&sitting(true), &[card(1, "王五", "x")]).unwrap();
        for tag in ["<script", "<link", "<img", "<iframe", "src=", "href=", "url(", "@import", "@font-face"] {
            assert!(!html.contains(tag), "{tag}");
        }
        assert!(html.contains(POLICY) && html.contains("size: A4"));
    }

    #[test]
    fn what_cannot_be_printed_is_refused() {
        assert_eq!(page(&sitting(false), &[]), Err(CardError::NoCards));
        // Version 10 at level M holds 213 bytes.
        let fits = card(1, "王五", &"~".repeat(213));
        assert!(page(&sitting(false), &[fits]).is_ok());
        let fine = card(7, "王五", &"~".repeat(214));
        assert_eq!(page(&sitting(false), &[fine]), Err(CardError::QrTooFine { number: 7 }));
        let endless = card(8, "王五", &"~".repeat(9000));
        assert_eq!(page(&sitting(false), &[endless]), Err(CardError::QrTooFine { number: 8 }));
    }

    #[test]
    fn the_page_never_outgrows_its_room() {
        let cards: Vec<CardFace> = (1..=3).map(|n| card(n, &"王".repeat(40), &"~".repeat(213))).collect();
        let html = page(&sitting(true), &cards).unwrap();
        assert_eq!(html.capacity(), 4 * 64 * 1024);
    }

    #[test]
    fn a_face_is_redacted() {
        let shown = format!("{:?}", card(3, "王五", "SEED"));
        assert_eq!(shown, "CardFace(number 3, the rest redacted)");
    }
}
