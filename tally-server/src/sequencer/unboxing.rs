//! Opening the box: `box_opened` and all `ballot_cast`, sorted by ballot key (protocol.md §10.3, §6.4).
//!
//! Invariants
//! - No slip window, no opening: devices get at least [`SLIP_WINDOW_MIN`] to put back what the box lacks.
//! - The entries go out in batches that the store can hold; no checkpoint is signed between them. An opening that a crash or
//!   a full disk interrupts goes on where the log ends: the box keeps every ballot until the last is durable.
//!
//! [`SLIP_WINDOW_MIN`]: crate::folder::SLIP_WINDOW_MIN

use std::sync::Arc;
use std::time::{Duration, Instant};

use audit::entry::voting::{BallotCast, BoxOpened};
use audit::entry::{Body, Line, Sig};
use audit::fold::{Code, Contest, Refusal, Stage};
use audit::rules::Recast;
use audit::wire::{decode_strict, encode};
use crypto::signature::VerifyingKey;
use crypto::stamp::{BatchDigest, BatchProver, Stamp, StampBatch, StampContext};
use protocol::Act;

use super::Casting;
use super::boxes::act_of;
use super::core::{Committed, Core, Fatal};
use super::replay::{BALLOTS_AT_ONCE, apply_all};
use super::shared::int;
use crate::folder::SLIP_WINDOW_MIN;
use crate::folder::keys::entropy;

/// Bytes of ballots in one batch of the store.
const BATCH_BYTES: usize = 8 * 1024 * 1024;
/// Between two attempts while the disk is full.
const RETRY: Duration = Duration::from_secs(5);

/// Why an opening stops.
enum Stop {
    Fatal(Fatal),
    /// The disk is full: tried again later.
    Full,
    /// The fold refuses a ballot of the box: a person must look.
    Refused(Refusal),
}

impl<T: Into<Fatal>> From<T> for Stop {
    fn from(fatal: T) -> Self {
        Self::Fatal(fatal.into())
    }
}

/// A ballot of the box.
struct Cast {
    key: VerifyingKey,
    stamp: Stamp,
    act: Act,
}

impl Core {
    /// Opens the boxes whose slips are in, or whose window is over.
    pub(super) fn unbox_due(&mut self, now: Instant) -> Result<(), Fatal> {
        let numbers: Vec<u64> = self.boxes.keys().copied().collect();
        for number in numbers {
            if !self.is_due(number, now) {
                continue;
            }
            match self.unbox(number) {
                Ok(()) => {}
                Err(Stop::Fatal(fatal)) => return Err(fatal),
                Err(Stop::Full) => {
                    if let Some(open) = self.boxes.get_mut(&number) {
                        open.tried = Some(now);
                    }
                }
                Err(Stop::Refused(refusal)) => {
                    tracing::error!(
                        contest = number,
                        code = refusal.code.as_str(),
                        "the box cannot be opened"
                    );
                    self.rebuild()?;
                    if let Some(open) = self.boxes.get_mut(&number) {
                        open.stuck = true;
                    }
                }
            }
        }
        Ok(())
    }

    fn is_due(&self, number: u64, now: Instant) -> bool {
        let Some(open) = self.boxes.get(&number).filter(|open| !open.stuck) else { return false };
        if open.tried.is_some_and(|tried| now.saturating_duration_since(tried) < RETRY) {
            return false;
        }
        let Some(course) = self.state.contests().get(&number).and_then(Contest::course) else { return false };
        let waited = open.ended.map_or(Duration::ZERO, |ended| now.saturating_duration_since(ended));
        match course.stage {
            Stage::Opening => true,
            Stage::Ended => {
                let all = course.slip_count() == course.issued_count() && waited >= SLIP_WINDOW_MIN;
                all || waited >= self.slip_window
            }
            _ => false,
        }
    }

