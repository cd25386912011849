//! How many of each check were done, and how many the entries call for (protocol.md §12.2).
//!
//! A verifier that passes without having checked is the mistake of pitfall 11. `done` is counted where a check has
//! run; `expected` follows from the kinds of entries alone, in another place, so a check that was skipped shows.

use super::Check;
use crate::entry::Body;

/// Counts by check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counters {
    done: [u64; Check::ALL.len()],
    expected: [u64; Check::ALL.len()],
    /// A check that a test has switched off: it is never done.
    off: Option<Check>,
}

impl Default for Counters {
    fn default() -> Self {
        Self { done: [0; Check::ALL.len()], expected: [0; Check::ALL.len()], off: None }
    }
}

impl Counters {
    /// Records that a check ran `times` and passed.
    pub fn did(&mut self, check: Check, times: u64) {
        if self.off != Some(check) {
            add(&mut self.done, check, times);
        }
    }

    /// The same counts, to which the check that is off adds nothing any more.
    pub(super) fn without(mut self, check: Check) -> Self {
        self.off = Some(check);
        self
    }

    /// Records that a check must run `times`.
    pub fn expect(&mut self, check: Check, times: u64) {
        add(&mut self.expected, check, times);
    }

    /// (done, expected) of a check.
    pub fn of(&self, check: Check) -> (u64, u64) {
        (get(&self.done, check), get(&self.expected, check))
    }

    /// (done, expected) over all checks.
    pub fn sum(&self) -> (u64, u64) {
        (self.done.iter().sum(), self.expected.iter().sum())
    }

    /// What an entry of this kind calls for. Every entry: encoding, chain, time, replay, and its signatures.
    pub(super) fn expect_entry(&mut self, body: &Body, signatures: u64) {
        for check in [Check::Encoding, Check::Chain, Check::Time, Check::Replay] {
            self.expect(check, 1);
        }
        self.expect(Check::Signatures, signatures);
        match body {
            // The box announces how many ballots follow; the stamps of all have one proof.
            Body::BoxOpened(box_opened) => {
                self.expect(Check::Casts, box_opened.ballots.get());
                self.expect(Check::BallotProofs, box_opened.ballots.get());
                self.expect(Check::Stamps, 1);
            }
            Body::PaperCast(_) => {
                self.expect(Check::Paper, 1);
                self.expect(Check::BallotProofs, 1);
            }
            // It names numbers of the papers too.
            Body::ContestClosed(_) => {
                self.expect(Check::Closing, 1);
                self.expect(Check::Paper, 1);
            }
            // Announced by the box.
            Body::BallotCast(_) => {}
            Body::Decrypted(decrypted) => {
                self.expect(Check::Decryption, u64::try_from(decrypted.shares.len()).unwrap_or(u64::MAX));
            }
            Body::ResultDeclared(declared) => {
                self.expect(Check::Totals, u64::try_from(declared.totals.len()).unwrap_or(u64::MAX));
                self.expect(Check::Decision, 1);
            }
            _ => self.expect(Check::of_kind(body), 1),
        }
    }
}

impl Check {
    /// The check that a kind of entry is there for.
    pub fn of_kind(body: &Body) -> Self {
        match body {
            Body::SittingDefined(_) => Self::Definition,
            Body::Witnessed(_) => Self::Witnesses,
            Body::BlobPart(_) => Self::Parts,
            Body::RollFixed(_) => Self::Roll,
            Body::RulesAdopted(_) => Self::Rules,
            Body::ScrutineersNamed(_)
            | Body::KeyCommitted(_)
            | Body::KeyRevealed(_)
            | Body::KeyDealt(_)
            | Body::KeyAccepted(_)
            | Body::KeyDisputed(_)
            | Body::KeyAgreed(_) => Self::Ceremony,
            Body::KeyTested(_) => Self::TestDecryption,
            Body::ContestDefined(_) => Self::ContestDefinition,
            Body::CheckedIn(_) | Body::CheckInUndone(_) => Self::CheckIn,
            Body::ContestOpened(_) => Self::Opening,
            Body::BallotIssued(_) => Self::Issuance,
            Body::BallotChallenged(_) => Self::Challenges,
            Body::ContestHeld(_) | Body::ContestResumed(_) | Body::ContestEnded(_) => Self::Course,
            Body::BallotReturned(_) => Self::Slips,
            Body::BoxOpened(_) | Body::BallotCast(_) => Self::Casts,
            Body::ContestClosed(_) => Self::Closing,
            Body::Decrypted(_) => Self::Decryption,
            Body::ResultDeclared(_) | Body::TieSettled(_) => Self::Decision,
            Body::ContestVoided(_) | Body::ReportSigned(_) => Self::Voiding,
            Body::SittingSealed(_) => Self::Seal,
            Body::DeputySuspended(_)
            | Body::DeputyRestored(_)
            | Body::LeaveGranted(_)
            | Body::LeftEarly(_) => Self::People,
            Body::PaperIssued(_) | Body::PaperCast(_) | Body::PaperCounted(_) | Body::PaperConfirmed(_) => {
                Self::Paper
            }
            Body::VoteCast(_) | Body::HandsCounted(_) => Self::OpenVotes,
        }
    }
}

fn add(counts: &mut [u64], check: Check, times: u64) {
    if let Some(count) = counts.get_mut(usize::from(check.number()).saturating_sub(1)) {
        *count = count.saturating_add(times);
    }
}

fn get(counts: &[u64], check: Check) -> u64 {
    counts.get(usize::from(check.number()).saturating_sub(1)).copied().unwrap_or(0)
}
