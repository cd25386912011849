//! Admission of ballots (protocol.md §10.1): what is checked in front of the sequencer, by many threads at once.
//!
//! Order: size, decoding, contest, stamp, signature, duplicate, spoiled, proofs. Each check is cheaper than those after it,
//! so that nobody can make the server work without a stamp. Under load the proofs of several ballots are checked as one sum. The sequencer looks at stage, duplicate and spoiled once more.
//!
//! Invariants
//! - Nothing about a ballot is logged, and nothing here knows a connection.
//! - [`Admitted`] exists only for a ballot that passed every check.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use audit::entry::payload::PendingParts;
use audit::entry::voting::{BallotCast, BallotChallenged};
use audit::entry::{Body, Signer};
use audit::fold::{Code, Contest, Refusal, Stage};
use audit::rules::Recast;
use audit::wire::{Bytes32, encode};
use crypto::ballot::{
    BallotCode, BallotContext, Choices, CodeNonce, EncryptedBallot, EncryptionSeed, KeyCommitment, Shape,
    recompute_ciphertexts, verify_batch_owned,
};
use crypto::elgamal::PublicKey;
use crypto::signature::{Purpose, Signature, VerifyingKey};
use crypto::stamp::{Stamp, StampContext, StampInput, StampKey};
use protocol::Act;
use protocol::receipt::{Boxed, ballot_hash};

use super::recast::{CASTS_MAX, Former, InBox, Prefix, prefix};
use crate::ballot_box::Slot;
use crate::folder::keys::entropy;

/// One contest that takes ballots, as admission needs it.
pub struct Casting {
    /// Number of the contest.
    pub contest: u64,
    /// The contest hash.
    pub hash: [u8; 32],
    /// The sitting's fingerprint.
    pub sitting: [u8; 32],
    /// The matrix.
    pub shape: Arc<Shape>,
    /// K.
    pub public_key: Arc<PublicKey>,
    /// The stamp's secret key.
    pub stamp_key: StampKey,
    /// Most bytes of an act that the box takes.
    pub capacity: usize,
    /// Which cast of a ballot key counts.
    pub recast: Recast,
    known: RwLock<Known>,
}

/// What changes while ballots come in. Written by the sequencer alone.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) stage: Stage,
    /// Ballots in the box, by ballot key. It may be ahead of the disk, so receipts come from the sequencer alone.
    pub(super) boxed: HashMap<[u8; 32], InBox>,
    /// Every first half A in the box.
    pub(super) boxed_firsts: HashSet<[u8; 32]>,
    /// Of every first half A in ballots that were replaced.
    pub(super) replaced_firsts: HashSet<Prefix>,
    /// Every first half A that was opened by a challenge on the log.
    pub(super) challenged: HashSet<[u8; 32]>,
}

/// A ballot that may go into the box.
pub struct Admitted {
    /// The contest.
    pub casting: Arc<Casting>,
    /// What the receipt will say.
    pub boxed: Boxed,
    /// The act as the box keeps it.
    pub record: Vec<u8>,
    /// The ballot key.
    pub ballot_key: [u8; 32],
    /// H("boxed", act) of the ballot that it says it replaces; zeros for a first cast.
    pub replaces: [u8; 32],
    /// First halves A.
    pub firsts: Vec<[u8; 32]>,
}

/// A ballot that passed every check but that of its proofs.
pub struct Unproved {
    admitted: Admitted,
    context: BallotContext,
    ballot: EncryptedBallot,
}

/// What the checks before the proofs leave.
pub enum Examined {
    /// A ballot of the box, once more: nothing is left to check.
    Admitted(Box<Admitted>),
    /// The proofs.
    Unproved(Box<Unproved>),
}

