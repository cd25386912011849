//! The desk's dialogues: what is asked before an act is proposed.

use super::model::{Act, ContestState, CountOf, DeputyLine, Model, PersonAct, RollLine, RollStatus};
use crate::{
    lang::LiveTexts,
    papers::{CountForm, Counted, PaperForm},
    ui::confirm::{Field, TypedWord},
};

/// What the search of the roll is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    CheckIn,
    /// Suspend, or restore whoever is suspended.
    Standing,
    Person(PersonAct),
}

/// A dialogue over the screen.
#[derive(Debug)]
pub(super) enum Dialogue {
    /// Looking for a deputy.
    Search { purpose: Purpose, input: Field, cursor: usize },
    /// A card instead.
    Card { input: Field },
    /// And the request code of the deputy's terminal.
    CardRequest { card: Field, input: Field },
    /// This deputy has no card: the request code of their terminal.
    WithoutCard { line: RollLine, input: Field },
    /// This deputy came late: Enter admits.
    Admit { line: DeputyLine },
    /// Why is this noted of the deputy?
    Reason { act: PersonAct, line: RollLine, input: Field },
    /// Why is the contest held?
    HoldReason { contest: String, input: Field },
    /// Enter resumes.
    Resume { contest: String },
    /// Why is the contest voided? Then the word.
    VoidReason { contest: String, input: Field },
    /// To whom are papers issued?
    Issue { contest: String, input: Field },
    /// How many papers came back, how many are void? Then the word.
    Back { contest: String, input: Field },
    /// One paper, read.
    Paper { contest: String, form: PaperForm },
    /// A count, row by row.
    Count { contest: String, what: CountOf, form: CountForm },
    /// Whole, and waiting for its word.
    CountWord { contest: String, what: CountOf, counted: Counted, word: TypedWord },
    /// Who stays for another run of the ceremony?
    Stay { input: Field },
    /// And why is there one?
    RunReason { list: String, input: Field },
    /// An irreversible act waits for its word.
    Word { act: Act, contest: String, reason: String, papers: (u64, u64), word: TypedWord },
}

impl Dialogue {
    /// The field that is being typed, if there is one.
    pub(super) fn field(&mut self) -> Option<&mut Field> {
        Some(match self {
            Self::Search { input, cursor, .. } => {
                *cursor = 0;
                input
            }
            Self::Card { input }
            | Self::CardRequest { input, .. }
            | Self::WithoutCard { input, .. }
            | Self::Reason { input, .. }
            | Self::HoldReason { input, .. }
            | Self::VoidReason { input, .. }
            | Self::Issue { input, .. }
            | Self::Back { input, .. }
            | Self::Stay { input }
            | Self::RunReason { input, .. } => input,
            Self::Paper { form, .. } => form.field(),
            Self::Count { form, .. } => form.field(),
            Self::CountWord { word, .. } | Self::Word { word, .. } => &mut word.field,
            Self::Resume { .. } | Self::Admit { .. } => return None,
        })
    }
}

/// What is noted of a deputy, in words.
pub(super) fn person_words(t: &LiveTexts, act: PersonAct) -> &'static str {
    match act {
        PersonAct::Undo => t.act_undo,
        PersonAct::Leave => t.act_leave,
        PersonAct::Suspend => t.act_suspend,
        PersonAct::Restore => t.act_restore,
        PersonAct::LeaveEarly => t.act_leave_early,
    }
}

/// What is asked before it is noted: `{0}` the name, `{1}` the delegation.
pub(super) fn person_lead(t: &LiveTexts, act: PersonAct) -> &'static str {
    match act {
        PersonAct::Undo => t.desk_undo_lead,
        PersonAct::Leave => t.desk_leave_lead,
        PersonAct::Suspend => t.desk_suspend_lead,
        PersonAct::Restore => t.desk_restore_lead,
        PersonAct::LeaveEarly => t.desk_leave_early_lead,
    }
}

