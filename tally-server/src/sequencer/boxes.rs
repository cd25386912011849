//! Ballot boxes and stamp keys, from the definition of a contest to the destruction of both (DESIGN §6.3, §6.4).
//!
//! Order, and what a crash after each step leaves:
//!
//! ```text
//! contest_defined durable → stamp key durable → shown       a contest without a key: made at the next start
//! box made, empty → contest_opened durable                  an empty box of an unopened contest: removed
//! ballots durable in the box → receipt                      a ballot without a receipt: the device asks again
//! recast durable → its predecessor erased → receipt         both there: the earlier is erased at the next start
//! box_opened and all ballots durable → key, box destroyed   both are destroyed at the next start
//! ```

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::sync::Arc;
use std::time::Instant;

use audit::entry::payload::split_bytes;
use audit::entry::voting::BallotCast;
use audit::entry::{Body, Sig, Signer};
use audit::fold::{Code, Contest, Refusal, Stage, State};
use audit::rules::{Recast, Secrecy};
use audit::wire::{Bytes, encode};
use protocol::Act;
use protocol::problem::Problem;
use protocol::receipt::{Boxed, ballot_hash};

use super::casting::{Duplicate, Known, Parsed, bytes_before_act};
use super::core::{Core, Fatal, Tentative};
use super::recast::{Former, InBox, Prefix, prefix};
use super::{Admitted, Casting, Denial, GROUP_MAX};
use crate::ballot_box::{BallotBox, BoxError, Deposit, Shape, Slot};
use crate::folder::stamps::StampFileError;

/// The box of one contest, and what admission needs.
pub(super) struct OpenBox {
    casting: Arc<Casting>,
    ballots: BallotBox,
    /// Since when slips are awaited; by the monotonic clock.
    pub(super) ended: Option<Instant>,
    /// When opening it failed for want of room.
    pub(super) tried: Option<Instant>,
    /// A ballot in it is refused by the fold: a person must look.
    pub(super) stuck: bool,
}

impl OpenBox {
    pub(super) fn casting(&self) -> Arc<Casting> {
        Arc::clone(&self.casting)
    }

    pub(super) fn ballots(&mut self) -> &mut BallotBox {
        &mut self.ballots
    }
}

/// Why a contest is not opened.
pub(super) enum OpenError {
    Denied(Denial),
    Fatal(Fatal),
}

impl From<Fatal> for OpenError {
    fn from(fatal: Fatal) -> Self {
        Self::Fatal(fatal)
    }
}

/// Ballots that wait for the group's one fsync, each with the one that it replaces.
#[derive(Default)]
pub(super) struct Deposits(Vec<(Admitted, Option<InBox>)>);

impl Core {
    /// Makes the empty box for an opening; `trial` is the state after it.
    pub(super) fn make_box(&mut self, trial: &State, number: u64) -> Result<(), OpenError> {
        let contest = trial
            .contests()
            .get(&number)
            .ok_or_else(|| OpenError::Denied(Refusal::from(Code::ContestUnknown).into()))?;
        let stamp_key = self.stamps().open(number).map_err(Fatal::from)?;
        let stamp_key = stamp_key.ok_or_else(|| OpenError::Denied(Problem::StampKeyForeign.into()))?;
        let shape = box_shape(trial, contest)?;
        self.boxes.remove(&number);
        if !self.is_blank(number)? {
            return Err(OpenError::Denied(Problem::BoxNotEmpty.into()));
        }
        BallotBox::destroy_leftover(self.folder.path(), shape.contest()).map_err(Fatal::from)?;
        let ballots = match BallotBox::create(self.folder.path(), shape) {
            Ok(ballots) => ballots,
            Err(BoxError::DiskFull { .. }) => return Err(OpenError::Denied(Problem::StoreFull.into())),
            Err(error) => return Err(Fatal::from(error).into()),
        };
        if !ballots.is_empty() || ballots.torn() > 0 {
            return Err(OpenError::Denied(Problem::BoxNotEmpty.into()));
        }
        self.hold_box(contest, stamp_key, ballots);
        Ok(())
    }

