//! Points, scalars, keys, signatures, proofs, stamps, shares and sealed messages: one encoding each, and nothing holds that was
//! not made by whoever knew the secret.

use super::vectors::{hex, hex32, json};
use crate::engine::outcome;
use crate::engine::random::Script;
use crypto::decryption::PartialDecryption;
use crypto::elgamal::Ciphertext;
use crypto::group::{Element, Point, scalar_from_bytes};
use crypto::hash::Entropy;
use crypto::proofs::{Context, EqualityClaim, EqualityProof, KnowledgeProof};
use crypto::sealing::{Place, SealingKey};
use crypto::signature::{Purpose, Signature, SigningKey, VerifyingKey};
use crypto::stamp::{
    BatchVerifier, Evaluation, EvaluationProof, Stamp, StampBatch, StampContext, StampKey, StampPublicKey,
};

/// 32, 64 and more bytes as everything that they could be.
pub(super) fn encodings(input: &[u8]) {
    let mut script = Script::new(input);
    let one: [u8; 32] = script.array();
    let two: [u8; 32] = script.array();
    let both: [u8; 64] = std::array::from_fn(|at| if at < 32 { one[at] } else { two[at % 32] });
    outcome(&Point::from_bytes(&one).map(|read| assert_eq!(read.as_bytes(), &one)));
    outcome(&Element::from_bytes(&one).map(|read| assert_eq!(read.as_bytes(), &one)));
    outcome(&scalar_from_bytes(&one).map(|read| assert_eq!(read.to_bytes(), one)));
    outcome(&VerifyingKey::from_bytes(&one).map(|read| assert_eq!(read.as_bytes(), &one)));
    outcome(&Stamp::from_bytes(&one).map(|read| assert_eq!(read.as_bytes(), &one)));
    outcome(&StampPublicKey::from_bytes(&one).map(|read| assert_eq!(read.as_bytes(), &one)));
    outcome(&Signature::from_bytes(&both).map(|read| assert_eq!(read.to_bytes(), both)));
    outcome(&EqualityProof::from_bytes(&both).map(|read| assert_eq!(read.to_bytes(), both)));
    outcome(&KnowledgeProof::from_bytes(&both).map(|read| assert_eq!(read.to_bytes(), both)));
    outcome(&Ciphertext::from_bytes(&one, &two).map(|read| assert_eq!(read.to_bytes(), both)));
    if let Ok(key) = StampKey::from_secret_bytes(&one) {
        assert_eq!(*key.to_secret_bytes(), one);
    }
    let rest = script.rest();
    for cells in [rest.len() / 128, 1, usize::MAX] {
        match PartialDecryption::from_bytes(rest, cells) {
            Err(error) => outcome(&error),
            Ok(read) => assert_eq!(read.to_bytes(), rest),
        }
    }
}

pub(super) fn encoding_seeds() -> Vec<Vec<u8>> {
    let vectors = json("ballot.json");
    let mut seeds: Vec<Vec<u8>> = Vec::new();
    for case in vectors["cases"].as_array().unwrap() {
        for partial in case["partials"].as_array().unwrap() {
            let bytes = hex(&partial["shares"]);
            seeds.push([&bytes[..64], &bytes].concat());
        }
    }
    let ed25519 = json("ed25519-strict.json");
    collect(&ed25519, &mut seeds);
    seeds
}

/// Every string of hexadecimal digits in a value.
fn collect(value: &serde_json::Value, into: &mut Vec<Vec<u8>>) {
    match value {
        serde_json::Value::String(text) => {
            let is_hex =
                text.len() >= 64 && text.len() % 2 == 0 && text.bytes().all(|b| b.is_ascii_hexdigit());
            if is_hex && into.len() < 200 {
                into.push(hex(value));
            }
        }
        serde_json::Value::Array(all) => all.iter().for_each(|value| collect(value, into)),
        serde_json::Value::Object(all) => all.values().for_each(|value| collect(value, into)),
        _ => {}
    }
}

const MESSAGE: &[u8] = b"{\"kind\":\"ballot_returned\"}";

fn signer() -> SigningKey {
    SigningKey::from_seed(&[7; 32]).unwrap()
}

