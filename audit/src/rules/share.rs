//! Shares of a number of deputies or ballots: 过半数, 半数以上, 三分之二以上. Integers only.

use serde::{Deserialize, Serialize};

use crate::wire::Int;

/// What a share is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// 全体代表.
    Membership,
    /// 应到.
    Due,
    /// 实到.
    Present,
    /// 收回.
    Returned,
    /// 有效票.
    Valid,
}

/// `num`/`den` of a base; `inclusive`: reaching it is enough (以上), else it must be exceeded (过, 超过).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Numerator, from 1 to `den`.
    pub num: Int,
    /// Denominator.
    pub den: Int,
    /// Whether exactly the share is enough.
    pub inclusive: bool,
    /// Of what.
    pub base: Base,
}

impl Share {
    /// 过半数: more than half.
    pub fn more_than_half(base: Base) -> Self {
        Self { num: Int::from(1_u32), den: Int::from(2_u32), inclusive: false, base }
    }

    /// 三分之二以上: two thirds or more.
    pub fn two_thirds(base: Base) -> Self {
        Self { num: Int::from(2_u32), den: Int::from(3_u32), inclusive: true, base }
    }

    /// The least number that satisfies the share of `base`: ⌈base·num/den⌉ if inclusive, else ⌊base·num/den⌋ + 1.
    ///
    /// A profile that passed its checks has 1 ≤ num ≤ den; for any other the result is as large as can be.
    pub fn needed(&self, base: u64) -> u64 {
        let (num, den) = (u128::from(self.num.get()), u128::from(self.den.get()));
        let product = u128::from(base).saturating_mul(num);
        let needed = if self.inclusive {
            product.saturating_add(den.saturating_sub(1)).checked_div(den)
        } else {
            product.checked_div(den).map(|quotient| quotient.saturating_add(1))
        };
        needed.and_then(|needed| u64::try_from(needed).ok()).unwrap_or(u64::MAX)
    }

    /// Whether a number can satisfy the share at all and something is asked: 1 ≤ num ≤ den, and less than the whole
    /// if it must be exceeded.
    pub(super) fn is_sound(&self) -> bool {
        let (num, den) = (self.num.get(), self.den.get());
        num >= 1 && if self.inclusive { num <= den } else { num < den }
    }
}

/// A share that must be reached, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Requirement {
    /// Nothing is asked.
    None,
    /// `{"kind":"share","num":…,"den":…,"inclusive":…,"base":…}`.
    Share(Share),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// domain.md §2.1, with the rows 2/3 inclusive and more than half.
    #[test]
    fn quorum_and_majority_of_every_size_in_the_table() {
        let table = [
            (45, 30, 23),
            (54, 36, 28),
            (58, 39, 30),
            (70, 47, 36),
            (102, 68, 52),
            (120, 80, 61),
            (160, 107, 81),
            (174, 116, 88),
            (195, 130, 98),
            (231, 154, 116),
            (327, 218, 164),
            (347, 232, 174),
            (450, 300, 226),
            (532, 355, 267),
            (650, 434, 326),
            (1000, 667, 501),
            (2977, 1985, 1489),
        ];
        for (membership, quorum, half) in table {
            assert_eq!(Share::two_thirds(Base::Membership).needed(membership), quorum, "2/3 of {membership}");
            assert_eq!(
                Share::more_than_half(Base::Membership).needed(membership),
                half,
                "half of {membership}"
            );
        }
    }

    #[test]
    fn reaching_and_exceeding_differ_only_where_the_share_is_whole() {
        let half = Share::more_than_half(Base::Membership);
        let at_least_half = Share { inclusive: true, ..half };
        // Vector J.
        assert_eq!((half.needed(100), at_least_half.needed(100)), (51, 50));
        assert_eq!((half.needed(101), at_least_half.needed(101)), (51, 51));
        let two_thirds = Share::two_thirds(Base::Membership);
        let over_two_thirds = Share { inclusive: false, ..two_thirds };
        assert_eq!((two_thirds.needed(195), over_two_thirds.needed(195)), (130, 131));
        assert_eq!((half.needed(0), at_least_half.needed(0)), (1, 0));
    }

    #[test]
    fn the_largest_numbers_do_not_overflow() {
        let largest = Int::try_from(crate::wire::INT_MAX).unwrap();
        let whole = Share { num: largest, den: largest, inclusive: true, base: Base::Valid };
        assert_eq!(whole.needed(u64::MAX), u64::MAX);
        let none = Share { num: largest, den: Int::ZERO, inclusive: false, base: Base::Valid };
        assert_eq!(none.needed(1), u64::MAX);
        assert!(whole.is_sound() && !none.is_sound());
    }
}
