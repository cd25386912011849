//! RFC 9497, VOPRF mode, ciphersuite ristretto255-SHA512: the RFC's own bytes, tags and proof, for any batch.
//!
//! The stamp uses batches of one; batches of two are the RFC's vectors.

use curve25519_dalek::traits::VartimeMultiscalarMul;
use sha2::{Digest, Sha512};
use zeroize::Zeroizing;

use crate::group::{Element, G_TABLE, Point, RistrettoPoint, Scalar};
use crate::stamp::StampError;

/// "OPRFV1-" ‖ mode 1 ‖ "-" ‖ ciphersuite (RFC 9497 §3.1).
const CONTEXT_STRING: &[u8] = b"OPRFV1-\x01-ristretto255-SHA512";
const SHA512_BLOCK_BYTES: usize = 128;
const SHA512_BYTES: usize = 64;

/// expand_message_xmd with SHA-512 (RFC 9380 §5.3.1). The tag is `tag` ‖ the context string unless `tag` is whole.
fn expand_message<const N: usize>(message: &[&[u8]], tag: &[&[u8]]) -> [u8; N] {
    let tag = tag.concat();
    // Tags are constants of this file and of the RFC's vectors, all shorter than 256 bytes; so is N / 64 (RFC 9380's ell).
    let tag_length = u8::try_from(tag.len()).unwrap_or(u8::MAX);
    let length = u16::try_from(N).unwrap_or(u16::MAX).to_be_bytes();
    let mut hasher = Sha512::new();
    hasher.update([0; SHA512_BLOCK_BYTES]);
    for part in message {
        hasher.update(part);
    }
    let b_0 = hasher
        .chain_update(length)
        .chain_update([0])
        .chain_update(&tag)
        .chain_update([tag_length])
        .finalize();
    let mut b_i = [0; SHA512_BYTES];
    let mut out = [0; N];
    for (i, chunk) in (1..=u8::MAX).zip(out.chunks_mut(SHA512_BYTES)) {
        let mixed: Vec<u8> = b_0.iter().zip(b_i).map(|(a, b)| a ^ b).collect();
        let hash = Sha512::new().chain_update(mixed).chain_update([i]).chain_update(&tag);
        b_i = hash.chain_update([tag_length]).finalize().into();
        chunk.iter_mut().zip(b_i).for_each(|(out, byte)| *out = byte);
    }
    out
}

/// HashToGroup (RFC 9497 §4.1): 64 expanded bytes through the one-way map of RFC 9496 §4.3.4.
pub(super) fn hash_to_group(input: &[u8]) -> RistrettoPoint {
    RistrettoPoint::from_uniform_bytes(&expand_message(&[input], &[b"HashToGroup-", CONTEXT_STRING]))
}

fn hash_to_scalar(input: &[&[u8]], tag: &[&[u8]]) -> Scalar {
    Scalar::from_bytes_mod_order_wide(&expand_message(input, tag))
}

/// DeriveKeyPair (RFC 9497 §3.2.1).
pub(super) fn derive_key(seed: &[u8; 32], info: &[u8]) -> Result<Scalar, StampError> {
    let info_length = length(info);
    (0..=u8::MAX)
        .map(|counter| {
            let input = [seed.as_slice(), &info_length, info, &[counter]];
            hash_to_scalar(&input, &[b"DeriveKeyPair", CONTEXT_STRING])
        })
        .find(|key| *key != Scalar::ZERO)
        .ok_or(StampError::KeyZero)
}

/// A proof of RFC 9497 §2.2.1: that one key k gives B = [k]G and every D_i = [k]C_i.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proof {
    pub(super) c: Scalar,
    pub(super) s: Scalar,
}

/// GenerateProof, with its random scalar given.
pub(super) fn prove(k: &Scalar, b: &Element, pairs: &[(Element, Element)], r: &Zeroizing<Scalar>) -> Proof {
    let (m, z) = composites(b, pairs);
    let t2 = Point::from(&**r * G_TABLE);
    let t3 = Point::from(**r * m.point());
    let c = challenge(b, [&m, &z, &t2, &t3]);
    Proof { c, s: **r - c * k }
}

/// VerifyProof.
pub(super) fn verify(proof: &Proof, b: &Element, pairs: &[(Element, Element)]) -> Result<(), StampError> {
    let (m, z) = composites(b, pairs);
    let Proof { c, s } = proof;
    let t2 = Point::from(RistrettoPoint::vartime_double_scalar_mul_basepoint(c, b.point(), s));
    let t3 = Point::from(RistrettoPoint::vartime_multiscalar_mul([s, c], [m.point(), z.point()]));
    if challenge(b, [&m, &z, &t2, &t3]) == *c { Ok(()) } else { Err(StampError::EvaluationProof) }
}

fn challenge(b: &Element, points: [&Point; 4]) -> Scalar {
    let mut transcript = prefixed(b.as_bytes());
    for point in points {
        transcript.extend(prefixed(point.as_bytes()));
    }
    hash_to_scalar(&[&transcript, b"Challenge"], &[b"HashToScalar-", CONTEXT_STRING])
}