    fn hold_box(&mut self, contest: &Contest, stamp_key: crypto::stamp::StampKey, ballots: BallotBox) {
        let number = contest.definition.contest.get();
        if let Some(casting) = Casting::new(self.sitting(), contest, stamp_key, ballots.shape().capacity()) {
            let casting = Arc::new(casting);
            self.boxes.insert(number, OpenBox { casting, ballots, ended: None, tried: None, stuck: false });
        }
    }

    /// Whether the file of a contest's box holds no ballot, or does not exist. Slots begin after the first two blocks;
    /// a box of a contest that is not opened can only be one whose opening a crash took.
    fn is_blank(&self, number: u64) -> Result<bool, Fatal> {
        let path = self.folder.box_path(number);
        let failed = |source| Fatal::Io { path: path.clone(), source };
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
            Err(source) => return Err(failed(source)),
        };
        let mut bytes = vec![0; 64 * 1024];
        let mut skip = 8_192_usize;
        loop {
            let read = file.read(&mut bytes).map_err(failed)?;
            if read == 0 {
                return Ok(true);
            }
            let slots = bytes.get(skip.min(read)..read).unwrap_or_default();
            if slots.iter().any(|byte| *byte != 0) {
                return Ok(false);
            }
            skip = skip.saturating_sub(read);
        }
    }

    /// Opens the box of a contest that is voting, after a restart, and learns what lies in it.
    pub(super) fn reopen_box(&mut self, number: u64) -> Result<(), Fatal> {
        let Some(contest) = self.state.contests().get(&number).cloned() else { return Ok(()) };
        let Some(course) = contest.course() else { return Ok(()) };
        let stamp_key = self.stamps().open(number)?;
        // A named contest and a show of hands have no box.
        let Some(keys) = &course.keys else { return Ok(()) };
        let stamp_key = stamp_key.filter(|key| *key.public_key().as_bytes() == keys.stamp_key);
        let path = self.folder.stamps().join(format!("contest-{number}.sealed"));
        let source = std::io::Error::new(ErrorKind::NotFound, "the stamp key of this contest is not there");
        let stamp_key = stamp_key.ok_or(StampFileError::Io { path, source })?;
        let ballots = BallotBox::open(self.folder.path(), small(number), &course.hash)?;
        self.hold_box(&contest, stamp_key, ballots);
        let Some(open) = self.boxes.get_mut(&number) else { return Ok(()) };
        let mut known = open.casting.known_mut();
        let refused = |refusal| Fatal::Refused { index: 0, refusal };
        let slots: Vec<_> = open.ballots.slots().collect();
        let mut erase = Vec::new();
        for slot in slots {
            let record = open.ballots.read(slot)?;
            // Only what was admitted was ever put in, and the box checks its records by checksum.
            let Read { key, in_box, firsts } = read(&open.casting, &record, slot).map_err(refused)?;
            // A crash came between a ballot and the erasing of the one before it: the later one counts, which names the other.
            let other = known.boxed.get(&key);
            if other.is_some_and(|other| other.replaced(&in_box)) {
                erase.push(slot);
                continue;
            }
            if let Some(other) = other {
                if !in_box.replaced(other) {
                    return Err(refused(Refusal::at(Code::RecastRefused, "two ballots under one key")));
                }
                erase.extend(other.slot);
            }
            known.put(key, in_box, &firsts);
        }
        drop(known);
        open.ballots.finish_replacing(&erase)?;
        self.shared.set_casting(open.casting());
        Ok(())
    }

    /// Checks what only the sequencer can know for certain, and reserves a place in the group.
    pub(super) fn cast(&mut self, admitted: Admitted, recovered: bool, deposits: &mut Deposits) -> Tentative {
        let refuse = |code: Code| Denial::from(Refusal::from(code)).into();
        match (self.stage(admitted.casting.contest), recovered) {
            (Some(Stage::Open), _) | (Some(Stage::Held | Stage::Ended), true) => {}
            (Some(Stage::Held), false) => return refuse(Code::ContestIsHeld),
            (Some(Stage::Declared | Stage::Voided), _) => return refuse(Code::ContestOver),
            _ => return refuse(Code::ContestNotOpen),
        }
        let casting = Arc::clone(&admitted.casting);
        let mut known = casting.known_mut();
        let Admitted { ballot_key, boxed, replaces, .. } = admitted;
        let duplicate = match known.check_duplicate(&ballot_key, &boxed, &replaces, recovered) {
            Ok(duplicate) => duplicate,
            Err(refusal) => return Denial::from(refusal).into(),
        };
        if duplicate != Duplicate::Same {
            // Nobody has a receipt yet for a ballot of this group, so nobody honest replaces it.
            let before = known.boxed.get(&ballot_key);
            if before.is_some_and(|before| before.slot.is_none()) {
                return refuse(Code::RecastRefused);
            }
            if let Err(refusal) = known.check_spoiled(&admitted.firsts) {
                return Denial::from(refusal).into();
            }
            let spoiled = self.state.contest_by_hash(&casting.hash).and_then(Contest::course);
            if spoiled.is_some_and(|course| admitted.firsts.iter().any(|a| course.spoiled.contains(a))) {
                return refuse(Code::Spoiled);
            }
            let in_box = admitted.in_box(before);
            let before = known.put(ballot_key, in_box, &admitted.firsts);
            deposits.0.push((admitted, before));
        }
        // The same ballot again: durable by now, or about to be with this group.
        Tentative::Deposited(ballot_key, boxed)
    }

    /// Puts a group's ballots into their boxes, one fsync for each box; gives the ballot keys that could not go in.
    pub(super) fn deposit(&mut self, deposits: Deposits) -> Result<HashMap<[u8; 32], Problem>, Fatal> {
        let mut by_contest: HashMap<u64, Vec<(Admitted, Option<InBox>)>> = HashMap::new();
        for (admitted, before) in deposits.0 {
            by_contest.entry(admitted.casting.contest).or_default().push((admitted, before));
        }
        let mut lost = HashMap::new();
        for (contest, group) in by_contest {
            let Some(open) = self.boxes.get_mut(&contest) else { continue };
            let records: Vec<_> = {
                let known = open.casting.known();
                group.iter().map(|(admitted, _)| known.record(admitted)).collect()
            };
            let deposit = |(record, (_, before)): (_, &(_, Option<InBox>))| Deposit {
                record,
                replaces: before.as_ref().and_then(|before| before.slot),
            };
            let wanted: Vec<_> = records.iter().map(AsRef::as_ref).zip(&group).map(deposit).collect();
            let started = Instant::now();
            let put = open.ballots.commit(&wanted);
            self.shared.metrics.fsync(started.elapsed());
            let problem = match put {
                Ok(slots) => {
                    let mut known = open.casting.known_mut();
                    for ((admitted, _), slot) in group.iter().zip(slots) {
                        known.lies_in(&admitted.ballot_key, slot);
                    }
                    self.shared.metrics.boxed.inc_by(wanted.len() as u64);
                    continue;
                }
                Err(BoxError::Full { .. }) => Problem::BoxFull,
                Err(BoxError::DiskFull { .. } | BoxError::Io { .. }) => Problem::StoreFull,
                Err(error) => return Err(error.into()),
            };
            let mut known = open.casting.known_mut();
            for (admitted, before) in group {
                known.take_back(admitted.ballot_key, before, &admitted.firsts);
                lost.insert(admitted.ballot_key, problem);
            }
        }
        Ok(lost)
    }

    /// After a commit: keys for contests that were defined, stages for admission, the end of what is not needed any more.
    pub(super) fn follow_contests(&mut self) -> Result<(), Fatal> {
        for contest in self.state.contests().values() {
            self.follow_papers(contest);
        }
        for (number, stage) in self.secret_stages() {
            match stage {
                None => {
                    if !self.stamp_keys.contains_key(&number) {
                        let key = self.stamps().open_or_make(number)?;
                        self.stamp_keys.insert(number, *key.public_key().as_bytes());
                    }
                }
                Some(stage) => {
                    self.stamp_keys.remove(&number);
                    self.follow_stage(number, stage)?;
                }
            }
        }
        Ok(())
    }

    /// How far each contest with a box has come. Others have none, and no stamp key: who brings a ballot is told so.
    pub(super) fn secret_stages(&self) -> Vec<(u64, Option<Stage>)> {
        let mut stages = Vec::new();
        for (number, contest) in self.state.contests() {
            match (contest.profile.secrecy, contest.course()) {
                (Secrecy::Secret, _) => stages.push((*number, contest.stage())),
                (Secrecy::Named | Secrecy::Hands, Some(course)) => {
                    if self.shared.no_ballots(&course.hash).is_none() {
                        self.shared.set_no_ballots(course.hash, Code::SecrecyWrong);
                    }
                }
                (Secrecy::Named | Secrecy::Hands, None) => {}
            }
        }
        stages
    }

    fn follow_stage(&mut self, number: u64, stage: Stage) -> Result<(), Fatal> {
        let Some(open) = self.boxes.get_mut(&number) else { return Ok(()) };
        if stage > Stage::Opening {
            return self.destroy_box(number);
        }
        open.ended = match stage {
            Stage::Ended | Stage::Opening => open.ended.or_else(|| Some(Instant::now())),
            _ => None,
        };
        let course = self.state.contests().get(&number).and_then(Contest::course);
        {
            let mut known = open.casting.known_mut();
            known.stage = stage;
            if let Some(course) = course.filter(|_| stage <= Stage::Ended)
                && course.spoiled.len() != known.challenged.len()
            {
                known.challenged.clone_from(&course.spoiled);
            }
        }
        if self.shared.casting(&open.casting.hash).is_none() {
            self.shared.set_casting(open.casting());
        }
        Ok(())
    }

    /// All ballots stand in the log, or never will: key first, since it could stamp more.
    fn destroy_box(&mut self, number: u64) -> Result<(), Fatal> {
        self.stamps().destroy(number)?;
        if let Some(open) = self.boxes.remove(&number) {
            self.shared.remove_casting(&open.casting.hash);
            open.ballots.destroy()?;
        }
        Ok(())
    }

    /// Finishes at a start what a crash interrupted.
    pub(super) fn destroy_leftovers(&self, number: u64) -> Result<(), Fatal> {
        if let Some(course) = self.state.contests().get(&number).and_then(Contest::course) {
            self.shared.set_no_ballots(course.hash, Code::ContestNotOpen);
        }
        self.stamps().destroy(number)?;
        Ok(BallotBox::destroy_leftover(self.folder.path(), small(number))?)
    }

    /// After a failed append: an opening that is not in the log has no box.
    pub(super) fn drop_unopened_boxes(&mut self) -> Result<(), Fatal> {
        let unopened: Vec<u64> =
            self.boxes.keys().copied().filter(|number| self.stage(*number).is_none()).collect();
        for number in unopened {
            if let Some(open) = self.boxes.remove(&number) {
                open.ballots.destroy()?;
            }
        }
        self.follow_contests()
    }
}

