//! All stamps of an opened box at once: one proof, whatever the number of ballots (protocol.md §6.3).
//!
//! ```text
//! digest      H("stamp-batch", sitting, contest, B, n, ballot key_1 ‖ N_1, …, ballot key_n ‖ N_n), keys ascending
//! weights     d_i = first 16 bytes, little-endian, of H("stamp-weight", sitting, contest, B, digest, i), i from 0
//! sums        M = Σ [d_i]P_i,  Z = Σ [d_i]N_i
//! claim       log_G(B) = log_M(Z), proved under "stamp-proof" over sitting, contest, n, digest
//! ```
//!
//! Every weight depends on every stamp. RFC 9497's own composites depend for each i on the i-th pair alone: whoever may
//! choose thousands of stamps could then look for wrong ones whose weighted errors cancel, by a generalised birthday
//! search over the lists of candidates for each (Wagner, CRYPTO 2002; pitfall 9). Here one change anywhere changes all
//! weights, so wrong stamps pass with probability 2^-128 for each box that somebody tries.
//!
//! The digest stands in the log before the ballots, so a verifier reads the box once and in memory that does not grow.

use curve25519_dalek::traits::{Identity, VartimeMultiscalarMul};

use crate::group::{Point, RistrettoPoint, Scalar};
use crate::hash::{self, Entropy, Sha256Fields};
use crate::proofs::{Context, EqualityClaim, EqualityProof};
use crate::signature::VerifyingKey;
use crate::stamp::{Stamp, StampContext, StampError, StampInput, StampKey, StampPublicKey};

/// Pairs summed at a time: where the library's multiscalar multiplication no longer gains much.
const CHUNK_PAIRS: usize = 1024;

/// Why the stamps of a box are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StampBatchError {
    /// Ballot keys do not ascend, or one comes twice. `position` counts from 0.
    #[error("ballot {position} of the box is not in ascending order of ballot keys")]
    Order {
        /// The first ballot out of order.
        position: u64,
    },
    /// Another number of ballots than the opening of the box states.
    #[error("the box has {actual} ballots and states {expected}")]
    Count {
        /// As stated.
        expected: u64,
        /// As found; one more than stated when there are too many.
        actual: u64,
    },
    /// Other ballots or stamps than the opening of the box states.
    #[error("the stamps of the box are not those of its digest")]
    Digest,
    /// At least one stamp is not by the contest's key.
    #[error("not every ballot of the box is proved to bear the contest's stamp")]
    Proof,
    /// A ballot key that has no input (RFC 9497 §3.3.1).
    #[error(transparent)]
    Input(StampError),
    /// A stamp that was prepared for another sitting or contest.
    #[error("the stamp was prepared for another contest")]
    OtherContest,
}

/// What the opening of a box states before its ballots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StampBatch {
    /// Sitting and contest.
    pub context: StampContext,
    /// The contest's stamp key B.
    pub key: StampPublicKey,
    /// The number of ballots n.
    pub count: u64,
    /// The digest of all of them.
    pub digest: [u8; 32],
}

/// First pass: the digest of a box.
#[derive(Clone, Debug)]
pub struct BatchDigest {
    hasher: Sha256Fields,
    count: u64,
    added: u64,
    last: Option<[u8; 32]>,
}

impl BatchDigest {
    /// A box of `count` ballots.
    pub fn new(context: &StampContext, key: &StampPublicKey, count: u64) -> Self {
        let mut hasher = Sha256Fields::new("stamp-batch");
        for field in [&context.sitting, &context.contest, key.as_bytes()] {
            hasher.field(field);
        }
        hasher.field(&count.to_be_bytes());
        Self { hasher, count, added: 0, last: None }
    }

    /// The next ballot, in ascending order of ballot keys.
    pub fn add(&mut self, ballot_key: &VerifyingKey, stamp: &Stamp) -> Result<(), StampBatchError> {
        let position = self.added;
        if self.last.is_some_and(|last| last >= *ballot_key.as_bytes()) {
            return Err(StampBatchError::Order { position });
        }
        self.added = position.saturating_add(1);
        if self.added > self.count {
            return Err(self.wrong_count());
        }
        self.last = Some(*ballot_key.as_bytes());
        self.hasher.field(&[ballot_key.as_bytes().as_slice(), stamp.as_bytes()].concat());
        Ok(())
    }

