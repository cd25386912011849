//! Weights of equations that are checked as one sum (protocol.md §7.7, pitfall 9).
//!
//! Invariants
//! - Every equation has a weight of its own: 128 bits of a hash that counts up, so no two equations share bits.
//! - The root is a hash over every byte of every statement and proof in the sum, so a prover chooses nothing after it knows
//!   a weight. Whoever sums the proofs of several people mixes fresh bytes of its own into the root.

use crate::group::Scalar;
use crate::hash;

/// Independent 128-bit weights from a root, four a hash.
pub(crate) struct Weights {
    root: [u8; 64],
    used: u64,
}

impl Weights {
    /// The weights of a root.
    pub(crate) fn new(root: [u8; 64]) -> Self {
        Self { root, used: 0 }
    }

    /// The next four.
    pub(crate) fn next(&mut self) -> [Scalar; 4] {
        let block = hash::sha512("batch-weight", &[&self.root, &self.used.to_be_bytes()]);
        self.used += 1;
        let mut weights = [Scalar::ZERO; 4];
        for (weight, bytes) in weights.iter_mut().zip(block.as_chunks::<16>().0) {
            *weight = Scalar::from(u128::from_le_bytes(*bytes));
        }
        weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_weight_comes_twice_and_another_root_has_others() {
        let draw = |root| {
            let mut weights = Weights::new([root; 64]);
            (0..50).flat_map(|_| weights.next()).map(|weight| weight.to_bytes()).collect::<HashSet<_>>()
        };
        assert_eq!(draw(1).len(), 200);
        assert!(draw(1).is_disjoint(&draw(2)));
        // 128 bits: the upper half of every weight is 0, so that commitments cost half a multiplication.
        assert!(draw(1).iter().all(|weight| weight[16..] == [0; 16]));
    }
}
