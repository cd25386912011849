use crate::group::{DecodeError, Element, G_TABLE, Point, RistrettoPoint, Scalar};
use crate::hash::Entropy;
use crate::proofs::{self, Context, ProofError};

/// Proof that its maker knows the secret of a key (Schnorr; protocol.md §5.2).
///
/// ```text
/// claim    knows x with P = [x]G
/// proof    (c, s): 2 canonical scalars mod ℓ, little-endian, c ‖ s = 64 bytes
/// prove    w ← nonce;  c = HS(label, fields …, P, [w]G);  s = w + c·x
/// verify   c = HS(label, fields …, P, [s]G − [c]P)
/// ```
///
/// Source: Schnorr, CRYPTO '89; for the statement in the hash, Bernhard, Pereira, Warinschi, ASIACRYPT 2012.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnowledgeProof {
    c: Scalar,
    s: Scalar,
}

impl KnowledgeProof {
    /// Proves knowledge of `x` for `p = [x]G`.
    pub fn prove(context: &Context<'_>, x: &Scalar, p: &Element, entropy: &Entropy) -> Self {
        let w = proofs::nonce(entropy, x, context, &[p.as_bytes()]);
        let commitment = Point::from(&*w * G_TABLE);
        let c = proofs::challenge(context, &[p.as_bytes()], &[commitment.as_bytes()]);
        Self { c, s: *w + c * x }
    }

    /// [`ProofError::Mismatch`]: whoever made it did not know x, or it belongs to another key or context.
    pub fn verify(&self, context: &Context<'_>, p: &Element) -> Result<(), ProofError> {
        let w = RistrettoPoint::vartime_double_scalar_mul_basepoint(&-self.c, p.point(), &self.s);
        let c = proofs::challenge(context, &[p.as_bytes()], &[Point::from(w).as_bytes()]);
        if c == self.c { Ok(()) } else { Err(ProofError::Mismatch) }
    }

    /// Strict decoding of c ‖ s.
    pub fn from_bytes(bytes: &[u8; 64]) -> Result<Self, DecodeError> {
        proofs::scalars_from_bytes(bytes).map(|(c, s)| Self { c, s })
    }

    /// c ‖ s.
    pub fn to_bytes(&self) -> [u8; 64] {
        proofs::scalars_to_bytes(&self.c, &self.s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn honest() -> (Element, KnowledgeProof) {
        let x = Scalar::from(5u8);
        let p = Element::try_from(&x * G_TABLE).unwrap();
        let proof = KnowledgeProof::prove(&context(&[b"a"]), &x, &p, &Entropy::from_os([1; 32]));
        (p, proof)
    }

    fn context<'a>(fields: &'a [&'a [u8]]) -> Context<'a> {
        Context { label: "test-knowledge", fields }
    }

    #[test]
    fn a_proof_holds_for_its_key_in_its_place_alone() {
        let (p, proof) = honest();
        assert_eq!(proof.verify(&context(&[b"a"]), &p), Ok(()));
        assert_eq!(proof.verify(&context(&[b"b"]), &p), Err(ProofError::Mismatch));
        let elsewhere = Context { label: "test-other", fields: &[b"a"] };
        assert_eq!(proof.verify(&elsewhere, &p), Err(ProofError::Mismatch));
        let other = Element::try_from(&Scalar::from(6u8) * G_TABLE).unwrap();
        assert_eq!(proof.verify(&context(&[b"a"]), &other), Err(ProofError::Mismatch));
    }

    #[test]
    fn every_changed_bit_is_refused() {
        let (p, proof) = honest();
        for bit in 0..512 {
            let mut bytes = proof.to_bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let verdict = KnowledgeProof::from_bytes(&bytes);
            assert!(verdict.is_err() || verdict.unwrap().verify(&context(&[b"a"]), &p).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn the_same_entropy_gives_another_nonce_for_another_secret_or_place() {
        let (_, proof) = honest();
        let w = |x: u8, field: &[u8]| {
            let x = Scalar::from(x);
            let p = Element::try_from(&x * G_TABLE).unwrap();
            let proof = KnowledgeProof::prove(&context(&[field]), &x, &p, &Entropy::from_os([1; 32]));
            proof.s - proof.c * x
        };
        assert_eq!(w(5, b"a"), proof.s - proof.c * Scalar::from(5u8));
        assert_ne!(w(5, b"a"), w(5, b"b"));
        assert_ne!(w(5, b"a"), w(6, b"a"));
    }
}
