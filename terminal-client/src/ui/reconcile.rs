//! Ballots against return slips: shown before the close is signed, in words that ask the right question.

use super::Look;
use crate::lang::fill;

/// "Could it change the result?"
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CouldChange {
    /// The difference cannot move any item over a line.
    No,
    /// It could: the smallest margin, in votes.
    Yes {
        /// Votes between the last item chosen and the first not chosen, or to the threshold.
        margin: u64,
    },
    /// Nothing is counted yet.
    Unknown,
}

/// The counts compared before a close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reconcile {
    /// Ballots issued by machine.
    pub issued: u64,
    /// Ballots in the box.
    pub returned: u64,
    /// Return slips of deputies' devices.
    pub slips: u64,
    /// What the difference could do.
    pub could_change: CouldChange,
}

impl Reconcile {
    /// Ballots and slips agree.
    pub fn agrees(&self) -> bool {
        self.returned == self.slips
    }

    /// The counts and the verdict, one sentence a line; whether each needs the reader's attention.
    pub fn sentences(&self, look: Look) -> Vec<(String, bool)> {
        let t = &look.texts().common;
        let number = |value: u64| value.to_string();
        let mut lines = vec![
            (fill(t.reconcile_issued, &[&number(self.issued)]), false),
            (fill(t.reconcile_returned, &[&number(self.returned)]), false),
            (fill(t.reconcile_slips, &[&number(self.slips)]), false),
        ];
        let difference = number(self.returned.abs_diff(self.slips));
        match self.returned.cmp(&self.slips) {
            std::cmp::Ordering::Equal => lines.push((t.reconcile_equal.to_owned(), false)),
            std::cmp::Ordering::Greater => lines.push((fill(t.reconcile_more, &[&difference]), true)),
            std::cmp::Ordering::Less => lines.push((fill(t.reconcile_fewer, &[&difference]), true)),
        }
        if !self.agrees() {
            lines.push(match self.could_change {
                CouldChange::No => (t.change_no.to_owned(), false),
                CouldChange::Yes { margin } => (fill(t.change_yes, &[&number(margin)]), true),
                CouldChange::Unknown => (t.change_unknown.to_owned(), true),
            });
        }
        lines
    }
}
