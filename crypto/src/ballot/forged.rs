//! Ballots by a prover who knows everything and lies: each lie is refused by its own name (tests only).

use super::choices::Choices;
use super::encrypt::{Opening, prove, signed};
use super::encrypted::EncryptedBallot;
use super::seed::{EncryptionSeed, Stream};
use super::{BallotContext, BallotError, Limit, Shape, encrypt, verify_batch};
use crate::elgamal::{Ciphertext, PublicKey};
use crate::group::{Element, G, G_TABLE, Point, Scalar};
use crate::hash::{self, Entropy};

fn key() -> PublicKey {
    PublicKey::new(Element::try_from(&hash::scalar("test-key", &[]) * G_TABLE).unwrap())
}

fn context() -> BallotContext {
    BallotContext { sitting: [1; 32], contest: [2; 32], ballot_key: [3; 32] }
}

/// A ballot whose ciphertext number i holds `held[i]`, proved as well as the honest prover can when it
/// claims `claimed[i]`: everything else about it is true.
fn forge(shape: &Shape, held: &[i64], claimed: &[u8]) -> EncryptedBallot {
    let key = key();
    let r = |i: usize| hash::scalar("test-r", &[&(i as u64).to_be_bytes()]);
    let openings: Vec<Opening> = claimed.iter().enumerate().map(|(i, &m)| Opening { r: r(i), m }).collect();
    let ciphertexts = held.iter().enumerate().map(|(i, &m)| {
        let a = Element::try_from(&r(i) * G_TABLE).unwrap();
        Ciphertext::new(a, Point::from(key.times(&r(i)) + signed(m) * G))
    });
    let choices = Choices::new(&Shape::new(1, 2, vec![]).unwrap(), &[false]).unwrap();
    let seed = EncryptionSeed::from_opened([9; 32]);
    let stream = Stream::of_proofs(&seed, &choices, shape, &key, &context(), &[]);
    prove(&openings, ciphertexts.collect(), &stream, &context(), shape, &key)
}

/// A ballot with other parts, encoded anew.
fn altered(mut ballot: EncryptedBallot, change: impl FnOnce(&mut EncryptedBallot)) -> EncryptedBallot {
    change(&mut ballot);
    EncryptedBallot::of_parts(ballot.ciphertexts, ballot.bits, ballot.limits)
}

/// Single and batch say the same.
fn verdict(shape: &Shape, ballot: EncryptedBallot) -> Result<(), BallotError> {
    let (key, context) = (key(), context());
    let single = ballot.verify(&context, shape, &key).map(|_| ());
    let batch = verify_batch(&[(context, ballot)], shape, &key, Entropy::from_os([5; 32])).map(|_| ());
    assert_eq!(batch, single.map_err(|error| vec![(0, error)]));
    single
}

#[test]
fn two_and_minus_one_are_refused_in_a_cell() {
    let shape = Shape::new(3, 2, vec![]).unwrap();
    assert_eq!(verdict(&shape, forge(&shape, &[0, 1, 1], &[0, 1, 1])), Ok(()));
    for lie in [2, -1, 3, 1000] {
        for claimed in [0, 1] {
            let ballot = forge(&shape, &[0, lie, 1], &[0, claimed, 1]);
            assert_eq!(verdict(&shape, ballot), Err(BallotError::CellProof { cell: 1 }), "{lie}");
        }
    }
}

#[test]
fn two_marks_in_a_row_are_refused() {
    let shape = Shape::new(2, 3, vec![]).unwrap();
    assert_eq!(verdict(&shape, forge(&shape, &[0, 1, 0, 0], &[0, 1, 0, 0])), Ok(()));
    let ballot = forge(&shape, &[0, 1, 1, 1], &[0, 1, 1, 1]);
    assert_eq!(verdict(&shape, ballot), Err(BallotError::RowProof { row: 1 }));
}

#[test]
fn an_over_choice_is_refused_whatever_the_slack_says() {
    // At most 2 of 4: slack bits of weights 1 and 1.
    let shape = Shape::new(4, 2, vec![Limit::at_most(0..4, 2)]).unwrap();
    assert_eq!(verdict(&shape, forge(&shape, &[1, 1, 0, 0, 0, 0], &[1, 1, 0, 0, 0, 0])), Ok(()));
    for slacks in [[0, 0], [1, 0], [1, 1]] {
        let claimed = [1, 1, 1, 0, slacks[0], slacks[1]];
        let ballot = forge(&shape, &claimed.map(i64::from), &claimed);
        assert_eq!(verdict(&shape, ballot), Err(BallotError::LimitProof { limit: 0 }));
    }
    // The sum comes out right with a slack of −1, which then is no bit.
    let ballot = forge(&shape, &[1, 1, 1, 0, -1, 0], &[1, 1, 1, 0, 0, 0]);
    assert_eq!(verdict(&shape, ballot), Err(BallotError::SlackProof { slack: 0 }));
}

