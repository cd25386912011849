//! The shared vectors of protocol.md §6.3: which boxes are accepted, and which check refuses the others.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

mod support;

use crypto::hash::Entropy;
use crypto::proofs::EqualityProof;
use crypto::signature::VerifyingKey;
use crypto::stamp::{
    BatchVerifier, Stamp, StampBatch, StampBatchError, StampContext, StampInput, StampKey, StampPublicKey,
};
use serde_json::Value;
use support::{hex_array, vectors};

fn context(file: &Value) -> StampContext {
    StampContext { sitting: hex_array(&file["sitting"]), contest: hex_array(&file["contest"]) }
}

fn verify(file: &Value, case: &Value) -> Result<(), StampBatchError> {
    let batch = StampBatch {
        context: context(file),
        key: StampPublicKey::from_bytes(&hex_array(&file["public_key"])).unwrap(),
        count: case["count"].as_u64().unwrap(),
        digest: hex_array(&case["digest"]),
    };
    let mut verifier = BatchVerifier::new(&batch);
    for ballot in case["ballots"].as_array().unwrap() {
        let ballot_key = VerifyingKey::from_bytes(&hex_array(&ballot["ballot_key"])).unwrap();
        verifier.add(&ballot_key, &Stamp::from_bytes(&hex_array(&ballot["stamp"])).unwrap())?;
    }
    verifier.finish(&EqualityProof::from_bytes(&hex_array(&case["proof"])).unwrap())
}

#[test]
fn every_box_ends_as_it_says() {
    let file = vectors("stamp-batch.json");
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 15);
    for case in cases {
        let verdict = match verify(&file, case) {
            Ok(()) => "accept",
            Err(StampBatchError::Order { .. }) => "order",
            Err(StampBatchError::Count { .. }) => "count",
            Err(StampBatchError::Digest) => "digest",
            Err(StampBatchError::Proof) => "proof",
            Err(error @ (StampBatchError::Input(_) | StampBatchError::OtherContest)) => panic!("{error}"),
        };
        assert_eq!(case["verdict"], verdict, "{}", case["name"]);
    }
}

#[test]
fn key_and_stamps_are_those_of_the_document() {
    let file = vectors("stamp-batch.json");
    let key = StampKey::generate(Entropy::from_os(hex_array(&file["key_seed"]))).unwrap();
    assert_eq!(*key.to_secret_bytes(), hex_array::<32>(&file["secret_key"]));
    assert_eq!(key.public_key().as_bytes(), &hex_array(&file["public_key"]));
    for case in file["cases"].as_array().unwrap().iter().filter(|case| case["verdict"] == "accept") {
        for ballot in case["ballots"].as_array().unwrap() {
            let ballot_key = VerifyingKey::from_bytes(&hex_array(&ballot["ballot_key"])).unwrap();
            let input = StampInput::new(&context(&file), &ballot_key).unwrap();
            let stamp = Stamp::from_bytes(&hex_array(&ballot["stamp"])).unwrap();
            assert_eq!(key.check(&input, &stamp), Ok(()));
        }
    }
}