impl Casting {
    /// For a contest whose `contest_opened` stands in the log; `capacity` in bytes is that of a slot.
    pub fn new(sitting: [u8; 32], contest: &Contest, stamp_key: StampKey, capacity: usize) -> Option<Self> {
        let course = contest.course()?;
        let recast = contest.profile.recast;
        let capacity = capacity.saturating_sub(bytes_before_act(recast, &contest.shape));
        Some(Self {
            contest: contest.definition.contest.get(),
            hash: course.hash,
            sitting,
            shape: Arc::clone(&contest.shape),
            public_key: Arc::clone(&course.keys.as_ref()?.public_key),
            stamp_key,
            capacity,
            recast,
            known: RwLock::new(Known {
                stage: course.stage,
                boxed: HashMap::new(),
                boxed_firsts: HashSet::new(),
                replaced_firsts: HashSet::new(),
                challenged: course.spoiled.clone(),
            }),
        })
    }

    /// Ballots in the box.
    pub fn boxed(&self) -> usize {
        self.known().boxed.len()
    }

    pub(super) fn known(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn known_mut(&self) -> RwLockWriteGuard<'_, Known> {
        self.known.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether one of these first halves lies in the box, or lay there: opening it now would show a choice.
    pub(super) fn has_boxed(&self, firsts: &[[u8; 32]]) -> bool {
        let known = self.known();
        firsts.iter().any(|a| known.was_boxed(a))
    }

    /// All checks of §10.1 but the proofs, which [`Casting::prove`] makes for several ballots together. The contest's stage is
    /// not asked of `recovered` ballots.
    pub fn examine(
        self: &Arc<Self>,
        act: &Act,
        cast: &BallotCast,
        recovered: bool,
    ) -> Result<Examined, Refusal> {
        let record = encode(act);
        if record.len() > self.capacity {
            return Err(Refusal::at(Code::BallotMalformed, format_args!("{} bytes", record.len())));
        }
        let parsed = Parsed::new(self, act, cast)?;
        if !recovered {
            self.must_be_open()?;
        }
        let stamp = Stamp::from_bytes(cast.stamp.as_bytes()).map_err(|_| Code::StampBad)?;
        let context = StampContext { sitting: self.sitting, contest: self.hash };
        let input = StampInput::new(&context, &parsed.ballot_key).map_err(|_| Code::StampBad)?;
        self.stamp_key.check(&input, &stamp).map_err(|_| Code::StampBad)?;
        check_signature(act, &parsed.ballot_key, &self.sitting)?;
        let boxed = Boxed { contest: self.hash.into(), code: parsed.code, ballot: ballot_hash(&record) };
        let ballot_key = *parsed.ballot_key.as_bytes();
        let replaces = cast.replaces.to_bytes();
        let known_already = {
            let known = self.known();
            match known.check_duplicate(&ballot_key, &boxed, &replaces, recovered)? {
                // The same ballot again: its proofs were checked, the sequencer has its receipt.
                Duplicate::Same => true,
                Duplicate::None | Duplicate::Replaces => {
                    known.check_spoiled(&parsed.firsts)?;
                    false
                }
            }
        };
        let Parsed { ballot, firsts, .. } = parsed;
        let admitted = Admitted { casting: Arc::clone(self), boxed, record, ballot_key, replaces, firsts };
        if known_already {
            return Ok(Examined::Admitted(Box::new(admitted)));
        }
        let context = BallotContext { sitting: self.sitting, contest: self.hash, ballot_key };
        Ok(Examined::Unproved(Box::new(Unproved { admitted, context, ballot })))
    }

    /// The last check: the proofs of several ballots as one sum (§7.7), or of one alone. One verdict for each, in their order,
    /// the same as alone.
    pub fn prove(&self, unproved: Vec<Unproved>) -> Vec<Result<Admitted, Refusal>> {
        let refused = |error| Refusal::at(Code::BallotProofBad, error);
        let alone = |Unproved { admitted, context, ballot }: Unproved| {
            let verified = ballot.verify(&context, &self.shape, &self.public_key);
            verified.map(|_| admitted).map_err(refused)
        };
        if unproved.len() < 2 {
            return unproved.into_iter().map(alone).collect();
        }
        // Without fresh bytes the weights could be foreseen; alone they need none.
        let Ok(entropy) = entropy() else { return unproved.into_iter().map(alone).collect() };
        let (mut admitted, mut ballots) = (Vec::new(), Vec::new());
        for one in unproved {
            admitted.push(one.admitted);
            ballots.push((one.context, one.ballot));
        }
        let verdicts = verify_batch_owned(ballots, &self.shape, &self.public_key, entropy);
        admitted
            .into_iter()
            .zip(verdicts)
            .map(|(admitted, verdict)| verdict.map(|_| admitted).map_err(refused))
            .collect()
    }

    fn must_be_open(&self) -> Result<(), Refusal> {
        match self.known().stage {
            Stage::Open => Ok(()),
            Stage::Held => Err(Code::ContestIsHeld.into()),
            Stage::Declared | Stage::Voided => Err(Code::ContestOver.into()),
            Stage::Ended | Stage::Opening | Stage::Opened | Stage::Closed => Err(Code::ContestNotOpen.into()),
        }
    }
}

/// Whether a ballot key was seen before.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Duplicate {
    None,
    Same,
    /// It takes the place of the ballot that lies there.
    Replaces,
}