    fn unbox(&mut self, number: u64) -> Result<(), Stop> {
        let Some(open) = self.boxes.get_mut(&number) else { return Ok(()) };
        let casting = open.casting();
        open.ballots().seal()?;
        let mut casts = Vec::with_capacity(open.ballots().len());
        for record in open.ballots().read_all()? {
            casts.push(Cast::read(casting.recast, &record).map_err(Stop::Refused)?);
        }
        casts.sort_unstable_by_key(|cast| cast.key);

        if self.stage(number) == Some(Stage::Ended) {
            let body = encode(&Body::BoxOpened(box_opened(&casting, &casts)?));
            let sigs = [self.server_sig(&body)];
            if let Err(denial) = self.apply(&sigs, &body, false) {
                return Err(Stop::Refused(Refusal::at(Code::BoxNotOpening, denial.reason.as_str())));
            }
        }
        let course = self.state.contests().get(&number).and_then(Contest::course);
        let appended = course
            .and_then(|course| course.ballots.as_ref())
            .map_or(0, audit::fold::contest::Ballots::appended);
        let mut bytes = 0_usize;
        let rest = casts.get(usize::try_from(appended).unwrap_or(usize::MAX)..).unwrap_or_default();
        for casts in rest.chunks(BALLOTS_AT_ONCE) {
            let lines = self.lines(casts)?;
            bytes = bytes.saturating_add(lines.iter().map(|line| line.bytes().len()).sum());
            let mut done = Vec::with_capacity(lines.len());
            apply_all(&mut self.state, lines, |_, line| done.push(line)).map_err(Stop::Refused)?;
            self.pending.extend(done);
            if bytes >= BATCH_BYTES {
                bytes = 0;
                self.commit_opening()?;
            }
        }
        self.commit_opening()
    }

    fn commit_opening(&mut self) -> Result<(), Stop> {
        match self.commit()? {
            Committed::Durable => Ok(()),
            Committed::Full => Err(Stop::Full),
        }
    }

    /// The entries of some ballots, parts before the ballot that names them, on top of the log as it is now.
    fn lines(&self, casts: &[Cast]) -> Result<Vec<Line>, Stop> {
        let head = self.state.head();
        let time = super::clock::entry_time(super::now(), head.time, false, true);
        let mut prev = head.leaf;
        let mut lines = Vec::with_capacity(casts.len());
        let mut push = |sigs: &[Sig], body: &[u8]| -> Result<(), Stop> {
            let line = Line::write(prev, time, sigs, body)
                .map_err(|error| Stop::Refused(Refusal::at(Code::BallotMalformed, error)))?;
            prev = line.leaf();
            lines.push(line);
            Ok(())
        };
        for cast in casts {
            for part in cast.act.part_bodies() {
                push(&[], &encode(&Body::BlobPart(part)))?;
            }
            push(&cast.act.sigs, cast.act.body.as_bytes())?;
        }
        Ok(lines)
    }
}

/// Digest and proof of all stamps (§6.4).
fn box_opened(casting: &Arc<Casting>, casts: &[Cast]) -> Result<BoxOpened, Stop> {
    let refused = |error| Stop::Refused(Refusal::at(Code::StampsBad, error));
    let context = StampContext { sitting: casting.sitting, contest: casting.hash };
    let key = *casting.stamp_key.public_key();
    let count = casts.len() as u64;
    let mut digest = BatchDigest::new(&context, &key, count);
    for cast in casts {
        digest.add(&cast.key, &cast.stamp).map_err(refused)?;
    }
    let digest = digest.finish().map_err(refused)?;
    let mut prover = BatchProver::new(&StampBatch { context, key, count, digest });
    for cast in casts {
        prover.add(&cast.key, &cast.stamp).map_err(refused)?;
    }
    let proof = prover.finish(&casting.stamp_key, entropy()?).map_err(refused)?;
    Ok(BoxOpened {
        contest: casting.hash.into(),
        ballots: int(count),
        stamps: digest.into(),
        proof: proof.to_bytes().into(),
    })
}

impl Cast {
    fn read(recast: Recast, record: &[u8]) -> Result<Self, Refusal> {
        let (_, bytes) = act_of(recast, record)?;
        let act: Act = decode_strict(bytes).map_err(|error| Refusal::at(Code::BallotMalformed, error))?;
        let body = act.decode().map_err(|error| Refusal::at(Code::BallotMalformed, error))?;
        let BallotCast { ballot_key, stamp, .. } = super::ballot_of(&body).ok_or(Code::BallotMalformed)?;
        let key = VerifyingKey::from_bytes(ballot_key.as_bytes())
            .map_err(|error| Refusal::at(Code::SignatureBad, error))?;
        let stamp = Stamp::from_bytes(stamp.as_bytes()).map_err(|_| Code::StampBad)?;
        Ok(Self { key, stamp, act })
    }
}