/// An act in words.
pub(super) fn act_words(t: &LiveTexts, act: Act) -> &'static str {
    match act {
        Act::Open => t.act_open,
        Act::End => t.act_end,
        Act::Close => t.act_close,
        Act::Declare => t.act_declare,
        Act::Void => t.act_void,
        Act::Seal => t.act_seal,
        Act::FollowUp => t.act_follow_up,
        Act::ConfirmPapers => t.act_confirm_papers,
        Act::SignReport => t.act_sign_report,
    }
}

/// The word to type for an act.
pub(super) fn act_word(t: &LiveTexts, act: Act) -> &'static str {
    match act {
        Act::Open => t.word_open,
        Act::End => t.word_end,
        Act::Close => t.word_close,
        Act::Declare => t.word_declare,
        Act::Void => t.word_void,
        Act::Seal => t.word_seal,
        Act::FollowUp => t.word_follow_up,
        Act::ConfirmPapers => t.word_confirm,
        Act::SignReport => t.word_sign,
    }
}

/// Whether the desk may propose an act now. The server and the fold decide; this only keeps the desk from
/// asking in vain.
pub(super) fn possible(act: Act, model: &Model) -> bool {
    let Some(contest) = &model.contest else { return false };
    match (act, &contest.state) {
        (Act::Open, ContestState::Preparing) => {
            model.sitting.rehearsal || model.zero_report.iter().all(|line| line.value == 0)
        }
        // A show of hands ends when it is counted.
        (Act::End, state) => {
            matches!(state, ContestState::Open | ContestState::Held) && model.hands.is_none()
        }
        (Act::Close, ContestState::Ended) => contest.named,
        (Act::Close, state) => matches!(state, ContestState::BoxOpened),
        (Act::Declare, state) => matches!(state, ContestState::Decided),
        (Act::Void, state) => !matches!(state, ContestState::Preparing | ContestState::Voided { .. }),
        (Act::Seal, state) => {
            matches!(state, ContestState::Declared(_) | ContestState::Voided { .. })
        }
        (Act::Open, _) => false,
        (Act::FollowUp, _) => model.further.is_some(),
        (Act::SignReport, _) => model.report.is_some(),
        (Act::ConfirmPapers, _) => {
            model.papers.count.as_ref().is_some_and(|count| count.agrees() && !count.confirmed)
        }
    }
}

/// Deputies whose number begins with the text or whose name or delegation holds it, and for whom the act
/// makes sense.
pub(super) fn matching<'a>(model: &'a Model, purpose: Purpose, input: &str) -> Vec<&'a RollLine> {
    let wanted = input.trim();
    model
        .roll
        .iter()
        .filter(|line| match purpose {
            Purpose::CheckIn => {
                matches!(line.status, RollStatus::Absent | RollStatus::Leave | RollStatus::Left)
            }
            Purpose::Standing | Purpose::Person(PersonAct::Suspend | PersonAct::Restore) => matches!(
                line.status,
                RollStatus::Absent | RollStatus::Leave | RollStatus::Left | RollStatus::Suspended
            ),
            Purpose::Person(PersonAct::Leave) => {
                matches!(line.status, RollStatus::Absent | RollStatus::Left)
            }
            Purpose::Person(PersonAct::Undo) => {
                matches!(line.status, RollStatus::Present | RollStatus::PresentByDesk)
            }
            // After a close one who had a ballot may go; the fold knows.
            Purpose::Person(PersonAct::LeaveEarly) => {
                matches!(line.status, RollStatus::Present | RollStatus::PresentByDesk | RollStatus::Issued)
            }
        })
        .filter(|line| found(wanted, &line.deputy))
        .collect()
}

/// A deputy matches a search text.
pub(super) fn found(wanted: &str, deputy: &super::model::DeputyLine) -> bool {
    deputy.number.starts_with(wanted) || deputy.name.contains(wanted) || deputy.delegation.contains(wanted)
}

/// A status in words.
pub(super) fn status_words(t: &LiveTexts, status: RollStatus) -> &'static str {
    match status {
        RollStatus::Absent => t.status_absent,
        RollStatus::Present => t.status_present,
        RollStatus::PresentByDesk => t.status_present_desk,
        RollStatus::Leave => t.status_leave,
        RollStatus::Suspended => t.status_suspended,
        RollStatus::Left => t.status_left,
        RollStatus::Issued => t.status_issued,
    }
}