    /// The digest, when as many ballots came as were announced.
    pub fn finish(self) -> Result<[u8; 32], StampBatchError> {
        if self.added == self.count { Ok(self.hasher.finish()) } else { Err(self.wrong_count()) }
    }

    fn wrong_count(&self) -> StampBatchError {
        StampBatchError::Count { expected: self.count, actual: self.added }
    }
}

/// A stamp with the point that its ballot key hashes to. Hashing to the group is most of the work of checking a box, and
/// needs no order: many may be prepared at once.
#[derive(Clone, Debug)]
pub struct PreparedStamp {
    context: StampContext,
    ballot_key: VerifyingKey,
    stamp: Stamp,
    input: StampInput,
}

impl PreparedStamp {
    /// Hashes the ballot key to the group.
    pub fn new(
        context: &StampContext,
        ballot_key: VerifyingKey,
        stamp: Stamp,
    ) -> Result<Self, StampBatchError> {
        let input = StampInput::new(context, &ballot_key).map_err(StampBatchError::Input)?;
        Ok(Self { context: *context, ballot_key, stamp, input })
    }
}

/// Second pass: the weighted sums, and the digest once more. Prover and verifier share it.
struct Sums {
    batch: StampBatch,
    digest: BatchDigest,
    weights: Vec<Scalar>,
    inputs: Vec<RistrettoPoint>,
    stamps: Vec<RistrettoPoint>,
    m: RistrettoPoint,
    z: RistrettoPoint,
}

impl Sums {
    fn new(batch: &StampBatch) -> Self {
        Self {
            batch: *batch,
            digest: BatchDigest::new(&batch.context, &batch.key, batch.count),
            weights: Vec::new(),
            inputs: Vec::new(),
            stamps: Vec::new(),
            m: RistrettoPoint::identity(),
            z: RistrettoPoint::identity(),
        }
    }

    fn add(&mut self, ballot_key: &VerifyingKey, stamp: &Stamp) -> Result<(), StampBatchError> {
        self.add_prepared(&PreparedStamp::new(&self.batch.context, *ballot_key, *stamp)?)
    }

    fn add_prepared(&mut self, prepared: &PreparedStamp) -> Result<(), StampBatchError> {
        let PreparedStamp { context, ballot_key, stamp, input } = prepared;
        if *context != self.batch.context {
            return Err(StampBatchError::OtherContest);
        }
        let position = self.digest.added;
        self.digest.add(ballot_key, stamp)?;
        self.weights.push(self.batch.weight(position));
        self.inputs.push(*input.point().point());
        self.stamps.push(*stamp.0.point());
        if self.weights.len() == CHUNK_PAIRS {
            self.sum();
        }
        Ok(())
    }

    fn sum(&mut self) {
        self.m += RistrettoPoint::vartime_multiscalar_mul(&self.weights, &self.inputs);
        self.z += RistrettoPoint::vartime_multiscalar_mul(&self.weights, &self.stamps);
        self.weights.clear();
        self.inputs.clear();
        self.stamps.clear();
    }

    /// (M, Z) of exactly the box that the batch states.
    fn finish(mut self) -> Result<(StampBatch, Point, Point), StampBatchError> {
        self.sum();
        if self.digest.finish()? != self.batch.digest {
            return Err(StampBatchError::Digest);
        }
        Ok((self.batch, self.m.into(), self.z.into()))
    }
}

impl StampBatch {
    fn weight(&self, position: u64) -> Scalar {
        let StampContext { sitting, contest } = &self.context;
        let position = position.to_be_bytes();
        let fields: [&[u8]; 5] = [sitting, contest, self.key.as_bytes(), &self.digest, &position];
        let mut bytes = hash::sha256("stamp-weight", &fields);
        if let Some(upper) = bytes.get_mut(16..) {
            upper.fill(0);
        }
        Scalar::from_bytes_mod_order(bytes)
    }

