//! Rows of columns, cut and padded by columns of the terminal.

use super::text;

/// How a cell is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column: its width and how its cells stand.
pub type Column = (usize, Align);

/// One row: each cell cut or padded to its column, one space between.
pub fn row(cells: &[&str], columns: &[Column]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .zip(columns)
        .map(|(cell, (width, align))| match align {
            Align::Left => text::pad(cell, *width),
            Align::Right => text::pad_left(cell, *width),
        })
        .collect();
    cells.join(" ")
}

/// A bar of `value` out of `whole`, at most `columns` long. A value above 0 is never an empty bar.
pub fn bar(value: u64, whole: u64, columns: usize, sign: &str) -> String {
    if value == 0 || whole == 0 {
        return String::new();
    }
    let columns = u64::try_from(columns).unwrap_or(u64::MAX);
    let length = (value.min(whole) * columns / whole).max(1);
    sign.repeat(usize::try_from(length).unwrap_or(0))
}
