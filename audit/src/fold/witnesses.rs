//! The quorum of witnesses in the log: `witnessed`, and what waits for it (protocol.md §3.8).
//!
//! What must not be told to one hall in one way and to another in another waits until a quorum has cosigned a tree that holds
//! the entry it follows from: issuing for the opening, decrypting for the close, announcing for the declaration.

use super::contest::{Contest, Course};
use super::{Check, Code, Refusal, State};
use crate::checkpoint::Checkpoint;
use crate::entry::voting::Witnessed;
use crate::note::{Note, Vkey};
use crate::quorum::{Cosignature, Cosigned, Witnesses, log_vkey};
use crate::wire::Bytes32;
use std::collections::VecDeque;

/// The newest `witnessed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastWitnessed {
    /// Its index.
    pub index: u64,
    /// Entries that its checkpoint covers; at most the index.
    pub size: u64,
    /// Who cosigned, and when.
    pub cosigned: Cosigned,
}

/// 见证: how far the witnesses of a sitting are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WitnessCount {
    /// Cosignatures of the newest `witnessed`; 0 before the first.
    pub have: u64,
    /// Cosignatures that an act waits for: q.
    pub quorum: u64,
    /// Witnesses that the sitting names: n.
    pub named: u64,
}

/// Roots since the newest `witnessed`, by which the next one is checked. Nothing in a sitting without witnesses.
#[derive(Clone, Debug, Default)]
pub(super) struct Witnessing {
    last: Option<LastWitnessed>,
    /// Sizes that are behind: the first root is of this size and one.
    behind: u64,
    roots: VecDeque<[u8; 32]>,
}

impl Witnessing {
    fn root(&self, size: u64) -> Option<&[u8; 32]> {
        self.roots.get(usize::try_from(size.checked_sub(self.behind)?.checked_sub(1)?).ok()?)
    }

    fn take(&mut self, last: LastWitnessed) {
        let passed = usize::try_from(last.size.saturating_sub(self.behind)).unwrap_or(usize::MAX);
        self.roots.drain(..passed.min(self.roots.len()));
        self.behind = last.size;
        self.last = Some(last);
    }
}

/// What a note says once it can be read at all.
struct Read<'a> {
    note: Note,
    checkpoint: Checkpoint,
    witnesses: &'a Witnesses,
    /// Witnesses whose lines stand below, by position.
    lines: Vec<usize>,
}

impl State {
    pub(super) fn witnessed(&mut self, body: &Witnessed) -> Result<(), Refusal> {
        let Some(read) = self.read_witnessed(body)? else {
            return Ok(());
        };
        let cosigned = match self.check_cosigned(&read) {
            Ok(cosigned) => cosigned,
            Err(refusal) => {
                self.object(refusal)?;
                // Only where a test has switched the check off: what they are said to have signed.
                let by = read.lines.iter().map(|witness| Cosignature { witness: *witness, time: 0 });
                Cosigned::new(by.collect(), read.witnesses.quorum())
            }
        };
        let size = read.checkpoint.size;
        let last = self.witnessing.last.as_ref().map_or(0, |last| last.size);
        let (index, head) = (self.head.size, self.head.frontier.root());
        if size > index || size <= last {
            let what = format_args!("{size}: not above {last}, or beyond {index}");
            self.object(Refusal::at(Code::WitnessedSize, what))?;
        } else {
            let root = if size == index { Some(&head) } else { self.witnessing.root(size) };
            if root != Some(&read.checkpoint.root) {
                self.object(Refusal::at(Code::WitnessedRoot, format_args!("size {size}")))?;
            }
        }
        self.counters.did(Check::Witnesses, 1);
        let have = cosigned.have();
        self.witnessing.take(LastWitnessed { index, size, cosigned });
        // A printed report says how many stood behind the entry that it rests on, for ever the first who did.
        for course in self.contests.values_mut().filter_map(|contest| contest.course.as_mut()) {
            for moment in [&mut course.moments.counted, &mut course.moments.finished].into_iter().flatten() {
                if moment.size <= size && moment.witnessed.is_none() {
                    moment.witnessed = Some(have);
                }
            }
        }
        Ok(())
    }

