//! The rules of a contest that a decision calls for: a run-off, or a second round (protocol.md §9.5).

use super::decision::{Next, NextKind};
use super::method::{Choose, Method, OnShortfall, OnTie, RunOffThen, RunOffThreshold, Score, Seats};
use super::options::Options;
use super::profile::{Choice, Profile, Secrecy, Surplus};
use super::share::Requirement;

/// The profile of the contest that `next` calls for, from that of the contest decided; none if `next` calls for no
/// contest, or the profile gives grades. `run_offs`: how many run-offs in a row led here, the contest decided among
/// them; 0 after a first vote or a second round.
pub fn profile_of_next(profile: &Profile, next: &Next, run_offs: u64) -> Option<Profile> {
    let before = profile.choose()?;
    let (threshold, on_tie) = match next.kind {
        NextKind::RunOff => (run_off_threshold(before), run_off_tie(before, run_offs.saturating_add(1))),
        NextKind::SecondRound => (before.threshold, before.on_tie),
        NextKind::None | NextKind::Presidium | NextKind::NextSitting => return None,
    };
    let choice = match profile.choice {
        _ if profile.secrecy == Secrecy::Hands => Choice::Each,
        Choice::Exactly { .. } => Choice::Exactly { count: next.seats },
        Choice::Each | Choice::AtMost { .. } | Choice::Between { .. } => Choice::AtMost { most: next.seats },
    };
    let options = match &profile.options {
        Options::Ranks { .. } => Options::Select,
        other => other.clone(),
    };
    let method = Method::Choose(Choose {
        score: Score::Votes,
        seats: Seats::Fixed { count: next.seats },
        threshold,
        on_tie,
        on_shortfall: OnShortfall::Vacant,
        run_off: before.run_off,
    });
    Some(Profile { options, choice, surplus: Surplus::Any, method, ..profile.clone() })
}

fn run_off_threshold(before: &Choose) -> Requirement {
    match before.run_off.threshold {
        RunOffThreshold::None => Requirement::None,
        RunOffThreshold::Same => before.threshold,
    }
}

/// What a tie in the run-off number `round`, from 1, leads to.
fn run_off_tie(before: &Choose, round: u64) -> OnTie {
    if round < before.run_off.rounds.get() {
        return OnTie::RunOff;
    }
    match before.run_off.then {
        RunOffThen::Presidium => OnTie::Presidium,
        RunOffThen::Vacant => OnTie::AllOut,
    }
}