impl Admitted {
    /// How it will lie in the box, in the place of the ballot before it.
    fn in_box(&self, before: Option<&InBox>) -> InBox {
        let Self { boxed, replaces, .. } = *self;
        let former = match before {
            Some(before) => before.former.and(before, replaces),
            None if replaces == [0; 32] => Former::default(),
            // Brought back to a box that lost what it replaced.
            None => Former { hashes: vec![replaces], firsts: Vec::new() },
        };
        let firsts = own_firsts(&self.casting, &self.firsts);
        InBox { boxed, replaces, firsts, former, slot: None }
    }
}

impl Known {
    /// What the box keeps of a ballot.
    fn record<'a>(&self, admitted: &'a Admitted) -> Cow<'a, [u8]> {
        match (admitted.casting.recast, self.boxed.get(&admitted.ballot_key)) {
            (Recast::Last, Some(known)) => Cow::Owned(known.former.record(&admitted.record)),
            (Recast::First | Recast::Last, _) => Cow::Borrowed(&admitted.record),
        }
    }
}

/// The act in a record, and what it replaced.
pub(super) fn act_of(recast: Recast, record: &[u8]) -> Result<(Former, &[u8]), Refusal> {
    match recast {
        Recast::First => Ok((Former::default(), record)),
        Recast::Last => Former::of(record).ok_or(Code::BallotMalformed.into()),
    }
}

