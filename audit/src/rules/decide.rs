//! From numbers to a decision (protocol.md §9.3, whose step numbers the comments cite). Integers only.
//!
//! Invariants (proptest below)
//! - For every input there is a decision or a named error; never a panic.
//! - Never more chosen than seats; a tie across the last seat is never settled.
//! - Another order of the items gives the same decision in that order.

use serde::{Deserialize, Serialize};

use super::decision::{Chosen, Decision, ItemDecision, Outcome, Reason, RunOff, VoidReason};
use super::profile::{Profile, ProfileError};
use super::share::{Base, Requirement};
use crate::wire::{INT_MAX, Int};

/// The frozen roll: three numbers that local rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollNumbers {
    /// 全体代表: all deputies in office.
    pub membership: Int,
    /// 应到; at most `membership`.
    pub due: Int,
    /// 实到: present at the opening, and those admitted after it; at most `due`.
    pub present: Int,
}

/// What became of the ballots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballots {
    /// 发出; at most `present`.
    pub issued: Int,
    /// 收回.
    pub returned: Int,
    /// 有效; blank ones that count as abstaining are among them.
    pub valid: Int,
    /// 废票; with `valid` makes up `returned`.
    pub void: Int,
}

/// Why there is no decision: the numbers contradict each other or the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum DecideError {
    #[error("profile: {0}")]
    Profile(#[from] ProfileError),
    #[error("roll: present {present}, due {due}, membership {membership} must not grow in this order")]
    Roll { membership: Int, due: Int, present: Int },
    #[error("{issued} ballots issued to {present} deputies present")]
    Issued { issued: Int, present: Int },
    #[error("{valid} valid and {void} void ballots do not make up {returned} returned")]
    Returned { returned: Int, valid: Int, void: Int },
    /// Items count from 0.
    #[error("item {item} has {votes} votes from {valid} valid ballots")]
    ItemVotes { item: u64, votes: u64, valid: Int },
    #[error("{votes} votes from {valid} valid ballots of {least} to {most} choices each")]
    TotalVotes { votes: u128, valid: Int, least: u64, most: u64 },
}

/// Too few deputies to open a contest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{present} present, {needed} needed")]
pub struct QuorumError {
    /// Deputies needed.
    pub needed: u64,
    /// Deputies present.
    pub present: u64,
}

/// Ballots that may have been lost (`added` if they had come) or stuffed (`removed` if they had not).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Valid ballots that might be missing from the count.
    pub added: u64,
    /// Ballots that might be in the count and should not.
    pub removed: u64,
}

/// Whether the meeting is quorate (vector I); asked before a contest opens.
pub fn may_open(profile: &Profile, roll: &RollNumbers) -> Result<(), QuorumError> {
    let needed = profile.meeting_quorum.needed(base(profile.meeting_quorum.base, roll, 0));
    let present = roll.present.get();
    if present >= needed { Ok(()) } else { Err(QuorumError { needed, present }) }
}

/// The decision that the rules lead to. `votes`: for each item, valid ballots that chose it; not read if the vote
/// is void, and then it may be empty.
pub fn decide(
    profile: &Profile,
    roll: &RollNumbers,
    ballots: &Ballots,
    votes: &[u64],
) -> Result<Decision, DecideError> {
    check(profile, roll, ballots)?;
    let unreturned = ballots.issued.get().saturating_sub(ballots.returned.get());
    let doubt = Doubt { added: unreturned, removed: 0 };
    if let Some(void) = void(profile, roll, ballots) {
        return Ok(Decision {
            outcome: Outcome::Void { reason: void.reason, bound: int(void.bound), actual: int(void.actual) },
            needed: Int::ZERO,
            base: Int::ZERO,
            firm: Vec::new(),
            run_off: RunOff::default(),
            vacant: Int::ZERO,
            unreturned: int(unreturned),
            unreturned_could_change: void.could_be_valid(doubt),
            items: Vec::new(),
        });
    }
    check_votes(profile, ballots, votes)?;
    let count = Count::new(profile, roll, ballots, votes);
    let items = (0..).zip(votes).map(|(item, &votes)| count.item(item, votes)).collect();
    Ok(Decision {
        outcome: Outcome::Valid,
        needed: int(count.needed),
        base: int(count.base),
        firm: count.firm.iter().copied().map(int).collect(),
        run_off: RunOff {
            items: count.tied.iter().copied().map(int).collect(),
            seats: int(count.seats_for_tied()),
        },
        vacant: int(count.vacant),
        unreturned: int(unreturned),
        unreturned_could_change: count.could_change(profile, roll, ballots, doubt),
        items,
    })
}

