//! Threshold decryption through the public interface: t of n shares open totals, and nothing else does.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests unwrap as tests do")]

use crypto::ballot::{
    BallotContext, Choices, EncryptedBallot, EncryptionSeed, Limit, Shape, Tally, TallyError, encrypt,
    verify_batch,
};
use crypto::decryption::{
    CELL_BYTES, DecryptionError, DecryptionStatement, PartialDecryption, VerifiedPartial, combine, decrypt,
    test_dummy,
};
use crypto::dlog::DlogError;
use crypto::elgamal::PublicKey;
use crypto::group::{DecodeError, Element, G_TABLE, Scalar};
use crypto::hash::{self, Entropy};
use crypto::scrutineer::{ScrutineerIndex, SecretShare};

const SITTING: [u8; 32] = [1; 32];
const CONTEST: [u8; 32] = [2; 32];
const CLOSING: [u8; 32] = [3; 32];

/// n shares of a polynomial of degree t − 1, as the ceremony would deal them.
struct Hall {
    key: PublicKey,
    threshold: usize,
    shares: Vec<(ScrutineerIndex, SecretShare, Element)>,
}

fn hall(threshold: usize, n: u16) -> Hall {
    let coefficients: Vec<Scalar> =
        (0..threshold as u64).map(|i| hash::scalar("test-coefficient", &[&i.to_be_bytes()])).collect();
    let share = |i: u16| {
        let x = coefficients.iter().rev().fold(Scalar::ZERO, |sum, c| sum * Scalar::from(i) + c);
        let share = SecretShare::from_scalar(x).unwrap();
        let public = share.public_share().unwrap();
        (ScrutineerIndex::try_from(i).unwrap(), share, public)
    };
    let key = PublicKey::new(Element::try_from(&coefficients[0] * G_TABLE).unwrap());
    Hall { key, threshold, shares: (1..=n).map(share).collect() }
}

impl Hall {
    fn partial(&self, statement: &DecryptionStatement, scrutineer: usize) -> PartialDecryption {
        let (index, share, public) = &self.shares[scrutineer - 1];
        decrypt(statement, *index, share, public, Entropy::from_os([9; 32])).unwrap()
    }

    fn verified(&self, statement: &DecryptionStatement, scrutineer: usize) -> VerifiedPartial {
        let (index, _, public) = &self.shares[scrutineer - 1];
        self.partial(statement, scrutineer).verify(statement, *index, public).unwrap()
    }

    fn totals(&self, statement: &DecryptionStatement, who: &[usize]) -> Result<Vec<u64>, DecryptionError> {
        let partials: Vec<_> = who.iter().map(|&i| self.verified(statement, i)).collect();
        combine(statement, self.threshold, &partials)
    }
}

fn shape() -> Shape {
    Shape::new(3, 3, vec![Limit::at_most([0, 2, 4], 2)]).unwrap()
}

/// Ballots with these options, summed.
fn tally(key: &PublicKey, ballots: &[[usize; 3]]) -> Tally {
    let shape = shape();
    let made: Vec<(BallotContext, EncryptedBallot)> = (0u8..)
        .zip(ballots)
        .map(|(i, options)| {
            let context = BallotContext { sitting: SITTING, contest: CONTEST, ballot_key: [i; 32] };
            let seed = EncryptionSeed::fresh(Entropy::from_os([i; 32]));
            let choices = Choices::from_options(&shape, options).unwrap();
            (context, encrypt(&seed, &choices, &context, &shape, key).unwrap())
        })
        .collect();
    let (left, right) = made.split_at(made.len() / 2);
    let sum = |part| {
        let mut tally = Tally::new(SITTING, CONTEST, &shape, key);
        for ballot in verify_batch(part, &shape, key, Entropy::from_os([8; 32])).unwrap() {
            tally.add(&ballot).unwrap();
        }
        tally
    };
    let mut whole = sum(left);
    whole.merge(&sum(right)).unwrap();
    whole
}

const BALLOTS: [[usize; 3]; 5] = [[0, 1, 2], [0, 0, 2], [2, 2, 2], [0, 1, 1], [1, 0, 0]];
const TOTALS: [u64; 6] = [3, 1, 2, 2, 1, 1];

