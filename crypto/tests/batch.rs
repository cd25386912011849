//! Batch and single verification say the same about the same statements and proofs (protocol.md §7.7).
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests unwrap as tests do")]

use std::sync::LazyLock;

use crypto::ballot::{
    BallotContext, BallotError, Choices, EncryptedBallot, EncryptionSeed, Limit, Shape, Tally, encrypt,
    verify_batch,
};
use crypto::decryption::{
    CELL_BYTES, DecryptionError, DecryptionStatement, PartialClaim, PartialDecryption, decrypt,
    verify_partials,
};
use crypto::elgamal::PublicKey;
use crypto::group::{Element, G_TABLE, Scalar, scalar_from_bytes};
use crypto::hash::Entropy;
use crypto::scrutineer::{ScrutineerIndex, SecretShare};
use proptest::prelude::*;

const SITTING: [u8; 32] = [1; 32];
const CONTEST: [u8; 32] = [2; 32];
/// Ballots and partials of the corpus.
const BALLOTS: u8 = 6;
const SCRUTINEERS: u16 = 5;
const CELLS: usize = 6;

/// What all cases change something of: making it costs more than checking it.
struct Corpus {
    shape: Shape,
    key: PublicKey,
    ballots: Vec<(BallotContext, Vec<u8>)>,
    /// Of two contests and the test.
    statements: Vec<DecryptionStatement>,
    /// (statement, scrutineer, bytes).
    partials: Vec<(usize, ScrutineerIndex, Vec<u8>)>,
    public_shares: Vec<Element>,
}

static CORPUS: LazyLock<Corpus> = LazyLock::new(|| {
    let shape = Shape::new(3, 3, vec![Limit::at_most([0, 2, 4], 2)]).unwrap();
    // k = 5 + 6·0; the polynomial is 5 + 6x.
    let key = PublicKey::new(Element::try_from(&Scalar::from(5u8) * G_TABLE).unwrap());
    let ballots: Vec<(BallotContext, Vec<u8>)> = (0..BALLOTS)
        .map(|i| {
            let context = BallotContext { sitting: SITTING, contest: CONTEST, ballot_key: [i; 32] };
            let seed = EncryptionSeed::fresh(Entropy::from_os([i; 32]));
            let choices = Choices::from_options(&shape, &[usize::from(i % 3), 1, 2]).unwrap();
            (context, encrypt(&seed, &choices, &context, &shape, &key).unwrap().to_bytes())
        })
        .collect();
    let mut tally = Tally::new(SITTING, CONTEST, &shape, &key);
    for (context, bytes) in &ballots {
        let ballot = EncryptedBallot::from_bytes(&shape, bytes).unwrap();
        tally.add(&ballot.verify(context, &shape, &key).unwrap()).unwrap();
    }
    let statements = vec![
        DecryptionStatement::totals(&tally, [3; 32]).unwrap(),
        DecryptionStatement::totals(&tally, [4; 32]).unwrap(),
        DecryptionStatement::test(SITTING, &key, [5; 32]).unwrap(),
    ];
    let (mut partials, mut public_shares) = (Vec::new(), Vec::new());
    for i in 1..=SCRUTINEERS {
        let share = SecretShare::from_scalar(Scalar::from(5 + 6 * i)).unwrap();
        let public = share.public_share().unwrap();
        let index = ScrutineerIndex::try_from(i).unwrap();
        for (at, statement) in statements.iter().enumerate() {
            let made = decrypt(statement, index, &share, &public, Entropy::from_os([9; 32])).unwrap();
            partials.push((at, index, made.to_bytes()));
        }
        public_shares.push(public);
    }
    Corpus { shape, key, ballots, statements, partials, public_shares }
});

impl Corpus {
    /// The verdicts of batch and single, which must be the same.
    fn verdicts(&self, partials: &[(usize, ScrutineerIndex, Vec<u8>)]) -> Vec<Result<(), DecryptionError>> {
        let decoded: Vec<_> = partials
            .iter()
            .map(|(_, _, bytes)| PartialDecryption::from_bytes(bytes, bytes.len() / CELL_BYTES).ok())
            .collect();
        let claims: Vec<PartialClaim<'_>> = partials
            .iter()
            .zip(&decoded)
            .filter_map(|((statement, index, _), partial)| {
                let public_share = &self.public_shares[usize::from(index.get()) - 1];
                let statement = &self.statements[*statement];
                Some(PartialClaim { statement, index: *index, public_share, partial: partial.as_ref()? })
            })
            .collect();
        let single: Vec<_> = claims
            .iter()
            .map(|claim| claim.partial.verify(claim.statement, claim.index, claim.public_share).map(|_| ()))
            .collect();
        let batch = verify_partials(&claims, Entropy::from_os([8; 32]));
        for (claim, verified) in claims.iter().zip(&batch) {
            let Ok(verified) = verified else { continue };
            let given = self
                .statements
                .iter()
                .filter(|statement| verified.is_of(statement, claim.index, claim.public_share));
            assert_eq!(given.count(), 1);
        }
        let batch: Vec<_> = batch.into_iter().map(|verdict| verdict.map(|_| ())).collect();
        assert_eq!(batch, single);
        batch
    }
}

