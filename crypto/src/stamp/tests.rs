use super::*;
use crate::signature::SigningKey;

pub(super) const CONTEXT: StampContext = StampContext { sitting: [7; 32], contest: [8; 32] };

pub(super) fn ballot_key(i: u8) -> VerifyingKey {
    SigningKey::from_seed(&[i; 32]).unwrap().verifying_key()
}

pub(super) fn entropy(i: u8) -> Entropy {
    Entropy::from_os([i; 32])
}

pub(super) fn key(i: u8) -> StampKey {
    StampKey::generate(entropy(i)).unwrap()
}

fn blinding(i: u8) -> Blinding {
    Blinding::new(StampInput::new(&CONTEXT, &ballot_key(i)).unwrap(), [entropy(i), entropy(i + 100)]).unwrap()
}

/// The stamp of ballot key `i`, by the way a device gets it.
pub(super) fn stamp(key: &StampKey, i: u8) -> Stamp {
    let blinding = blinding(i);
    let evaluation = key.evaluate(blinding.blinded(), entropy(i)).unwrap();
    blinding.unblind(key.public_key(), &evaluation).unwrap()
}

#[test]
fn an_unblinded_stamp_is_the_one_that_the_server_expects() {
    let key = key(1);
    let input = StampInput::new(&CONTEXT, &ballot_key(3)).unwrap();
    assert_eq!(key.check(&input, &stamp(&key, 3)), Ok(()));
}

#[test]
fn a_stamp_is_for_one_ballot_key_one_contest_one_sitting_and_one_stamp_key() {
    let stamping = key(1);
    let stamp = stamp(&stamping, 3);
    let refused = Err(StampError::NotStamped);
    let contexts = [
        (StampContext { contest: [9; 32], ..CONTEXT }, 3),
        (StampContext { sitting: [9; 32], ..CONTEXT }, 3),
        (CONTEXT, 4),
    ];
    for (context, i) in contexts {
        assert_eq!(stamping.check(&StampInput::new(&context, &ballot_key(i)).unwrap(), &stamp), refused);
    }
    let input = StampInput::new(&CONTEXT, &ballot_key(3)).unwrap();
    assert_eq!(key(2).check(&input, &stamp), refused);
}

/// Pitfall 31: a key of its own for one deputy.
#[test]
fn an_evaluation_by_another_key_is_refused_by_the_device() {
    let blinding = blinding(3);
    let tagging = key(2).evaluate(blinding.blinded(), entropy(1)).unwrap();
    assert_eq!(blinding.unblind(key(1).public_key(), &tagging), Err(StampError::EvaluationProof));
    let honest = key(1).evaluate(blinding.blinded(), entropy(1)).unwrap();
    assert!(blinding.unblind(key(1).public_key(), &honest).is_ok());
    let spliced = Evaluation { evaluated: tagging.evaluated, proof: honest.proof };
    assert_eq!(blinding.unblind(key(1).public_key(), &spliced), Err(StampError::EvaluationProof));
}

#[test]
fn an_evaluation_of_another_deputys_element_is_refused() {
    let evaluation = key(1).evaluate(blinding(4).blinded(), entropy(1)).unwrap();
    assert_eq!(blinding(3).unblind(key(1).public_key(), &evaluation), Err(StampError::EvaluationProof));
}

#[test]
fn a_stored_blinding_unblinds_to_the_same_stamp() {
    let (key, blinding) = (key(1), blinding(3));
    let stored = Blinding::from_secret_bytes(blinding.input().clone(), &blinding.to_secret_bytes()).unwrap();
    assert_eq!(stored.blinded(), blinding.blinded());
    let evaluation = key.evaluate(blinding.blinded(), entropy(1)).unwrap();
    let unblind = |b: &Blinding| b.unblind(key.public_key(), &evaluation);
    assert_eq!(unblind(&stored), unblind(&blinding));
    let zero = Blinding::from_secret_bytes(blinding.input().clone(), &[0; 32]);
    assert_eq!(zero.map(|_| ()), Err(StampError::Blind));
}

#[test]
fn a_stored_key_is_the_same_key_and_zero_is_none() {
    let key = key(1);
    assert_eq!(StampKey::from_secret_bytes(&key.to_secret_bytes()).unwrap().public_key(), key.public_key());
    assert_eq!(StampKey::from_secret_bytes(&[0; 32]).map(|_| ()), Err(StampError::KeyZero));
    assert_eq!(StampKey::from_secret_bytes(&[0xff; 32]).map(|_| ()), Err(StampError::KeyNotCanonical));
}

#[test]
fn every_changed_bit_of_an_evaluation_proof_is_refused() {
    let (key, blinding) = (key(1), blinding(3));
    let Evaluation { evaluated, proof } = key.evaluate(blinding.blinded(), entropy(1)).unwrap();
    for bit in 0..512 {
        let mut bytes = proof.to_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let verdict = EvaluationProof::from_bytes(&bytes)
            .map(|proof| Evaluation { evaluated, proof }.verify(key.public_key(), blinding.blinded()));
        assert_ne!(verdict, Ok(Ok(())), "bit {bit}");
    }
}

#[test]
fn blinding_and_key_are_redacted() {
    let (key, blinding) = (key(1), blinding(3));
    for (shown, secret) in
        [(format!("{key:?}"), key.to_secret_bytes()), (format!("{blinding:?}"), blinding.to_secret_bytes())]
    {
        assert!(shown.contains("redacted"), "{shown}");
        assert!(!shown.contains(&format!("{:?}", *secret)), "{shown}");
    }
}
