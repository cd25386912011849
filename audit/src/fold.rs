//! The fold: the state of a sitting is what its entries say, and nothing else (protocol.md §3).
//!
//! The server, the terminals, the reports and the verifier all call [`State::apply`]. It takes the next entry or refuses
//! it with the check that failed; "admitted but invalid" does not exist.
//!
//! Invariants
//! - A refused entry leaves the state unchanged: each kind checks everything first and changes the state last.
//! - No clock, randomness or I/O: the same entries give the same state everywhere.
//!
//! Next: `refusal` lists what can be wrong; `preparation`, `ceremony`, `attendance`, `voting`, `closing` and `counting`
//! have one function for each kind of entry; `witnesses` says what waits for a quorum.

mod attendance;
mod ceremony;
mod closing;
pub mod contest;
mod counters;
mod counting;
mod moments;
mod numbers;
mod open_votes;
mod paper;
mod people;
mod preparation;
mod purpose;
pub mod refusal;
mod signatures;
mod switch;
mod voting;
mod witnesses;

use crate::entry::counting::SittingSealed;
use crate::entry::payload::PendingParts;
use crate::entry::preparation::{Mode, SittingDefined};
use crate::entry::{Body, Line, fingerprint, first_prev};
use crate::merkle::Frontier;
use crate::quorum::Witnesses;
pub use attendance::Attendance;
pub use ceremony::{Agreed, Ceremony, Progress};
pub use closing::{decode_ballot, verify_ballot};
pub use contest::{Contest, Course, SecretKeys, Stage};
pub use counters::Counters;
pub(crate) use counting::scrutineer_index;
use crypto::ballot::VerifiedBallot;
pub use moments::{Moment, Moments};
pub use open_votes::Vote;
pub use paper::{Differences, Paper, papers_are_entered};
pub use people::People;
pub use preparation::{DEPUTIES_MAX, ITEMS_MAX, RollState, Rules};
pub use refusal::{Check, Code, Refusal};
pub use signatures::{SignersNeeded, purpose_of};
use std::collections::{BTreeMap, HashSet};
use switch::Switch;
use witnesses::Witnessing;
pub use witnesses::{LastWitnessed, WitnessCount};

/// Where the log stands.
#[derive(Clone, Debug)]
pub struct Head {
    /// Entries so far.
    pub size: u64,
    /// Leaf hash of the last entry; before entry 0, 32 zero bytes.
    pub leaf: [u8; 32],
    /// Time of the last entry, POSIX seconds.
    pub time: u64,
    /// The tree over the entries so far.
    pub frontier: Frontier,
}

/// A sitting, as its entries say.
#[derive(Clone, Debug)]
pub struct State {
    head: Head,
    seen: HashSet<[u8; 32]>,
    parts: PendingParts,
    sitting: Option<Sitting>,
    roll: Option<RollState>,
    rules: BTreeMap<[u8; 32], Rules>,
    ceremony: Option<Ceremony>,
    contests: BTreeMap<u64, Contest>,
    attendance: Attendance,
    people: People,
    witnessing: Witnessing,
    seal: Option<SittingSealed>,
    counters: Counters,
    switch: Switch,
}

/// Entry 0 and its fingerprint.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// SHA-256 of entry 0.
    pub fingerprint: [u8; 32],
    /// What it says.
    pub definition: SittingDefined,
    /// Its witnesses and their quorum.
    pub witnesses: Witnesses,
}

