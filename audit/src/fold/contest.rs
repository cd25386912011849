//! A contest and its course: defined, open, ended, box opened, closed, declared (protocol.md §3.4–3.6).

use super::moments::Moments;
use super::open_votes::Vote;
use super::paper::Paper;
use super::{Code, Refusal};
use crate::entry::Signer;
use crate::entry::preparation::{ContestDefined, ContestPurpose};
use crate::rules::{Decision, LateArrival, Outcome, Profile, Row};
use crate::wire::Int;
use crypto::ballot::{Shape, Tally};
use crypto::decryption::VerifiedPartial;
use crypto::elgamal::PublicKey;
use crypto::scrutineer::ScrutineerIndex;
use crypto::stamp::StampBatch;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// Where a contest stands. The order is the order of events; a held contest goes back to `Open`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Ballots are issued and cast.
    Open,
    /// Neither, until it is resumed.
    Held,
    /// Admission stopped; return slips come in.
    Ended,
    /// The box is coming out: its ballots are being appended.
    Opening,
    /// All ballots of the box stand in the log.
    Opened,
    /// Two roles signed the numbers.
    Closed,
    /// Two roles signed totals and decision.
    Declared,
    /// It does not count.
    Voided,
}

/// A contest: its definition, and its course once it was opened.
#[derive(Clone, Debug)]
pub struct Contest {
    /// What is voted on.
    pub definition: ContestDefined,
    /// Leaf hash of the definition.
    pub leaf: [u8; 32],
    /// The rules that decide it: those adopted, or what follows from them for a run-off or second round (§9.5).
    pub profile: Profile,
    /// Run-offs before this contest, in a row.
    pub round: u64,
    /// What the first contest of its line was about.
    pub subject: ContestPurpose,
    /// The matrix of its ballots.
    pub shape: Arc<Shape>,
    pub(super) course: Option<Course>,
}

/// What happened since the opening.
#[derive(Clone, Debug)]
pub struct Course {
    /// The contest hash.
    pub hash: [u8; 32],
    /// Where it stands.
    pub stage: Stage,
    /// Size and root of the tree after the last entry of its voting, which its close names: `contest_ended`, the last
    /// ballot of the box, the last paper entered. Before it, of no meaning.
    pub tree: (u64, [u8; 32]),
    /// Index of `contest_opened`.
    pub opened_index: u64,
    /// Leaf hash of the last entry of the course: opened, held, resumed, ended, box opened, closed, declared, voided.
    pub last: [u8; 32],
    /// Of a secret contest.
    pub keys: Option<SecretKeys>,
    /// 全体代表, as the rules count them.
    pub membership: u64,
    /// 应到 at the opening.
    pub due: u64,
    /// 实到: present at the opening and let in since.
    pub present: u64,
    /// Papers handed out, entered, counted.
    pub paper: Paper,
    /// Of a named contest, by deputy.
    pub votes: BTreeMap<u32, Vote>,
    /// Of a show of hands, once counted.
    pub hands: Vec<Row>,
    /// Blinded elements by deputy.
    pub issued: BTreeMap<u32, [u8; 32]>,
    /// Encryptions opened for checking.
    pub challenged: u64,
    /// Deputies whom `present` counts and whose check-in was undone since: they come back without being late.
    pub(super) may_return: BTreeSet<u32>,
    /// First halves A of every ciphertext opened or cast: none may come again (DESIGN §6.5). Empty once closed.
    pub spoiled: HashSet<[u8; 32]>,
    /// Deputies who said that they hold a receipt.
    pub slips: BTreeSet<u32>,
    /// The box, once it was opened.
    pub ballots: Option<Ballots>,
    /// Leaf hash and index of `contest_closed`.
    pub closed: Option<([u8; 32], u64)>,
    /// Partial decryptions, by scrutineer.
    pub shares: BTreeMap<ScrutineerIndex, VerifiedPartial>,
    /// Totals and decision, once declared.
    pub declared: Option<(Vec<u64>, Decision)>,
    /// Leaf hash of `result_declared`.
    pub declared_leaf: Option<[u8; 32]>,
    /// Items that the presidium chose among those tied, once it did.
    pub settled: Option<Vec<u64>>,
    /// Leaf hash of `contest_voided`.
    pub voided_leaf: Option<[u8; 32]>,
    /// Where the log stood when it was counted and finished.
    pub moments: Moments,
    /// Who signed the report, and the SHA-256 of its bytes.
    pub report: Option<([u8; 32], BTreeSet<Signer>)>,
    /// Why it was voided, and whether a share was out by then (pitfall 20: flagged on every report).
    pub voided: Option<(String, bool)>,
}