    /// Runs `act` in the proof's context: sitting, contest, n, digest.
    fn in_context<T>(&self, act: impl FnOnce(&Context<'_>) -> T) -> T {
        let count = self.count.to_be_bytes();
        let fields: [&[u8]; 4] = [&self.context.sitting, &self.context.contest, &count, &self.digest];
        act(&Context { label: "stamp-proof", fields: &fields })
    }
}

/// Makes the proof for a box. The digest comes from a first pass with [`BatchDigest`].
pub struct BatchProver(Sums);

impl BatchProver {
    /// Starts the second pass.
    pub fn new(batch: &StampBatch) -> Self {
        Self(Sums::new(batch))
    }

    /// The next ballot, in ascending order of ballot keys.
    pub fn add(&mut self, ballot_key: &VerifyingKey, stamp: &Stamp) -> Result<(), StampBatchError> {
        self.0.add(ballot_key, stamp)
    }

    /// The proof. [`StampBatchError::Proof`]: `key` is not the batch's, or a stamp is not by it, so none would verify.
    pub fn finish(self, key: &StampKey, entropy: Entropy) -> Result<EqualityProof, StampBatchError> {
        let (batch, m, z) = self.0.finish()?;
        let claim = EqualityClaim { p: &Point::from(batch.key.0), b: &m, q: &z };
        let proof = batch.in_context(|context| EqualityProof::prove(context, &claim, &key.k, &entropy));
        drop(entropy);
        batch
            .in_context(|context| proof.verify(context, &claim))
            .map(|()| proof)
            .map_err(|_| StampBatchError::Proof)
    }
}

/// Checks the proof for a box in one pass.
pub struct BatchVerifier(Sums);

impl BatchVerifier {
    /// Starts with what the opening of the box states.
    pub fn new(batch: &StampBatch) -> Self {
        Self(Sums::new(batch))
    }

    /// The next ballot, as it stands in the log.
    pub fn add(&mut self, ballot_key: &VerifyingKey, stamp: &Stamp) -> Result<(), StampBatchError> {
        self.0.add(ballot_key, stamp)
    }

    /// The same for one that was prepared before.
    pub fn add_prepared(&mut self, prepared: &PreparedStamp) -> Result<(), StampBatchError> {
        self.0.add_prepared(prepared)
    }

