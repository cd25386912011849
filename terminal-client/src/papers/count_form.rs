//! A count, typed row by row: one row for each item, every row checked against the number of papers or hands.

use crate::{
    lang::fill,
    ui::{Look, confirm::Field, frame::styled, list, list::Move, text, theme::Role},
};
use ratatui::text::Line;

/// What the numbers of a row must make up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountSum {
    /// Papers: counts and marks that do not count make up the valid papers.
    Exactly(u64),
    /// Hands: every row has the same sum, and no more hands than deputies present.
    AtMost(u64),
}

/// What is to be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountSpec {
    /// Names of the columns, the rest last.
    pub columns: Vec<String>,
    /// Printed number and title of each item; none where only void papers are registered.
    pub items: Vec<(u64, String)>,
    /// What a row makes up.
    pub sum: CountSum,
    /// Void papers, whose reasons are registered.
    pub void: u64,
}

/// A whole count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Reason and number of void papers.
    pub void: Vec<(String, u64)>,
    /// Counts by column, and marks that do not count, of each item.
    pub rows: Vec<(Vec<u64>, u64)>,
}

/// A form being filled in.
#[derive(Debug, PartialEq, Eq)]
pub struct CountForm {
    spec: CountSpec,
    void: Option<Vec<(String, u64)>>,
    rows: Vec<Option<(Vec<u64>, u64)>>,
    /// The register of void papers first, where there are any, then the items.
    place: usize,
    field: Field,
    problem: Option<String>,
}

impl CountForm {
    /// An empty form.
    pub fn new(spec: CountSpec) -> Self {
        let void = if spec.void == 0 { Some(Vec::new()) } else { None };
        let rows = spec.items.iter().map(|_| None).collect();
        Self { spec, void, rows, place: 0, field: Field::default(), problem: None }
    }

    /// The field, for typing.
    pub fn field(&mut self) -> &mut Field {
        self.problem = None;
        &mut self.field
    }

    /// Places of the form: the register, where there is one, and the items.
    fn places(&self) -> usize {
        self.rows.len() + self.register()
    }

    fn register(&self) -> usize {
        usize::from(self.spec.void > 0)
    }

    /// Goes to another row; what is typed and not entered is dropped.
    pub fn go(&mut self, step: Move) {
        self.field.clear();
        self.problem = None;
        self.place = list::moved(self.place, step, self.places(), 1);
    }

    /// Takes the typed row. True once every row stands and Enter was pressed on an empty field.
    pub fn enter(&mut self, look: Look) -> bool {
        if self.field.is_blank() {
            match self.first_empty() {
                None => return true,
                Some(place) => self.place = place,
            }
            return false;
        }
        let taken = match self.place.checked_sub(self.register()) {
            None => self.read_void(look).map(|void| self.void = Some(void)),
            Some(item) => self.read_row(look, item).map(|row| {
                if let Some(place) = self.rows.get_mut(item) {
                    *place = Some(row);
                }
            }),
        };
        match taken {
            Ok(()) => {
                self.field.clear();
                self.place = self
                    .first_empty()
                    .unwrap_or_else(|| (self.place + 1).min(self.places().saturating_sub(1)));
            }
            Err(problem) => self.problem = Some(problem),
        }
        false
    }

    fn first_empty(&self) -> Option<usize> {
        if self.void.is_none() {
            return Some(0);
        }
        self.rows.iter().position(Option::is_none).map(|item| item + self.register())
    }

    /// The whole count, once every row stands.
    pub fn counted(&self) -> Option<Counted> {
        let rows = self.rows.iter().cloned().collect::<Option<Vec<_>>>()?;
        Some(Counted { void: self.void.clone()?, rows })
    }

