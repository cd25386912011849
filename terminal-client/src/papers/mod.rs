//! Papers and hands: what the secretariat's desk and the chief scrutineer's terminal fill in (protocol.md §3.9).
//!
//! Invariants
//! - Whoever counts sees no number of the other count before their own is in: [`PapersView`] holds none, and says only where
//!   the two differ once both stand.
//! - A form gives nothing out before every row fits: the sum of each is checked as it is typed.
//!
//! Next: [`CountForm`] takes a count row by row, [`PaperForm`] reads one paper, [`numbers`] reads lists such as `3 5-9`.

mod count_form;
mod numbers;
mod paper_form;
#[cfg(test)]
mod tests;

pub use count_form::{CountForm, CountSpec, CountSum, Counted};
pub use numbers::{NumbersError, numbers};
pub use paper_form::{PaperForm, PaperSpec};

/// Where the papers of the contest in hand stand, for one who counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PapersView {
    /// Papers handed out.
    pub issued: u64,
    /// Papers entered as encrypted ballots.
    pub entered: u64,
    /// Ballots of the box, once it was opened.
    pub boxed: Option<u64>,
    /// A channel with fewer ballots is not counted apart.
    pub floor: u64,
    /// What is on a paper, from the opened box to the close: for entering one.
    pub paper: Option<PaperSpec>,
    /// The count that is due, after the close.
    pub count: Option<CountView>,
}

impl PapersView {
    /// Of so many valid papers, how many must be entered as encrypted ballots before the close; 0 if they are counted apart.
    pub fn must_enter(&self, valid: u64) -> u64 {
        let boxed = self.boxed.unwrap_or(0);
        if audit::fold::papers_are_entered(valid, boxed, self.floor) { valid } else { 0 }
    }
}

/// The count of the papers after the close.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountView {
    /// What is to be filled in.
    pub spec: CountSpec,
    /// This terminal's own count is in.
    pub own: bool,
    /// The other's is.
    pub other: bool,
    /// Where they differ, in words, once both are in; empty: they agree.
    pub differences: Vec<String>,
    /// Both roles have confirmed.
    pub confirmed: bool,
}

impl CountView {
    /// Both counts are in and the same.
    pub fn agrees(&self) -> bool {
        self.own && self.other && self.differences.is_empty()
    }
}