/// A ballot as the box gave it back.
struct Read {
    key: [u8; 32],
    in_box: InBox,
    /// First halves A.
    firsts: Vec<[u8; 32]>,
}

fn read(casting: &Casting, record: &[u8], slot: Slot) -> Result<Read, Refusal> {
    let malformed = |error: &dyn std::fmt::Display| Refusal::at(Code::BallotMalformed, error);
    let (former, bytes) = act_of(casting.recast, record)?;
    let act: Act = audit::wire::decode_strict(bytes).map_err(|error| malformed(&error))?;
    let body = act.decode().map_err(|error| malformed(&error))?;
    let cast = super::ballot_of(&body).ok_or(Code::BallotMalformed)?;
    let parsed = Parsed::new(casting, &act, cast)?;
    let boxed = Boxed { contest: casting.hash.into(), code: parsed.code, ballot: ballot_hash(bytes) };
    let firsts = own_firsts(casting, &parsed.firsts);
    let in_box = InBox { boxed, replaces: cast.replaces.to_bytes(), firsts, former, slot: Some(slot) };
    Ok(Read { key: *parsed.ballot_key.as_bytes(), in_box, firsts: parsed.firsts })
}

fn own_firsts(casting: &Casting, firsts: &[[u8; 32]]) -> Vec<Prefix> {
    match casting.recast {
        Recast::First => Vec::new(),
        Recast::Last => firsts.iter().map(prefix).collect(),
    }
}

