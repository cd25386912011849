//! Lists with a cursor, shown in pages: "第 1 页，共 3 页", never a bare scrollbar.

use super::Look;
use crate::lang::fill;
use std::ops::Range;

/// How a cursor moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
}

/// Where `cursor` of a list of `len` goes with pages of `per_page` rows. It stops at both ends; a page key
/// goes to the first row of the page.
pub fn moved(cursor: usize, step: Move, len: usize, per_page: usize) -> usize {
    let last = len.saturating_sub(1);
    let per_page = per_page.max(1);
    let page_start = cursor - cursor % per_page;
    match step {
        Move::Up => cursor.saturating_sub(1),
        Move::Down => (cursor + 1).min(last),
        Move::PageUp => page_start.saturating_sub(per_page),
        Move::PageDown if page_start + per_page <= last => page_start + per_page,
        Move::PageDown => cursor.min(last),
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The rows on it.
    pub rows: Range<usize>,
    /// Its number, from 1.
    pub number: usize,
    /// How many there are, at least 1.
    pub count: usize,
}

/// The page that holds `cursor`.
pub fn page(cursor: usize, len: usize, per_page: usize) -> Page {
    let per_page = per_page.max(1);
    let start = cursor.min(len.saturating_sub(1)) / per_page * per_page;
    Page {
        rows: start..(start + per_page).min(len),
        number: start / per_page + 1,
        count: len.div_ceil(per_page).max(1),
    }
}

impl Page {
    /// 第 1 页，共 3 页.
    pub fn words(&self, look: Look) -> String {
        fill(look.texts().common.page_of, &[&self.number.to_string(), &self.count.to_string()])
    }
}