    /// Checks count, digest and proof.
    pub fn finish(self, proof: &EqualityProof) -> Result<(), StampBatchError> {
        let (batch, m, z) = self.0.finish()?;
        let claim = EqualityClaim { p: &Point::from(batch.key.0), b: &m, q: &z };
        batch.in_context(|context| proof.verify(context, &claim)).map_err(|_| StampBatchError::Proof)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{CONTEXT, ballot_key, entropy, key, stamp};
    use super::*;
    use crate::group::{Element, G};

    type Pairs = Vec<(VerifyingKey, Stamp)>;

    fn honest(key: &StampKey, count: u8) -> Pairs {
        let mut pairs: Pairs = (1..=count).map(|i| (ballot_key(i), stamp(key, i))).collect();
        pairs.sort_by_key(|(ballot_key, _)| *ballot_key);
        pairs
    }

    fn state(key: &StampKey, pairs: &Pairs) -> StampBatch {
        let count = pairs.len() as u64;
        let mut digest = BatchDigest::new(&CONTEXT, key.public_key(), count);
        pairs.iter().try_for_each(|(ballot_key, stamp)| digest.add(ballot_key, stamp)).unwrap();
        StampBatch { context: CONTEXT, key: *key.public_key(), count, digest: digest.finish().unwrap() }
    }

    fn prove(key: &StampKey, batch: &StampBatch, pairs: &Pairs) -> Result<EqualityProof, StampBatchError> {
        let mut prover = BatchProver::new(batch);
        pairs.iter().try_for_each(|(ballot_key, stamp)| prover.add(ballot_key, stamp))?;
        prover.finish(key, entropy(9))
    }

    fn verify(batch: &StampBatch, pairs: &Pairs, proof: &EqualityProof) -> Result<(), StampBatchError> {
        let mut verifier = BatchVerifier::new(batch);
        pairs.iter().try_for_each(|(ballot_key, stamp)| verifier.add(ballot_key, stamp))?;
        verifier.finish(proof)
    }

    /// A proof by somebody who does not look at what it proves.
    fn forge(key: &StampKey, batch: &StampBatch, pairs: &Pairs) -> EqualityProof {
        let mut sums = Sums::new(batch);
        pairs.iter().try_for_each(|(ballot_key, stamp)| sums.add(ballot_key, stamp)).unwrap();
        let (batch, m, z) = sums.finish().unwrap();
        let claim = EqualityClaim { p: &Point::from(batch.key.0), b: &m, q: &z };
        batch.in_context(|context| EqualityProof::prove(context, &claim, &key.k, &entropy(9)))
    }

    fn shifted(stamp: &Stamp, by: RistrettoPoint) -> Stamp {
        Stamp(Element::try_from(stamp.0.point() + by).unwrap())
    }

    #[test]
    fn a_box_of_good_stamps_is_proved_and_so_is_an_empty_one() {
        let key = key(1);
        for count in [0, 1, 20] {
            let pairs = honest(&key, count);
            let batch = state(&key, &pairs);
            let proof = prove(&key, &batch, &pairs).unwrap();
            assert_eq!(verify(&batch, &pairs, &proof), Ok(()));
        }
    }

    #[test]
    fn prepared_stamps_are_checked_as_others_and_in_their_contest_alone() {
        let key = key(1);
        let pairs = honest(&key, 4);
        let batch = state(&key, &pairs);
        let proof = prove(&key, &batch, &pairs).unwrap();
        let prepare =
            |context| pairs.iter().map(move |(k, stamp)| PreparedStamp::new(context, *k, *stamp).unwrap());
        let mut verifier = BatchVerifier::new(&batch);
        prepare(&CONTEXT).for_each(|prepared| verifier.add_prepared(&prepared).unwrap());
        assert_eq!(verifier.finish(&proof), Ok(()));
        let elsewhere = StampContext { contest: [9; 32], ..CONTEXT };
        let foreign = prepare(&elsewhere).next().unwrap();
        let refused = BatchVerifier::new(&batch).add_prepared(&foreign);
        assert_eq!(refused, Err(StampBatchError::OtherContest));
    }

    #[test]
    fn more_than_one_chunk_sums_to_the_same() {
        let key = key(1);
        let mut pairs: Pairs = (0..CHUNK_PAIRS + 3)
            .map(|i| {
                let mut seed = [0; 32];
                seed[..8].copy_from_slice(&i.to_le_bytes());
                let ballot_key = crate::signature::SigningKey::from_seed(&seed).unwrap().verifying_key();
                let input = StampInput::new(&CONTEXT, &ballot_key).unwrap();
                (ballot_key, Stamp(Element::try_from(key.k * input.point().point()).unwrap()))
            })
            .collect();
        pairs.sort_by_key(|(ballot_key, _)| *ballot_key);
        let batch = state(&key, &pairs);
        let proof = prove(&key, &batch, &pairs).unwrap();
        assert_eq!(verify(&batch, &pairs, &proof), Ok(()));
        pairs[CHUNK_PAIRS + 1].1 = shifted(&pairs[CHUNK_PAIRS + 1].1, G);
        let batch = state(&key, &pairs);
        assert_eq!(verify(&batch, &pairs, &forge(&key, &batch, &pairs)), Err(StampBatchError::Proof));
    }

    #[test]
    fn one_bad_stamp_is_refused_whatever_is_proved() {
        let key = key(1);
        let mut pairs = honest(&key, 5);
        pairs[2].1 = shifted(&pairs[2].1, G);
        let batch = state(&key, &pairs);
        assert_eq!(prove(&key, &batch, &pairs), Err(StampBatchError::Proof));
        assert_eq!(verify(&batch, &pairs, &forge(&key, &batch, &pairs)), Err(StampBatchError::Proof));
    }

    /// Pitfall 9: errors that cancel under equal weights, and under the weights of the box before them.
    #[test]
    fn two_cancelling_errors_are_refused() {
        let key = key(1);
        let good = honest(&key, 5);
        let before = state(&key, &good);
        let (d_1, d_2) = (before.weight(1), before.weight(2));
        for (e_1, e_2) in [(G, -G), (d_2 * G, -d_1 * G)] {
            let mut pairs = good.clone();
            pairs[1].1 = shifted(&pairs[1].1, e_1);
            pairs[2].1 = shifted(&pairs[2].1, e_2);
            let batch = state(&key, &pairs);
            assert_eq!(verify(&batch, &pairs, &forge(&key, &batch, &pairs)), Err(StampBatchError::Proof));
            // Under the old digest its weights do cancel; then the digest does not match.
            let proof = prove(&key, &before, &good).unwrap();
            assert_eq!(verify(&before, &pairs, &proof), Err(StampBatchError::Digest));
        }
    }

    #[test]
    fn two_exchanged_stamps_are_refused() {
        let key = key(1);
        let mut pairs = honest(&key, 5);
        let first = pairs[0].1;
        pairs[0].1 = pairs[1].1;
        pairs[1].1 = first;
        let batch = state(&key, &pairs);
        assert_eq!(verify(&batch, &pairs, &forge(&key, &batch, &pairs)), Err(StampBatchError::Proof));
    }

    #[test]
    fn another_count_order_or_digest_is_refused() {
        let key = key(1);
        let pairs = honest(&key, 5);
        let batch = state(&key, &pairs);
        let proof = prove(&key, &batch, &pairs).unwrap();
        let count = |expected, actual| Err(StampBatchError::Count { expected, actual });
        assert_eq!(verify(&batch, &pairs[..4].to_vec(), &proof), count(5, 4));
        assert_eq!(verify(&StampBatch { count: 4, ..batch }, &pairs, &proof), count(4, 5));
        let mut swapped = pairs.clone();
        swapped.swap(2, 3);
        assert_eq!(verify(&batch, &swapped, &proof), Err(StampBatchError::Order { position: 3 }));
        let mut twice = pairs.clone();
        twice[3] = twice[2];
        assert_eq!(verify(&batch, &twice, &proof), Err(StampBatchError::Order { position: 3 }));
        let digest = StampBatch { digest: [0; 32], ..batch };
        assert_eq!(verify(&digest, &pairs, &proof), Err(StampBatchError::Digest));
    }

    #[test]
    fn another_key_contest_or_sitting_is_refused() {
        let right = key(1);
        let pairs = honest(&right, 5);
        let batch = state(&right, &pairs);
        let proof = prove(&right, &batch, &pairs).unwrap();
        assert_eq!(prove(&key(2), &batch, &pairs), Err(StampBatchError::Proof));
        let other = state(&key(2), &pairs);
        assert_eq!(verify(&other, &pairs, &proof), Err(StampBatchError::Proof));
        for context in
            [StampContext { contest: [1; 32], ..CONTEXT }, StampContext { sitting: [1; 32], ..CONTEXT }]
        {
            assert_eq!(
                verify(&StampBatch { context, ..batch }, &pairs, &proof),
                Err(StampBatchError::Digest)
            );
            let mut digest = BatchDigest::new(&context, right.public_key(), 5);
            pairs.iter().try_for_each(|(ballot_key, stamp)| digest.add(ballot_key, stamp)).unwrap();
            let moved = StampBatch { context, digest: digest.finish().unwrap(), ..batch };
            assert_eq!(verify(&moved, &pairs, &proof), Err(StampBatchError::Proof));
            assert_eq!(verify(&moved, &pairs, &forge(&right, &moved, &pairs)), Err(StampBatchError::Proof));
        }
    }
}