/// As many slots as deputies could ever be issued a ballot; each takes the longest record of this contest. While a group of
/// ballots is put in, those that it replaces are there too.
fn box_shape(state: &State, contest: &Contest) -> Result<Shape, OpenError> {
    let membership = state.roll().map_or(0, |roll| roll.membership);
    let hash = contest.course().map(|course| course.hash).unwrap_or_default();
    let recast = contest.profile.recast;
    let twice = match recast {
        Recast::First => 0,
        Recast::Last => membership.min(GROUP_MAX as u64),
    };
    let slots = small(membership.saturating_add(twice));
    let bytes = act_bytes(contest).saturating_add(bytes_before_act(recast, &contest.shape));
    Shape::new(small(contest.definition.contest.get()), hash, slots, small(bytes as u64))
        .map_err(|error| OpenError::Fatal(error.into()))
}

/// Bytes of a cast ballot's act: all its fields have fixed widths, so any ballot of the contest tells.
fn act_bytes(contest: &Contest) -> usize {
    let Ok((ballot, parts)) = split_bytes(&vec![0; contest.shape.ballot_bytes()]) else { return usize::MAX };
    let body = Body::BallotCast(BallotCast {
        contest: [0; 32].into(),
        ballot_key: [0; 32].into(),
        stamp: [0; 32].into(),
        nonce: [0; 32].into(),
        replaces: [0; 32].into(),
        ballot,
    });
    let act = Act {
        sigs: vec![Sig { by: Signer::Ballot, sig: [0; 64].into() }],
        body: String::from_utf8(encode(&body)).unwrap_or_default(),
        parts: parts.into_iter().map(|part| part.data).collect::<Vec<Bytes>>(),
    };
    encode(&act).len()
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
