//! `primitives.json`: hashes, encodings and the two proofs, as another implementation computed them (protocol.md §1.2, §1.3, §5.2).
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

mod support;

use crypto::group::{Element, Point, scalar_from_bytes};
use crypto::hash;
use crypto::proofs::{Context, EqualityClaim, EqualityProof, KnowledgeProof};
use serde_json::Value;
use support::{hex, hex_array, vectors};

fn cases<'a>(file: &'a Value, name: &str) -> &'a Vec<Value> {
    file[name].as_array().unwrap()
}

fn fields(case: &Value) -> Vec<Vec<u8>> {
    case["fields"].as_array().unwrap().iter().map(hex).collect()
}

#[test]
fn hashes_are_those_of_the_document() {
    for case in cases(&vectors("primitives.json"), "hashes") {
        let (label, fields) = (case["label"].as_str().unwrap(), fields(case));
        let fields: Vec<&[u8]> = fields.iter().map(Vec::as_slice).collect();
        assert_eq!(hash::sha256(label, &fields), hex_array(&case["H"]));
        assert_eq!(hash::sha512(label, &fields), hex_array(&case["H512"]));
        assert_eq!(hash::scalar(label, &fields).to_bytes(), hex_array(&case["HS"]));
    }
}

#[test]
fn every_encoding_is_taken_or_refused_as_it_says() {
    let file = vectors("primitives.json");
    for case in cases(&file, "points") {
        let bytes = hex_array(&case["bytes"]);
        let verdict = match (Element::from_bytes(&bytes), Point::from_bytes(&bytes)) {
            (Ok(_), Ok(_)) => "element",
            (Err(_), Ok(_)) => "identity",
            (Err(_), Err(_)) => "refused",
            (Ok(_), Err(error)) => panic!("an element and no point: {error}"),
        };
        assert_eq!(case["verdict"], verdict, "{}", case["name"]);
    }
    for case in cases(&file, "scalars") {
        let verdict =
            if scalar_from_bytes(&hex_array(&case["bytes"])).is_ok() { "accepted" } else { "refused" };
        assert_eq!(case["verdict"], verdict, "{}", case["name"]);
    }
}

/// Whether the proof of a case holds.
fn holds(case: &Value) -> bool {
    let fields = fields(case);
    let fields: Vec<&[u8]> = fields.iter().map(Vec::as_slice).collect();
    let label: &'static str = Box::leak(case["label"].as_str().unwrap().to_owned().into_boxed_str());
    let context = Context { label, fields: &fields };
    let p = Element::from_bytes(&hex_array(&case["P"])).unwrap();
    let Ok(proof) = <[u8; 64]>::try_from(hex(&case["proof"])) else { return false };
    if case.get("B").is_none() {
        return KnowledgeProof::from_bytes(&proof).is_ok_and(|proof| proof.verify(&context, &p).is_ok());
    }
    let [b, q] = ["B", "Q"].map(|name| Point::from_bytes(&hex_array(&case[name])).unwrap());
    let claim = EqualityClaim { p: &p.into(), b: &b, q: &q };
    EqualityProof::from_bytes(&proof).is_ok_and(|proof| proof.verify(&context, &claim).is_ok())
}

#[test]
fn every_proof_ends_as_it_says() {
    let file = vectors("primitives.json");
    for name in ["knowledge", "equality"] {
        assert!(cases(&file, name).len() >= 7);
        for case in cases(&file, name) {
            let verdict = if holds(case) { "accepted" } else { "refused" };
            assert_eq!(case["verdict"], verdict, "{name}: {}", case["name"]);
        }
    }
}
