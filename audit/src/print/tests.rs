//! Pages of made-up votes of every kind: what they say, that they say it twice in the same bytes, and that numbers which
//! do not add up make none.

mod cases;
mod escaping;
mod sums;

use super::check::Checked;
use super::record::Record;
use super::{reconciliation, script, tally};
use cases::Case;

/// The report's markup, without its style, which is the same for all, and the program's version; a line for each element.
fn body(page: &str) -> String {
    bare(page).replace("><", ">\n<")
}

fn bare(page: &str) -> String {
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    format!("{before}<style></style>{after}").replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

fn tally_page(record: &Record) -> String {
    tally::page(Checked::new(record).unwrap()).unwrap().into_string()
}

fn reconciliation_page(record: &Record) -> String {
    reconciliation::page(Checked::new(record).unwrap()).into_string()
}

fn script_lines(record: &Record) -> Vec<String> {
    script::lines(Checked::new(record).unwrap()).unwrap()
}

/// The text of a page as somebody reads it: a line for each paragraph and each row.
fn text(page: &str) -> String {
    let mut page = bare(page);
    for (end, mark) in [("</td>", " | "), ("</th>", " | "), ("</span>", " "), ("<br>", " ")] {
        page = page.replace(end, mark);
    }
    for block in ["</tr>", "</p>", "</li>", "</h1>", "</h2>", "</dd>", "</title>", "</dl>", "</div>"] {
        page = page.replace(block, "\n");
    }
    let mut text = String::new();
    let mut inside = false;
    for character in page.replace("<dd", " <dd").chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(character),
            _ => {}
        }
    }
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_kind_of_vote_has_its_tally_report() {
    for case in Case::ALL {
        insta::assert_snapshot!(format!("tally_{}", case.name()), text(&tally_page(&case.record())));
    }
}

#[test]
fn each_kind_of_vote_has_its_reconciliation() {
    for case in
        [Case::Select, Case::Paper, Case::Entered, Case::Named, Case::Hands, Case::Void, Case::Mismatch]
    {
        let page = reconciliation_page(&case.record());
        insta::assert_snapshot!(format!("reconciliation_{}", case.name()), text(&page));
    }
}

#[test]
fn each_kind_of_vote_has_its_script() {
    let scripts: Vec<_> = Case::ALL
        .iter()
        .map(|case| format!("{}\n{}", case.name(), script_lines(&case.record()).join("\n")))
        .collect();
    insta::assert_snapshot!("scripts", scripts.join("\n\n"));
}

#[test]
fn markup_is_as_it_was() {
    insta::assert_snapshot!("markup_paper", body(&tally_page(&Case::Paper.record())));
    insta::assert_snapshot!("markup_voided", body(&tally::voided(&Case::Select.voided()).into_string()));
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    for case in Case::ALL {
        assert_eq!(tally_page(&case.record()), tally_page(&case.record()));
        assert_eq!(reconciliation_page(&case.record()), reconciliation_page(&case.record()));
        let mut other = case.record();
        other.head.title.push('二');
        assert_ne!(tally_page(&other), tally_page(&case.record()));
    }
}

#[test]
fn a_voided_contest_shows_that_it_is_void_and_nothing_of_its_content() {
    let head = Case::Select.voided();
    let page = tally::voided(&head).into_string();
    let seen = text(&page);
    assert!(seen.contains("作废原因：设备故障") && page.contains(r#"<div class="stamp""#));
    assert!(seen.contains("可能有人已经得知结果"));
    for item in Case::Select.record().items {
        assert!(!seen.contains(&item.title), "{}", item.title);
    }
    for word in ["得票", "入选", "有效票", "名次"] {
        assert!(!seen.contains(word), "{word}");
    }
    assert_eq!(script::voided(&head).len(), 3);
    // A contest that counts has no stamp.
    assert!(!tally_page(&Case::Select.record()).contains(r#"<div class="stamp""#));
}

#[test]
fn a_rehearsal_says_so_on_every_page() {
    let mut record = Case::Select.record();
    assert!(!tally_page(&record).contains(r#"class="watermark""#));
    record.head.rehearsal = true;
    let mut head = Case::Select.voided();
    head.rehearsal = true;
    let spoken = script::page(&record.head, &script_lines(&record)).into_string();
    let pages =
        [tally_page(&record), reconciliation_page(&record), spoken, tally::voided(&head).into_string()];
    for page in pages {
        assert!(page.contains(r#"<div class="watermark" aria-hidden="true">演练</div>"#));
        assert!(text(&page).contains("演练：本页各项数字不作数"));
    }
    assert!(script::page(&head, &[]).into_string().contains("watermark"));
}
