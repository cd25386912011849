//! Mutations that know what JSON looks like: fields are taken out, doubled, swapped, and given other values, and what comes
//! out is still mostly JSON in the order and spacing of the original. TOML is close enough to be served as well.

use super::random::Choose;

/// A value in a text.
#[derive(Clone, Copy, Debug)]
struct Span {
    /// Where the member begins: at its name, or at the value where it has none.
    from: usize,
    /// Where the value begins.
    start: usize,
    /// Behind the value.
    end: usize,
}

impl Span {
    fn value(self, text: &[u8]) -> &[u8] {
        text.get(self.start..self.end).unwrap_or_default()
    }

    fn member(self, text: &[u8]) -> &[u8] {
        text.get(self.from..self.end).unwrap_or_default()
    }
}

/// Values to put in the place of any other.
const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "-0",
    "1.0",
    "1e2",
    "00",
    "9007199254740991",
    "9007199254740992",
    "4294967296",
    "18446744073709551615",
    "1e400",
    "\"\"",
    "[]",
    "{}",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\u202e\"",
    "\"\u{202e}\"",
    "\"\\n\"",
    "\" \"",
    "[[[[[[[[[[]]]]]]]]]]",
    "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"",
    "\"_________________________________________8\"",
    "\"7f___________________________________________38\"",
];

/// Changes one value or member of a text; `donors` are texts to take values from. Gives the text unchanged where it has no
/// value.
pub fn mutate(text: &mut Vec<u8>, donors: &[&[u8]], choose: &mut impl Choose) {
    let all = spans(text);
    let Some(span) = choose.one_of(&all).copied() else { return };
    match choose.below(12) {
        0 => put(
            text,
            span.start,
            span.end,
            choose.one_of(VALUES).map(|value| value.as_bytes()).unwrap_or_default(),
        ),
        1 | 2 => {
            // A value of this text in the place of another: of the same sort, where there is one.
            let other = alike(text, span, &all, choose).value(text).to_vec();
            put(text, span.start, span.end, &other);
        }
        3 | 4 => {
            let donor = choose.one_of(donors).copied().unwrap_or_default();
            let theirs = spans(donor);
            let same = first(donor, span.value(text), &theirs, choose);
            if let Some(other) = same {
                let value = other.value(donor).to_vec();
                put(text, span.start, span.end, &value);
            }
        }
        5 => remove(text, span),
        6 => {
            let mut member = span.member(text).to_vec();
            member.push(b',');
            put(text, span.from, span.from, &member);
        }
        7 => {
            if let Some(other) = choose.one_of(&all).copied() {
                swap(text, span, other);
            }
        }
        8 | 9 => value(text, span, choose),
        10 => {
            let space = choose.one_of(&[" ", "\n", "\t", "/**/", ","]).copied().unwrap_or_default();
            let at = *choose.one_of(&[span.from, span.start, span.end]).unwrap_or(&0);
            put(text, at, at, space.as_bytes());
        }
        _ => {
            let name = choose
                .one_of(&all)
                .map(|other| text.get(other.from..other.start).unwrap_or_default().to_vec());
            put(text, span.from, span.start, &name.unwrap_or_default());
        }
    }
}

fn put(text: &mut Vec<u8>, from: usize, to: usize, with: &[u8]) {
    if from <= to && to <= text.len() {
        text.splice(from..to, with.iter().copied());
    }
}

/// Another value that begins with the same character.
fn alike(text: &[u8], span: Span, all: &[Span], choose: &mut impl Choose) -> Span {
    first(text, span.value(text), all, choose).unwrap_or(span)
}

fn first(text: &[u8], like: &[u8], all: &[Span], choose: &mut impl Choose) -> Option<Span> {
    let start = choose.below(all.len());
    let turned = all.iter().skip(start).chain(all.iter().take(start)).copied();
    let sort = |value: &[u8]| value.first().map(|byte| if byte.is_ascii_digit() { b'0' } else { *byte });
    turned
        .clone()
        .find(|other| sort(other.value(text)) == sort(like) && other.value(text) != like)
        .or(turned.clone().next())
}

/// Removes a member with one comma beside it.
fn remove(text: &mut Vec<u8>, span: Span) {
    let after = text.get(span.end) == Some(&b',');
    let before = span.from > 0 && text.get(span.from.saturating_sub(1)) == Some(&b',');
    let end = if after { span.end.saturating_add(1) } else { span.end };
    let from = if before && !after { span.from.saturating_sub(1) } else { span.from };
    put(text, from, end, b"");
}