/// The keys of a secret contest.
#[derive(Clone, Debug)]
pub struct SecretKeys {
    /// K with its tables.
    pub public_key: Arc<PublicKey>,
    /// The stamp's public key.
    pub stamp_key: [u8; 32],
}

/// The ballots of the box, as they come into the log.
#[derive(Clone, Debug)]
pub struct Ballots {
    /// How many the box announced.
    pub announced: u64,
    /// Leaf hash and index of `box_opened`.
    pub opened: ([u8; 32], u64),
    /// What the box says of its stamps, and the proof of all.
    pub(super) stamps: (StampBatch, [u8; 64]),
    /// (ballot key, stamp) of each, rising.
    pub(super) stamped: Vec<([u8; 32], [u8; 32])>,
    /// Sums of the ciphertexts.
    pub tally: Tally,
}

impl Ballots {
    /// Whether a ballot of the box has this key.
    pub(super) fn has_key(&self, key: &[u8; 32]) -> bool {
        self.stamped.binary_search_by(|(stamped, _)| stamped.cmp(key)).is_ok()
    }

    /// How many stand in the log.
    pub fn appended(&self) -> u64 {
        u64::try_from(self.stamped.len()).unwrap_or(u64::MAX)
    }
}

impl Contest {
    /// Since its opening; `None` before.
    pub fn course(&self) -> Option<&Course> {
        self.course.as_ref()
    }

    /// Its stage; `None` before the opening.
    pub fn stage(&self) -> Option<Stage> {
        self.course.as_ref().map(|course| course.stage)
    }

    /// The printed number of each item, in ballot order; a run-off keeps those of the first vote.
    pub fn numbers(&self) -> Vec<u64> {
        self.definition.items.iter().map(|item| item.number.get()).collect()
    }

    /// The printed numbers of items that a decision counts from 0.
    pub fn printed(&self, items: &[Int]) -> Vec<u64> {
        let item = |at: &Int| self.definition.items.get(usize::try_from(at.get()).ok()?);
        items.iter().filter_map(|at| Some(item(at)?.number.get())).collect()
    }

    /// Between opening and close: times are whole minutes, a check-in needs both roles.
    pub fn is_voting(&self) -> bool {
        self.stage().is_some_and(|stage| stage <= Stage::Opened)
    }

    pub(super) fn is_opening(&self) -> bool {
        self.stage() == Some(Stage::Opening)
    }

    /// Declared or voided: nothing more is needed before the seal.
    pub fn is_finished(&self) -> bool {
        self.stage().is_none_or(|stage| matches!(stage, Stage::Declared | Stage::Voided))
    }

    /// Whether a deputy who comes now would be late for this contest: it is voting, and 实到 does not count them.
    pub(super) fn is_late_for(&self, deputy: u32) -> bool {
        self.is_voting() && self.course().is_some_and(|course| !course.may_return.contains(&deputy))
    }

    /// Whether a late deputy may still be let in.
    pub(super) fn admits_late(&self) -> bool {
        matches!(self.stage(), Some(Stage::Open | Stage::Held))
            && match self.profile.late_arrival {
                LateArrival::NotAdmitted => false,
                LateArrival::UntilIssued => self
                    .course()
                    .is_some_and(|course| course.issued.is_empty() && course.paper.issued.is_empty()),
                LateArrival::UntilEnd => true,
            }
    }

