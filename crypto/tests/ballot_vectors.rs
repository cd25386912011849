//! The shared vectors of protocol.md §7 and §8, made by `tests/vectors/ballot.py` from the text alone.

#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

mod support;

use crypto::ballot::{
    BallotCode, BallotContext, BallotError, Choices, CodeNonce, EncryptedBallot, EncryptionSeed,
    KeyCommitment, Limit, Shape, Tally, encrypt, recompute_ciphertexts,
};
use crypto::decryption::{DecryptionStatement, PartialDecryption, combine, decrypt, test_dummy};
use crypto::elgamal::PublicKey;
use crypto::hash::Entropy;
use crypto::scrutineer::{ScrutineerIndex, SecretShare};
use serde_json::Value;
use support::{hex, hex_array, vectors};

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

fn index(value: &Value) -> usize {
    usize::try_from(number(value)).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn shape(case: &Value) -> Shape {
    let limit = |limit: &Value| {
        let terms = list(&limit["terms"]).iter().map(|term| (index(&term[0]), number(&term[1])));
        Limit::linear(terms, number(&limit["low"]), number(&limit["high"]))
    };
    let limits = list(&case["limits"]).iter().map(limit).collect();
    let make = if case["blank"] == true { Shape::with_blank } else { Shape::new };
    make(index(&case["rows"]), index(&case["options"]), limits).unwrap()
}

fn context(file: &Value, ballot: &Value) -> BallotContext {
    BallotContext {
        sitting: hex_array(&file["sitting"]),
        contest: hex_array(&file["contest"]),
        ballot_key: hex_array(&ballot["ballot_key"]),
    }
}

fn key(file: &Value) -> PublicKey {
    PublicKey::from_bytes(&hex_array(&file["key"])).unwrap()
}

#[test]
fn every_ballot_has_the_bytes_and_the_code_of_the_text() {
    let file = vectors("ballot.json");
    let key = key(&file);
    for case in list(&file["cases"]) {
        let shape = shape(case);
        assert_eq!(shape.encoding(), hex(&case["encoding"]), "{}", case["name"]);
        for vector in list(&case["ballots"]) {
            let context = context(&file, vector);
            let choices = Choices::from_packed(&shape, &hex(&vector["choices"])).unwrap();
            let seed = EncryptionSeed::from_opened(hex_array(&vector["seed"]));
            let ballot = encrypt(&seed, &choices, &context, &shape, &key).unwrap();
            assert!(ballot.to_bytes() == hex(&vector["ballot"]), "{}", case["name"]);
            assert!(ballot.verify(&context, &shape, &key).is_ok());
            let com =
                KeyCommitment::new(&context.ballot_key, &CodeNonce::from_bytes(hex_array(&vector["nonce"])));
            assert_eq!(com.0, hex_array(&vector["com"]));
            let ciphertexts = recompute_ciphertexts(&seed, &choices, &shape, &key).unwrap();
            let code = BallotCode::new(&context.sitting, &context.contest, &com, &ciphertexts);
            assert_eq!(code.0, hex_array(&vector["code"]));
            assert_eq!(Value::from(code.short().to_string()), vector["short"]);
        }
    }
}

#[test]
fn every_lie_is_refused_by_its_name() {
    let file = vectors("ballot.json");
    for lie in list(&file["refused"]) {
        let shape = shape(&file["cases"][index(&lie["case"])]);
        let ballot = EncryptedBallot::from_bytes(&shape, &hex(&lie["ballot"])).unwrap();
        let refused = ballot.verify(&context(&file, lie), &shape, &key(&file)).unwrap_err();
        let part = match refused {
            BallotError::CellProof { cell } => format!("cell {cell}"),
            BallotError::RowProof { row } => format!("row {row}"),
            BallotError::SlackProof { slack } => format!("slack {slack}"),
            BallotError::LimitProof { limit } => format!("limit {limit}"),
            other => other.to_string(),
        };
        assert_eq!(Value::from(part), lie["error"], "{}", lie["name"]);
    }
}

#[test]
fn every_share_has_the_bytes_of_the_text_and_opens_the_totals() {
    let file = vectors("ballot.json");
    let key = key(&file);
    let share = |position: usize| SecretShare::from_bytes(&hex_array(&file["shares"][position])).unwrap();
    let (sitting, contest) = (hex_array(&file["sitting"]), hex_array(&file["contest"]));
    for case in list(&file["cases"]) {
        let shape = shape(case);
        let mut tally = Tally::new(sitting, contest, &shape, &key);
        for vector in list(&case["ballots"]) {
            let ballot = EncryptedBallot::from_bytes(&shape, &hex(&vector["ballot"])).unwrap();
            tally.add(&ballot.verify(&context(&file, vector), &shape, &key).unwrap()).unwrap();
        }
        let statement = DecryptionStatement::totals(&tally, hex_array(&file["leaf"])).unwrap();
        let verified = list(&case["partials"]).iter().map(|vector| {
            let share = share(index(&vector["index"]) - 1);
            let scrutineer =
                ScrutineerIndex::try_from(u16::try_from(index(&vector["index"])).unwrap()).unwrap();
            let public = share.public_share().unwrap();
            let entropy = Entropy::from_os(hex_array(&vector["entropy"]));
            let partial = decrypt(&statement, scrutineer, &share, &public, entropy).unwrap();
            assert!(partial.to_bytes() == hex(&vector["shares"]), "{}", case["name"]);
            partial.verify(&statement, scrutineer, &public).unwrap()
        });
        let totals = combine(&statement, 2, &verified.collect::<Vec<_>>()).unwrap();
        assert_eq!(Value::from(totals), case["totals"]);
    }
}

#[test]
fn the_test_dummy_and_its_share_have_the_bytes_of_the_text() {
    let file = vectors("ballot.json");
    let (key, dummy) = (key(&file), &file["dummy"]);
    let leaf = hex_array(&file["leaf"]);
    let (ciphertext, number) = test_dummy(&key, &leaf).unwrap();
    assert_eq!(ciphertext.to_bytes().to_vec(), hex(&dummy["ciphertext"]));
    assert_eq!(Value::from(number), dummy["number"]);
    let statement = DecryptionStatement::test(hex_array(&file["sitting"]), &key, leaf).unwrap();
    let share = SecretShare::from_bytes(&hex_array(&file["shares"][1])).unwrap();
    let scrutineer = ScrutineerIndex::try_from(2).unwrap();
    let public = share.public_share().unwrap();
    let entropy = Entropy::from_os(hex_array(&dummy["entropy"]));
    let partial = decrypt(&statement, scrutineer, &share, &public, entropy).unwrap();
    assert_eq!(partial.to_bytes(), hex(&dummy["share"]));
    assert_eq!(PartialDecryption::from_bytes(&hex(&dummy["share"]), 1), Ok(partial));
}
