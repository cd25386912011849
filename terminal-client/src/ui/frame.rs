//! The frame of every screen: two lines at the top (sitting, rehearsal, phase, fingerprint), one at the
//! bottom (keys), and what lies over the middle (help, questions, notices).

use super::{
    Look, keymap,
    keymap::Binding,
    sitting::{Link, SittingView},
    text,
    theme::Role,
};
use crate::lang::fill;
use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
    widgets::{Clear, Paragraph, Widget},
};

/// Below these columns and rows a sentence takes the place of the screen.
pub const SMALLEST: (u16, u16) = (60, 18);

/// The three layouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breadth {
    /// Fewer than 80 columns.
    Narrow,
    /// 80 and more.
    Medium,
    /// 120 and more.
    Wide,
}

/// The layout for so many columns.
pub fn breadth(columns: u16) -> Breadth {
    match columns {
        120.. => Breadth::Wide,
        80.. => Breadth::Medium,
        _ => Breadth::Narrow,
    }
}

/// The area that a screen of this size leaves to its body: rows 2 to the last but one, a column of margin.
pub fn body(area: Rect) -> Rect {
    Rect {
        x: area.x + 1,
        y: area.y + 2,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(3),
    }
}

/// A line that tells of something, over the last row of the body until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What is said.
    pub sentence: String,
    /// How strongly.
    pub urgent: bool,
}

impl Notice {
    /// A notice of something that went as it should.
    pub fn plain(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), urgent: false }
    }

    /// A notice of something that did not.
    pub fn urgent(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), urgent: true }
    }
}

/// A row of text in a style.
pub fn styled(look: Look, role: Role, line: impl Into<String>) -> Line<'static> {
    Line::styled(line.into(), look.theme.style(role))
}

/// What the frame shows around a body.
#[derive(Debug)]
pub struct Frame<'a> {
    /// Language and styles.
    pub look: Look,
    /// The sitting.
    pub sitting: &'a SittingView,
    /// The name of the screen.
    pub title: &'a str,
    /// The one sentence that a window too small must still show.
    pub essence: &'a str,
    /// The keys for the footer.
    pub footer: &'a [(String, &'static str)],
    /// A notice.
    pub notice: Option<&'a Notice>,
}

impl Frame<'_> {
    /// Draws the frame; the body's area, or `None` if the window is too small for a screen.
    pub fn draw(&self, area: Rect, buf: &mut Buffer) -> Option<Rect> {
        Clear.render(area, buf);
        buf.set_style(area, self.look.theme.style(Role::Body));
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            self.sentence_only(area, buf);
            return None;
        }
        let columns = usize::from(area.width);
        let role = if self.sitting.rehearsal { Role::RehearsalHeader } else { Role::Header };
        let header = self.look.theme.style(role);
        line(buf, area, 0, &text::pad(&self.first_line(columns), columns), header);
        line(
            buf,
            area,
            1,
            &text::pad(&self.second_line(columns), columns),
            self.look.theme.style(Role::Muted),
        );
        line(buf, area, area.height - 1, &text::pad(&self.footer_line(columns), columns), header);
        Some(body(area))
    }

    /// Draws what lies over the body; called after the body.
    pub fn draw_notice(&self, area: Rect, buf: &mut Buffer) {
        let (Some(notice), true) = (self.notice, area.height >= SMALLEST.1) else { return };
        let role = if notice.urgent { Role::Danger } else { Role::Warning };
        let columns = usize::from(area.width);
        let style = self.look.theme.style(role);
        line(buf, area, area.height - 2, &text::pad(&format!(" {}", notice.sentence), columns), style);
    }

    fn sentence_only(&self, area: Rect, buf: &mut Buffer) {
        let t = &self.look.texts().common;
        let columns = usize::from(area.width);
        let too_small = fill(t.too_small, &[&area.width.to_string(), &area.height.to_string()]);
        let mut lines = Vec::new();
        if self.sitting.rehearsal {
            lines.push(t.rehearsal.to_owned());
        }
        lines.extend(text::wrap(self.essence, columns));
        lines.extend(text::wrap(&too_small, columns));
        Paragraph::new(lines.join("\n")).render(area, buf);
    }

    /// Rehearsal, sitting, screen; the time at the end.
    fn first_line(&self, columns: usize) -> String {
        let t = &self.look.texts().common;
        let rehearsal = if self.sitting.rehearsal { format!("[{}] ", t.rehearsal) } else { String::new() };
        let right = format!("{} {} ", self.title, self.sitting.clock);
        let left = format!(" {rehearsal}{}", self.sitting.name);
        let left_columns = columns.saturating_sub(text::width(&right) + 1);
        format!("{} {right}", text::pad(&left, left_columns))
    }

    /// Fingerprint, contest code, witnesses, connection: as many as fit, whole. A lost connection goes first.
    fn second_line(&self, columns: usize) -> String {
        let t = &self.look.texts().common;
        let lost = self.sitting.link == Link::Reconnecting;
        let groups = match breadth(u16::try_from(columns).unwrap_or(u16::MAX)) {
            Breadth::Wide => 8,
            Breadth::Medium if !lost => 4,
            Breadth::Medium | Breadth::Narrow => 2,
        };
        let link = self.sitting.link_words(self.look).to_owned();
        let mut parts =
            vec![format!("{} {}", t.fingerprint, text::first_groups(&self.sitting.fingerprint, groups))];
        if let Some(code) = &self.sitting.contest_code {
            parts.push(format!("{} {code}", t.contest_code));
        }
        parts.push(self.sitting.witnesses(self.look));
        parts.insert(if lost { 0 } else { parts.len() }, link);
        fitting(parts, columns)
    }

    fn footer_line(&self, columns: usize) -> String {
        let t = &self.look.texts().common;
        let mut parts = Vec::new();
        if self.sitting.rehearsal {
            parts.push(format!("[{}]", t.rehearsal));
        }
        parts.extend(self.footer.iter().map(|(key, help)| format!("{key} {help}")));
        fitting(parts, columns)
    }
}

