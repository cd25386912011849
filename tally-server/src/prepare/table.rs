//! A CSV list as secretariats have it: from Excel or WPS, in UTF-8 or GB18030, with columns in any order.
//!
//! Encoding: byte order mark → UTF-8; else strict UTF-8; else strict GB18030, of which GBK and GB 2312 are
//! parts. One exception: if the first line is Chinese UTF-8, the file is UTF-8 and the bad bytes further
//! down are damage, for GB18030 would turn almost any bytes into wrong names without an error.
//!
//! One line is one row. Cells with line breaks are refused, so a line number here is the row number that
//! the spreadsheet shows, and no entry of the log ever carries a two-line name.

use std::borrow::Cow;
use std::fmt;

use encoding_rs::{GB18030, UTF_8};

use super::problem::{ColumnName, Findings, Reason, Refused};

/// Largest list in bytes: 3,000 deputies are about 100 kB.
pub const TABLE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How a list was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// GB18030, which includes GBK and GB 2312.
    Gb18030,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030",
        })
    }
}

/// A column that a list may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) name: ColumnName,
    /// Other headings for it, as [`heading`] leaves them.
    pub(super) synonyms: &'static [&'static str],
    pub(super) required: bool,
}

/// A row: one cell for each of the `N` columns asked for, trimmed, empty where the file has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row<const N: usize> {
    pub(super) line: u64,
    pub(super) cells: [String; N],
}

/// A decoded list. Its rows may be fewer than the file's; then `findings` has the reasons.
#[derive(Debug)]
pub(super) struct Table<const N: usize> {
    pub(super) encoding: Encoding,
    pub(super) rows: Vec<Row<N>>,
    pub(super) findings: Findings,
}

/// Reads `bytes`, shown as `file`, into rows with the given columns.
pub(super) fn read<const N: usize>(
    file: &str,
    bytes: &[u8],
    columns: &[Column; N],
    rows_max: usize,
) -> Result<Table<N>, Refused> {
    let mut findings = Findings::new(file);
    if bytes.len() > TABLE_BYTES_MAX {
        return Err(findings.stop(None, None, Reason::TooLarge { max: TABLE_BYTES_MAX }));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(findings.stop(None, None, Reason::Workbook));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(findings.stop(None, None, Reason::Utf16));
    }
    let (encoding, bytes) = detect(bytes);

    let mut lines: Vec<(u64, Cow<'_, str>)> = Vec::new();
    for (line, raw) in (1u64..).zip(bytes.split(|b| *b == b'\n')) {
        let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        match decode(encoding, raw) {
            Some(text) if is_blank(&text) => {}
            Some(text) => lines.push((line, text)),
            // The headings cannot be read, so nothing below them can be.
            None if lines.is_empty() => {
                return Err(findings.stop(Some(line), None, Reason::Undecodable { encoding }));
            }
            None => findings.refuse(Some(line), None, Reason::Undecodable { encoding }),
        }
    }
    let mut lines = lines.iter();
    let Some((header_line, header)) = lines.next() else {
        return Err(findings.stop(None, None, Reason::NoHeader));
    };
    let Some(headings) = cells(header) else {
        return Err(findings.stop(Some(*header_line), None, Reason::Quotes));
    };
    let places = places(*header_line, &headings, columns, &mut findings);
    if findings.refused() {
        // Without its columns every row would be reported as empty.
        return Err(findings.into_refused());
    }

    let mut rows = Vec::new();
    for (line, text) in lines {
        if rows.len() == rows_max {
            findings.refuse(Some(*line), None, Reason::TooManyRows { max: rows_max });
            break;
        }
        match row(text, headings.len(), &places) {
            Ok(cells) => rows.push(Row { line: *line, cells }),
            Err(reason) => findings.refuse(Some(*line), None, reason),
        }
    }
    if rows.is_empty() && !findings.refused() {
        findings.refuse(None, None, Reason::NoRows);
    }
    Ok(Table { encoding, rows, findings })
}

fn detect(bytes: &[u8]) -> (Encoding, &[u8]) {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return (Encoding::Utf8, rest);
    }
    let first_line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let chinese_header = !first_line.is_ascii() && std::str::from_utf8(first_line).is_ok();
    if chinese_header || std::str::from_utf8(bytes).is_ok() {
        (Encoding::Utf8, bytes)
    } else {
        (Encoding::Gb18030, bytes)
    }
}

/// No trail byte of GB18030 is a line feed, so decoding line by line is decoding the file.
fn decode(encoding: Encoding, line: &[u8]) -> Option<Cow<'_, str>> {
    let decoder = match encoding {
        Encoding::Utf8 => UTF_8,
        Encoding::Gb18030 => GB18030,
    };
    decoder.decode_without_bom_handling_and_without_replacement(line)
}

