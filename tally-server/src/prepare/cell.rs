//! What one cell must be. Each function reports to the findings and gives nothing if it refused.

use audit::wire::Text;

use super::problem::{ColumnName, Findings, Reason};

/// Where a cell stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) line: u64,
    pub(super) column: ColumnName,
}

impl Place {
    fn refuse<T>(self, findings: &mut Findings, reason: Reason) -> Option<T> {
        findings.refuse(Some(self.line), Some(self.column), reason);
        None
    }

    pub(super) fn warn(self, findings: &mut Findings, reason: Reason) {
        findings.warn(Some(self.line), Some(self.column), reason);
    }
}

/// One line of displayed text of at most `chars_max` characters; may be empty.
///
/// Stricter than the log ([`Text`]): characters that no screen shows are refused too, since two names that
/// look the same must be the same.
pub(super) fn text(cell: &str, chars_max: usize, place: Place, findings: &mut Findings) -> Option<Text> {
    if let Some(c) = cell.chars().find(|c| c.is_control()) {
        return place.refuse(findings, Reason::Control { character: c.into() });
    }
    if let Some(c) = cell.chars().find(|c| is_invisible(*c)) {
        return place.refuse(findings, Reason::Invisible { character: c.into() });
    }
    if cell.contains('\u{fffd}') {
        return place.refuse(findings, Reason::Replacement);
    }
    let actual = cell.chars().count();
    if actual > chars_max {
        return place.refuse(findings, Reason::TooLong { max: chars_max, actual });
    }
    let text = match cell.parse::<Text>() {
        Ok(text) => text,
        // Whatever else the log's own door refuses is a character of the same sort.
        Err(audit::wire::TextError::Refused { character, .. }) => {
            return place.refuse(findings, Reason::Invisible { character });
        }
        Err(audit::wire::TextError::TooLong { .. }) => {
            return place.refuse(findings, Reason::TooLong { max: chars_max, actual });
        }
    };
    if let Some(c) = cell.chars().find(|c| matches!(u32::from(*c), 0xe000..=0xf8ff | 0xf_0000..=0x10_fffd)) {
        place.warn(findings, Reason::PrivateUse { character: c.into() });
    }
    Some(text)
}

/// The same, not empty.
pub(super) fn required_text(
    cell: &str,
    chars_max: usize,
    place: Place,
    findings: &mut Findings,
) -> Option<Text> {
    if cell.is_empty() {
        return place.refuse(findings, Reason::Empty);
    }
    text(cell, chars_max, place, findings)
}

/// A whole number from 1 to `max` in ASCII digits; leading zeros are a spreadsheet's padding.
pub(super) fn number(cell: &str, max: u32, place: Place, findings: &mut Findings) -> Option<u32> {
    if cell.is_empty() {
        return place.refuse(findings, Reason::Empty);
    }
    if !cell.bytes().all(|b| b.is_ascii_digit()) {
        return place.refuse(findings, Reason::NotANumber { text: cell.to_owned() });
    }
    match cell.parse() {
        Ok(number) if (1..=max).contains(&number) => Some(number),
        _ => place.refuse(findings, Reason::OutOfRange { text: cell.to_owned(), min: 1, max }),
    }
}

/// An amount as written, like `1360` or `85.5`: nothing is computed with it, so nothing is converted.
pub(super) fn decimal(cell: &str, place: Place, findings: &mut Findings) -> Option<String> {
    let (whole, fraction) = cell.split_once('.').unwrap_or((cell, "0"));
    let digits =
        |part: &str, max| (1..=max).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if digits(whole, 12) && digits(fraction, 6) {
        Some(cell.to_owned())
    } else {
        place.refuse(findings, Reason::NotADecimal { text: cell.to_owned() })
    }
}

/// Direction marks and overrides, joiners, zero-width spaces, separators, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place { line: 3, column: ColumnName { zh: "姓名", en: "name" } };

    fn reason<T: std::fmt::Debug>(read: impl FnOnce(&mut Findings) -> Option<T>) -> (Option<T>, Vec<Reason>) {
        let mut findings = Findings::new("x");
        let read = read(&mut findings);
        (read, findings.into_refused().problems.into_iter().map(|p| p.reason).collect())
    }

    #[test]
    fn texts() {
        let read = |cell: &str| reason(|f| required_text(cell, 5, PLACE, f).map(String::from));
        assert_eq!(read("买买提·吐"), (Some("买买提·吐".into()), vec![]));
        assert_eq!(read("𠮷㛃"), (Some("𠮷㛃".into()), vec![]));
        for (cell, expected) in [
            ("", Reason::Empty),
            ("王\u{7}", Reason::Control { character: 7 }),
            ("王\u{85}", Reason::Control { character: 0x85 }),
            ("王\u{202e}五", Reason::Invisible { character: 0x202e }),
            ("王\u{200b}五", Reason::Invisible { character: 0x200b }),
            ("王\u{fdd0}", Reason::Invisible { character: 0xfdd0 }),
            ("王\u{fffd}", Reason::Replacement),
            ("一二三四五六", Reason::TooLong { max: 5, actual: 6 }),
        ] {
            assert_eq!(read(cell), (None, vec![expected]), "{cell:?}");
        }
    }

    #[test]
    fn numbers() {
        let read = |cell: &str| reason(|f| number(cell, 999, PLACE, f));
        assert_eq!(read("007"), (Some(7), vec![]));
        assert_eq!(read("999"), (Some(999), vec![]));
        for cell in ["0", "1000", "4294967297", "99999999999999999999"] {
            let expected = Reason::OutOfRange { text: cell.into(), min: 1, max: 999 };
            assert_eq!(read(cell), (None, vec![expected]));
        }
        for cell in ["-1", "+1", "1.0", "1 2", "１", "一", "0x1"] {
            assert_eq!(read(cell), (None, vec![Reason::NotANumber { text: cell.into() }]));
        }
        assert_eq!(read(""), (None, vec![Reason::Empty]));
    }

    #[test]
    fn amounts() {
        let read = |cell: &str| reason(|f| decimal(cell, PLACE, f));
        for cell in ["0", "1360", "85.50", "00.1"] {
            assert_eq!(read(cell), (Some(cell.into()), vec![]));
        }
        for cell in ["", ".", "1.", ".5", "1,360", "-1", "1e3", "120万", "1.2.3", "1234567890123"] {
            assert_eq!(read(cell), (None, vec![Reason::NotADecimal { text: cell.into() }]), "{cell}");
        }
    }
}