impl Known {
    /// Under one key lies one ballot. Another takes its place only if it names it (§10.2): so nothing that is sent again, by
    /// whomever, brings a replaced ballot back over its successor.
    pub(super) fn check_duplicate(
        &self,
        ballot_key: &[u8; 32],
        boxed: &Boxed,
        replaces: &[u8; 32],
        recovered: bool,
    ) -> Result<Duplicate, Refusal> {
        let first = *replaces == [0; 32];
        let admitted = match self.boxed.get(ballot_key) {
            // A box that lost a ballot takes it back, and then its successor.
            None => (first || recovered).then_some(Duplicate::None),
            Some(known) if known.boxed == *boxed => Some(Duplicate::Same),
            Some(known) if known.former.hashes.len() >= CASTS_MAX - 1 => None,
            Some(known) => {
                let names_it = known.boxed.ballot.as_bytes() == replaces;
                // The box lost some of a chain: whatever replaces something comes after a first cast.
                let comes_after = recovered && known.replaces == [0; 32] && !first;
                (names_it || comes_after).then_some(Duplicate::Replaces)
            }
        };
        admitted.ok_or_else(|| Code::RecastRefused.into())
    }

    fn was_boxed(&self, a: &[u8; 32]) -> bool {
        self.boxed_firsts.contains(a) || self.replaced_firsts.contains(&prefix(a))
    }

    pub(super) fn check_spoiled(&self, firsts: &[[u8; 32]]) -> Result<(), Refusal> {
        let spoiled = |a| self.was_boxed(a) || self.challenged.contains(a);
        if firsts.iter().any(spoiled) { Err(Code::Spoiled.into()) } else { Ok(()) }
    }

    /// Takes note of a ballot; gives the one whose place it takes.
    pub(super) fn put(&mut self, ballot_key: [u8; 32], in_box: InBox, firsts: &[[u8; 32]]) -> Option<InBox> {
        self.replaced_firsts.extend(&in_box.former.firsts);
        self.boxed_firsts.extend(firsts);
        self.boxed.insert(ballot_key, in_box)
    }

    /// Takes back what could not be made durable: the ballot before it stands.
    pub(super) fn take_back(&mut self, ballot_key: [u8; 32], before: Option<InBox>, firsts: &[[u8; 32]]) {
        match before {
            Some(before) => _ = self.boxed.insert(ballot_key, before),
            None => _ = self.boxed.remove(&ballot_key),
        }
        for a in firsts {
            self.boxed_firsts.remove(a);
        }
    }

    /// Notes where a ballot lies, once it is durable.
    pub(super) fn lies_in(&mut self, ballot_key: &[u8; 32], slot: Slot) {
        if let Some(known) = self.boxed.get_mut(ballot_key) {
            known.slot = Some(slot);
        }
    }
}

/// Bytes of a record before its act, at most.
pub(super) fn bytes_before_act(recast: Recast, shape: &Shape) -> usize {
    match recast {
        Recast::First => 0,
        Recast::Last => Former::bytes_max(shape.ciphertexts()),
    }
}

