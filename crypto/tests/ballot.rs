//! Ballots through the public interface: made, moved, changed, summed.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

use crypto::ballot::{
    BallotCode, BallotContext, BallotError, ChoiceError, Choices, CodeNonce, EncryptError, EncryptedBallot,
    EncryptionSeed, KeyCommitment, Limit, Part, Shape, Tally, TallyError, encrypt, recompute_ciphertexts,
    verify_batch,
};
use crypto::elgamal::{Half, PublicKey};
use crypto::group::{DecodeError, Element, G_TABLE};
use crypto::hash::{self, Entropy};
use proptest::prelude::*;

const CONTEXT: BallotContext = BallotContext { sitting: [1; 32], contest: [2; 32], ballot_key: [3; 32] };

fn key() -> PublicKey {
    PublicKey::new(Element::try_from(&hash::scalar("test-key", &[]) * G_TABLE).unwrap())
}

/// 3 items, 赞成/反对/弃权, at most 2 赞成.
fn shape() -> Shape {
    Shape::new(3, 3, vec![Limit::at_most([0, 2, 4], 2)]).unwrap()
}

fn seed(byte: u8) -> EncryptionSeed {
    EncryptionSeed::fresh(Entropy::from_os([byte; 32]))
}

fn ballot(byte: u8, options: &[usize], context: &BallotContext) -> EncryptedBallot {
    let shape = shape();
    let choices = Choices::from_options(&shape, options).unwrap();
    encrypt(&seed(byte), &choices, context, &shape, &key()).unwrap()
}

fn verdict(ballot: &EncryptedBallot, context: &BallotContext) -> Result<(), BallotError> {
    ballot.verify(context, &shape(), &key()).map(|_| ())
}

#[test]
fn every_valid_choice_verifies_and_has_the_length_of_its_shape() {
    let (shape, key) = (shape(), key());
    for number in 0..27usize {
        let options = [number / 9, number / 3 % 3, number % 3];
        let choices = match Choices::from_options(&shape, &options) {
            Ok(choices) => choices,
            Err(error) => {
                assert_eq!((options, error), ([0; 3], ChoiceError::TooMany { limit: 0, high: 2 }));
                continue;
            }
        };
        let ballot = encrypt(&seed(7), &choices, &CONTEXT, &shape, &key).unwrap();
        let bytes = ballot.to_bytes();
        assert_eq!(bytes.len(), shape.ballot_bytes());
        let decoded = EncryptedBallot::from_bytes(&shape, &bytes).unwrap();
        assert_eq!(decoded, ballot);
        assert!(decoded.verify(&CONTEXT, &shape, &key).is_ok(), "{options:?}");
    }
}

#[test]
fn equal_inputs_give_equal_bytes_and_another_seed_shares_none() {
    let first = ballot(7, &[0, 1, 2], &CONTEXT);
    assert_eq!(first.to_bytes(), ballot(7, &[0, 1, 2], &CONTEXT).to_bytes());
    let other = ballot(8, &[0, 1, 2], &CONTEXT);
    assert!(first.ciphertexts().iter().zip(other.ciphertexts()).all(|(x, y)| x.a() != y.a()));
}

#[test]
fn a_ballot_moved_anywhere_is_refused() {
    let ballot = ballot(7, &[0, 1, 2], &CONTEXT);
    assert_eq!(verdict(&ballot, &CONTEXT), Ok(()));
    let moved = [
        BallotContext { ballot_key: [4; 32], ..CONTEXT },
        BallotContext { contest: [4; 32], ..CONTEXT },
        BallotContext { sitting: [4; 32], ..CONTEXT },
    ];
    for context in moved {
        assert_eq!(verdict(&ballot, &context), Err(BallotError::Altered));
    }
    let other_key = PublicKey::new(Element::try_from(crypto::group::G).unwrap());
    assert_eq!(ballot.verify(&CONTEXT, &shape(), &other_key).map(|_| ()), Err(BallotError::Altered));
    // The same counts, another limit: the shape is in the challenge.
    let other_shape = Shape::new(3, 3, vec![Limit::at_most([1, 3, 5], 2)]).unwrap();
    assert_eq!(ballot.verify(&CONTEXT, &other_shape, &key()).map(|_| ()), Err(BallotError::Altered));
    let narrow = Shape::new(3, 2, vec![]).unwrap();
    let (expected, actual) = (narrow.ballot_bytes(), shape().ballot_bytes());
    assert_eq!(
        ballot.verify(&CONTEXT, &narrow, &key()).map(|_| ()),
        Err(BallotError::Length { expected, actual })
    );
}

