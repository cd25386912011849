//! The marks of one ballot: secret unless the contest is named, in memory only, wiped on drop.
//!
//! A row without a mark is not the same as one that is marked with the last option: who marks 弃权 made the same gesture as who
//! marks 赞成. Both are the rest of the row in the ballot.

use std::fmt;

use zeroize::Zeroize;

use super::contest::{BlankItem, ContestView, Style};

/// The option chosen in each row, on its way to the encryption. Wiped on drop, not copied, not printed.
pub struct Choices(Vec<u8>);

impl Choices {
    /// The option of each item, counted from 0 in the contest's order; the last option is the rest (不选).
    pub fn options(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Choices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Choices(redacted)")
    }
}

impl Drop for Choices {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// What was opened for checking, as the second device reads it. It holds choices: wiped on drop, not copied,
/// not printed.
pub struct Opening(String);

impl Opening {
    /// Takes the text of the QR.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text of the QR.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opening(redacted)")
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Why a mark was not set; nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkError {
    /// So many rows have the first option already.
    Limit { most: u32 },
    /// Another row (counted from 0) has this number.
    NumberTaken { number: u32, item: usize },
    /// Numbers go from 1 to `last`.
    NoSuchNumber { last: u32 },
    /// The contest has no such row or option.
    NoSuchOption,
}

/// Why the marks are no ballot that the rules take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// Rows without a mark choose too, and all in all too many are chosen.
    TooMany { most: u32, chosen: u32 },
    /// Too few are chosen.
    TooFew { least: u32, missing: u32 },
    /// Each number has to be given.
    NumbersMissing { numbers: Vec<u32> },
    /// Without any mark it would be void (废票).
    Blank,
}

/// A row without a mark.
const UNMARKED: u8 = u8::MAX;

/// The marks being made.
pub(super) struct Marks {
    columns: Vec<u8>,
    /// The last column; what a row without a mark is in the ballot.
    rest: u8,
    rest_is_marked: bool,
    style: Style,
    /// Fewest and most rows that choose.
    limits: Option<(u32, u32)>,
    /// Rows without a mark choose.
    unmarked_chooses: bool,
    blank_void: bool,
}

impl fmt::Debug for Marks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Marks(redacted)")
    }
}

impl Drop for Marks {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl Marks {
    /// An empty ballot of this contest. Options beyond 250 cannot be marked; no contest has so many.
    pub(super) fn blank(contest: &ContestView) -> Self {
        let rest = u8::try_from(contest.options.len().saturating_sub(1)).unwrap_or(UNMARKED - 1);
        Self {
            columns: vec![UNMARKED; contest.items.len()],
            rest: rest.clamp(1, UNMARKED - 1),
            rest_is_marked: contest.rest_is_marked(),
            style: contest.style,
            limits: contest.limits.map(|limits| (limits.least, limits.most)),
            unmarked_chooses: contest.blank_item == BlankItem::Approve,
            blank_void: contest.blank_void,
        }
    }

    /// The marks of a public vote that stands, to be changed. Of another contest it is an empty ballot.
    pub(super) fn of_vote(contest: &ContestView, columns: &[u8]) -> Self {
        let mut marks = Self::blank(contest);
        let fits = columns.len() == marks.columns.len() && columns.iter().all(|column| *column <= marks.rest);
        if fits {
            for (mark, column) in marks.columns.iter_mut().zip(columns) {
                *mark = if *column == marks.rest && !marks.rest_is_marked { UNMARKED } else { *column };
            }
        }
        marks
    }

    /// Empties the ballot and overwrites what it held.
    pub(super) fn wipe(&mut self) {
        let items = self.columns.len();
        self.columns.zeroize();
        self.columns = vec![UNMARKED; items];
    }

    /// The option of a row that has a mark.
    pub(super) fn marked(&self, item: usize) -> Option<usize> {
        self.columns.get(item).filter(|column| **column != UNMARKED).map(|column| usize::from(*column))
    }

    fn count(&self, is: impl Fn(u8) -> bool) -> u32 {
        self.columns.iter().map(|column| u32::from(is(*column))).sum()
    }

    /// Rows that have a mark.
    pub(super) fn marked_count(&self) -> u32 {
        self.count(|column| column != UNMARKED)
    }

    /// Rows that choose: those with the first option, and where the rules say so those without a mark.
    pub(super) fn chosen(&self) -> u32 {
        let unmarked_chooses = self.unmarked_chooses;
        self.count(|column| column == 0 || (unmarked_chooses && column == UNMARKED))
    }

    /// No row has a mark.
    pub(super) fn is_blank(&self) -> bool {
        self.marked_count() == 0
    }

    /// Gives a row this option, or takes its mark away if it has it already.
    pub(super) fn toggle(&mut self, item: usize, option: u8) -> Result<(), MarkError> {
        // Rows that choose without a mark are over the limit from the start: then it is the review that says so.
        let most = self.limits.filter(|_| !self.unmarked_chooses).map(|(_, most)| most);
        let full = most.filter(|most| self.chosen() >= *most);
        let is_option = option < self.rest || (option == self.rest && self.rest_is_marked);
        let row = self.columns.get_mut(item).filter(|_| is_option).ok_or(MarkError::NoSuchOption)?;
        match full {
            _ if *row == option => *row = UNMARKED,
            Some(most) if option == 0 => return Err(MarkError::Limit { most }),
            _ => *row = option,
        }
        Ok(())
    }

    /// Gives a row a number (号), from 1.
    pub(super) fn give_number(&mut self, item: usize, number: u32) -> Result<(), MarkError> {
        let last = self.last_number();
        let column =
            number.checked_sub(1).filter(|_| number <= last).and_then(|column| u8::try_from(column).ok());
        let column = column.ok_or(MarkError::NoSuchNumber { last })?;
        match self.columns.iter().position(|given| *given == column) {
            Some(other) if other != item => return Err(MarkError::NumberTaken { number, item: other }),
            _ => {}
        }
        *self.columns.get_mut(item).ok_or(MarkError::NoSuchOption)? = column;
        Ok(())
    }

    /// Takes a row's mark away.
    pub(super) fn clear(&mut self, item: usize) {
        if let Some(row) = self.columns.get_mut(item) {
            *row = UNMARKED;
        }
    }

    /// The greatest number that can be given.
    pub(super) fn last_number(&self) -> u32 {
        u32::from(self.rest)
    }

    /// Numbers that no row has.
    pub(super) fn free_numbers(&self) -> Vec<u32> {
        (0..self.rest)
            .filter(|column| !self.columns.contains(column))
            .map(|column| u32::from(column) + 1)
            .collect()
    }

    /// Whether the rules take these marks as they are, in the order in which one mends them.
    pub(super) fn check(&self) -> Result<(), Unfit> {
        if let Some((least, most)) = self.limits {
            let chosen = self.chosen();
            if chosen > most {
                return Err(Unfit::TooMany { most, chosen });
            }
            if chosen < least {
                return Err(Unfit::TooFew { least, missing: least.saturating_sub(chosen) });
            }
        }
        if self.style == (Style::Ranks { exactly: true }) {
            let numbers = self.free_numbers();
            if !numbers.is_empty() {
                return Err(Unfit::NumbersMissing { numbers });
            }
        }
        if self.blank_void && self.is_blank() { Err(Unfit::Blank) } else { Ok(()) }
    }

    /// A copy for the encryption, which wipes itself.
    pub(super) fn choices(&self) -> Choices {
        Choices(
            self.columns.iter().map(|column| if *column == UNMARKED { self.rest } else { *column }).collect(),
        )
    }
}
