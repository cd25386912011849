//! 见证 on the screens: who is missing and why, what waits for it, and the witness at this terminal.

use audit::fold::{Contest, Stage, State};
use protocol::limits::{COSIGN_IDLE, QUORUM_MAX_AGE};
use protocol::server::WitnessStatus;

use crate::lang::fill;
use crate::live::{AwaitedByWitnesses, WitnessesView};
use crate::roles::witness::{Alarm, Seat};
use crate::ui::Look;

use super::Seen;

/// A witness that was not heard for so long is missing, while nothing is voted on: one round and some slack.
const REST_SECONDS_MAX: u64 = COSIGN_IDLE.as_secs() + 15;

/// The witnesses of the sitting as they are now; `None` where there are none, or before entry 0 came.
pub fn witnesses(seen: &Seen<'_>, contest: Option<&Contest>) -> Option<WitnessesView> {
    let sitting = seen.state.sitting()?;
    let quorum = sitting.witnesses.quorum();
    if quorum == 0 {
        return None;
    }
    let named = sitting.witnesses.named();
    let is_voting = seen
        .state
        .contests()
        .values()
        .any(|contest| matches!(contest.stage(), Some(Stage::Open | Stage::Held)));
    let age_max = if is_voting { QUORUM_MAX_AGE.as_secs() } else { REST_SECONDS_MAX };
    let is_heard = |told: &WitnessStatus| {
        told.problem.is_empty() && told.age.first().is_some_and(|age| age.get() <= age_max)
    };
    let heard = seen.status.witnesses.iter().filter(|told| is_heard(told)).count();
    let awaited = awaited(seen.state, contest, heard, quorum, &seen.status.witnesses);
    // For what waits only those count who have seen it.
    let answers = |told: &WitnessStatus| match awaited {
        Some((_, Some(index))) => told.size.first().is_some_and(|size| size.get() > index),
        Some((_, None)) | None => is_heard(told),
    };
    // Who was heard a moment ago is about to see this too.
    let missing = named
        .iter()
        .zip(&seen.status.witnesses)
        .filter(|(_, told)| !answers(told) && !is_heard(told))
        .map(|(named, told)| why(seen.look, &named.name, told))
        .collect();
    let have = seen.status.witnesses.iter().filter(|told| answers(told)).count();
    Some(WitnessesView {
        have: u32::try_from(have).unwrap_or(u32::MAX),
        need: u32::try_from(quorum).unwrap_or(u32::MAX),
        awaited: awaited.map(|(what, _)| what),
        missing,
    })
}

/// What waits for witnesses, and the index of the entry that they have not seen.
fn awaited(
    state: &State,
    contest: Option<&Contest>,
    heard: usize,
    quorum: u64,
    told: &[WitnessStatus],
) -> Option<(AwaitedByWitnesses, Option<u64>)> {
    if state.is_sealed() {
        // Nothing follows the seal in the log: what the witnesses say of it stands beside it.
        let last = state.head().size.checked_sub(1)?;
        let seen = told.iter().filter(|told| told.size.first().is_some_and(|size| size.get() > last)).count();
        let lacks = u64::try_from(seen).unwrap_or(u64::MAX) < quorum;
        return lacks.then_some((AwaitedByWitnesses::Seal, Some(last)));
    }
    let course = contest?.course()?;
    let unless_seen = |what, index: u64| (!state.is_witnessed(index)).then_some((what, Some(index)));
    match course.stage {
        Stage::Held if u64::try_from(heard).unwrap_or(u64::MAX) < quorum => {
            Some((AwaitedByWitnesses::Resuming, None))
        }
        Stage::Open | Stage::Held => unless_seen(AwaitedByWitnesses::Opening, course.opened_index),
        Stage::Closed => unless_seen(AwaitedByWitnesses::Close, course.closed.map(|(_, index)| index)?),
        Stage::Declared | Stage::Voided => {
            let last = course.moments.finished.as_ref()?.size.checked_sub(1)?;
            let what = if course.stage == Stage::Voided {
                AwaitedByWitnesses::Voiding
            } else {
                AwaitedByWitnesses::Declaration
            };
            unless_seen(what, last)
        }
        Stage::Ended | Stage::Opening | Stage::Opened => None,
    }
}

fn why(look: Look, name: &str, told: &WitnessStatus) -> String {
    let t = &look.texts().run;
    match (told.problem.first(), told.age.first()) {
        (Some(problem), _) => fill(t.witness_failed, &[name, problem.as_str()]),
        (None, Some(age)) => fill(t.witness_silent, &[name, &age.to_string()]),
        (None, None) => fill(t.witness_never, &[name]),
    }
}

/// The witness at this terminal in one sentence, and whether people must be called.
pub fn seat(look: Look, seat: &Seat) -> (String, bool) {
    let t = &look.texts().run;
    if let Some(alarm) = &seat.alarm {
        let sentence = match alarm {
            Alarm::TwoHistories { sizes: [ours, theirs], file } => {
                let file = file.as_ref().map(|file| file.display().to_string());
                let file = file.unwrap_or_else(|| t.seat_evidence_none.to_owned());
                fill(t.seat_two_histories, &[&ours.to_string(), &theirs.to_string(), &file])
            }
            Alarm::BeyondSeal { size, file } => {
                let file = file.as_ref().map(|file| file.display().to_string());
                let file = file.unwrap_or_else(|| t.seat_evidence_none.to_owned());
                fill(t.seat_beyond_seal, &[&size.to_string(), &file])
            }
            Alarm::OtherRoot { size } => fill(t.seat_other_root, &[&size.to_string()]),
            Alarm::Stopped { reason } => fill(t.seat_stopped, &[reason]),
        };
        return (sentence, true);
    }
    let sentence = match (&seat.trouble, seat.size) {
        (Some(trouble), _) => fill(t.seat_trouble, &[&seat.name, trouble]),
        (None, Some(size)) => fill(t.seat_cosigned, &[&seat.name, &size.to_string()]),
        (None, None) => fill(t.seat_ready, &[&seat.name]),
    };
    (sentence, false)
}

#[cfg(test)]
#[path = "witnesses_tests.rs"]
mod tests;
