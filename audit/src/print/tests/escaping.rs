//! A log is written by people who may wish us ill: none of its texts becomes markup.

use super::cases::Case;
use super::{Record, reconciliation_page, script, script_lines, tally, tally_page};

const HOSTILE: &str = r#"<script>alert("x")</script>'"&<img src=x onerror=y>--></style>"#;

fn hostile() -> Record {
    let mut record = Case::Named.record();
    record.profile.title = HOSTILE.parse().unwrap();
    record.profile.articles.threshold = HOSTILE.parse().unwrap();
    record.profile.articles.validity = HOSTILE.parse().unwrap();
    let head = &mut record.head;
    for text in [&mut head.sitting, &mut head.title] {
        *text = HOSTILE.to_owned();
    }
    head.purpose = Some(HOSTILE.to_owned());
    for stand in [&mut head.counted, &mut head.finished] {
        stand.as_mut().unwrap().scrutineers = vec![HOSTILE.to_owned()];
    }
    for item in &mut record.items {
        item.title = HOSTILE.to_owned();
        item.department = HOSTILE.to_owned();
    }
    for vote in &mut record.votes {
        vote.name = HOSTILE.to_owned();
        vote.delegation = HOSTILE.to_owned();
    }
    record.void_register = Some(Vec::new());
    record
}

/// Every `<` of the page opens an element that a page without hostile texts has too.
fn elements(page: &str) -> std::collections::BTreeSet<String> {
    let name = |rest: &str| rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
    page.split('<').skip(1).map(|rest| name(rest.trim_start_matches(['/', '!']))).collect()
}

#[test]
fn no_text_of_the_log_becomes_markup() {
    let (record, good) = (hostile(), Case::Named.record());
    let mut head = Case::Named.voided();
    head.voided.as_mut().unwrap().reason = HOSTILE.to_owned();
    let spoken = |record: &Record| script::page(&record.head, &script_lines(record)).into_string();
    let pages = [
        (tally_page(&record), tally_page(&good)),
        (reconciliation_page(&record), reconciliation_page(&good)),
        (spoken(&record), spoken(&good)),
        (tally::voided(&head).into_string(), tally::voided(&Case::Named.voided()).into_string()),
    ];
    for (page, good) in pages {
        assert!(page.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;'&quot;&amp;&lt;img"));
        assert!(!page.contains("<script") && !page.contains("<img"));
        assert_eq!(page.matches("</style>").count(), 1);
        // `p.purpose` is the one element that the good page lacks a reason for.
        let more: Vec<_> = elements(&page).difference(&elements(&good)).cloned().collect();
        assert!(more.is_empty(), "{more:?}");
    }
}

#[test]
fn a_page_runs_nothing_and_asks_nothing_of_another_host() {
    for case in Case::ALL {
        for page in [tally_page(&case.record()), reconciliation_page(&case.record())] {
            assert!(page.starts_with("<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"));
            assert!(page.contains(r#"content="default-src 'none'; style-src 'unsafe-inline'""#));
            for foreign in ["<script", "http:", "https:", "//", "url(", "@import", "<link", "<img", "src="] {
                assert!(!page.contains(foreign), "{foreign} in {}", case.name());
            }
        }
    }
}
