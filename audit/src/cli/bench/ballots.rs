//! Ballots to verify, made here: the shapes that congresses use.

use crypto::ballot::{
    BallotContext, ChoiceError, Choices, EncryptError, EncryptedBallot, EncryptionSeed, Limit, Shape,
    ShapeError, encrypt, verify_batch_owned,
};
use crypto::elgamal::PublicKey;
use crypto::group::{DecodeError, Element, G_TABLE};
use crypto::hash::{self, Entropy};

/// Why there is nothing to measure.
#[derive(Debug, thiserror::Error)]
pub(super) enum MakeError {
    #[error(transparent)]
    Shape(#[from] ShapeError),
    #[error(transparent)]
    Choice(#[from] ChoiceError),
    #[error(transparent)]
    Encrypt(#[from] EncryptError),
    #[error(transparent)]
    Key(#[from] DecodeError),
    #[error("a ballot of the benchmark does not verify")]
    Refused,
    #[error("the operating system gives no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
}

/// A kind of contest, with its key.
pub(super) struct Kind {
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
    pub(super) shape: Shape,
    key: PublicKey,
    options: Vec<usize>,
}

/// A ballot as it stands in a log.
pub(super) type Encoded = (BallotContext, Vec<u8>);

impl Kind {
    /// 15 × 3 with at most 10: the budget's shape.
    pub(super) fn at_most_ten() -> Result<Self, MakeError> {
        let limit = Limit::at_most((0..15).map(|row| row * 2), 10);
        Self::new(("15 项 × 3，至多赞成 10 项", "15 x 3, at most 10"), Shape::new(15, 3, vec![limit])?)
    }

    /// 15 × 3, one in each row.
    pub(super) fn one_each() -> Result<Self, MakeError> {
        Self::new(("15 项 × 3，每项选一", "15 x 3, one each"), Shape::new(15, 3, vec![])?)
    }

    /// 15 items, at most 10 chosen.
    pub(super) fn choose_ten() -> Result<Self, MakeError> {
        Self::new(
            ("15 项，至多选 10 项", "15, at most 10"),
            Shape::new(15, 2, vec![Limit::at_most(0..15, 10)])?,
        )
    }

    fn new((zh, en): (&'static str, &'static str), shape: Shape) -> Result<Self, MakeError> {
        let key = PublicKey::new(Element::try_from(&hash::scalar("bench-key", &[]) * G_TABLE)?);
        let rest = shape.options().saturating_sub(1);
        let options =
            (0..15).map(|row| if row < 10 { 0 } else { row % (rest + 1) }.max(usize::from(row >= 10)));
        Ok(Self { zh, en, options: options.collect(), shape, key })
    }

    /// One ballot, under a ballot key of its own.
    pub(super) fn make(&self, number: u64) -> Result<Encoded, MakeError> {
        let ballot_key = hash::sha256("bench-ballot-key", &[&number.to_be_bytes()]);
        let context = BallotContext { sitting: [1; 32], contest: [2; 32], ballot_key };
        let choices = Choices::from_options(&self.shape, &self.options)?;
        let ballot =
            encrypt(&EncryptionSeed::from_opened(ballot_key), &choices, &context, &self.shape, &self.key)?;
        Ok((context, ballot.to_bytes()))
    }

    /// From bytes to verdict: several as one sum.
    pub(super) fn verify(&self, some: &[&Encoded]) -> Result<(), MakeError> {
        let decode = |(context, bytes): &&Encoded| {
            Some((*context, EncryptedBallot::from_bytes(&self.shape, bytes).ok()?))
        };
        let decoded: Vec<_> = some.iter().filter_map(decode).collect();
        let mut fresh = [0; 32];
        getrandom::fill(&mut fresh)?;
        let verdicts = verify_batch_owned(decoded, &self.shape, &self.key, Entropy::from_os(fresh));
        let all = verdicts.len() == some.len() && verdicts.iter().all(Result::is_ok);
        if all { Ok(()) } else { Err(MakeError::Refused) }
    }

    /// From bytes to verdict: one alone.
    pub(super) fn verify_alone(&self, (context, bytes): &Encoded) -> Result<(), MakeError> {
        let ballot = EncryptedBallot::from_bytes(&self.shape, bytes).map_err(|_| MakeError::Refused)?;
        ballot.verify(context, &self.shape, &self.key).map(|_| ()).map_err(|_| MakeError::Refused)
    }
}