/// Swaps two members that do not overlap.
fn swap(text: &mut Vec<u8>, one: Span, two: Span) {
    let (one, two) = if one.from <= two.from { (one, two) } else { (two, one) };
    if one.end > two.from {
        return;
    }
    let (left, right) = (one.member(text).to_vec(), two.member(text).to_vec());
    put(text, two.from, two.end, &left);
    put(text, one.from, one.end, &right);
}

/// A small change of a number or a string.
fn value(text: &mut Vec<u8>, span: Span, choose: &mut impl Choose) {
    let old = String::from_utf8_lossy(span.value(text)).into_owned();
    let new = if let Ok(number) = old.parse::<u64>() {
        match choose.below(5) {
            0 => number.wrapping_add(1).to_string(),
            1 => number.wrapping_sub(1).to_string(),
            2 => number.wrapping_mul(2).to_string(),
            3 => format!("{number}0"),
            _ => (choose.below(300) as u64).to_string(),
        }
        .into_bytes()
    } else {
        let mut bytes = span.value(text).to_vec();
        let inside = bytes.len().saturating_sub(2);
        let at = choose.below(inside).saturating_add(1);
        let letter = *choose.one_of(b"AQgw_-98zZ+/=.\\\"\n").unwrap_or(&b'A');
        match choose.below(4) {
            0 | 1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = letter;
                }
            }
            2 => bytes.insert(at.min(bytes.len()), letter),
            _ => drop(bytes.drain(at..at.saturating_add(1).min(bytes.len()).max(at.min(bytes.len())))),
        }
        bytes
    };
    put(text, span.start, span.end, &new);
}

/// All values, the outermost included. A text that is no JSON gives what looks like values in it.
fn spans(text: &[u8]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut name: Option<usize> = None;
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => {
                let end = string_end(text, at);
                if text.get(end) == Some(&b':') {
                    name = Some(at);
                } else {
                    found.push(Span { from: name.take().unwrap_or(at), start: at, end });
                }
                at = end;
                continue;
            }
            b'{' | b'[' => {
                open.push(found.len());
                found.push(Span { from: name.take().unwrap_or(at), start: at, end: text.len() });
            }
            b'}' | b']' => {
                let closed = open.pop().and_then(|index| found.get_mut(index));
                if let Some(span) = closed {
                    span.end = at.saturating_add(1);
                }
            }
            b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                let word =
                    |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.' | b'_');
                let length = text.get(at..).unwrap_or_default().iter().take_while(|byte| word(byte)).count();
                let end = at.saturating_add(length);
                found.push(Span { from: name.take().unwrap_or(at), start: at, end });
                at = end;
                continue;
            }
            _ => {}
        }
        at = at.saturating_add(1);
    }
    found
}

fn string_end(text: &[u8], start: usize) -> usize {
    let mut escaped = false;
    for (at, byte) in text.iter().enumerate().skip(start.saturating_add(1)) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at.saturating_add(1),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    #[test]
    fn values_are_found_with_their_names() {
        let text = br#"{"a":1,"b":["x",{"c":null}],"d":"y\"z"}"#;
        let found: Vec<_> =
            spans(text).iter().map(|span| String::from_utf8_lossy(span.member(text)).into_owned()).collect();
        let all = String::from_utf8_lossy(text).into_owned();
        let expected = [
            &all,
            r#""a":1"#,
            r#""b":["x",{"c":null}]"#,
            r#""x""#,
            r#"{"c":null}"#,
            r#""c":null"#,
            r#""d":"y\"z""#,
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn every_mutation_changes_something_in_most_cases_and_none_panics() {
        let text = br#"{"a":1,"b":["x",{"c":null}],"d":"y\"z"}"#;
        let mut random = Random::new(1);
        let mut same = 0;
        for _ in 0..10_000 {
            let mut changed = text.to_vec();
            mutate(&mut changed, &[text, br#"{"e":[2,3]}"#, b"", b"\"", b"{{{"], &mut random);
            same += usize::from(changed == text);
        }
        assert!(same < 3_000, "{same}");
        for open in [&b""[..], b"\"", b"{\"a\":", b"[[[", b"]]]", b"\\\"\\", b"\"\\"] {
            for _ in 0..200 {
                let mut changed = open.to_vec();
                mutate(&mut changed, &[open], &mut random);
            }
        }
    }
}
