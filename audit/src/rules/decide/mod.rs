//! From numbers to a decision (protocol.md §9.3, whose step numbers the comments cite). Integers only.
//!
//! Invariants (proptests)
//! - For every input there is a decision or a named error; never a panic.
//! - Never more chosen than seats, unless the rules take all tied; a tie across the last seat is never settled.
//! - Another order of the items gives the same decision in that order.
//!
//! Next: `choose` fills seats, `grade` gives grades, `change` says what missing or stuffed ballots could have done.

mod change;
mod choose;
mod grade;

pub use change::Doubt;

use super::decision::{Decision, Fraction, ItemShare, Next, Outcome, Tied, VoidReason};
use super::method::Method;
use super::numbers::{Ballots, Channel, DecideError, RollNumbers, Row, base, check, check_rows, int};
use super::profile::{Profile, Secrecy};
use super::share::Requirement;
use crate::wire::Int;
use change::Broken;

/// Too few deputies to open a contest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{present} present, {needed} needed")]
pub struct QuorumError {
    /// [`VoidReason::MeetingQuorum`] or, of a secret vote, [`VoidReason::MinimumBallots`].
    pub reason: VoidReason,
    /// Deputies needed.
    pub needed: u64,
    /// Deputies present.
    pub present: u64,
}

/// Whether the meeting is quorate (vector I) and, for a secret vote, has deputies enough to keep the secret (§3.4);
/// asked before a contest opens.
pub fn may_open(profile: &Profile, roll: &RollNumbers) -> Result<(), QuorumError> {
    let present = roll.present.get();
    let bounds = [
        (VoidReason::MeetingQuorum, quorum(profile, roll)),
        (VoidReason::MinimumBallots, minimum_ballots(profile)),
    ];
    match bounds.into_iter().find(|(_, needed)| present < *needed) {
        Some((reason, needed)) => Err(QuorumError { reason, needed, present }),
        None => Ok(()),
    }
}

fn quorum(profile: &Profile, roll: &RollNumbers) -> u64 {
    profile.meeting_quorum.needed(base(profile.meeting_quorum.base, roll, 0, 0))
}

/// Whether the vote is void whatever its content (step 2): then nothing is decrypted, and [`decide`] needs no rows.
pub fn is_void(profile: &Profile, roll: &RollNumbers, ballots: &Ballots) -> Result<bool, DecideError> {
    check(profile, roll, ballots)?;
    Ok(broken(profile, roll, ballots).is_some())
}

/// The decision that the rules lead to. `rows`: one for each item, of both channels; not read if the vote is void,
/// and then it may be empty.
pub fn decide(
    profile: &Profile,
    roll: &RollNumbers,
    ballots: &Ballots,
    rows: &[Row],
) -> Result<Decision, DecideError> {
    check(profile, roll, ballots)?;
    let unreturned = ballots.unreturned();
    let doubt = Doubt { added: unreturned, removed: 0 };
    if let Some(broken) = broken(profile, roll, ballots) {
        let outcome =
            Outcome::Void { reason: broken.reason, bound: int(broken.bound), actual: int(broken.actual) };
        let could_change = broken.could_be_valid(doubt);
        return Ok(Decision { outcome, unreturned_could_change: could_change, ..empty(unreturned) });
    }
    check_rows(profile, ballots, rows)?;
    let case = Case { profile, roll, ballots, rows };
    let decided = match &profile.method {
        Method::Choose(rules) => choose::Count::new(case, rules).decision(),
        Method::Grade { rule } => grade::decision(case, rule),
    };
    Ok(Decision { unreturned_could_change: case.could_change(doubt), ..decided })
}

/// Whether so many lost or stuffed ballots could have led to another result (§9.4). Never `false` where they could.
pub fn could_change(
    profile: &Profile,
    roll: &RollNumbers,
    ballots: &Ballots,
    rows: &[Row],
    doubt: Doubt,
) -> Result<bool, DecideError> {
    check(profile, roll, ballots)?;
    if let Some(broken) = broken(profile, roll, ballots) {
        return Ok(broken.could_be_valid(doubt));
    }
    check_rows(profile, ballots, rows)?;
    Ok(Case { profile, roll, ballots, rows }.could_change(doubt))
}

/// A valid vote whose numbers were checked.
#[derive(Clone, Copy)]
struct Case<'a> {
    profile: &'a Profile,
    roll: &'a RollNumbers,
    ballots: &'a Ballots,
    rows: &'a [Row],
}

/// A decision that says nothing but the number of unreturned ballots.
fn empty(unreturned: u64) -> Decision {
    Decision {
        outcome: Outcome::Valid,
        needed: Int::ZERO,
        base: Int::ZERO,
        firm: Vec::new(),
        tied: Tied::default(),
        next: Next::default(),
        vacant: Int::ZERO,
        unreturned: int(unreturned),
        unreturned_could_change: false,
        items: Vec::new(),
    }
}

/// Step 2: the first of the rules in the order of [`VoidReason`] that is broken.
fn broken(profile: &Profile, roll: &RollNumbers, ballots: &Ballots) -> Option<Broken> {
    let (bound, actual) = (quorum(profile, roll), roll.present.get());
    if actual < bound {
        return Some(Broken { reason: VoidReason::MeetingQuorum, bound, actual });
    }
    let reason = VoidReason::ReturnedExceedsIssued;
    for Channel { issued, returned, .. } in [ballots.machine, ballots.paper] {
        if returned > issued {
            return Some(Broken { reason, bound: issued.get(), actual: returned.get() });
        }
    }
    let (bound, actual) = (vote_quorum(profile, roll), ballots.returned());
    if actual < bound {
        return Some(Broken { reason: VoidReason::VoteQuorum, bound, actual });
    }
    let (bound, actual) = (minimum_ballots(profile), ballots.valid());
    (actual < bound).then_some(Broken { reason: VoidReason::MinimumBallots, bound, actual })
}

fn vote_quorum(profile: &Profile, roll: &RollNumbers) -> u64 {
    match &profile.vote_quorum {
        Requirement::None => 0,
        Requirement::Share(share) => share.needed(base(share.base, roll, 0, 0)),
    }
}

/// What was never secret may be counted however few there are.
fn minimum_ballots(profile: &Profile) -> u64 {
    if profile.secrecy == Secrecy::Secret { profile.minimum_ballots.get() } else { 0 }
}

/// Step 8: hundredths of a percent, halves up.
fn share_of(num: u64, den: u64) -> ItemShare {
    let (wide, twice) = (u128::from(num), u128::from(den).saturating_mul(2));
    let rounded = wide.saturating_mul(20_000).saturating_add(u128::from(den)).checked_div(twice);
    let percent = rounded.and_then(|percent| u64::try_from(percent).ok()).unwrap_or(0);
    ItemShare { num: int(num), den: int(den), percent: int(percent) }
}

const NO_SCORE: (u64, u64) = (0, 1);

fn fraction((num, den): (u64, u64)) -> Fraction {
    Fraction { num: int(num), den: int(den) }
}

#[cfg(test)]
mod tests;
