//! The dear checks of entries, made ahead of the fold: many at a time, on every core (protocol.md §7.7).
//!
//! Signatures, issuing proofs, ballots and partial decryptions say nothing about the state that goes before them but a few
//! keys. So they are checked here for a whole run of entries, with the keys that they will probably be held against, and
//! what was found true is written into each [`Line`] as its [`Evidence`]. The fold then compares keys instead of checking once
//! more. Where there is no evidence, or it is of another key, the fold checks by itself: it alone refuses, so verdict, index
//! and code are the same with and without this module.
//!
//! Invariants
//! - Evidence is only ever that a check passed, and names everything that the check depended on beside the line's own bytes.
//! - Only this crate writes evidence, and a line's bytes never change.
//!
//! What is summed and what is not:
//! - ballots (§7.6) and partial decryptions (§8.2) carry their commitments: one multiscalar multiplication for many, with an
//!   independent weight for each equation; a sum that fails is halved until the culprits stand alone;
//! - stamps of a box have one proof by the server (§6.3); the fold checks it when the last ballot is in;
//! - issuing proofs (RFC 9497) and those of the ceremony are (c, s): the challenge is a hash of the commitments, which must be
//!   computed one by one, so nothing can be summed;
//! - signatures are never summed. §4.2 accepts iff `encode([s]B − [h]A) = R`, without the cofactor, and keys may have a component
//!   of small order. A weighted sum of such equations vanishes for signatures that each fail by a point of order 2, 4 or 8,
//!   with probability up to 1/2 whatever the weights' length; multiplied by 8 it accepts signatures that the equation
//!   refuses. Neither is the verdict of §4.2, so each is checked alone, and only the cores are shared.

mod ballots;
mod cores;
mod evidence;
mod shares;
mod signatures;

pub(crate) use cores::in_parallel;
pub use evidence::Evidence;
pub(crate) use evidence::Signed;

use crate::entry::{Body, Line};
use crate::fold::State;

/// Lines that one core takes at a time: some 32 ballots of 15 items make one multiplication of 8,500 points.
const LINES_AT_ONCE: usize = 32;

/// Checks entries that follow `state` and writes what holds into them. What cannot be known yet, as the keys of a contest that
/// opens among these entries, is left to the fold; [`is_milestone`] says where a run had better end.
pub fn check(state: &State, lines: &mut [Line]) {
    let Ok(fingerprint) = state.fingerprint() else { return };
    let values = ballots::long_values(lines);
    let devices = signatures::Devices::new(lines);
    let mut work: Vec<_> = lines.iter_mut().zip(values).collect();
    in_parallel(&mut work, LINES_AT_ONCE, |some| {
        for (line, _) in some.iter_mut() {
            signatures::check(state, &devices, &fingerprint, line);
        }
        ballots::check(state, &fingerprint, some);
        shares::check(state, some);
    });
}

/// Whether what follows this entry depends on keys or sums that it settles.
pub fn is_milestone(body: &Body) -> bool {
    matches!(
        body,
        Body::SittingDefined(_)
            | Body::RollFixed(_)
            | Body::ScrutineersNamed(_)
            | Body::KeyAgreed(_)
            | Body::ContestOpened(_)
            | Body::ContestClosed(_)
            | Body::PaperConfirmed(_)
    )
}
