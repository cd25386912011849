use crate::group::{DecodeError, G_TABLE, Point, RistrettoPoint, Scalar};
use crate::hash::Entropy;
use crate::proofs::{self, Context, ProofError};

/// That one secret x gives both `P = [x]G` and `Q = [x]B`.
///
/// Points, not elements: who needs them to differ from the identity says so with its own types.
#[derive(Clone, Copy, Debug)]
pub struct EqualityClaim<'a> {
    /// The public key of x.
    pub p: &'a Point,
    /// The other base.
    pub b: &'a Point,
    /// The other base times x.
    pub q: &'a Point,
}

/// Proof that two discrete logarithms are equal (Chaum–Pedersen; protocol.md §5.2).
///
/// ```text
/// claim    log_G(P) = log_B(Q)
/// secret   x, with P = [x]G and Q = [x]B
/// proof    (c, s): 2 canonical scalars mod ℓ, little-endian, c ‖ s = 64 bytes
/// prove    w ← nonce;  c = HS(label, fields …, P, B, Q, [w]G, [w]B);  s = w + c·x
/// verify   c = HS(label, fields …, P, B, Q, [s]G − [c]P, [s]B − [c]Q)
/// ```
///
/// Sources: Chaum, Pedersen, CRYPTO '92; for the statement in the hash, Bernhard, Pereira, Warinschi, ASIACRYPT 2012.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EqualityProof {
    c: Scalar,
    s: Scalar,
}

impl EqualityProof {
    /// Proves the claim, whose secret is `x`.
    pub fn prove(context: &Context<'_>, claim: &EqualityClaim<'_>, x: &Scalar, entropy: &Entropy) -> Self {
        let statement = statement(claim);
        let w = proofs::nonce(entropy, x, context, &statement);
        let (w_g, w_b) = (Point::from(&*w * G_TABLE), Point::from(*w * claim.b.point()));
        let c = proofs::challenge(context, &statement, &[w_g.as_bytes(), w_b.as_bytes()]);
        Self { c, s: *w + c * x }
    }

    /// [`ProofError::Mismatch`]: the claim is false, the proof was altered, or the context is another's.
    pub fn verify(&self, context: &Context<'_>, claim: &EqualityClaim<'_>) -> Result<(), ProofError> {
        use curve25519_dalek::traits::VartimeMultiscalarMul;
        let w_g = RistrettoPoint::vartime_double_scalar_mul_basepoint(&-self.c, claim.p.point(), &self.s);
        let w_b =
            RistrettoPoint::vartime_multiscalar_mul([self.s, -self.c], [claim.b.point(), claim.q.point()]);
        let commitments = [Point::from(w_g), Point::from(w_b)];
        let commitments: [&[u8]; 2] = commitments.each_ref().map(|point| point.as_bytes().as_slice());
        let c = proofs::challenge(context, &statement(claim), &commitments);
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

fn statement<'a>(claim: &EqualityClaim<'a>) -> [&'a [u8]; 3] {
    [claim.p.as_bytes(), claim.b.as_bytes(), claim.q.as_bytes()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::G;

    const CONTEXT: Context<'_> = Context { label: "test-equality", fields: &[b"a"] };

    fn points(x: u8, other: u8) -> [Point; 3] {
        let b = Scalar::from(9u8) * G;
        [&Scalar::from(x) * G_TABLE, b, Scalar::from(other) * b].map(Point::from)
    }

    fn prove([p, b, q]: &[Point; 3], x: u8) -> EqualityProof {
        EqualityProof::prove(
            &CONTEXT,
            &EqualityClaim { p, b, q },
            &Scalar::from(x),
            &Entropy::from_os([1; 32]),
        )
    }

    fn verify(proof: &EqualityProof, [p, b, q]: &[Point; 3]) -> Result<(), ProofError> {
        proof.verify(&CONTEXT, &EqualityClaim { p, b, q })
    }

    #[test]
    fn equal_logarithms_are_proved_and_others_are_not() {
        assert_eq!(verify(&prove(&points(5, 5), 5), &points(5, 5)), Ok(()));
        assert_eq!(verify(&prove(&points(5, 6), 5), &points(5, 6)), Err(ProofError::Mismatch));
        assert_eq!(verify(&prove(&points(5, 6), 6), &points(5, 6)), Err(ProofError::Mismatch));
        assert_eq!(verify(&prove(&points(5, 5), 5), &points(6, 6)), Err(ProofError::Mismatch));
    }

    #[test]
    fn a_proof_does_not_move_to_another_place() {
        let ([p, b, q], proof) = (points(5, 5), prove(&points(5, 5), 5));
        let elsewhere = Context { label: "test-equality", fields: &[b"b"] };
        assert_eq!(
            proof.verify(&elsewhere, &EqualityClaim { p: &p, b: &b, q: &q }),
            Err(ProofError::Mismatch)
        );
    }

    #[test]
    fn every_changed_bit_is_refused() {
        let (claim, proof) = (points(5, 5), prove(&points(5, 5), 5));
        for bit in 0..512 {
            let mut bytes = proof.to_bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let changed = EqualityProof::from_bytes(&bytes);
            assert!(changed.is_err() || verify(&changed.unwrap(), &claim).is_err(), "bit {bit}");
        }
    }
}