    /// `97 60 32`, and where some marks do not count one number more.
    fn read_row(&self, look: Look, item: usize) -> Result<(Vec<u64>, u64), String> {
        let t = &look.texts().papers;
        let columns = self.spec.columns.len();
        let typed = self.field.text();
        let parts = typed
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '，'))
            .filter(|part| !part.is_empty());
        let numbers = parts.map(str::parse::<u64>).collect::<Result<Vec<_>, _>>();
        let mut numbers = numbers.map_err(|_| t.count_not_numbers.to_owned())?;
        let with_invalid = matches!(self.spec.sum, CountSum::Exactly(_)) && numbers.len() == columns + 1;
        let invalid = if with_invalid { numbers.pop().unwrap_or(0) } else { 0 };
        if numbers.len() != columns {
            return Err(fill(t.count_columns, &[&numbers.len().to_string(), &columns.to_string()]));
        }
        let sum = numbers.iter().fold(invalid, |sum, count| sum.saturating_add(*count));
        let wrong = |expected: u64| Err(fill(t.count_sum, &[&sum.to_string(), &expected.to_string()]));
        match self.spec.sum {
            CountSum::Exactly(valid) if sum != valid => return wrong(valid),
            CountSum::AtMost(present) if sum > present => {
                return Err(fill(t.hands_too_many, &[&sum.to_string(), &present.to_string()]));
            }
            CountSum::AtMost(_) => {
                let mut others = self.rows.iter().enumerate().filter(|(at, _)| *at != item);
                let other = others.find_map(|(_, row)| row.as_ref());
                if let Some((counts, _)) = other {
                    let before = counts.iter().fold(0_u64, |sum, count| sum.saturating_add(*count));
                    if before != sum {
                        return wrong(before);
                    }
                }
            }
            CountSum::Exactly(_) => {}
        }
        Ok((numbers, invalid))
    }

    /// `多选 2；无法辨认 1`.
    fn read_void(&self, look: Look) -> Result<Vec<(String, u64)>, String> {
        let t = &look.texts().papers;
        let mut void = Vec::new();
        let mut sum = 0_u64;
        for part in self.field.text().split([';', '；', ',', '，', '、']).map(str::trim) {
            if part.is_empty() {
                continue;
            }
            let reason = part.trim_end_matches(|c: char| c.is_ascii_digit());
            let digits = part.get(reason.len()..).unwrap_or_default();
            let count: u64 = digits.parse().map_err(|_| fill(t.void_form, &[part]))?;
            if reason.trim().is_empty() || count == 0 {
                return Err(fill(t.void_form, &[part]));
            }
            sum = sum.saturating_add(count);
            void.push((reason.trim().to_owned(), count));
        }
        if sum == self.spec.void {
            Ok(void)
        } else {
            Err(fill(t.void_sum, &[&sum.to_string(), &self.spec.void.to_string()]))
        }
    }

    /// The form: what is asked, the rows with what was entered, the field.
    pub fn lines(&self, look: Look, columns: usize, height: usize) -> Vec<Line<'static>> {
        let t = &look.texts().papers;
        let names = self.spec.columns.join("  ");
        let lead = match self.spec.sum {
            CountSum::Exactly(valid) => fill(t.count_lead, &[&names, &valid.to_string()]),
            CountSum::AtMost(present) => fill(t.hands_lead, &[&names, &present.to_string()]),
        };
        let mut lines: Vec<Line<'static>> = Vec::new();
        if !self.rows.is_empty() {
            lines.extend(text::wrap(&lead, columns).into_iter().map(Line::from));
        }
        // Below the rows: the page, the field, a problem of two lines.
        let page = list::page(self.place, self.places(), height.saturating_sub(lines.len() + 5).max(1));
        for place in page.rows.clone() {
            let role = if place == self.place { Role::Cursor } else { Role::Body };
            lines.push(styled(look, role, text::pad(&self.row_words(look, place, columns), columns)));
        }
        if page.count > 1 {
            lines.push(styled(look, Role::Muted, page.words(look)));
        }
        let ask = match (self.first_empty(), self.place < self.register()) {
            (None, _) if self.field.is_blank() => t.count_complete,
            (_, true) => t.void_ask,
            _ => t.count_ask,
        };
        lines.push(Line::from(text::truncate(ask, columns)));
        lines.push(styled(look, Role::Cursor, text::pad(&format!("> {}_", self.field.text()), columns)));
        if let Some(problem) = &self.problem {
            lines.extend(
                text::wrap(problem, columns).into_iter().map(|line| styled(look, Role::Danger, line)),
            );
        }
        lines
    }

    fn row_words(&self, look: Look, place: usize, columns: usize) -> String {
        let t = &look.texts().papers;
        let Some(item) = place.checked_sub(self.register()) else {
            let entered = self.void.as_ref().map_or_else(
                || t.row_empty.to_owned(),
                |void| {
                    void.iter()
                        .map(|(reason, count)| format!("{reason} {count}"))
                        .collect::<Vec<_>>()
                        .join("; ")
                },
            );
            return text::truncate(
                &format!("{}  {entered}", fill(t.void_title, &[&self.spec.void.to_string()])),
                columns,
            );
        };
        let (number, title) =
            self.spec.items.get(item).map_or((0, ""), |(number, title)| (*number, title.as_str()));
        let entered = match self.rows.get(item).and_then(Option::as_ref) {
            None => t.row_empty.to_owned(),
            Some((counts, invalid)) => {
                let numbers = counts.iter().map(u64::to_string).collect::<Vec<_>>().join(" ");
                if *invalid == 0 {
                    numbers
                } else {
                    format!("{numbers} {}", fill(t.row_invalid, &[&invalid.to_string()]))
                }
            }
        };
        let room = columns.saturating_sub(text::width(&entered) + 7);
        format!("{number:>3}. {}  {entered}", text::pad(&text::truncate(title, room), room))
    }
}