    /// Form, origin and whose the lines are; no signature is looked at. `None` where a test has switched the check off and nothing
    /// can be read.
    fn read_witnessed(&self, body: &Witnessed) -> Result<Option<Read<'_>>, Refusal> {
        let sitting = self.sitting.as_ref().ok_or(Code::NotDefined)?;
        let witnesses = &sitting.witnesses;
        if witnesses.quorum() == 0 {
            self.object(Code::NoWitnesses)?;
        }
        let bad = |what: String| Refusal::at(Code::WitnessedBad, what);
        let read = Note::parse(body.checkpoint.as_str().as_bytes())
            .map_err(|error| bad(error.to_string()))
            .and_then(|note| {
                let checkpoint = note.text().parse::<Checkpoint>().map_err(|error| bad(error.to_string()))?;
                Ok((note, checkpoint))
            });
        let (note, checkpoint) = match read {
            Ok(read) => read,
            Err(refusal) => return self.object(refusal).map(|()| None),
        };
        if checkpoint.origin.as_str() != sitting.definition.origin.as_str() {
            self.object(bad(format!("origin {}", checkpoint.origin)))?;
        }
        let mut below = note.signatures();
        let log = self.log_vkey();
        match (below.split_first(), &log) {
            (Some((first, rest)), Some(log)) if first.name() == log.name() && first.id() == log.id() => {
                below = rest;
            }
            _ => self.object(bad("the first signature is not the log's".to_owned()))?,
        }
        let mut lines: Vec<usize> = Vec::new();
        for line in below {
            let position = witnesses.position(line);
            if position.is_none_or(|position| lines.last().is_some_and(|last| *last >= position)) {
                self.object(Refusal::at(Code::CosignersWrong, line.name()))?;
            }
            lines.extend(position);
        }
        let have = u64::try_from(lines.len()).unwrap_or(u64::MAX);
        if have < witnesses.quorum() {
            let what = format_args!("{have} / {}", witnesses.quorum());
            self.object(Refusal::at(Code::CosignaturesMissing, what))?;
        }
        Ok(Some(Read { note, checkpoint, witnesses, lines }))
    }

    /// Every signature: the log's and each witness's.
    fn check_cosigned(&self, read: &Read<'_>) -> Result<Cosigned, Refusal> {
        let bad = |what: String| Refusal::at(Code::NoteSignatureBad, what);
        let log = self.log_vkey().ok_or_else(|| bad("keys.log".to_owned()))?;
        read.note.verify(&[log]).map_err(|error| bad(error.to_string()))?;
        read.witnesses.cosigned(&read.note).map_err(|error| bad(error.to_string()))
    }

    fn log_vkey(&self) -> Option<Vkey> {
        self.sitting.as_ref().and_then(|sitting| log_vkey(&sitting.definition).ok())
    }

    /// Remembers the root of the size just reached, for the `witnessed` that may cover it.
    pub(super) fn remember_root(&mut self) {
        if self.quorum() > 0 {
            self.witnessing.roots.push_back(self.head.frontier.root());
        }
    }

    /// Forgets the roots of entries that were taken back.
    pub(super) fn forget_roots(&mut self) {
        let kept = self.head.size.saturating_sub(self.witnessing.behind);
        self.witnessing.roots.truncate(usize::try_from(kept).unwrap_or(usize::MAX));
    }

    fn quorum(&self) -> u64 {
        self.sitting.as_ref().map_or(0, |sitting| sitting.witnesses.quorum())
    }

    /// The one place that says whether an act which waits for witnesses may go on: the entry with this index is covered by the
    /// newest `witnessed`. Always, in a sitting that was defined with quorum 0 (DESIGN §5).
    pub fn is_witnessed(&self, index: u64) -> bool {
        self.sitting.is_some()
            && (self.quorum() == 0 || self.last_witnessed().is_some_and(|last| last.size > index))
    }

    /// How far the witnesses are, as screens show it: 见证 4/5, 须 4.
    pub fn witnesses(&self) -> WitnessCount {
        WitnessCount {
            have: self.last_witnessed().map_or(0, |last| last.cosigned.have()),
            quorum: self.quorum(),
            named: self.sitting.as_ref().map_or(0, |sitting| sitting.witnesses.count()),
        }
    }

    /// The newest `witnessed`: who cosigned which size.
    pub fn last_witnessed(&self) -> Option<&LastWitnessed> {
        self.witnessing.last.as_ref()
    }

    /// Whether a quorum of witnesses has seen what ended a contest last, if anything did. Its report says how many they were, so
    /// nobody makes it before; the seal waits for it too.
    pub fn is_end_witnessed(&self, course: &Course) -> bool {
        let finished = course.moments.finished.as_ref();
        finished.is_none_or(|moment| self.is_witnessed(moment.size.saturating_sub(1)))
    }

    /// What announces a result waits for the entry that it rests on: the contest's newest declaration, settlement of a tie or voiding.
    pub(super) fn is_announced(&self, contest: &Contest) -> Result<(), Refusal> {
        if contest.course().is_some_and(|course| !self.is_end_witnessed(course)) {
            let number = contest.definition.contest;
            return Err(Refusal::at(Code::NotWitnessed, format_args!("contest {number}")));
        }
        Ok(())
    }

    /// The same for the contest with this hash.
    pub(super) fn must_be_announced(&self, contest: &Bytes32) -> Result<(), Refusal> {
        let contest = self.contest_by_hash(contest.as_bytes()).ok_or(Code::ContestForeign)?;
        self.is_announced(contest)
    }

    /// The same for what an opening follows from: the contest that a further vote comes from, the votes that approved rules and
    /// scrutineers.
    pub(super) fn what_it_follows_from_is_announced(&self, contest: &Contest) -> Result<(), Refusal> {
        let of = contest.definition.purpose.of();
        let parent = self.contests.values().filter(|other| of.is_some_and(|of| other.ended_with(&of)));
        parent.chain(self.approvals_of(contest)).try_for_each(|other| self.is_announced(other))
    }
}
