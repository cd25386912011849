//! Who does what in the demo: the choices of fictional deputies, and the few who do something out of the ordinary.
//!
//! The choices come from a fixed seed, so the demo decides the same every time and can compare the decrypted totals with the
//! marks that were made. Nothing else of the demo is fixed: keys, ballots and proofs are fresh in every run.

use rand::rngs::StdRng;
use rand::seq::index::sample_weighted;
use rand::{RngExt, SeedableRng};

/// Why the marks could not be drawn: the weights below are wrong.
#[derive(Debug, thiserror::Error)]
#[error("the demo's choices cannot be drawn")]
pub(super) struct NoChoices;

/// What one deputy does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Position on the roll, from 0.
    pub deputy: usize,
    /// Items marked, from 0; empty for a blank ballot.
    pub marks: Vec<usize>,
    /// What is out of the ordinary.
    pub role: PartRole,
}

/// What a deputy does besides voting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartRole {
    /// Signs in, votes.
    Ordinary,
    /// Signs in after the opening, let in by both roles.
    Late,
    /// Checks the device first, then votes.
    Challenges,
    /// Casts a blank ballot.
    Blank,
    /// Draws a ballot and never casts it.
    NeverCasts,
}

/// The demo's own seed.
const SEED: u64 = 20_270_115;
/// How the fictional county likes its fifteen projects, in ballot order.
const LIKED: [u32; 15] = [90, 82, 76, 70, 64, 60, 54, 50, 46, 42, 20, 16, 12, 9, 6];

/// Parts for `deputies` deputies and `items` items with at most `most` marks.
pub(super) fn parts(deputies: usize, items: usize, most: usize) -> Result<Vec<Part>, NoChoices> {
    let mut rng = StdRng::seed_from_u64(SEED);
    let roles = [
        (deputies.saturating_sub(1), PartRole::Late),
        (6, PartRole::Challenges),
        (22, PartRole::Blank),
        (40, PartRole::NeverCasts),
    ];
    (0..deputies)
        .map(|deputy| {
            let role =
                roles.iter().find(|(at, _)| *at == deputy).map_or(PartRole::Ordinary, |(_, role)| *role);
            let count = rng.random_range(most.saturating_sub(3).max(1)..=most).min(items);
            let weight = |item: usize| LIKED.get(item).copied().unwrap_or(1);
            let drawn = sample_weighted(&mut rng, items, weight, count).map_err(|_| NoChoices)?;
            let mut marks = if role == PartRole::Blank { Vec::new() } else { drawn.into_vec() };
            marks.sort_unstable();
            Ok(Part { deputy, marks, role })
        })
        .collect()
}

/// What the totals must be: marks of those who cast.
pub(super) fn expected(parts: &[Part], items: usize) -> Vec<u64> {
    let mut totals = vec![0_u64; items];
    let cast = parts.iter().filter(|part| part.role != PartRole::NeverCasts);
    for mark in cast.flat_map(|part| &part.marks) {
        if let Some(total) = totals.get_mut(*mark) {
            *total = total.saturating_add(1);
        }
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_the_same_every_time_and_keep_the_limit() {
        let parts = parts(60, 15, 10).unwrap();
        assert_eq!(parts, super::parts(60, 15, 10).unwrap());
        assert!(parts.iter().all(|part| part.marks.len() <= 10 && part.marks.is_sorted()));
        for role in [PartRole::Late, PartRole::Challenges, PartRole::Blank, PartRole::NeverCasts] {
            assert_eq!(parts.iter().filter(|part| part.role == role).count(), 1, "{role:?}");
        }
        assert!(parts.iter().any(|part| part.role == PartRole::Blank && part.marks.is_empty()));
    }

    #[test]
    fn who_never_casts_is_not_expected_in_the_totals() {
        let parts = parts(60, 15, 10).unwrap();
        let cast: usize =
            parts.iter().filter(|part| part.role != PartRole::NeverCasts).map(|part| part.marks.len()).sum();
        assert_eq!(usize::try_from(expected(&parts, 15).iter().sum::<u64>()).unwrap(), cast);
    }
}
