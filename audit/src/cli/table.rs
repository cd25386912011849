//! Columns of text in which a Chinese character is two wide.

use unicode_width::UnicodeWidthStr;

/// Rows of cells under a head. Cells that are missing are empty; the last column is not padded.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
    /// Columns of numbers, which end at the same place.
    right: Vec<usize>,
}

impl Table {
    /// A table with this head.
    pub(super) fn new(head: impl IntoIterator<Item = impl Into<String>>, right: Vec<usize>) -> Self {
        Self { rows: vec![head.into_iter().map(Into::into).collect()], right }
    }

    /// Adds a row.
    pub(super) fn push(&mut self, row: impl IntoIterator<Item = impl Into<String>>) {
        self.rows.push(row.into_iter().map(Into::into).collect());
    }

    /// The lines, each ending in a line feed; two spaces between columns, none at the end of a line.
    pub(super) fn text(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell: &String| cell.width())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let blanks = " ".repeat(width.saturating_sub(cell.width()));
                if column > 0 {
                    line += "  ";
                }
                if self.right.contains(&column) {
                    line += &blanks;
                    line += cell;
                } else {
                    line += cell;
                    line += &blanks;
                }
            }
            text += line.trim_end();
            text += "\n";
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_and_latin_cells_stand_in_columns() {
        let mut table = Table::new(["项目", "得票", "说明"], vec![1]);
        table.push(["道路", "97", "未通过"]);
        table.push(["a", "184", ""]);
        assert_eq!(table.text(), "项目  得票  说明\n道路    97  未通过\na      184\n");
    }
}
