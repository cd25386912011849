//! The floor of every measurement (DESIGN §10): what no verifier of these proofs can avoid.
//!
//! Decompress as many points as the ballots carry, and one multiscalar multiplication over as many with full-width scalars. Made
//! of curve25519-dalek alone, so that our code cannot make it slow; used by benchmarks and by nothing else.

use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::traits::VartimeMultiscalarMul;

use crate::group::{G_TABLE, RistrettoPoint, Scalar};
use crate::hash;

/// Encoded points and full-width scalars, to be decoded and multiplied.
#[derive(Clone, Debug)]
pub struct Floor {
    encoded: Vec<CompressedRistretto>,
    scalars: Vec<Scalar>,
}

impl Floor {
    /// As many points as are multiplied at once: between 5,000 and 20,000 there is little to gain or lose.
    pub fn new(points: usize) -> Self {
        let number = |i: usize| (i as u64).to_be_bytes();
        let scalars: Vec<Scalar> = (0..points).map(|i| hash::scalar("bench-scalar", &[&number(i)])).collect();
        // The points must not be the scalars' own multiples of G: nothing here may be easier than in earnest.
        let point = |i: usize| (&hash::scalar("bench-point", &[&number(i)]) * G_TABLE).compress();
        Self { encoded: (0..points).map(point).collect(), scalars }
    }

    /// The work over the first `points` points; the sum, so that nothing is left out.
    pub fn run(&self, points: usize) -> RistrettoPoint {
        let decoded = self.encoded.iter().take(points).filter_map(CompressedRistretto::decompress);
        let decoded: Vec<RistrettoPoint> = decoded.collect();
        RistrettoPoint::vartime_multiscalar_mul(self.scalars.iter().take(decoded.len()), &decoded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::G;

    #[test]
    fn the_floor_multiplies_what_it_says() {
        let number = |label: &str, i: u64| hash::scalar(label, &[&i.to_be_bytes()]);
        let expected: Scalar = (0..5).map(|i| number("bench-scalar", i) * number("bench-point", i)).sum();
        assert_eq!(Floor::new(9).run(5), expected * G);
    }
}