/// Key, signature.
pub(super) fn signature_seeds() -> Vec<Vec<u8>> {
    let signature = signer().sign(Purpose::Answer, &[1; 32], MESSAGE).to_bytes();
    vec![[signer().verifying_key().as_bytes().as_slice(), &signature].concat()]
}

/// No other signature holds for a key and a message: not even another encoding of the same.
pub(super) fn signature(input: &[u8]) {
    let mut script = Script::new(input);
    let (key, bytes): ([u8; 32], [u8; 64]) = (script.array(), script.array());
    let (Ok(key), Ok(read)) = (VerifyingKey::from_bytes(&key), Signature::from_bytes(&bytes)) else { return };
    let verdict = key.verify(Purpose::Answer, &[1; 32], MESSAGE, &read);
    outcome(&verdict);
    if verdict.is_ok() && key == signer().verifying_key() {
        assert_eq!(bytes, signer().sign(Purpose::Answer, &[1; 32], MESSAGE).to_bytes(), "a second signature");
    }
}

fn sealer() -> SealingKey {
    SealingKey::from_secret_bytes(&[9; 32])
}

const PLACE: Place<'static> = Place { label: "fuzz", fields: &[b"one"] };

pub(super) fn sealed_seeds() -> Vec<Vec<u8>> {
    [&b""[..], b"secret", &[5; 32]]
        .iter()
        .map(|message| sealer().seal(&PLACE, message, Entropy::from_os([3; 32])).unwrap())
        .collect()
}

/// Nothing opens but what was sealed.
pub(super) fn sealed(input: &[u8]) {
    let opened = sealer().open(&PLACE, input).map(drop);
    outcome(&opened);
    let is_good = sealed_seeds().iter().any(|sealed| sealed == input);
    assert_eq!(opened.is_ok(), is_good, "an altered message opens, or a good one does not");
}

fn stamp_key() -> StampKey {
    StampKey::from_secret_bytes(&hex32(&json("stamp-batch.json")["secret_key"])).unwrap()
}

/// Blinded element, evaluated element, proof: the evaluation of a request.
pub(super) fn stamp_seeds() -> Vec<Vec<u8>> {
    let key = stamp_key();
    let blinded = Element::from_bytes(key.public_key().as_bytes()).unwrap();
    let made = key.evaluate(&blinded, Entropy::from_os([4; 32])).unwrap();
    vec![[blinded.as_bytes(), made.evaluated.as_bytes(), made.proof.to_bytes().as_slice()].concat()]
}

/// An evaluation holds only where the key made it.
pub(super) fn stamp(input: &[u8]) {
    let mut script = Script::new(input);
    let (blinded, evaluated, proof): ([u8; 32], [u8; 32], [u8; 64]) =
        (script.array(), script.array(), script.array());
    let (Ok(blinded), Ok(evaluated)) = (Element::from_bytes(&blinded), Element::from_bytes(&evaluated))
    else {
        return;
    };
    let Ok(proof) = EvaluationProof::from_bytes(&proof) else { return };
    let key = stamp_key();
    let verdict = Evaluation { evaluated, proof }.verify(key.public_key(), &blinded);
    outcome(&verdict);
    if verdict.is_ok() {
        let made = key.evaluate(&blinded, Entropy::from_os([4; 32])).unwrap();
        assert_eq!(made.evaluated, evaluated, "another element under the same key");
    }
}

/// Count, digest, proof, then keys and stamps: the boxes of the vectors.
pub(super) fn batch_seeds() -> Vec<Vec<u8>> {
    let vectors = json("stamp-batch.json");
    let mut seeds = Vec::new();
    for case in vectors["cases"].as_array().unwrap() {
        let mut seed = vec![u8::try_from(case["count"].as_u64().unwrap()).unwrap()];
        seed.extend(hex(&case["digest"]));
        seed.extend(hex(&case["proof"]));
        for ballot in case["ballots"].as_array().unwrap() {
            ballot.as_object().unwrap().values().filter(|value| value.is_string()).for_each(|value| {
                if value.as_str().unwrap().len() == 64 {
                    seed.extend(hex(value));
                }
            });
        }
        seeds.push(seed);
    }
    seeds
}