#[test]
fn every_two_of_three_and_three_of_five_open_the_same_totals() {
    for (threshold, n) in [(2, 3), (3, 5)] {
        let hall = hall(threshold, n);
        let statement = DecryptionStatement::totals(&tally(&hall.key, &BALLOTS), CLOSING).unwrap();
        for set in 0u32..1 << n {
            let who: Vec<usize> = (1..=usize::from(n)).filter(|i| set >> (i - 1) & 1 == 1).collect();
            let given = who.len();
            let expected = if given >= threshold {
                Ok(TOTALS.to_vec())
            } else {
                Err(DecryptionError::TooFew { given, needed: threshold })
            };
            assert_eq!(hall.totals(&statement, &who), expected, "{who:?}");
        }
    }
}

#[test]
fn fewer_than_the_true_threshold_find_no_total() {
    let hall = hall(3, 5);
    let statement = DecryptionStatement::totals(&tally(&hall.key, &BALLOTS), CLOSING).unwrap();
    let two = [hall.verified(&statement, 1), hall.verified(&statement, 2)];
    let source = DlogError::NotFound { bound: 5 };
    assert_eq!(combine(&statement, 2, &two), Err(DecryptionError::Total { cell: 0, source }));
    let needed = 0;
    assert_eq!(combine(&statement, 0, &two), Err(DecryptionError::TooFew { given: 2, needed }));
}

#[test]
fn the_same_scrutineer_twice_is_refused() {
    let hall = hall(2, 3);
    let statement = DecryptionStatement::totals(&tally(&hall.key, &BALLOTS), CLOSING).unwrap();
    let index = hall.shares[1].0;
    assert_eq!(hall.totals(&statement, &[2, 2]), Err(DecryptionError::Duplicate { index }));
}

#[test]
fn a_share_serves_one_statement_only() {
    let hall = hall(2, 3);
    let sums = tally(&hall.key, &BALLOTS);
    let statement = DecryptionStatement::totals(&sums, CLOSING).unwrap();
    let other_close = DecryptionStatement::totals(&sums, [4; 32]).unwrap();
    let other_sums = DecryptionStatement::totals(&tally(&hall.key, &BALLOTS[1..]), CLOSING).unwrap();
    let (index, _, public) = &hall.shares[0];
    let partial = hall.partial(&statement, 1);
    for other in [&other_close, &other_sums] {
        let refused = partial.verify(other, *index, public).unwrap_err();
        assert_eq!(refused, DecryptionError::Proof { index: *index, cell: 0 });
        let mixed = [hall.verified(&statement, 1), hall.verified(other, 2)];
        let index = hall.shares[1].0;
        assert_eq!(combine(&statement, 2, &mixed), Err(DecryptionError::OtherStatement { index }));
    }
    // As another scrutineer's, with the other's public share and with one's own.
    let (other_index, _, other_public) = &hall.shares[1];
    for public in [public, other_public] {
        let refused = partial.verify(&statement, *other_index, public).unwrap_err();
        assert_eq!(refused, DecryptionError::Proof { index: *other_index, cell: 0 });
    }
}

#[test]
fn a_wrong_share_is_named_with_its_cell() {
    let hall = hall(2, 3);
    let statement = DecryptionStatement::totals(&tally(&hall.key, &BALLOTS), CLOSING).unwrap();
    let (index, _, public) = &hall.shares[2];
    let bytes = hall.partial(&statement, 3).to_bytes();
    assert_eq!(bytes.len(), 6 * CELL_BYTES);
    let verdict = |bytes: &[u8]| {
        PartialDecryption::from_bytes(bytes, 6).and_then(|p| p.verify(&statement, *index, public).map(|_| ()))
    };
    assert_eq!(verdict(&bytes), Ok(()));
    for cell in 0..6 {
        let share = cell * CELL_BYTES..cell * CELL_BYTES + 32;
        let mut wrong = bytes.clone();
        wrong[share.clone()].copy_from_slice(crypto::group::Point::from(crypto::group::G).as_bytes());
        assert_eq!(verdict(&wrong), Err(DecryptionError::Proof { index: *index, cell }));
        let mut response = bytes.clone();
        response[cell * CELL_BYTES + 96] ^= 1;
        assert_eq!(verdict(&response), Err(DecryptionError::Proof { index: *index, cell }));
        // Two cells' shares exchanged, proofs and all.
        let mut moved = bytes.clone();
        moved.rotate_left(CELL_BYTES);
        assert_eq!(verdict(&moved), Err(DecryptionError::Proof { index: *index, cell: 0 }));
        let mut identity = bytes.clone();
        identity[share].fill(0);
        let source = DecodeError::Identity;
        assert_eq!(verdict(&identity), Err(DecryptionError::Share { cell, source }));
    }
}

