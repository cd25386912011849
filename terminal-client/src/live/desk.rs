//! The desk's dialogues: what is asked before an act is proposed.

use super::model::{Act, ContestState, DeputyLine, Model, RollLine, RollStatus};
use crate::{
    lang::LiveTexts,
    ui::confirm::{Field, TypedWord},
};

/// What the search of the roll is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    CheckIn,
    Undo,
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
    /// Why is the check-in undone?
    UndoReason { line: RollLine, input: Field },
    /// Why is the contest held?
    HoldReason { contest: String, input: Field },
    /// Enter resumes.
    Resume { contest: String },
    /// Why is the contest voided? Then the word.
    VoidReason { contest: String, input: Field },
    /// An irreversible act waits for its word.
    Word { act: Act, contest: String, reason: String, word: TypedWord },
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
        (Act::End, state) => matches!(state, ContestState::Open | ContestState::Held),
        (Act::Close, state) => matches!(state, ContestState::BoxOpened),
        (Act::Declare, state) => matches!(state, ContestState::Decided),
        (Act::Void, state) => !matches!(state, ContestState::Preparing | ContestState::Voided { .. }),
        (Act::Seal, state) => {
            matches!(state, ContestState::Declared(_) | ContestState::Voided { .. })
        }
        (Act::Open, _) => false,
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
            Purpose::CheckIn => matches!(line.status, RollStatus::Absent | RollStatus::Leave),
            Purpose::Undo => matches!(line.status, RollStatus::Present | RollStatus::PresentByDesk),
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
        RollStatus::Issued => t.status_issued,
    }
}