#[test]
fn an_under_choice_is_refused() {
    let shape = Shape::new(4, 2, vec![Limit::exactly(0..4, 2)]).unwrap();
    assert_eq!(verdict(&shape, forge(&shape, &[1, 0, 0, 1], &[1, 0, 0, 1])), Ok(()));
    let ballot = forge(&shape, &[1, 0, 0, 0], &[1, 0, 0, 0]);
    assert_eq!(verdict(&shape, ballot), Err(BallotError::LimitProof { limit: 0 }));
}

#[test]
fn a_blank_ballot_with_a_mark_is_refused() {
    let limits = || {
        let marks = || (0..2).map(|cell| (cell, 1));
        vec![Limit::linear(marks().chain([(2, 2)]), 0, 2), Limit::linear(marks().chain([(2, 1)]), 1, 2)]
    };
    let shape = Shape::with_blank(2, 2, limits()).unwrap();
    // Cells, blank; slack of the first limit (weights 1, 1), slack of the second (weight 1).
    let blank = [0, 0, 1, 0, 0, 1];
    assert_eq!(verdict(&shape, forge(&shape, &blank.map(i64::from), &blank)), Ok(()));
    let both = [0, 1, 1, 0, 0, 0];
    let refused = verdict(&shape, forge(&shape, &both.map(i64::from), &both));
    assert_eq!(refused, Err(BallotError::LimitProof { limit: 0 }));
    let neither = [0, 0, 0, 1, 1, 1];
    let refused = verdict(&shape, forge(&shape, &neither.map(i64::from), &neither));
    assert_eq!(refused, Err(BallotError::LimitProof { limit: 1 }));
}

#[test]
fn errors_made_to_cancel_are_refused_in_single_and_batch() {
    let shape = Shape::new(3, 2, vec![Limit::at_most(0..3, 1)]).unwrap();
    let (key, context) = (key(), context());
    let honest = |seed| {
        let choices = Choices::from_options(&shape, &[1, 0, 1]).unwrap();
        encrypt(&EncryptionSeed::from_opened([seed; 32]), &choices, &context, &shape, &key).unwrap()
    };
    // One weight for all equations, or for the four of a proof, would let +1 and −1 cancel.
    let within = altered(honest(1), |ballot| {
        ballot.bits[0].s0 += Scalar::ONE;
        ballot.bits[1].s0 -= Scalar::ONE;
    });
    assert_eq!(verdict(&shape, within), Err(BallotError::CellProof { cell: 0 }));
    let within_proof = altered(honest(1), |ballot| {
        ballot.bits[1].s0 += Scalar::ONE;
        ballot.bits[1].s1 -= Scalar::ONE;
    });
    assert_eq!(verdict(&shape, within_proof), Err(BallotError::CellProof { cell: 1 }));
    // The same between two ballots at the same place.
    let plus = altered(honest(2), |ballot| ballot.limits[0].s += Scalar::ONE);
    let minus = altered(honest(3), |ballot| ballot.limits[0].s -= Scalar::ONE);
    let ballots = [(context, honest(1)), (context, plus), (context, honest(4)), (context, minus)];
    let refused = verify_batch(&ballots, &shape, &key, Entropy::from_os([6; 32])).unwrap_err();
    let limit = BallotError::LimitProof { limit: 0 };
    assert_eq!(refused, [(1, limit), (3, limit)]);
}

#[test]
fn a_repeated_first_half_is_refused() {
    let shape = Shape::new(3, 2, vec![]).unwrap();
    let ballot = altered(forge(&shape, &[0, 0, 0], &[0, 0, 0]), |ballot| {
        ballot.ciphertexts[2] = Ciphertext::new(*ballot.ciphertexts[0].a(), *ballot.ciphertexts[2].b());
    });
    let (first, second) = (super::Part::Cell(0), super::Part::Cell(2));
    let repeated = BallotError::RepeatedCiphertext { first, second };
    assert_eq!(EncryptedBallot::from_bytes(&shape, &ballot.to_bytes()), Err(repeated));
}

/// The prover of the protocol uses tables; this one follows the text of §7.5 word for word.
#[test]
fn commitments_are_those_of_the_equations() {
    let shape = Shape::new(2, 3, vec![Limit::at_most([0, 2], 1)]).unwrap();
    let key = key();
    let choices = Choices::from_options(&shape, &[0, 2]).unwrap();
    let ballot = encrypt(&EncryptionSeed::from_opened([4; 32]), &choices, &context(), &shape, &key).unwrap();
    let c = ballot.challenge(&context(), &shape, &key);
    let k = key.element().point();
    for (proof, ciphertext) in ballot.bits.iter().zip(&ballot.ciphertexts[..4]) {
        let (a, b) = (ciphertext.a().point(), ciphertext.b().point());
        let c1 = c - proof.c0;
        let expected = [
            proof.s0 * G - proof.c0 * a,
            proof.s0 * k - proof.c0 * b,
            proof.s1 * G - c1 * a,
            proof.s1 * k - c1 * (b - G),
        ];
        assert_eq!(proof.commitments, expected.map(Point::from));
    }
}