/// Spreadsheets write emptied rows as bare commas.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c == ',' || c.is_whitespace())
}

/// The cells of one line, or none if its quotes do not pair.
fn cells(text: &str) -> Option<Vec<String>> {
    if text.matches('"').count() % 2 == 1 {
        return None;
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let record = reader.records().next()?.ok()?;
    Some(record.iter().map(|cell| cell.trim().to_owned()).collect())
}

/// For each column asked for, its place in the file.
fn places<const N: usize>(
    line: u64,
    headings: &[String],
    columns: &[Column; N],
    findings: &mut Findings,
) -> [Option<usize>; N] {
    let mut places = [None; N];
    for (at, written) in headings.iter().enumerate().filter(|(_, written)| !written.is_empty()) {
        let heading = heading(written);
        let found = columns.iter().zip(&mut places).find(|(column, _)| {
            column.name.zh == heading
                || column.name.en.eq_ignore_ascii_case(&heading)
                || column.synonyms.contains(&heading.as_str())
        });
        match found {
            None => findings.warn(Some(line), None, Reason::UnknownColumn { text: written.clone() }),
            Some((column, Some(_))) => {
                findings.refuse(Some(line), Some(column.name), Reason::RepeatedColumn);
            }
            Some((_, place)) => *place = Some(at),
        }
    }
    for (column, place) in columns.iter().zip(&places) {
        if column.required && place.is_none() {
            findings.refuse(Some(line), Some(column.name), Reason::MissingColumn);
        }
    }
    places
}

/// A heading without spaces, marks for required columns, case and full-width brackets: 预算（万元）* → 预算(万元).
fn heading(written: &str) -> String {
    let kept = written.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊'));
    let plain = kept.map(|c| match c {
        '（' => '(',
        '）' => ')',
        other => other.to_ascii_lowercase(),
    });
    plain.collect()
}

fn row<const N: usize>(
    text: &str,
    expected: usize,
    places: &[Option<usize>; N],
) -> Result<[String; N], Reason> {
    let mut cells = cells(text).ok_or(Reason::Quotes)?;
    if cells.iter().skip(expected).any(|cell| !cell.is_empty()) {
        return Err(Reason::TooManyCells { expected, actual: cells.len() });
    }
    Ok(places.map(|place| place.and_then(|at| cells.get_mut(at)).map(std::mem::take).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::super::problem::{PROBLEMS_MAX, Problem};
    use super::*;

    const NAME: ColumnName = ColumnName { zh: "姓名", en: "name" };
    const NUMBER: ColumnName = ColumnName { zh: "序号", en: "number" };
    const COLUMNS: [Column; 2] = [
        Column { name: NUMBER, synonyms: &["编号"], required: true },
        Column { name: NAME, synonyms: &["代表姓名"], required: true },
    ];

    fn rows(bytes: &[u8]) -> (Encoding, Vec<(u64, [String; 2])>) {
        let table = read("表.csv", bytes, &COLUMNS, 100).unwrap();
        assert!(!table.findings.refused(), "{:?}", table.findings);
        (table.encoding, table.rows.into_iter().map(|row| (row.line, row.cells)).collect())
    }

    fn problems(bytes: &[u8]) -> Vec<(Option<u64>, Reason)> {
        let refused = match read("表.csv", bytes, &COLUMNS, 100) {
            Err(refused) => refused,
            Ok(table) => table.findings.into_refused(),
        };
        refused.problems.into_iter().map(|Problem { line, reason, .. }| (line, reason)).collect()
    }

    fn row(line: u64, number: &str, name: &str) -> (u64, [String; 2]) {
        (line, [number.to_owned(), name.to_owned()])
    }

    #[test]
    fn the_same_list_is_read_from_every_encoding_and_line_end() {
        let text = "序号,姓名\n1,王㛃\n2,李雷\n";
        let expected = vec![row(2, "1", "王㛃"), row(3, "2", "李雷")];
        let (gb, _, lost) = GB18030.encode(text);
        assert!(!lost);
        for (encoding, bytes) in [
            (Encoding::Utf8, text.as_bytes().to_vec()),
            (Encoding::Utf8, format!("\u{feff}{text}").into_bytes()),
            (Encoding::Utf8, text.replace('\n', "\r\n").into_bytes()),
            (Encoding::Gb18030, gb.to_vec()),
            (Encoding::Gb18030, GB18030.encode(&text.replace('\n', "\r\n")).0.to_vec()),
        ] {
            assert_eq!(rows(&bytes), (encoding, expected.clone()));
        }
    }

    #[test]
    fn columns_are_found_by_heading_and_blank_lines_keep_their_numbers() {
        let text = " 姓 名*,备注,编号\n\n,,\n\"王,五\",x,7\n赵六,,8,\n";
        assert_eq!(rows(text.as_bytes()).1, [row(4, "7", "王,五"), row(5, "8", "赵六")]);
        let table = read("表.csv", text.as_bytes(), &COLUMNS, 100).unwrap();
        let warnings = table.findings.finish(table.rows, table.encoding).unwrap().warnings;
        assert_eq!(warnings.len(), 1);
        assert_eq!(warnings[0].reason, Reason::UnknownColumn { text: "备注".into() });
    }

    #[test]
    fn files_that_are_no_csv_are_named_for_what_they_are() {
        assert_eq!(problems(b"PK\x03\x04xlsx"), [(None, Reason::Workbook)]);
        assert_eq!(problems(b"\xd0\xcf\x11\xe0\xa1xls"), [(None, Reason::Workbook)]);
        assert_eq!(problems(b"\xff\xfe\x8f\x5e"), [(None, Reason::Utf16)]);
        assert_eq!(problems(b""), [(None, Reason::NoHeader)]);
        assert_eq!(problems("序号,姓名\n".as_bytes()), [(None, Reason::NoRows)]);
        let large = vec![b'x'; TABLE_BYTES_MAX + 1];
        assert_eq!(problems(&large), [(None, Reason::TooLarge { max: TABLE_BYTES_MAX })]);
    }

    #[test]
    fn undecodable_bytes_are_refused_with_their_row_in_either_encoding() {
        let mut utf8 = "序号,姓名\n1,王五\n2,李".as_bytes().to_vec();
        utf8.extend(b"\xe9\x9b\n3,\xff\n");
        let bad = |line, encoding| (Some(line), Reason::Undecodable { encoding });
        assert_eq!(problems(&utf8), [bad(3, Encoding::Utf8), bad(4, Encoding::Utf8)]);
        let mut gb = GB18030.encode("序号,姓名\n1,王五\n").0.to_vec();
        gb.extend(b"2,\xc0\n");
        assert_eq!(problems(&gb), [bad(3, Encoding::Gb18030)]);
        let with_mark = [b"\xef\xbb\xbf".as_slice(), &gb].concat();
        assert_eq!(problems(&with_mark), [bad(1, Encoding::Utf8)]);
    }

    #[test]
    fn headings_that_are_missing_or_repeated_stop_the_reading() {
        assert_eq!(problems("序号,备注\n1,x\n".as_bytes()), [(Some(1), Reason::MissingColumn)]);
        assert_eq!(problems("序号,编号,姓名\n1,1,x\n".as_bytes()), [(Some(1), Reason::RepeatedColumn)]);
        assert_eq!(problems("\n\"序号,姓名\n".as_bytes()), [(Some(2), Reason::Quotes)]);
    }

    #[test]
    fn every_bad_row_is_reported() {
        let text = "序号,姓名\n1,\"两\n行\"\n2,王五,多\n3,赵六\n";
        assert_eq!(
            problems(text.as_bytes()),
            [
                (Some(2), Reason::Quotes),
                (Some(3), Reason::Quotes),
                (Some(4), Reason::TooManyCells { expected: 2, actual: 3 })
            ]
        );
    }

    #[test]
    fn reports_and_rows_have_limits() {
        let many = format!("序号,姓名\n{}", "1,x\n".repeat(101));
        assert_eq!(problems(many.as_bytes()), [(Some(102), Reason::TooManyRows { max: 100 })]);
        let bad = format!("序号,姓名\n{}", "1,x,y\n".repeat(70));
        let refused = read("表.csv", bad.as_bytes(), &COLUMNS, 100).unwrap().findings.into_refused();
        assert_eq!((refused.problems.len(), refused.more), (PROBLEMS_MAX, 70 - PROBLEMS_MAX));
        assert!(refused.zh().ends_with("另有 20 处") && refused.to_string().ends_with("and 20 more"));
    }

    #[test]
    fn a_problem_says_where_in_both_languages() {
        let refused = read("名册.csv", "序号\n1\n".as_bytes(), &COLUMNS, 9).unwrap_err();
        assert_eq!(refused.zh(), "名册.csv 第 1 行“姓名”：缺少这一列");
        assert_eq!(refused.to_string(), "名册.csv, line 1, column name: the column is missing");
    }
}