/// A decoded ballot with what follows from its bytes.
pub(super) struct Parsed {
    pub(super) ballot_key: VerifyingKey,
    pub(super) ballot: EncryptedBallot,
    pub(super) code: Bytes32,
    pub(super) firsts: Vec<[u8; 32]>,
}

impl Parsed {
    pub(super) fn new(casting: &Casting, act: &Act, cast: &BallotCast) -> Result<Self, Refusal> {
        if cast.replaces.to_bytes() != [0; 32] && casting.recast == Recast::First {
            return Err(Code::RecastRefused.into());
        }
        let parts = parts_of(act)?;
        let bytes = parts.bytes(&cast.ballot).map_err(|error| Refusal::at(Code::PartsWrong, error))?;
        let ballot = EncryptedBallot::from_bytes(&casting.shape, bytes)
            .map_err(|error| Refusal::at(Code::BallotMalformed, error))?;
        let ballot_key = VerifyingKey::from_bytes(cast.ballot_key.as_bytes())
            .map_err(|error| Refusal::at(Code::SignatureBad, error))?;
        let com = KeyCommitment::new(ballot_key.as_bytes(), &CodeNonce::from_bytes(cast.nonce.to_bytes()));
        let BallotCode(code) = BallotCode::new(&casting.sitting, &casting.hash, &com, ballot.ciphertexts());
        let firsts = ballot.ciphertexts().iter().map(|ciphertext| *ciphertext.a().as_bytes()).collect();
        Ok(Self { ballot_key, ballot, code: code.into(), firsts })
    }
}

/// The parts that came with an act, in order.
pub(super) fn parts_of(act: &Act) -> Result<PendingParts, Refusal> {
    if !act.parts_fit() {
        return Err(Code::PartsWrong.into());
    }
    let mut parts = PendingParts::default();
    for part in act.part_bodies() {
        parts.add(&part).map_err(|error| Refusal::at(Code::PartsWrong, error))?;
    }
    Ok(parts)
}

fn check_signature(act: &Act, key: &VerifyingKey, sitting: &[u8; 32]) -> Result<(), Refusal> {
    let [sig] = act.sigs.as_slice() else { return Err(Refusal::at(Code::SignersWrong, Signer::Ballot)) };
    if sig.by != Signer::Ballot {
        return Err(Refusal::at(Code::SignersWrong, Signer::Ballot));
    }
    let bad = |error| Refusal::at(Code::SignatureBad, format_args!("{}: {error}", Signer::Ballot));
    let signature = Signature::from_bytes(sig.sig.as_bytes()).map_err(bad)?;
    key.verify(Purpose::Ballot, sitting, act.body.as_bytes(), &signature).map_err(bad)
}

/// The ballot of an act, if it is one.
pub fn ballot_of(body: &Body) -> Option<&BallotCast> {
    match body {
        Body::BallotCast(cast) => Some(cast),
        _ => None,
    }
}

impl Casting {
    /// Recomputes an opened encryption and compares the whole code (§7.6); gives every first half A. In front of the
    /// sequencer, because it takes as long as an encryption; the fold does it once more when the entry is appended.
    pub fn open_challenge(&self, body: &BallotChallenged) -> Result<Vec<[u8; 32]>, Refusal> {
        self.must_be_open()?;
        let bad = |error: &dyn std::fmt::Display| Refusal::at(Code::ChallengeBad, error);
        let choices =
            Choices::from_packed(&self.shape, body.choices.as_bytes()).map_err(|error| bad(&error))?;
        let seed = EncryptionSeed::from_opened(body.seed.to_bytes());
        let ciphertexts = recompute_ciphertexts(&seed, &choices, &self.shape, &self.public_key)
            .map_err(|error| bad(&error))?;
        let com = KeyCommitment(body.com.to_bytes());
        let BallotCode(code) = BallotCode::new(&self.sitting, &self.hash, &com, &ciphertexts);
        if code != body.code.to_bytes() {
            return Err(bad(&"code"));
        }
        Ok(ciphertexts.iter().map(|ciphertext| *ciphertext.a().as_bytes()).collect())
    }
}
