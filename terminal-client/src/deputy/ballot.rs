//! One ballot from the first mark to the cast, without keys and screens.

use super::{
    contest::{ContestStatus, ContestView, Secrecy, Style},
    marks::{MarkError, Marks, Opening, Unfit},
    model::Effect,
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
    Review {
        top: usize,
    },
    BlankQuestion,
    /// A named vote: your name and your choices become public.
    NamedQuestion,
    Code {
        choice: CastOrCheck,
    },
    CheckWarning,
    Check {
        opening: Option<Opening>,
    },
}

/// A ballot being made. It keeps its own copy of the contest: a push changes the status, never the items.
#[derive(Debug)]
pub(super) struct Ballot {
    pub(super) contest: ContestView,
    pub(super) marks: Marks,
    pub(super) cursor: usize,
    /// The digits of a number that is being typed for the row under the cursor.
    pub(super) entry: Entry,
    pub(super) step: Step,
    pub(super) round: u32,
    /// The code of this round, once it is encrypted.
    pub(super) code: Option<String>,
}

/// A number being typed; 0 is none. It is a choice, so it is not printed.
#[derive(Default)]
pub(super) struct Entry(u32);

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entry(redacted)")
    }
}

impl Entry {
    /// What was typed so far.
    pub(super) fn number(&self) -> Option<u32> {
        Some(self.0).filter(|number| *number > 0)
    }

    /// Two digits are enough: there are at most 30 numbers.
    fn push(&mut self, digit: u32) {
        if self.0 < 10 {
            self.0 = self.0 * 10 + digit;
        }
    }

    fn take(&mut self) -> Option<u32> {
        let number = self.number();
        self.0 = 0;
        number
    }
}

impl Ballot {
    pub(super) fn new(contest: ContestView, round: u32) -> Self {
        let marks = Marks::of_vote(&contest, &contest.vote);
        Self { contest, marks, cursor: 0, entry: Entry::default(), step: Step::Marking, round, code: None }
    }

    pub(super) fn is_named(&self) -> bool {
        self.contest.secrecy == Secrecy::Named
    }

    pub(super) fn toggle(&mut self, option: u8) -> Result<(), MarkError> {
        self.marks.toggle(self.cursor, option)
    }

    pub(super) fn digit(&mut self, digit: u32) {
        self.entry.push(digit);
    }

    /// Gives the row the number that was typed. Whatever comes of it, the typed digits are gone.
    pub(super) fn take_entry(&mut self) -> Result<(), MarkError> {
        match self.entry.take() {
            Some(number) => self.marks.give_number(self.cursor, number),
            None => Ok(()),
        }
    }

    /// Forgets what is typed, else takes the row's mark away.
    pub(super) fn erase(&mut self) {
        if self.entry.take().is_none() {
            self.marks.clear(self.cursor);
        }
    }

    /// Choices that are still possible, where the rules limit them.
    pub(super) fn remaining(&self) -> u32 {
        match self.contest.style {
            Style::Ranks { .. } => u32::try_from(self.marks.free_numbers().len()).unwrap_or(u32::MAX),
            _ => self.contest.limits.map_or(0, |limits| limits.most.saturating_sub(self.marks.chosen())),
        }
    }

    /// To the review. A secret ballot's encryption begins at once so that it is ready before the deputy is.
    pub(super) fn review(&mut self, round: u32) -> Result<Option<Effect>, Unfit> {
        self.marks.check()?;
        self.step = Step::Review { top: 0 };
        self.round = round;
        self.code = None;
        let prepare =
            || Effect::Prepare { contest: self.contest.id.clone(), round, choices: self.marks.choices() };
        Ok((!self.is_named()).then(prepare))
    }

    /// Where the review leads: a blank ballot and a named vote are asked about.
    pub(super) fn confirm(&mut self) {
        self.step = match self.step {
            Step::Review { .. } if self.marks.is_blank() => Step::BlankQuestion,
            _ if self.is_named() => Step::NamedQuestion,
            _ => Step::Code { choice: CastOrCheck::Cast },
        };
    }

    /// Back to the marks; the encryption is forgotten.
    pub(super) fn change(&mut self) -> Option<Effect> {
        self.step = Step::Marking;
        self.code = None;
        (!self.is_named()).then_some(Effect::Discard { round: self.round })
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

    /// What casts it: a named vote with its choices, a secret ballot by its round. `None`: the contest is not open.
    pub(super) fn cast(&self) -> Option<Effect> {
        let contest = self.contest.id.clone();
        self.may_cast().then(|| {
            if self.is_named() {
                Effect::Vote { contest, choices: self.marks.choices() }
            } else {
                Effect::Cast { contest, round: self.round }
            }
        })
    }

    /// A cast is possible only in an open contest.
    pub(super) fn may_cast(&self) -> bool {
        self.contest.status.is_votable()
    }

    pub(super) fn status(&self) -> ContestStatus {
        self.contest.status
    }
}