/// Whether so many lost or stuffed ballots could have led to other chosen items, another run-off, or to a void vote
/// where this one is valid or the reverse (§9.4).
///
/// Never `false` where they could. `true` means that some ballots with these totals exist for which they would, where
/// ballots may choose as few items as they like.
pub fn could_change(
    profile: &Profile,
    roll: &RollNumbers,
    ballots: &Ballots,
    votes: &[u64],
    doubt: Doubt,
) -> Result<bool, DecideError> {
    check(profile, roll, ballots)?;
    if let Some(void) = void(profile, roll, ballots) {
        return Ok(void.could_be_valid(doubt));
    }
    check_votes(profile, ballots, votes)?;
    Ok(Count::new(profile, roll, ballots, votes).could_change(profile, roll, ballots, doubt))
}

/// Step 1: the numbers belong together.
fn check(profile: &Profile, roll: &RollNumbers, ballots: &Ballots) -> Result<(), DecideError> {
    profile.validate()?;
    let RollNumbers { membership, due, present } = *roll;
    if present > due || due > membership {
        return Err(DecideError::Roll { membership, due, present });
    }
    let Ballots { issued, returned, valid, void } = *ballots;
    if issued > present {
        return Err(DecideError::Issued { issued, present });
    }
    if valid.get().saturating_add(void.get()) != returned.get() {
        return Err(DecideError::Returned { returned, valid, void });
    }
    Ok(())
}

/// Step 3: no item and no ballot has more than it can.
fn check_votes(profile: &Profile, ballots: &Ballots, votes: &[u64]) -> Result<(), DecideError> {
    profile.validate_for(votes.len() as u64)?;
    let valid = ballots.valid;
    if let Some((item, &votes)) = (0..).zip(votes).find(|&(_, &votes)| votes > valid.get()) {
        return Err(DecideError::ItemVotes { item, votes, valid });
    }
    let limits = profile.choice_limits();
    let total: u128 = votes.iter().copied().map(u128::from).sum();
    let at = |choices: u64| u128::from(valid.get()) * u128::from(choices);
    if total < at(limits.least) || total > at(limits.most) {
        return Err(DecideError::TotalVotes { votes: total, valid, least: limits.least, most: limits.most });
    }
    Ok(())
}

/// A rule that a vote breaks as a whole.
struct Broken {
    reason: VoidReason,
    bound: u64,
    actual: u64,
}

impl Broken {
    fn could_be_valid(&self, doubt: Doubt) -> bool {
        match self.reason {
            // Who was present does not depend on the ballots.
            VoidReason::MeetingQuorum => false,
            VoidReason::ReturnedExceedsIssued => self.actual.saturating_sub(doubt.removed) <= self.bound,
            VoidReason::VoteQuorum | VoidReason::MinimumBallots => {
                self.actual.saturating_add(doubt.added) >= self.bound
            }
        }
    }
}

/// Step 2: the first of the rules in the order of [`VoidReason`] that is broken.
fn void(profile: &Profile, roll: &RollNumbers, ballots: &Ballots) -> Option<Broken> {
    if let Err(QuorumError { needed, present }) = may_open(profile, roll) {
        return Some(Broken { reason: VoidReason::MeetingQuorum, bound: needed, actual: present });
    }
    let (issued, returned, valid) = (ballots.issued.get(), ballots.returned.get(), ballots.valid.get());
    if returned > issued {
        return Some(Broken { reason: VoidReason::ReturnedExceedsIssued, bound: issued, actual: returned });
    }
    let bound = vote_quorum(profile, roll);
    if returned < bound {
        return Some(Broken { reason: VoidReason::VoteQuorum, bound, actual: returned });
    }
    let bound = profile.minimum_ballots.get();
    (valid < bound).then_some(Broken { reason: VoidReason::MinimumBallots, bound, actual: valid })
}

fn vote_quorum(profile: &Profile, roll: &RollNumbers) -> u64 {
    match profile.vote_quorum {
        Requirement::None => 0,
        Requirement::Share(share) => share.needed(base(share.base, roll, 0)),
    }
}

fn base(of: Base, roll: &RollNumbers, valid: u64) -> u64 {
    match of {
        Base::Membership => roll.membership.get(),
        Base::Due => roll.due.get(),
        Base::Present => roll.present.get(),
        Base::Valid => valid,
    }
}

/// Votes that an item needs, and the number that they are a share of.
fn threshold(profile: &Profile, roll: &RollNumbers, valid: u64) -> (u64, u64) {
    match profile.threshold {
        Requirement::None => (1, 0),
        Requirement::Share(share) => {
            let base = base(share.base, roll, valid);
            // An item that nobody chose does not pass, whatever the share.
            (share.needed(base).max(1), base)
        }
    }
}

