//! What the desk does next, in one sentence: the sitting's order, so that nobody has to know it by heart.

use super::{
    app::{App, result_of},
    model::ContestState,
};

/// The next step of the contest in hand; `None` where another line says it, or on a terminal that only watches.
pub(super) fn step(app: &App) -> Option<&'static str> {
    let t = &app.look.texts().live;
    let model = &app.model;
    // What waits for witnesses has its own lines.
    if model.witnesses.as_ref().is_some_and(|witnesses| witnesses.awaited.is_some()) {
        return None;
    }
    if model.sealed {
        return Some(t.next_sealed);
    }
    // A signature that is awaited, a further vote and a count each have their own line.
    if !app.desk || !model.pending.is_empty() || model.further.is_some() || model.hands.is_some() {
        return None;
    }
    let contest = model.contest.as_ref()?;
    let over = || if model.report.is_some() { t.next_report } else { t.next_contest };
    Some(match &contest.state {
        ContestState::Preparing if model.quorum.as_ref().is_some_and(|quorum| !quorum.met()) => {
            t.next_check_in
        }
        ContestState::Preparing => t.next_open,
        ContestState::Open => t.next_end,
        ContestState::Held => t.next_resume,
        ContestState::Ended if contest.named => t.next_close,
        ContestState::Ended => t.next_wait_box,
        ContestState::BoxOpened if model.papers.issued > 0 => t.next_close_papers,
        ContestState::BoxOpened => t.next_close,
        ContestState::Closed | ContestState::Decrypting { .. } => {
            if model.papers.count.as_ref().is_some_and(|count| !count.confirmed) {
                return None;
            }
            t.next_decrypt
        }
        ContestState::Decided => t.next_declare,
        ContestState::Declared(_) if result_of(model).is_some_and(|result| result.unsettled) => {
            t.next_presidium
        }
        ContestState::Declared(_) | ContestState::Voided { .. } => over(),
    })
}