/// The batched proof over a box holds only over stamps of the key.
pub(super) fn batch(input: &[u8]) {
    let mut script = Script::new(input);
    let (context, public, key) = contexts();
    let batch = StampBatch {
        context: *context,
        key: *public,
        count: u64::from(script.byte()),
        digest: script.array(),
    };
    let proof: [u8; 64] = script.array();
    let mut verifier = BatchVerifier::new(&batch);
    let mut pairs = Vec::new();
    while !script.is_empty() && pairs.len() < 64 {
        let (Ok(ballot_key), Ok(stamp)) =
            (VerifyingKey::from_bytes(&script.array()), Stamp::from_bytes(&script.array()))
        else {
            return;
        };
        if let Err(error) = verifier.add(&ballot_key, &stamp) {
            return outcome(&error);
        }
        pairs.push((ballot_key, stamp));
    }
    let Ok(proof) = EqualityProof::from_bytes(&proof) else { return };
    let verdict = verifier.finish(&proof);
    outcome(&verdict);
    if verdict.is_ok() {
        for (ballot_key, stamp) in pairs {
            let input = crypto::stamp::StampInput::new(context, &ballot_key).unwrap();
            assert_eq!(key.check(&input, &stamp), Ok(()), "a foreign stamp in a batch that holds");
        }
    }
}

fn contexts() -> &'static (StampContext, StampPublicKey, StampKey) {
    static CONTEXTS: std::sync::OnceLock<(StampContext, StampPublicKey, StampKey)> =
        std::sync::OnceLock::new();
    CONTEXTS.get_or_init(|| {
        let vectors = json("stamp-batch.json");
        let context =
            StampContext { sitting: hex32(&vectors["sitting"]), contest: hex32(&vectors["contest"]) };
        let key = stamp_key();
        (context, *key.public_key(), key)
    })
}

/// Points p, b, q, then a proof that log_G(p) = log_b(q): b and q are given, p and the proof are not.
pub(super) fn proof(input: &[u8]) {
    let mut script = Script::new(input);
    let points: [[u8; 32]; 3] = std::array::from_fn(|_| script.array());
    let proof: [u8; 64] = script.array();
    let [p, b, q] = points.map(|bytes| Element::from_bytes(&bytes));
    let (Ok(p), Ok(b), Ok(q)) = (p, b, q) else { return };
    let context = Context { label: "fuzz", fields: &[b"one"] };
    if let Ok(proof) = KnowledgeProof::from_bytes(&proof) {
        outcome(&proof.verify(&context, &p));
    }
    if let Ok(proof) = EqualityProof::from_bytes(&proof) {
        let [p, b, q] = [p, b, q].map(Point::from);
        let verdict = proof.verify(&context, &EqualityClaim { p: &p, b: &b, q: &q });
        outcome(&verdict);
        if verdict.is_ok() {
            assert!(input.starts_with(&proof_seeds()[0]), "a proof that nobody made");
        }
    }
}

pub(super) fn proof_seeds() -> Vec<Vec<u8>> {
    let context = Context { label: "fuzz", fields: &[b"one"] };
    let x = scalar_from_bytes(&std::array::from_fn(|at| if at < 31 { 0x42 } else { 0 })).unwrap();
    let b = *stamp_key().public_key().as_bytes();
    let b = Element::from_bytes(&b).unwrap();
    let p = Element::try_from(x * crypto::group::G).unwrap();
    let q = Element::try_from(x * b.point()).unwrap();
    let [cp, cb, cq] = [p, b, q].map(Point::from);
    let claim = EqualityClaim { p: &cp, b: &cb, q: &cq };
    let equality = EqualityProof::prove(&context, &claim, &x, &Entropy::from_os([6; 32]));
    let knowledge = KnowledgeProof::prove(&context, &x, &p, &Entropy::from_os([6; 32]));
    [equality.to_bytes(), knowledge.to_bytes()]
        .iter()
        .map(|proof| [p.as_bytes(), b.as_bytes(), q.as_bytes(), proof.as_slice()].concat())
        .collect()
}