/// The parts that fit, two spaces between, one before.
fn fitting(parts: Vec<String>, columns: usize) -> String {
    let mut out = String::from(" ");
    for (index, part) in parts.into_iter().enumerate() {
        let space = if index == 0 { "" } else { "  " };
        if text::width(&out) + space.len() + text::width(&part) > columns {
            break;
        }
        out.push_str(space);
        out.push_str(&part);
    }
    out
}

fn line(buf: &mut Buffer, area: Rect, row: u16, content: &str, style: Style) {
    Line::from(Span::styled(content, style)).render(Rect { y: area.y + row, height: 1, ..area }, buf);
}

/// The help of a screen: every binding of its tables, over the whole body, so that it also hides choices.
pub fn help<A>(look: Look, tables: &[&'static [Binding<A>]], area: Rect, buf: &mut Buffer) {
    Clear.render(area, buf);
    buf.set_style(area, look.theme.style(Role::Body));
    let t = &look.texts().common;
    let rows = keymap::help(tables, look);
    let per_column = usize::from(area.height.saturating_sub(4)).max(1);
    let columns = rows.len().div_ceil(per_column).max(1);
    let cell = usize::from(area.width) / columns;
    let key_columns = rows.iter().map(|(keys, _)| text::width(keys)).max().unwrap_or(0) + 1;
    let mut lines = vec![styled(look, Role::Strong, t.help_title), Line::default()];
    for row in 0..per_column.min(rows.len()) {
        let cells: Vec<String> = (0..columns)
            .filter_map(|column| rows.get(column * per_column + row))
            .map(|(keys, help)| text::pad(&format!("{} {help}", text::pad(keys, key_columns)), cell))
            .collect();
        lines.push(Line::from(cells.concat()));
    }
    lines.push(Line::default());
    lines.push(styled(look, Role::Muted, t.help_close));
    Paragraph::new(lines).render(area, buf);
}

/// Sentences in the middle of the body, with room around them.
pub fn centred(look: Look, sentences: &[(Role, &str)], area: Rect, buf: &mut Buffer) {
    let columns = usize::from(area.width.saturating_sub(4)).max(2);
    let mut lines = Vec::new();
    for (role, sentence) in sentences {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(text::wrap(sentence, columns).into_iter().map(|l| styled(look, *role, l).centered()));
    }
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height);
    let top = (area.height - height) / 2;
    Paragraph::new(lines).render(Rect { y: area.y + top, height, ..area }, buf);
}
