//! One paper, read item by item: what the secretariat enters as an encrypted ballot, and the chief scrutineer reads again.

use super::numbers;
use crate::{
    lang::fill,
    ui::{Look, confirm::Field, frame::styled, text, theme::Role},
};
use ratatui::text::Line;

/// What is on a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperSpec {
    /// Names of the columns, the rest last.
    pub columns: Vec<String>,
    /// Printed number and title of each item.
    pub items: Vec<(u64, String)>,
    /// Items are chosen or not: their numbers are typed. Otherwise one number for each item.
    pub select: bool,
}

/// A paper being read. Wiped with its field.
#[derive(Debug, PartialEq, Eq)]
pub struct PaperForm {
    spec: PaperSpec,
    field: Field,
    read: Option<Vec<usize>>,
    problem: Option<String>,
}

impl PaperForm {
    /// Nothing read yet.
    pub fn new(spec: PaperSpec) -> Self {
        Self { spec, field: Field::default(), read: None, problem: None }
    }

    /// The field, for typing. What was read must be entered again.
    pub fn field(&mut self) -> &mut Field {
        self.problem = None;
        self.read = None;
        &mut self.field
    }

    /// Reads what is typed; the second Enter, with the reading on the screen, gives the columns (from 0, one an item).
    pub fn enter(&mut self, look: Look) -> Option<Vec<usize>> {
        if let Some(read) = self.read.take() {
            self.field.clear();
            return Some(read);
        }
        let read = if self.spec.select { self.chosen(look) } else { self.marked(look) };
        match read {
            Ok(read) => self.read = Some(read),
            Err(problem) => self.problem = Some(problem),
        }
        None
    }

    /// Printed numbers of the chosen items; 0 alone for none.
    fn chosen(&self, look: Look) -> Result<Vec<usize>, String> {
        let t = &look.texts().papers;
        let typed =
            numbers(self.field.text()).map_err(|error| fill(t.paper_not_numbers, &[&error.part()]))?;
        if typed.is_empty() {
            return Err(t.paper_blank.to_owned());
        }
        let typed: &[u32] = if typed == [0] { &[] } else { &typed };
        let known = |number: &u32| self.spec.items.iter().any(|(printed, _)| *printed == u64::from(*number));
        if let Some(unknown) = typed.iter().find(|number| !known(number)) {
            return Err(fill(t.paper_unknown_item, &[&unknown.to_string()]));
        }
        let chosen = |printed: u64| typed.iter().any(|number| u64::from(*number) == printed);
        Ok(self.spec.items.iter().map(|(printed, _)| usize::from(!chosen(*printed))).collect())
    }

    /// One number for each item: its column from 1, or 0 for the rest. Nine columns or fewer may be typed without spaces.
    fn marked(&self, look: Look) -> Result<Vec<usize>, String> {
        let t = &look.texts().papers;
        let typed = self.field.text().trim();
        let (items, rest) = (self.spec.items.len(), self.spec.columns.len().saturating_sub(1));
        let spaced: Vec<&str> = typed
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '，'))
            .filter(|part| !part.is_empty())
            .collect();
        let parts: Vec<String> = if spaced.len() == 1 && items > 1 && rest <= 9 {
            typed.chars().map(String::from).collect()
        } else {
            spaced.iter().map(ToString::to_string).collect()
        };
        if parts.len() != items {
            return Err(fill(t.paper_items, &[&parts.len().to_string(), &items.to_string()]));
        }
        let column = |part: &String| match part.parse::<usize>() {
            Ok(0) => Ok(rest),
            Ok(column) if column <= rest => Ok(column - 1),
            _ => Err(fill(t.paper_not_numbers, &[part])),
        };
        parts.iter().map(column).collect()
    }

    /// What is asked, and once it was read the whole reading.
    pub fn lines(&self, look: Look, columns: usize, height: usize) -> Vec<Line<'static>> {
        let t = &look.texts().papers;
        let wrapped = |role, sentence: &str| -> Vec<Line<'static>> {
            text::wrap(sentence, columns).into_iter().map(|line| styled(look, role, line)).collect()
        };
        let mut lines = if self.spec.select {
            wrapped(Role::Body, t.paper_select_lead)
        } else {
            let names = self.spec.columns.iter().take(self.spec.columns.len().saturating_sub(1)).enumerate();
            let names: Vec<String> = names.map(|(at, name)| format!("{}={name}", at + 1)).collect();
            let rest = self.spec.columns.last().map_or("", String::as_str);
            wrapped(Role::Body, &fill(t.paper_marks_lead, &[&names.join(" "), rest]))
        };
        lines.push(styled(look, Role::Cursor, text::pad(&format!("> {}_", self.field.text()), columns)));
        if let Some(problem) = &self.problem {
            lines.extend(wrapped(Role::Danger, problem));
        }
        if let Some(read) = &self.read {
            lines.push(styled(look, Role::Strong, t.paper_read));
            lines.extend(self.reading(look, read, columns, height.saturating_sub(lines.len() + 1)));
            lines.push(styled(look, Role::Warning, text::truncate(t.paper_again, columns)));
        }
        lines
    }

    /// The reading in words: chosen items alone, or every item with its column; several on a row where they are many.
    fn reading(&self, look: Look, read: &[usize], columns: usize, height: usize) -> Vec<Line<'static>> {
        let t = &look.texts().papers;
        let words = self.spec.items.iter().zip(read).filter(|(_, column)| !self.spec.select || **column == 0);
        let rows: Vec<(String, String)> = words
            .map(|((number, title), column)| {
                let name = self.spec.columns.get(*column).map_or("", String::as_str);
                (format!("{number}. {title}  {name}"), format!("{number} {name}"))
            })
            .collect();
        if rows.is_empty() {
            return vec![styled(look, Role::Warning, t.paper_read_blank)];
        }
        if rows.len() <= height {
            return rows.into_iter().map(|(whole, _)| Line::from(text::truncate(&whole, columns))).collect();
        }
        let short: Vec<String> = rows.into_iter().map(|(_, short)| short).collect();
        text::wrap(&short.join("  "), columns).into_iter().map(Line::from).collect()
    }
}