#[test]
fn spliced_parts_are_refused() {
    let shape = shape();
    let (one, two) = (ballot(7, &[0, 1, 2], &CONTEXT), ballot(8, &[0, 1, 2], &CONTEXT));
    let (bytes, other) = (one.to_bytes(), two.to_bytes());
    let proofs = shape.ciphertexts() * 64;
    // A ciphertext with its proof, a proof alone, its commitments alone; then a response alone.
    let cell = |cell: usize| proofs + cell * 224..proofs + (cell + 1) * 224;
    let commitments = cell(0).start..cell(0).start + 128;
    for (first, second) in [(0..64, cell(0)), (0..0, cell(0)), (0..0, commitments)] {
        let mut spliced = bytes.clone();
        for range in [first, second] {
            spliced[range.clone()].copy_from_slice(&other[range]);
        }
        let ballot = EncryptedBallot::from_bytes(&shape, &spliced).unwrap();
        assert_eq!(verdict(&ballot, &CONTEXT), Err(BallotError::Altered));
    }
    let response = cell(1).end - 32..cell(1).end;
    let mut spliced = bytes.clone();
    spliced[response.clone()].copy_from_slice(&other[response]);
    let ballot = EncryptedBallot::from_bytes(&shape, &spliced).unwrap();
    assert_eq!(verdict(&ballot, &CONTEXT), Err(BallotError::CellProof { cell: 1 }));
}

/// The part that the word number `word` of a ballot belongs to, by the layout of §7.5.
fn part_of(shape: &Shape, word: usize) -> (Part, usize) {
    let ciphertexts = shape.ciphertexts() * 2;
    let Some(word) = word.checked_sub(ciphertexts) else {
        let part = if word / 2 < shape.cells() {
            Part::Cell(word / 2)
        } else {
            Part::Slack(word / 2 - shape.cells())
        };
        return (part, word % 2);
    };
    let Some(in_limits) = word.checked_sub(shape.bit_proofs() * 7) else {
        let (proof, place) = (word / 7, word % 7);
        let rows = shape.cells() + shape.row_sums();
        let part = match proof {
            cell if cell < shape.cells() => Part::Cell(cell),
            row if row < rows => Part::Row(row - shape.cells()),
            slack => Part::Slack(slack - rows),
        };
        return (part, place);
    };
    (Part::Limit(in_limits / 3), in_limits % 3)
}

#[test]
fn every_word_must_be_canonical() {
    let shape = shape();
    let bytes = ballot(7, &[0, 1, 2], &CONTEXT).to_bytes();
    let ciphertexts = shape.ciphertexts() * 2;
    for word in 0..bytes.len() / 32 {
        let mut bad = bytes.clone();
        bad[word * 32..word * 32 + 32].fill(0xff);
        let (part, place) = part_of(&shape, word);
        let commitments = if matches!(part, Part::Limit(_)) { 2 } else { 4 };
        let expected = match place {
            _ if word < ciphertexts => {
                let half = if place == 0 { Half::First } else { Half::Second };
                BallotError::Ciphertext { part, half, source: DecodeError::Point }
            }
            index if index < commitments => {
                BallotError::Commitment { part, index, source: DecodeError::Point }
            }
            place => BallotError::Response { part, index: place - commitments, source: DecodeError::Scalar },
        };
        assert_eq!(EncryptedBallot::from_bytes(&shape, &bad), Err(expected), "word {word}");
    }
}

#[test]
fn the_identity_as_first_half_and_other_lengths_are_refused() {
    let shape = shape();
    let bytes = ballot(7, &[0, 1, 2], &CONTEXT).to_bytes();
    let mut identity = bytes.clone();
    identity[64..96].fill(0);
    let refused = EncryptedBallot::from_bytes(&shape, &identity).unwrap_err();
    let (part, half, source) = (Part::Cell(1), Half::First, DecodeError::Identity);
    assert_eq!(refused, BallotError::Ciphertext { part, half, source });
    let expected = shape.ballot_bytes();
    for actual in [0, 1, expected - 32, expected - 1, expected + 1, expected + 32] {
        let mut bytes = bytes.clone();
        bytes.resize(actual, 0);
        let refused = EncryptedBallot::from_bytes(&shape, &bytes);
        assert_eq!(refused, Err(BallotError::Length { expected, actual }));
    }
}

#[test]
fn every_changed_response_names_its_part() {
    let shape = shape();
    let bytes = ballot(7, &[0, 1, 2], &CONTEXT).to_bytes();
    for word in shape.ciphertexts() * 2..bytes.len() / 32 {
        let (part, place) = part_of(&shape, word);
        let first_response = if matches!(part, Part::Limit(_)) { 2 } else { 4 };
        if place < first_response {
            continue;
        }
        let mut changed = bytes.clone();
        // The lowest bit: the scalar stays canonical but for one value in 2²⁵².
        changed[word * 32] ^= 1;
        let ballot = EncryptedBallot::from_bytes(&shape, &changed).unwrap();
        let expected = match part {
            Part::Cell(cell) => BallotError::CellProof { cell },
            Part::Row(row) => BallotError::RowProof { row },
            Part::Slack(slack) => BallotError::SlackProof { slack },
            Part::Limit(limit) => BallotError::LimitProof { limit },
        };
        assert_eq!(verdict(&ballot, &CONTEXT), Err(expected), "word {word}");
    }
}

