//! Where things stand in the log: what the fold does not keep because no rule needs it, and devices ask for.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use audit::entry::{Body, Line};
use audit::fold::{Stage, State};
use audit::wire::Bytes32;
use protocol::server::{ContestDigest, Digest, StageName};

use super::shared::{OwnBallot, Personal, int};

/// Places of entries, by what they are about. Follows from the entries alone, like the state.
#[derive(Default)]
pub(super) struct Register {
    sitting: [u8; 32],
    /// By contest number: leaf hash of `contest_opened` and, of a secret contest, of the `key_agreed` that it names.
    opened: BTreeMap<u64, Vec<[u8; 32]>>,
    numbers: HashMap<[u8; 32], u64>,
    personal: HashMap<u32, Personal>,
    touched: BTreeSet<u32>,
}

impl Register {
    /// Takes note of an entry; `state` is the one after it.
    pub(super) fn observe(&mut self, state: &State, line: &Line) {
        let leaf = line.leaf();
        match line.body() {
            Body::SittingDefined(_) => self.sitting = leaf,
            Body::ContestOpened(body) => {
                let number = body.contest.get();
                let key = body.keys.first().map(|keys| keys.key.to_bytes());
                self.opened.insert(number, [leaf].into_iter().chain(key).collect());
                if let Some(course) = state.contests().get(&number).and_then(|contest| contest.course()) {
                    self.numbers.insert(course.hash, number);
                }
            }
            Body::CheckedIn(body) => {
                self.touch(body.deputy.get(), |personal| personal.checked_in = Some(leaf));
            }
            Body::CheckInUndone(body) => self.touch(body.deputy.get(), |personal| personal.checked_in = None),
            Body::LeftEarly(body) => self.touch(body.deputy.get(), |personal| personal.checked_in = None),
            Body::BallotIssued(body) => {
                self.own(&body.request.contest, body.request.deputy.get(), |own| own.issued = Some(leaf));
            }
            Body::PaperIssued(body) => {
                for deputy in &body.deputies {
                    self.own(&body.contest, deputy.get(), |own| own.paper = Some(leaf));
                }
            }
            Body::VoteCast(body) => {
                self.own(&body.contest, body.deputy.get(), |own| own.vote = Some(leaf));
            }
            Body::BallotReturned(body) => {
                self.own(&body.contest, body.deputy.get(), |own| own.slip = true);
            }
            _ => {}
        }
    }

    fn number(&self, contest: &Bytes32) -> u64 {
        self.numbers.get(contest.as_bytes()).copied().unwrap_or_default()
    }

    /// Notes something of a deputy's in one contest.
    fn own(&mut self, contest: &Bytes32, deputy: u64, change: impl FnOnce(&mut OwnBallot)) {
        let number = self.number(contest);
        self.touch(deputy, |personal| change(personal.ballots.entry(number).or_default()));
    }

    fn touch(&mut self, deputy: u64, change: impl FnOnce(&mut Personal)) {
        let Ok(deputy) = u32::try_from(deputy) else { return };
        change(self.personal.entry(deputy).or_default());
        self.touched.insert(deputy);
    }

    /// Whether this deputy was issued a ballot in any contest: only then can a request have been answered before.
    pub(super) fn has_issued(&self, deputy: u64) -> bool {
        u32::try_from(deputy)
            .ok()
            .and_then(|deputy| self.personal.get(&deputy))
            .is_some_and(|personal| personal.ballots.values().any(|own| own.issued.is_some()))
    }

    /// Deputies whose part of the digest changed since the last call.
    pub(super) fn take_touched(&mut self) -> Vec<(u32, Personal)> {
        let touched = std::mem::take(&mut self.touched);
        touched
            .into_iter()
            .filter_map(|deputy| self.personal.get(&deputy).map(|personal| (deputy, personal.clone())))
            .collect()
    }

    /// What all digests have in common.
    pub(super) fn digest(&self, state: &State) -> Digest {
        let contests = state.contests().values().map(|contest| {
            let number = contest.definition.contest;
            let ballots = contest.course().and_then(|course| {
                let ballots = course.ballots.as_ref().filter(|_| course.stage != Stage::Opening)?;
                Some(vec![int(ballots.opened.1), int(ballots.announced)])
            });
            ContestDigest {
                contest: number,
                stage: contest.stage().map(StageName::from).into_iter().collect(),
                definition: contest.leaf.into(),
                rules: contest.definition.rules,
                opened: self
                    .opened
                    .get(&number.get())
                    .into_iter()
                    .flatten()
                    .copied()
                    .map(Bytes32::from)
                    .collect(),
                issued: vec![],
                paper: vec![],
                vote: vec![],
                slip: false,
                ballots: ballots.unwrap_or_default(),
            }
        });
        Digest {
            size: int(state.head().size),
            sitting: self.sitting.into(),
            roll: state.roll().map(|roll| roll.leaf.into()).into_iter().collect(),
            checked_in: vec![],
            contests: contests.collect(),
            sealed: state.is_sealed(),
            quorum: vec![],
        }
    }
}