/// ComputeComposites (RFC 9497 §2.2.1), from public values.
fn composites(b: &Element, pairs: &[(Element, Element)]) -> (Point, Point) {
    let seed_tag = [b"Seed-", CONTEXT_STRING].concat();
    let seed =
        Sha512::new().chain_update(prefixed(b.as_bytes())).chain_update(prefixed(&seed_tag)).finalize();
    let weights: Vec<Scalar> = (0..=u16::MAX)
        .zip(pairs)
        .map(|(i, (c_i, d_i))| {
            let transcript = [
                prefixed(&seed).as_slice(),
                &i.to_be_bytes(),
                &prefixed(c_i.as_bytes()),
                &prefixed(d_i.as_bytes()),
            ]
            .concat();
            hash_to_scalar(&[&transcript, b"Composite"], &[b"HashToScalar-", CONTEXT_STRING])
        })
        .collect();
    let sum =
        |points: Vec<&RistrettoPoint>| Point::from(RistrettoPoint::vartime_multiscalar_mul(&weights, points));
    (
        sum(pairs.iter().map(|(c_i, _)| c_i.point()).collect()),
        sum(pairs.iter().map(|(_, d_i)| d_i.point()).collect()),
    )
}

/// I2OSP(len(x), 2) ‖ x.
fn prefixed(bytes: &[u8]) -> Vec<u8> {
    [length(bytes).as_slice(), bytes].concat()
}

/// Only encodings, a SHA-512 hash and constant strings are prefixed: all far below 64 KiB.
fn length(bytes: &[u8]) -> [u8; 2] {
    u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group;
    use serde_json::Value;

    fn hex(value: &Value) -> Vec<u8> {
        let text = value.as_str().unwrap();
        (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
    }

    fn scalar(value: &Value) -> Scalar {
        group::scalar_from_bytes(&hex(value).try_into().unwrap()).unwrap()
    }

    /// RFC 9380, Appendix K.3.
    #[test]
    fn message_expansion_is_that_of_rfc_9380() {
        let tag: &[&[u8]] = &[b"QUUX-V01-CS02-with-expander-SHA512-256"];
        let short = |message| expand_message::<32>(&[message], tag).to_vec();
        let hex = |text: &str| hex(&Value::from(text));
        assert_eq!(short(b""), hex("6b9a7312411d92f921c6f68ca0b6380730a1a4d982c507211a90964c394179ba"));
        assert_eq!(short(b"abc"), hex("0da749f12fbe5483eb066a5f595055679b976e93abe9be6f0f6318bce7aca8dc"));
        let long = expand_message::<128>(&[b""], tag).to_vec();
        let expected = "41b037d1734a5f8df225dd8c7de38f851efdb45c372887be655212d07251b921b052b62eaed99b46f72f2ef4cc96bfaf\
                        254ebbbec091e1a3b9e4fb5e5b619d2e0c5414800a1d882b62bb5cd1778f098b8eb6cb399d5d9d18f5d5842cf5d13d7e\
                        b00a7cff859b605da678b318bd0e65ebff70bec88c753b159a805d2c89c55961";
        assert_eq!(long, hex(expected));
    }

    /// RFC 9497, Appendix A.1.2: keys, blinding, evaluation, proof, unblinding, and the last hash that the stamp leaves out.
    #[test]
    fn every_vector_of_rfc_9497_is_reached() {
        let text = include_str!("../../../tests/vectors/rfc9497-voprf-ristretto255-sha512.json");
        let file: Value = serde_json::from_str(text).unwrap();
        let key = derive_key(&hex(&file["seed"]).try_into().unwrap(), &hex(&file["key_info"])).unwrap();
        assert_eq!(key, scalar(&file["secret_key"]));
        let public = Element::try_from(&key * G_TABLE).unwrap();
        assert_eq!(public.as_bytes().to_vec(), hex(&file["public_key"]));
        let cases = file["cases"].as_array().unwrap();
        assert_eq!(cases.len(), 3);
        for case in cases {
            let inputs: Vec<_> = case["input"].as_array().unwrap().iter().map(hex).collect();
            let blinds: Vec<_> = case["blind"].as_array().unwrap().iter().map(scalar).collect();
            let mut pairs = Vec::new();
            for (i, (input, blind)) in inputs.iter().zip(&blinds).enumerate() {
                let blinded = Element::try_from(blind * hash_to_group(input)).unwrap();
                let evaluated = Element::try_from(key * blinded.point()).unwrap();
                assert_eq!(blinded.as_bytes().to_vec(), hex(&case["blinded"][i]), "{}", case["name"]);
                assert_eq!(evaluated.as_bytes().to_vec(), hex(&case["evaluated"][i]), "{}", case["name"]);
                let n = Point::from(blind.invert() * evaluated.point());
                let last = [prefixed(input), prefixed(n.as_bytes()), b"Finalize".to_vec()].concat();
                assert_eq!(Sha512::digest(last).to_vec(), hex(&case["output"][i]), "{}", case["name"]);
                pairs.push((blinded, evaluated));
            }
            let proof = prove(&key, &public, &pairs, &Zeroizing::new(scalar(&case["proof_random"])));
            let bytes = [proof.c.to_bytes(), proof.s.to_bytes()].concat();
            assert_eq!(bytes, hex(&case["proof"]), "{}", case["name"]);
            assert_eq!(verify(&proof, &public, &pairs), Ok(()));
            pairs[0].1 = pairs[0].0;
            assert_eq!(verify(&proof, &public, &pairs), Err(StampError::EvaluationProof));
        }
    }
}
