//! One ballot from the first mark to the cast, without keys and screens.

use super::{
    marks::{MarkError, Marks, Opening},
    model::{ContestStatus, ContestView, Effect},
};

/// The two ways on from a prepared ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CastOrCheck {
    Cast,
    Check,
}

/// How far the ballot is.
#[derive(Debug)]
pub(super) enum Step {
    Marking,
    Review { top: usize },
    BlankQuestion,
    Code { choice: CastOrCheck },
    CheckWarning,
    Check { opening: Option<Opening> },
}

/// A ballot being made. It keeps its own copy of the contest: a push changes the status, never the items.
#[derive(Debug)]
pub(super) struct Ballot {
    pub(super) contest: ContestView,
    pub(super) marks: Marks,
    pub(super) cursor: usize,
    pub(super) step: Step,
    pub(super) round: u32,
    /// The code of this round, once it is encrypted.
    pub(super) code: Option<String>,
}

/// Why the ballot does not go on to the review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TooFew {
    Missing { min: u32, missing: u32 },
}

impl Ballot {
    pub(super) fn new(contest: ContestView, round: u32) -> Self {
        let marks = Marks::blank(contest.items.len(), contest.options.len(), contest.max);
        Self { contest, marks, cursor: 0, step: Step::Marking, round, code: None }
    }

    pub(super) fn toggle(&mut self, option: u8) -> Result<(), MarkError> {
        self.marks.toggle(self.cursor, option)
    }

    /// Choices that are still possible.
    pub(super) fn remaining(&self) -> u32 {
        self.contest.max.saturating_sub(self.marks.chosen())
    }

    /// To the review; the encryption begins at once so that it is ready before the deputy is.
    pub(super) fn review(&mut self, round: u32) -> Result<Effect, TooFew> {
        let chosen = self.marks.chosen();
        if !self.marks.is_blank() && chosen < self.contest.min {
            return Err(TooFew::Missing { min: self.contest.min, missing: self.contest.min - chosen });
        }
        self.step = Step::Review { top: 0 };
        self.round = round;
        self.code = None;
        Ok(Effect::Prepare { contest: self.contest.id.clone(), round, choices: self.marks.choices() })
    }

    /// Back to the marks; the encryption is forgotten.
    pub(super) fn change(&mut self) -> Effect {
        self.step = Step::Marking;
        self.code = None;
        Effect::Discard { round: self.round }
    }

    /// The encryption answers. Of another round it is nothing.
    pub(super) fn prepared(&mut self, round: u32, code: String) {
        if round == self.round && !matches!(self.step, Step::Marking | Step::Check { .. }) {
            self.code = Some(code);
        }
    }

    /// Opens the encryption. The marks are wiped: they were used for checking.
    pub(super) fn open(&mut self) -> Effect {
        self.marks.wipe();
        self.step = Step::Check { opening: None };
        Effect::Open { round: self.round }
    }

    /// Of another round, or unasked, it is nothing.
    pub(super) fn opened(&mut self, round: u32, text: Opening) {
        if let Step::Check { opening } = &mut self.step
            && round == self.round
        {
            *opening = Some(text);
        }
    }

    /// After checking: an empty ballot again.
    pub(super) fn again(&mut self) {
        self.marks.wipe();
        self.cursor = 0;
        self.code = None;
        self.step = Step::Marking;
    }

    /// A cast is possible only in an open contest.
    pub(super) fn may_cast(&self) -> bool {
        self.contest.status == ContestStatus::Ready
    }
}