/// Steps 4 to 7 of a valid vote.
struct Count<'a> {
    votes: &'a [u64],
    seats: u64,
    needed: u64,
    base: u64,
    /// Most votes first, then by number.
    firm: Vec<u64>,
    /// By number.
    tied: Vec<u64>,
    vacant: u64,
}

impl<'a> Count<'a> {
    fn new(profile: &Profile, roll: &RollNumbers, ballots: &Ballots, votes: &'a [u64]) -> Self {
        let seats = profile.seats.get();
        let (needed, base) = threshold(profile, roll, ballots.valid.get());
        // Step 4. Stable, so equal votes stay in the order of the items; that order settles nothing.
        let mut passed: Vec<(u64, u64)> =
            (0..).zip(votes.iter().copied()).filter(|&(_, votes)| votes >= needed).collect();
        passed.sort_by_key(|&(_, votes)| std::cmp::Reverse(votes));
        // Step 5: the votes of the last item within the seats, if another item with as many stands behind it.
        let places = usize::try_from(seats).unwrap_or(usize::MAX);
        let last = places.checked_sub(1).and_then(|last| passed.get(last)).map(|&(_, votes)| votes);
        let next = passed.get(places).map(|&(_, votes)| votes);
        let cut = last.filter(|_| last == next);
        let firm =
            passed.iter().take(places).filter(|&&(_, votes)| Some(votes) != cut).map(|&(item, _)| item);
        let tied = passed.iter().filter(|&&(_, votes)| Some(votes) == cut).map(|&(item, _)| item);
        let (firm, tied): (Vec<u64>, Vec<u64>) = (firm.collect(), tied.collect());
        // Step 6.
        let vacant = seats.saturating_sub(passed.len() as u64);
        Self { votes, seats, needed, base, firm, tied, vacant }
    }

    fn seats_for_tied(&self) -> u64 {
        if self.tied.is_empty() { 0 } else { self.seats.saturating_sub(self.firm.len() as u64) }
    }

    /// Step 7.
    fn item(&self, item: u64, votes: u64) -> ItemDecision {
        let rank = self.votes.iter().filter(|&&others| others > votes).count() as u64;
        let (needed, base) = (int(self.needed), int(self.base));
        let passed = votes >= self.needed;
        let (chosen, reason) = if self.firm.contains(&item) {
            (Chosen::Yes, Reason::WithinSeats { needed, base })
        } else if self.tied.contains(&item) {
            let tied = int(self.tied.len() as u64);
            (Chosen::RunOff, Reason::TiedAtCut { tied, seats: int(self.seats_for_tied()) })
        } else if passed {
            (Chosen::No, Reason::SeatsFilled { seats: int(self.seats) })
        } else {
            (Chosen::No, Reason::BelowThreshold { needed, base })
        };
        ItemDecision { votes: int(votes), rank: int(rank.saturating_add(1)), passed, chosen, reason }
    }

    /// §9.4 for a valid vote.
    fn could_change(&self, profile: &Profile, roll: &RollNumbers, ballots: &Ballots, doubt: Doubt) -> bool {
        let Doubt { added, removed } = doubt;
        let (returned, valid) = (ballots.returned.get(), ballots.valid.get());
        if added == 0 && removed == 0 {
            return false;
        }
        // One ballot more or less unties, or tells nothing apart from a tie any more.
        if !self.tied.is_empty() {
            return true;
        }
        let fewer = |number: u64| number.saturating_sub(removed);
        if fewer(returned) < vote_quorum(profile, roll) || fewer(valid) < profile.minimum_ballots.get() {
            return true;
        }
        // The votes needed when all added ballots choose other items, and all removed ones chose this item or, next,
        // did not: only of a share of the valid ballots does it matter.
        let (needed, _) = threshold(profile, roll, fewer(valid.saturating_add(added)));
        let (firm, others): (Vec<_>, Vec<_>) =
            (0..).zip(self.votes).partition(|&(item, _)| self.firm.contains(&item));
        let least_firm = firm.iter().map(|&(_, &votes)| fewer(votes)).min().unwrap_or(u64::MAX);
        let enters = |votes: u64| votes >= needed && (self.vacant > 0 || votes >= least_firm);
        least_firm < needed || others.iter().any(|&(_, &votes)| enters(votes.saturating_add(added)))
    }
}

/// All numbers here are counts of ballots, deputies or items, which were [`Int`]s, or a sound share of such a count.
fn int(number: u64) -> Int {
    Int::try_from(number.min(INT_MAX)).unwrap_or(Int::ZERO)
}

#[cfg(test)]
mod tests;
