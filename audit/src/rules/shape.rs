//! The matrix of a contest's ballots and the limits that tie its cells (protocol.md §7.1, §9.1).

use crypto::ballot::{Limit, Shape, ShapeError};

use super::options::{Each, Options, RANKS_MAX};
use super::profile::{BlankBallot, Profile};

/// One row for each item, one option for each column, and the limits in the order of §9.1: choice, numbers, blank.
///
/// The profile has passed [`Profile::validate_for`] for so many items; else the limits may make no shape.
pub fn shape_of(profile: &Profile, items: usize) -> Result<Shape, ShapeError> {
    let columns = profile.columns();
    let cells_per_row = columns.saturating_sub(1);
    let cell = move |row: usize, column: usize| row.saturating_mul(cells_per_row).saturating_add(column);
    let column = move |column: usize| (0..items).map(move |row| cell(row, column));
    let all = || 0..items.saturating_mul(cells_per_row);
    let bound = |limit: u64| u32::try_from(limit).unwrap_or(u32::MAX);
    let count = u64::try_from(items).unwrap_or(u64::MAX);

    let mut limits = Vec::new();
    if let Some(choice) = profile.choice_limits(count) {
        limits.push(if profile.rest_approves() {
            let others = all().filter(|cell| cell.checked_rem(cells_per_row) != Some(0));
            let left = |chosen: u64| bound(count.saturating_sub(chosen));
            Limit::between(others, left(choice.most), left(choice.least))
        } else {
            Limit::between(column(0), bound(choice.least), bound(choice.most))
        });
    }
    let ranks = profile.ranks();
    if let Some((ranks, each)) = ranks {
        let ranks = usize::try_from(ranks.min(RANKS_MAX)).unwrap_or(0);
        limits.extend((0..ranks).map(|rank| match each {
            Each::AtMostOnce => Limit::at_most(column(rank), 1),
            Each::ExactlyOnce => Limit::exactly(column(rank), 1),
        }));
    }
    let marks_follow =
        profile.options == Options::Select || ranks.is_some_and(|(_, each)| each == Each::ExactlyOnce);
    if profile.blank_ballot == BlankBallot::Void && !marks_follow {
        limits.push(Limit::between(all(), 1, bound(count)));
    }
    Shape::new(items, columns, limits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{allowed, every_kind, int, profile, ranked};
    use crate::rules::{Choice, Score};
    use crypto::ballot::Choices;

    /// The limits let through exactly the ballots that the rules allow, for every kind of options.
    #[test]
    fn a_shape_takes_the_ballots_that_the_rules_allow_and_no_other() {
        for profile in every_kind() {
            assert_eq!(profile.validate_for(3), Ok(()), "{profile:?}");
            let shape = shape_of(&profile, 3).unwrap();
            assert_eq!(shape.options(), profile.columns());
            let columns = profile.columns();
            let ballots = (0..columns.pow(3))
                .map(|code| vec![code % columns, code / columns % columns, code / columns.pow(2)]);
            let taken: Vec<_> =
                ballots.filter(|marks| Choices::from_options(&shape, marks).is_ok()).collect();
            let mut expected = allowed(&profile, 3);
            expected.sort_by_key(|marks| (marks[2], marks[1], marks[0]));
            assert_eq!(taken, expected, "{profile:?}");
        }
    }

    #[test]
    fn the_limits_stand_in_the_order_of_the_protocol() {
        let shape = shape_of(&profile(10, 10), 12).unwrap();
        assert_eq!(shape.limits(), [Limit::at_most(0..12, 10)]);
        let mut ranks = ranked(2, 1, Score::Borda);
        ranks.blank_ballot = BlankBallot::Void;
        let expected =
            [Limit::at_most([0, 2, 4], 1), Limit::at_most([1, 3, 5], 1), Limit::between(0..6, 1, 3)];
        assert_eq!(shape_of(&ranks, 3).unwrap().limits(), expected);
        // One number that every ballot gives once says that no ballot is blank.
        ranks.options = Options::Ranks { ranks: int(1), each: Each::ExactlyOnce };
        assert_eq!(shape_of(&ranks, 1).unwrap().limits(), [Limit::exactly([0], 1)]);
    }

    #[test]
    fn a_matrix_that_is_too_wide_makes_no_shape() {
        let wide = ranked(30, 1, Score::Borda);
        assert_eq!(wide.validate_for(200), Ok(()));
        assert!(matches!(shape_of(&wide, 200), Err(ShapeError::TooLarge { .. })));
        assert_eq!(shape_of(&wide, 0), Err(ShapeError::Rows { rows: 0 }));
        let mut each = profile(1, 1);
        each.choice = Choice::Each;
        assert!(shape_of(&each, 200).unwrap().limits().is_empty());
    }
}