#[test]
fn choices_for_another_shape_are_not_encrypted() {
    let other = Shape::new(3, 3, vec![Limit::at_most([1, 3, 5], 2)]).unwrap();
    let choices = Choices::from_options(&other, &[0, 0, 0]).unwrap();
    let refused = encrypt(&seed(7), &choices, &CONTEXT, &shape(), &key());
    assert_eq!(refused, Err(EncryptError::OtherShape));
    assert_eq!(recompute_ciphertexts(&seed(7), &choices, &shape(), &key()), Err(EncryptError::OtherShape));
}

#[test]
fn a_challenge_recomputes_the_code_without_the_ballot_key() {
    let (shape, key) = (shape(), key());
    let choices = Choices::from_options(&shape, &[0, 1, 2]).unwrap();
    let seed = seed(7);
    let ballot = encrypt(&seed, &choices, &CONTEXT, &shape, &key).unwrap();
    let com = KeyCommitment::new(&CONTEXT.ballot_key, &CodeNonce::fresh(Entropy::from_os([8; 32])));
    let shown = BallotCode::new(&CONTEXT.sitting, &CONTEXT.contest, &com, ballot.ciphertexts());

    let (seed, packed) = (seed.open(), choices.to_packed());
    let code = |packed: &[u8]| {
        let choices = Choices::from_packed(&shape, packed).unwrap();
        let seed = EncryptionSeed::from_opened(seed);
        let ciphertexts = recompute_ciphertexts(&seed, &choices, &shape, &key).unwrap();
        BallotCode::new(&CONTEXT.sitting, &CONTEXT.contest, &com, &ciphertexts)
    };
    assert_eq!(code(&packed), shown);
    let other = Choices::from_options(&shape, &[0, 2, 2]).unwrap();
    assert_ne!(code(&other.to_packed()), shown);
}

#[test]
fn a_batch_names_every_culprit_as_the_single_check_does() {
    let (shape, key) = (shape(), key());
    let context = |byte| BallotContext { ballot_key: [byte; 32], ..CONTEXT };
    let mut ballots: Vec<_> = (0..40).map(|i| (context(i), ballot(i, &[0, 1, 2], &context(i)))).collect();
    let verified = verify_batch(&ballots, &shape, &key, Entropy::from_os([5; 32])).unwrap();
    assert_eq!(verified.len(), 40);
    assert!(verified.iter().zip(&ballots).all(|(v, (context, _))| v.context() == context));
    // A copy under another ballot key, and a changed response in the last word.
    ballots[11].1 = ballots[12].1.clone();
    let mut bytes = ballots[39].1.to_bytes();
    let last = bytes.len() - 32;
    bytes[last] ^= 1;
    ballots[39].1 = EncryptedBallot::from_bytes(&shape, &bytes).unwrap();
    let refused = verify_batch(&ballots, &shape, &key, Entropy::from_os([5; 32])).unwrap_err();
    assert_eq!(refused, [(11, BallotError::Altered), (39, BallotError::LimitProof { limit: 0 })]);
    for (position, (context, ballot)) in ballots.iter().enumerate() {
        let batch = refused.iter().find(|(p, _)| *p == position).map(|(_, error)| *error);
        assert_eq!(ballot.verify(context, &shape, &key).map(|_| ()).err(), batch);
    }
    assert!(verify_batch(&[], &shape, &key, Entropy::from_os([5; 32])).unwrap().is_empty());
}

#[test]
fn a_ballot_of_another_contest_is_not_summed() {
    let (shape, key) = (shape(), key());
    let ballot = ballot(7, &[0, 1, 2], &CONTEXT);
    let verified = ballot.verify(&CONTEXT, &shape, &key).unwrap();
    let mut tally = Tally::new(CONTEXT.sitting, CONTEXT.contest, &shape, &key);
    assert_eq!(tally.sums(), Err(TallyError::IdentitySum { cell: 0 }));
    tally.add(&verified).unwrap();
    assert_eq!((tally.ballots(), tally.sums().unwrap().len()), (1, 6));
    let mut other = Tally::new(CONTEXT.sitting, [9; 32], &shape, &key);
    assert_eq!(other.add(&verified), Err(TallyError::OtherContest));
    assert_eq!(other.merge(&tally), Err(TallyError::OtherContest));
    assert_eq!(other.ballots(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn one_changed_bit_is_refused(byte: u8, bit in 0..1_000_000usize) {
        let shape = shape();
        let mut bytes = ballot(byte, &[0, 1, 0], &CONTEXT).to_bytes();
        let bit = bit % (bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        let changed = EncryptedBallot::from_bytes(&shape, &bytes);
        prop_assert!(changed.and_then(|ballot| verdict(&ballot, &CONTEXT)).is_err());
    }

    #[test]
    fn any_bytes_decode_to_themselves_or_not_at_all(
        byte: u8,
        changes in proptest::collection::vec((0..4096usize, any::<u8>()), 0..3),
    ) {
        let shape = shape();
        let mut bytes = ballot(byte, &[1, 1, 0], &CONTEXT).to_bytes();
        for (place, value) in changes {
            let place = place % bytes.len();
            bytes[place] = value;
        }
        if let Ok(ballot) = EncryptedBallot::from_bytes(&shape, &bytes) {
            prop_assert_eq!(ballot.to_bytes(), bytes);
        }
    }
}
