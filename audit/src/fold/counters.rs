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
}

impl Default for Counters {
    fn default() -> Self {
        Self { done: [0; Check::ALL.len()], expected: [0; Check::ALL.len()] }
    }
}

impl Counters {
    /// Records that a check ran `times` and passed.
    pub fn did(&mut self, check: Check, times: u64) {
        add(&mut self.done, check, times);
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
        let check = match body {
            Body::SittingDefined(_) | Body::Witnessed(_) => Check::Definition,
            Body::BlobPart(_) => Check::Parts,
            Body::RollFixed(_) => Check::Roll,
            Body::RulesAdopted(_) => Check::Rules,
            Body::ScrutineersNamed(_)
            | Body::KeyCommitted(_)
            | Body::KeyRevealed(_)
            | Body::KeyDealt(_)
            | Body::KeyAccepted(_)
            | Body::KeyDisputed(_)
            | Body::KeyAgreed(_) => Check::Ceremony,
            Body::KeyTested(_) => Check::TestDecryption,
            Body::ContestDefined(_) => Check::ContestDefinition,
            Body::CheckedIn(_) | Body::CheckInUndone(_) => Check::CheckIn,
            Body::ContestOpened(_) => Check::Opening,
            Body::BallotIssued(_) => Check::Issuance,
            Body::BallotChallenged(_) => Check::Challenges,
            Body::ContestHeld(_) | Body::ContestResumed(_) | Body::ContestEnded(_) => Check::Course,
            Body::BallotReturned(_) => Check::Slips,
            Body::BoxOpened(box_opened) => {
                // The box announces how many ballots follow; the stamps of all have one proof.
                self.expect(Check::Casts, box_opened.ballots.get());
                self.expect(Check::BallotProofs, box_opened.ballots.get());
                Check::Stamps
            }
            // Announced by the box.
            Body::BallotCast(_) => return,
            Body::ContestClosed(_) => Check::Closing,
            Body::Decrypted(decrypted) => {
                self.expect(Check::Decryption, u64::try_from(decrypted.shares.len()).unwrap_or(u64::MAX));
                return;
            }
            Body::ResultDeclared(declared) => {
                self.expect(Check::Totals, u64::try_from(declared.totals.len()).unwrap_or(u64::MAX));
                Check::Decision
            }
            Body::ContestVoided(_) | Body::ReportSigned(_) => Check::Voiding,
            Body::SittingSealed(_) => Check::Seal,
        };
        self.expect(check, 1);
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
