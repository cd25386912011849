//! The shared vectors of protocol.md §4.2: which signatures are accepted, and which check refuses the others.

mod support;

use crypto::signature::{Signature, SignatureError, SigningKey, VerifyingKey};
use support::{hex, hex_array, vectors};

#[test]
fn every_vector_ends_as_it_says() {
    let file = vectors("ed25519-strict.json");
    let cases = file["cases"].as_array().unwrap();
    assert!(cases.len() > 80);
    for case in cases {
        let expected = match case["verdict"].as_str().unwrap() {
            "accept" => Ok(()),
            "key_not_canonical" => Err(SignatureError::KeyNotCanonical),
            "key_small_order" => Err(SignatureError::KeySmallOrder),
            "r_not_canonical" => Err(SignatureError::RNotCanonical),
            "r_small_order" => Err(SignatureError::RSmallOrder),
            "s_not_canonical" => Err(SignatureError::SNotCanonical),
            "mismatch" => Err(SignatureError::Mismatch),
            other => panic!("unknown verdict {other}"),
        };
        let verdict = VerifyingKey::from_bytes(&hex_array(&case["key"])).and_then(|key| {
            key.verify_raw(&hex(&case["message"]), &Signature::from_bytes(&hex_array(&case["signature"]))?)
        });
        assert_eq!(verdict, expected, "{}", case["name"]);
    }
}

#[test]
fn signing_gives_the_signatures_of_rfc_8032() {
    let file = vectors("ed25519-strict.json");
    let seeded: Vec<_> = file["cases"].as_array().unwrap().iter().filter(|c| c["seed"].is_string()).collect();
    assert_eq!(seeded.len(), 4);
    for case in seeded {
        let key = SigningKey::from_seed(&hex_array(&case["seed"])).unwrap();
        assert_eq!(key.verifying_key().as_bytes(), &hex_array(&case["key"]), "{}", case["name"]);
        let signature = key.sign_raw(&hex(&case["message"]));
        assert_eq!(signature.to_bytes().to_vec(), hex(&case["signature"]), "{}", case["name"]);
    }
}

#[test]
fn small_order_and_mixed_order_cases_are_all_there() {
    let file = vectors("ed25519-strict.json");
    let count = |part: &str, verdict: &str| {
        let cases = file["cases"].as_array().unwrap().iter();
        cases.filter(|c| c["name"].as_str().unwrap().contains(part) && c["verdict"] == verdict).count()
    };
    assert_eq!(count("key of small order", "key_small_order"), 8);
    assert_eq!(count("R of small order", "r_small_order"), 8);
    assert_eq!(count("mixed-order key, torsion", "accept"), 7);
    assert_eq!(count("mixed-order key, torsion", "mismatch"), 7);
}
