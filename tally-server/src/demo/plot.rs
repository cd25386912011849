//! Who does what in the demo: the choices of fictional deputies, and the few who do something out of the ordinary.
//!
//! The choices come from a fixed seed, so the demo decides the same every time and can compare the decrypted totals with the
//! marks that were made. Nothing else of the demo is fixed: keys, ballots and proofs are fresh in every run.

use std::collections::BTreeMap;

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
    /// By number of the contest: for each item the column from 0, the last one being the rest. In a contest that is not here
    /// nothing is cast.
    pub ballots: BTreeMap<u64, Vec<usize>>,
    /// What is out of the ordinary.
    pub role: PartRole,
}

impl Part {
    /// Whether the deputy votes on a device of their own.
    pub(super) fn has_device(&self) -> bool {
        !matches!(self.role, PartRole::Absent | PartRole::Paper(_))
    }

    /// Whether the deputy's ballot of this contest goes into the box, or their named vote into the log.
    pub(super) fn casts(&self, contest: u64) -> bool {
        self.has_device() && self.role != PartRole::NeverCasts && self.ballots.contains_key(&contest)
    }
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
    /// Does not come.
    Absent,
    /// Signs in and takes a paper ballot.
    Paper(PaperFate),
}

/// What becomes of a paper ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PaperFate {
    /// Comes back and counts.
    Valid,
    /// Comes back with more marks than the rules allow.
    Void,
    /// Does not come back.
    Kept,
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
            let marks = if role == PartRole::Blank { Vec::new() } else { drawn.into_vec() };
            Ok(Part { deputy, ballots: selecting(&marks, items), role })
        })
        .collect()
}

/// The ballots of a deputy who has one contest, the first, and selects these items, from 0.
pub(super) fn selecting(marks: &[usize], items: usize) -> BTreeMap<u64, Vec<usize>> {
    let columns = (0..items).map(|item| usize::from(!marks.contains(&item))).collect();
    BTreeMap::from([(1, columns)])
}

/// Marks of each cell, row by row, on these ballots: `items` rows of `cells` columns beside the rest.
pub(super) fn count<'a>(
    ballots: impl Iterator<Item = &'a Vec<usize>>,
    items: usize,
    cells: usize,
) -> Vec<u64> {
    let mut totals = vec![0_u64; items.saturating_mul(cells)];
    for (row, column) in ballots.flat_map(|columns| columns.iter().copied().enumerate()) {
        let cell = row.saturating_mul(cells).saturating_add(column);
        if let Some(total) = totals.get_mut(cell).filter(|_| column < cells) {
            *total = total.saturating_add(1);
        }
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(part: &Part) -> usize {
        part.ballots.values().flatten().filter(|column| **column == 0).count()
    }

    #[test]
    fn the_parts_are_the_same_every_time_and_keep_the_limit() {
        let parts = parts(60, 15, 10).unwrap();
        assert_eq!(parts, super::parts(60, 15, 10).unwrap());
        assert!(parts.iter().all(|part| marks(part) <= 10));
        for role in [PartRole::Late, PartRole::Challenges, PartRole::Blank, PartRole::NeverCasts] {
            assert_eq!(parts.iter().filter(|part| part.role == role).count(), 1, "{role:?}");
        }
        assert!(parts.iter().any(|part| part.role == PartRole::Blank && marks(part) == 0));
    }

    #[test]
    fn every_mark_but_the_rest_is_counted_in_its_cell() {
        let ballots = [vec![0, 2, 1], vec![1, 2, 2]];
        assert_eq!(count(ballots.iter(), 3, 2), [1, 1, 0, 0, 0, 1]);
        assert_eq!(count([].iter(), 2, 1), [0, 0]);
    }

    #[test]
    fn who_never_casts_or_has_a_paper_casts_nothing_on_a_device() {
        let part = |role| Part { deputy: 0, ballots: selecting(&[0], 2), role };
        assert!(part(PartRole::Ordinary).casts(1) && !part(PartRole::Ordinary).casts(2));
        for role in [PartRole::NeverCasts, PartRole::Absent, PartRole::Paper(PaperFate::Valid)] {
            assert!(!part(role).casts(1), "{role:?}");
        }
    }
}
