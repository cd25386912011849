//! The marks of one ballot: secret, in memory only, wiped on drop.

use std::fmt;
use zeroize::Zeroize;

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

/// Why a mark was not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkError {
    /// The limit is reached; nothing was replaced.
    Limit { max: u32 },
    /// The contest has no such row or option.
    NoSuchOption,
}

/// The marks being made. Option 0 is the one the limit counts; the last is the rest, from which every row
/// starts.
pub(super) struct Marks {
    options: Vec<u8>,
    rest: u8,
    max: u32,
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
    /// An empty ballot of `items` rows and `options` columns (at least 2, at most 9), at most `max` chosen.
    pub(super) fn blank(items: usize, options: usize, max: u32) -> Self {
        let rest = u8::try_from(options.saturating_sub(1)).unwrap_or(u8::MAX).max(1);
        Self { options: vec![rest; items], rest, max }
    }

    /// Empties the ballot and overwrites what it held.
    pub(super) fn wipe(&mut self) {
        let items = self.options.len();
        self.options.zeroize();
        self.options = vec![self.rest; items];
    }

    /// The option of a row, if it is not the rest.
    pub(super) fn marked(&self, item: usize) -> Option<usize> {
        self.options.get(item).filter(|option| **option != self.rest).map(|option| usize::from(*option))
    }

    /// Rows with option 0.
    pub(super) fn chosen(&self) -> u32 {
        self.options.iter().map(|option| u32::from(*option == 0)).sum()
    }

    /// No row has a mark.
    pub(super) fn is_blank(&self) -> bool {
        self.options.iter().all(|option| *option == self.rest)
    }

    /// Gives a row this option, or takes its mark away if it has it already.
    pub(super) fn toggle(&mut self, item: usize, option: u8) -> Result<(), MarkError> {
        let at_limit = self.chosen() >= self.max;
        let (rest, max) = (self.rest, self.max);
        let row = self.options.get_mut(item).ok_or(MarkError::NoSuchOption)?;
        if option > rest {
            return Err(MarkError::NoSuchOption);
        }
        if *row == option {
            *row = rest;
        } else if option == 0 && at_limit {
            return Err(MarkError::Limit { max });
        } else {
            *row = option;
        }
        Ok(())
    }

    /// A copy for the encryption, which wipes itself.
    pub(super) fn choices(&self) -> Choices {
        Choices(self.options.clone())
    }
}