impl Sitting {
    /// Whether this is a rehearsal 演练.
    pub fn is_rehearsal(&self) -> bool {
        self.definition.mode == Mode::Rehearsal
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl State {
    /// Before entry 0.
    pub fn new() -> Self {
        Self {
            head: Head { size: 0, leaf: [0; 32], time: 0, frontier: Frontier::new() },
            seen: HashSet::new(),
            parts: PendingParts::default(),
            sitting: None,
            roll: None,
            rules: BTreeMap::new(),
            ceremony: None,
            contests: BTreeMap::new(),
            attendance: Attendance::default(),
            people: People::default(),
            witnessing: Witnessing::default(),
            seal: None,
            counters: Counters::default(),
            switch: Switch::default(),
        }
    }

    /// Takes the next entry, or refuses it and stays as it was. Ballots of the box are verified here, one at a time.
    pub fn apply(&mut self, line: &Line) -> Result<(), Refusal> {
        self.apply_with(line, None)
    }

    /// The same for a `ballot_cast` or `paper_cast` whose proofs were verified before: only [`crypto::ballot::EncryptedBallot::verify`]
    /// makes a [`VerifiedBallot`], and it must be of this entry's bytes and this contest.
    pub fn apply_with(&mut self, line: &Line, verified: Option<&VerifiedBallot<'_>>) -> Result<(), Refusal> {
        self.switch.turn_to(line.body());
        self.check_envelope(line)?;
        let hash = line.body_hash();
        if self.seen.contains(&hash) {
            self.object(Code::BodyRepeated)?;
        }
        let needed = self.check_signatures(line)?;
        let ahead = line.evidence().ballot();
        let applied = self.apply_body(line, verified.or(ahead.as_ref()));
        self.must(applied)?;
        self.counters.expect_entry(line.body(), needed);
        self.seen.insert(hash);
        if !matches!(line.body(), Body::BlobPart(_)) {
            self.parts = PendingParts::default();
        }
        self.count_entry(line);
        let leaf = line.leaf();
        self.head.frontier.push(leaf);
        self.head.leaf = leaf;
        self.head.size = self.head.size.saturating_add(1);
        self.head.time = line.entry().time.get();
        self.remember_root();
        self.note_tree(line.body());
        self.remember_moment(line.body());
        Ok(())
    }

    /// Once nothing more of a contest's voting can come but papers, the close names the tree so far (§3.5): entries of other
    /// contests go on, and two signatures take longer than the next of them.
    fn note_tree(&mut self, body: &Body) {
        let contest = match body {
            Body::ContestEnded(body) => body.contest,
            Body::BoxOpened(body) => body.contest,
            Body::BallotCast(body) => body.contest,
            Body::PaperCast(body) => body.contest,
            _ => return,
        };
        let stage = self.contest_by_hash(contest.as_bytes()).and_then(Contest::stage);
        if matches!(stage, Some(Stage::Ended | Stage::Opened)) {
            let tree = (self.head.size, self.head.frontier.root());
            if let Ok(course) = self.course_mut(&contest) {
                course.tree = tree;
            }
        }
    }

    /// Takes the parts of a long value and the entry that names it, or refuses all of them and stays as it was. A server
    /// that let parts in without their entry could only repair its log by cutting it.
    pub fn apply_with_parts(
        &mut self,
        parts: &[Line],
        line: &Line,
        verified: Option<&VerifiedBallot<'_>>,
    ) -> Result<(), Refusal> {
        // Whatever else were taken on the way could not be taken back below.
        if !parts.iter().all(|part| matches!(part.body(), Body::BlobPart(_))) {
            return Err(Code::PartsWrong.into());
        }
        let before = (self.head.clone(), self.counters.clone(), self.parts.clone());
        let applied =
            parts.iter().try_for_each(|part| self.apply(part)).and_then(|()| self.apply_with(line, verified));
        if applied.is_err() {
            // A part that was taken is one that was not seen before; the last may not have been taken.
            let taken = self.head.size.saturating_sub(before.0.size);
            for part in parts.iter().take(usize::try_from(taken).unwrap_or(usize::MAX)) {
                self.seen.remove(&part.body_hash());
            }
            (self.head, self.counters, self.parts) = before;
            self.forget_roots();
        }
        applied
    }

    /// An entry that got here has passed the checks of every entry. What must be signed is known without looking at
    /// what is signed: a table of kinds says it.
    fn count_entry(&mut self, line: &Line) {
        let signatures = u64::try_from(line.entry().sigs.len()).unwrap_or(u64::MAX);
        for check in [Check::Encoding, Check::Chain, Check::Time, Check::Replay] {
            self.counters.did(check, 1);
        }
        self.counters.did(Check::Signatures, signatures);
    }

    fn check_envelope(&self, line: &Line) -> Result<(), Refusal> {
        let entry = line.entry();
        let prev = match (&self.sitting, line.body()) {
            (None, Body::SittingDefined(definition)) => first_prev(definition.origin.as_str()),
            (None, _) => return Err(Code::NotDefined.into()),
            (Some(_), _) => self.head.leaf,
        };
        if entry.prev.to_bytes() != prev {
            self.object(Code::ChainBroken)?;
        }
        let time = entry.time.get();
        if time < self.head.time {
            self.object(Code::TimeBack)?;
        }
        let opens = matches!(line.body(), Body::ContestOpened(_));
        if (opens || self.is_voting()) && !time.is_multiple_of(60) {
            self.object(Code::TimeNotWhole)?;
        }
        if self.seal.is_some() {
            self.object(Code::Sealed)?;
        }
        Ok(())
    }

    fn apply_body(&mut self, line: &Line, verified: Option<&VerifiedBallot<'_>>) -> Result<(), Refusal> {
        let leaf = line.leaf();
        // Parts must be followed by the entry that names them; a kind that can name a value checks that it is this one.
        let names_a_value = matches!(
            line.body(),
            Body::BlobPart(_)
                | Body::RollFixed(_)
                | Body::RulesAdopted(_)
                | Body::BallotCast(_)
                | Body::PaperCast(_)
        );
        if !names_a_value && !self.parts.is_empty() {
            self.object(Code::PartsWrong)?;
        }
        // The box comes out whole: while it does, nothing stands between its ballots.
        let of_the_box = matches!(line.body(), Body::BallotCast(_) | Body::BlobPart(_));
        if !of_the_box && self.contests.values().any(Contest::is_opening) {
            self.object(Code::BoxIncomplete)?;
        }
        match line.body() {
            Body::SittingDefined(body) => self.sitting_defined(body, line),
            Body::RollFixed(body) => self.roll_fixed(body, leaf),
            Body::RulesAdopted(body) => self.rules_adopted(body, leaf),
            Body::ScrutineersNamed(body) => self.scrutineers_named(body),
            Body::KeyCommitted(body) => self.key_committed(body),
            Body::KeyRevealed(body) => self.key_revealed(body),
            Body::KeyDealt(body) => self.key_dealt(body, leaf),
            Body::KeyAccepted(body) => self.key_accepted(body),
            Body::KeyDisputed(body) => self.key_disputed(body),
            Body::KeyAgreed(body) => self.key_agreed(body, leaf),
            Body::KeyTested(body) => self.key_tested(body, line.evidence()),
            Body::ContestDefined(body) => self.contest_defined(body, leaf),
            Body::CheckedIn(body) => self.checked_in(body, leaf),
            Body::CheckInUndone(body) => self.check_in_undone(body),
            Body::DeputySuspended(body) => self.deputy_suspended(body, leaf),
            Body::DeputyRestored(body) => self.deputy_restored(body),
            Body::LeaveGranted(body) => self.leave_granted(body),
            Body::LeftEarly(body) => self.left_early(body),
            Body::ContestOpened(body) => self.contest_opened(body, line),
            Body::Witnessed(body) => self.witnessed(body),
            Body::BallotIssued(body) => self.ballot_issued(body, line.evidence()),
            Body::BallotChallenged(body) => self.ballot_challenged(body),
            Body::PaperIssued(body) => self.paper_issued(body),
            Body::VoteCast(body) => self.vote_cast(body, leaf),
            Body::HandsCounted(body) => self.hands_counted(body, leaf),
            Body::ContestHeld(body) => self.contest_held(body, leaf),
            Body::ContestResumed(body) => self.contest_resumed(body, leaf),
            Body::ContestEnded(body) => self.contest_ended(body, leaf),
            Body::BallotReturned(body) => self.ballot_returned(body),
            Body::BoxOpened(body) => self.box_opened(body, leaf),
            Body::BallotCast(body) => self.ballot_cast(body, leaf, verified),
            Body::PaperCast(body) => self.paper_cast(body, verified),
            Body::ContestClosed(body) => self.contest_closed(body, leaf),
            Body::Decrypted(body) => self.decrypted(body, line.evidence()),
            Body::PaperCounted(body) => self.paper_counted(body, leaf),
            Body::PaperConfirmed(body) => self.paper_confirmed(body),
            Body::ResultDeclared(body) => self.result_declared(body, leaf),
            Body::TieSettled(body) => self.tie_settled(body, leaf),
            Body::ContestVoided(body) => self.contest_voided(body, leaf),
            Body::ReportSigned(body) => self.report_signed(body),
            Body::SittingSealed(body) => self.sitting_sealed(body),
            Body::BlobPart(body) => {
                self.parts.add(body).map_err(|error| Refusal::at(Code::PartsWrong, error))?;
                self.counters.did(Check::Parts, 1);
                Ok(())
            }
        }
    }

    /// Where the log stands.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Entry 0, once it stands.
    pub fn sitting(&self) -> Option<&Sitting> {
        self.sitting.as_ref()
    }

    /// The roll, once it is fixed.
    pub fn roll(&self) -> Option<&RollState> {
        self.roll.as_ref()
    }

    /// Rules by the leaf hash of their entry.
    pub fn rules(&self) -> &BTreeMap<[u8; 32], Rules> {
        &self.rules
    }

    /// The current run of the key ceremony.
    pub fn ceremony(&self) -> Option<&Ceremony> {
        self.ceremony.as_ref()
    }

    /// Contests by number.
    pub fn contests(&self) -> &BTreeMap<u64, Contest> {
        &self.contests
    }

    /// The contest with this contest hash, once it was opened.
    pub fn contest_by_hash(&self, hash: &[u8; 32]) -> Option<&Contest> {
        self.contests.values().find(|contest| contest.course().is_some_and(|course| course.hash == *hash))
    }

    /// Who is checked in.
    pub fn attendance(&self) -> &Attendance {
        &self.attendance
    }

    /// Suspensions and leave.
    pub fn people(&self) -> &People {
        &self.people
    }

    /// The last entry, which says what the archive holds (protocol.md §3.7).
    pub fn seal(&self) -> Option<&SittingSealed> {
        self.seal.as_ref()
    }

    /// Whether the sitting is sealed: nothing may follow.
    pub fn is_sealed(&self) -> bool {
        self.seal.is_some()
    }

    /// Whether a contest is between its opening and its close: times are whole minutes then.
    pub fn is_voting(&self) -> bool {
        self.contests.values().any(Contest::is_voting)
    }

    /// Whether parts of a long value wait for the entry that names it.
    pub fn has_pending_parts(&self) -> bool {
        !self.parts.is_empty()
    }

    /// Whether a body with this hash stands in the log.
    pub fn has_seen(&self, body_hash: &[u8; 32]) -> bool {
        self.seen.contains(body_hash)
    }

    /// How many of each check were done.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// The fingerprint, or the refusal of whoever acts before entry 0.
    pub(crate) fn fingerprint(&self) -> Result<[u8; 32], Refusal> {
        self.sitting.as_ref().map(|sitting| sitting.fingerprint).ok_or_else(|| Code::NotDefined.into())
    }

    fn sitting_defined(&mut self, body: &SittingDefined, line: &Line) -> Result<(), Refusal> {
        if self.sitting.is_some() {
            return Err(Code::DefinedTwice.into());
        }
        let witnesses = match preparation::check_definition(body) {
            Ok(witnesses) => witnesses,
            Err(refusal) => {
                self.object(refusal)?;
                Witnesses::unchecked(body)
            }
        };
        self.counters.did(Check::Definition, 1);
        let fingerprint = fingerprint(line.bytes());
        self.sitting = Some(Sitting { fingerprint, definition: body.clone(), witnesses });
        Ok(())
    }
}