    /// The deputy is here, checked before: one more is present, unless 实到 counts them already.
    pub(super) fn admit(&mut self, deputy: u32) {
        let late = self.is_late_for(deputy);
        if let Some(course) = &mut self.course {
            course.may_return.remove(&deputy);
            if late {
                course.present = course.present.saturating_add(1);
            }
        }
    }

    /// The deputy's check-in is undone: 实到 is frozen and goes on counting them.
    pub(super) fn release(&mut self, deputy: u32) {
        if self.is_voting()
            && let Some(course) = &mut self.course
        {
            course.may_return.insert(deputy);
        }
    }

    pub(super) fn has_issued_to(&self, deputy: u32) -> bool {
        self.course.as_ref().is_some_and(|course| {
            course.stage != Stage::Voided
                && (course.issued.contains_key(&deputy)
                    || course.paper.issued.contains(&deputy)
                    || course.votes.contains_key(&deputy))
        })
    }

    /// Whether this is the entry that a further vote can follow from: its declaration or its voiding.
    pub(super) fn ended_with(&self, leaf: &[u8; 32]) -> bool {
        self.course.as_ref().is_some_and(|course| {
            course.declared_leaf.as_ref() == Some(leaf) || course.voided_leaf.as_ref() == Some(leaf)
        })
    }

    /// Whether it is declared and its one item chosen: of a vote on rules or on the list of scrutineers.
    pub fn is_approved(&self) -> bool {
        self.course.as_ref().is_some_and(|course| {
            course.stage == Stage::Declared
                && course.declared.as_ref().is_some_and(|(_, decision)| {
                    decision.outcome == Outcome::Valid && !decision.firm.is_empty()
                })
        })
    }
}

impl Course {
    /// Ballots issued 发出.
    pub fn issued_count(&self) -> u64 {
        u64::try_from(self.issued.len()).unwrap_or(u64::MAX)
    }

    /// Return slips.
    pub fn slip_count(&self) -> u64 {
        u64::try_from(self.slips.len()).unwrap_or(u64::MAX)
    }

    /// Ballots of the box, once it was opened.
    pub fn boxed(&self) -> Option<u64> {
        self.ballots.as_ref().map(|ballots| ballots.announced)
    }

    /// Ballots that came back by machine 收回, votes of a named contest or hands, once they are all there.
    pub fn returned(&self) -> Option<u64> {
        let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        if self.keys.is_some() {
            return self.boxed();
        }
        match self.hands.first() {
            Some(row) => Some(row.counts.iter().fold(0, |sum, hands| sum.saturating_add(hands.get()))),
            None if self.stage >= Stage::Ended => Some(count(self.votes.len())),
            None => None,
        }
    }

    /// Ballots in the sum that is decrypted or counted by machine: [`Course::returned`] and the papers entered.
    pub fn summed(&self) -> Option<u64> {
        self.returned().map(|returned| returned.saturating_add(self.paper.entered_count()))
    }

    /// The keys, or the refusal of what only a secret contest knows.
    pub fn secret(&self) -> Result<&SecretKeys, Refusal> {
        self.keys.as_ref().ok_or_else(|| Code::SecrecyWrong.into())
    }

    /// Refused unless the course is at `stage`.
    pub(super) fn must_be(&self, stage: Stage) -> Result<(), Refusal> {
        if self.stage == stage {
            return Ok(());
        }
        let code = match (stage, self.stage) {
            (_, Stage::Declared | Stage::Voided) => Code::ContestOver,
            (Stage::Open, Stage::Held) => Code::ContestIsHeld,
            (Stage::Held, _) => Code::ContestNotHeld,
            (Stage::Open, _) => Code::ContestNotOpen,
            (Stage::Opening, _) => Code::BoxNotOpening,
            (Stage::Ended | Stage::Opened, _) => Code::ContestNotEnded,
            (Stage::Closed | Stage::Declared | Stage::Voided, _) => Code::ContestNotClosed,
        };
        Err(Refusal::from(code))
    }
}