#[test]
fn other_lengths_and_encodings_are_refused() {
    let hall = hall(2, 3);
    let statement = DecryptionStatement::totals(&tally(&hall.key, &BALLOTS), CLOSING).unwrap();
    let partial = hall.partial(&statement, 1);
    let bytes = partial.to_bytes();
    assert_eq!(PartialDecryption::from_bytes(&bytes, 6), Ok(partial));
    let decode = |bytes: &[u8]| PartialDecryption::from_bytes(bytes, 6).unwrap_err();
    let expected = 768;
    for actual in [0, 767, 769, 768 - CELL_BYTES] {
        let mut bytes = bytes.clone();
        bytes.resize(actual, 0);
        assert_eq!(decode(&bytes), DecryptionError::Length { expected, actual });
    }
    let bad = |word: usize| {
        let mut bytes = bytes.clone();
        bytes[CELL_BYTES + word * 32..CELL_BYTES + (word + 1) * 32].fill(0xff);
        decode(&bytes)
    };
    let (cell, point) = (1, DecodeError::Point);
    assert_eq!(bad(0), DecryptionError::Share { cell, source: point });
    assert_eq!(bad(1), DecryptionError::Commitment { cell, source: point });
    assert_eq!(bad(2), DecryptionError::Commitment { cell, source: point });
    assert_eq!(bad(3), DecryptionError::Response { cell, source: DecodeError::Scalar });
    let one_cell = PartialDecryption::from_bytes(&bytes[..CELL_BYTES], 1).unwrap();
    let (index, _, public) = &hall.shares[0];
    let refused = one_cell.verify(&statement, *index, public).unwrap_err();
    assert_eq!(refused, DecryptionError::Length { expected, actual: CELL_BYTES });
}

#[test]
fn a_share_that_is_not_the_ceremonys_makes_nothing() {
    let hall = hall(2, 3);
    let statement = DecryptionStatement::totals(&tally(&hall.key, &BALLOTS), CLOSING).unwrap();
    let (index, share, _) = &hall.shares[0];
    let refused = decrypt(&statement, *index, share, &hall.shares[1].2, Entropy::from_os([9; 32]));
    assert_eq!(refused, Err(DecryptionError::OtherShare { index: *index }));
}

#[test]
fn an_empty_box_has_nothing_to_decrypt() {
    let hall = hall(2, 3);
    let refused = DecryptionStatement::totals(&tally(&hall.key, &[]), CLOSING).unwrap_err();
    assert_eq!(refused, DecryptionError::Sum(TallyError::IdentitySum { cell: 0 }));
}

#[test]
fn the_test_decryption_opens_the_dummy_and_no_contest() {
    let hall = hall(2, 3);
    let leaf = [7; 32];
    let (dummy, number) = test_dummy(&hall.key, &leaf).unwrap();
    assert_eq!(test_dummy(&hall.key, &leaf), Ok((dummy, number)));
    assert_ne!(test_dummy(&hall.key, &[8; 32]).unwrap().0, dummy);
    let statement = DecryptionStatement::test(SITTING, &hall.key, leaf).unwrap();
    assert_eq!(hall.totals(&statement, &[1, 3]), Ok(vec![number]));
    // Its shares are for the test alone.
    let (index, _, public) = &hall.shares[0];
    let other = DecryptionStatement::test(SITTING, &hall.key, [8; 32]).unwrap();
    let refused = hall.partial(&statement, 1).verify(&other, *index, public).unwrap_err();
    assert_eq!(refused, DecryptionError::Proof { index: *index, cell: 0 });
}
