//! Columns of Chinese text.
//!
//! A Han character fills two columns. Tables of ratatui cut it silently, so every screen cuts, pads and
//! breaks its text here. What is cut ends in `..`: the one-character ellipsis has another width on
//! terminals set for Chinese.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The sign of a cut text.
const CUT: &str = "..";

/// Signs that may not begin a line in Chinese.
const NOT_FIRST: &str = "，。；：、？！）》”’%,.;:?!)";

/// Columns that `text` fills.
pub fn width(text: &str) -> usize {
    text.width()
}

/// `text` without control and direction characters, which could rearrange a screen. They are refused in
/// the log; files and typed text pass here.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || turns_text(c) { '?' } else { c }).collect()
}

/// Characters that change the direction of what follows (Unicode bidi controls).
fn turns_text(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// `text` in at most `columns`; if it is longer, the end is cut and marked by `..`.
pub fn truncate(text: &str, columns: usize) -> String {
    let text = clean(text);
    if width(&text) <= columns {
        return text;
    }
    if columns <= CUT.len() {
        return CUT.chars().take(columns).collect();
    }
    let mut kept = prefix(&text, columns - CUT.len());
    kept.push_str(CUT);
    kept
}

/// The longest beginning of `text` that fits `columns`.
fn prefix(text: &str, columns: usize) -> String {
    let mut used = 0;
    text.chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used <= columns
        })
        .collect()
}

/// `text` in exactly `columns`: cut, or filled with spaces behind.
pub fn pad(text: &str, columns: usize) -> String {
    let mut cell = truncate(text, columns);
    cell.push_str(&" ".repeat(columns.saturating_sub(width(&cell))));
    cell
}

/// `text` in exactly `columns`: cut, or filled with spaces before (numbers).
pub fn pad_left(text: &str, columns: usize) -> String {
    let cell = truncate(text, columns);
    format!("{}{cell}", " ".repeat(columns.saturating_sub(width(&cell))))
}

/// `text` broken into lines of at most `columns` (at least 2). Breaks between Han characters and at
/// spaces; a word of letters is broken only if it is longer than a line; no line begins with a closing
/// sign.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for unit in units(&clean(paragraph)) {
            if width(&line) + width(unit.trim_end()) > columns && !line.is_empty() {
                lines.push(line.trim_end().to_owned());
                line = String::new();
            }
            let mut rest = unit;
            while width(rest.trim_end()) > columns {
                let head = prefix(&rest, columns);
                rest = rest.chars().skip(head.chars().count()).collect();
                lines.push(head);
            }
            if !line.is_empty() || !rest.trim().is_empty() {
                line.push_str(&rest);
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Parts of a text that stay on one line: a Han character with the closing signs behind it, or a word with
/// its spaces.
fn units(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut previous: Option<char> = None;
    for c in text.chars() {
        let joins = previous.is_some_and(|before| {
            NOT_FIRST.contains(c) || c == ' ' || (narrow(before) && narrow(c) && before != ' ')
        });
        match units.last_mut() {
            Some(unit) if joins => unit.push(c),
            _ => units.push(c.to_string()),
        }
        previous = Some(c);
    }
    units
}

/// A character of one column.
fn narrow(c: char) -> bool {
    c.width().unwrap_or(0) <= 1
}

/// `text` in groups of four characters, for reading aloud and comparing.
pub fn groups_of_four(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for (index, c) in clean(text).chars().enumerate() {
        if index > 0 && index % 4 == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// The first `groups` groups of four of `text`, marked by `..` if there is more.
pub fn first_groups(text: &str, groups: usize) -> String {
    let head: String = text.chars().take(groups * 4).collect();
    let more = if text.chars().count() > groups * 4 { CUT } else { "" };
    format!("{}{more}", groups_of_four(&head))
}