/// Adds `error` to the response of a cell.
fn shift(bytes: &mut [u8], cell: usize, error: Scalar) {
    let s = &mut bytes[cell * CELL_BYTES + 96..(cell + 1) * CELL_BYTES];
    let shifted = scalar_from_bytes(&s.try_into().unwrap()).unwrap() + error;
    s.copy_from_slice(shifted.as_bytes());
}

#[test]
fn a_batch_of_partials_names_every_culprit_and_its_first_wrong_cell() {
    let mut partials = CORPUS.partials.clone();
    assert!(CORPUS.verdicts(&partials).iter().all(Result::is_ok));
    let proof = |at: usize, cell| Err(DecryptionError::Proof { index: CORPUS.partials[at].1, cell });
    for (at, cell) in [(0, 5), (0, 2), (4, 0), (14, 0)] {
        shift(&mut partials[at].2, cell, Scalar::ONE);
    }
    let verdicts = CORPUS.verdicts(&partials);
    let refused: Vec<_> = verdicts.iter().enumerate().filter(|(_, verdict)| verdict.is_err()).collect();
    assert_eq!(refused, [(0, &proof(0, 2)), (4, &proof(4, 0)), (14, &proof(14, 0))]);
}

/// Pitfall 9: +1 and −1 in the responses of two cells of a partial, of the same cell of two scrutineers, and of a contest
/// and a test. With one weight for all, or one for each place, each pair would be nothing.
#[test]
fn errors_of_partials_made_to_cancel_are_refused() {
    for [(one, cell_one), (two, cell_two)] in [[(0, 0), (0, 1)], [(0, 3), (3, 3)], [(0, 0), (2, 0)]] {
        let mut partials = CORPUS.partials.clone();
        shift(&mut partials[one].2, cell_one, Scalar::ONE);
        shift(&mut partials[two].2, cell_two, -Scalar::ONE);
        let verdicts = CORPUS.verdicts(&partials);
        for (at, verdict) in verdicts.iter().enumerate() {
            assert_eq!(verdict.is_err(), at == one || at == two, "{at}");
        }
    }
}

#[test]
fn a_partial_of_another_length_is_refused_and_the_others_are_not() {
    let mut partials = CORPUS.partials.clone();
    partials[3].2.truncate((CELLS - 1) * CELL_BYTES);
    let (expected, actual) = (CELLS * CELL_BYTES, (CELLS - 1) * CELL_BYTES);
    let verdicts = CORPUS.verdicts(&partials);
    assert_eq!(verdicts[3], Err(DecryptionError::Length { expected, actual }));
    assert_eq!(verdicts.iter().filter(|verdict| verdict.is_err()).count(), 1);
    assert_eq!(CORPUS.verdicts(&[]), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any words of any partials changed, shares given as another's: the same verdict either way.
    #[test]
    fn partials_are_refused_alike_in_batch_and_alone(
        changes in proptest::collection::vec((0..15usize, 0..768usize, 1..=255u8), 0..5),
        swaps in proptest::collection::vec((0..15usize, 1..=SCRUTINEERS), 0..2),
    ) {
        let mut partials = CORPUS.partials.clone();
        for (at, place, change) in &changes {
            let length = partials[*at].2.len();
            partials[*at].2[place % length] ^= change;
        }
        for (at, index) in swaps {
            partials[at].1 = ScrutineerIndex::try_from(index).unwrap();
        }
        let untouched = partials == CORPUS.partials;
        let verdicts = CORPUS.verdicts(&partials);
        prop_assert!(!untouched || verdicts.iter().all(Result::is_ok));
    }

    /// Any words of any ballots changed, ballots under each other's key: the same verdict either way, at the same place.
    #[test]
    fn ballots_are_refused_alike_in_batch_and_alone(
        changes in proptest::collection::vec((0..6usize, 0..4096usize, 1..=255u8), 0..4),
        stolen in proptest::option::of((0..6usize, 0..6usize)),
    ) {
        let Corpus { shape, key, ballots, .. } = &*CORPUS;
        let mut ballots = ballots.clone();
        if let Some((from, to)) = stolen {
            ballots[to].1 = ballots[from].1.clone();
        }
        for (at, place, change) in changes {
            let length = ballots[at].1.len();
            ballots[at].1[place % length] ^= change;
        }
        let decoded: Vec<(BallotContext, EncryptedBallot)> = ballots
            .iter()
            .filter_map(|(context, bytes)| Some((*context, EncryptedBallot::from_bytes(shape, bytes).ok()?)))
            .collect();
        let single: Vec<(usize, BallotError)> = decoded
            .iter()
            .enumerate()
            .filter_map(|(at, (context, ballot))| Some((at, ballot.verify(context, shape, key).err()?)))
            .collect();
        match verify_batch(&decoded, shape, key, Entropy::from_os([7; 32])) {
            Ok(verified) => {
                prop_assert_eq!(verified.len(), decoded.len());
                prop_assert!(single.is_empty());
            }
            Err(refused) => prop_assert_eq!(refused, single),
        }
    }
}
