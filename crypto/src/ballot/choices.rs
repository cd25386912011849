//! What a deputy chose, before it is encrypted (protocol.md §7.3).
//!
//! Invariants
//! - [`Choices`] keep the shape they were made for: no over-choice can be encrypted by accident.
//! - They are wiped when dropped and never printed; an error says which rule is broken, not what was marked.
//! - Slack bits come from the choices by comparisons without branches (pitfall 28).
//!
//! Next: `encrypt`.

use std::fmt;

use subtle::{ConditionallySelectable, ConstantTimeEq, ConstantTimeGreater};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::shape::Shape;

/// Why marks are no valid choice on a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum ChoiceError {
    /// One mark for each cell is needed.
    #[error("{actual} marks for {expected} cells")]
    Cells { expected: usize, actual: usize },
    /// One option for each row is needed.
    #[error("{actual} choices for {expected} rows")]
    Rows { expected: usize, actual: usize },
    /// Packed marks have ⌈cells / 8⌉ bytes, the unused bits are 0.
    #[error("the packed marks are not {cells} bits in {expected} bytes")]
    Packed { cells: usize, expected: usize },
    /// An option that the row has not.
    #[error("row {row} has no such option")]
    NoSuchOption { row: usize },
    /// More than one mark in a row.
    #[error("row {row} has more than one mark")]
    TwoInRow { row: usize },
    /// An over-choice.
    #[error("more than limit {limit} allows: at most {high}")]
    TooMany { limit: usize, high: i64 },
    /// Too few marks.
    #[error("less than limit {limit} asks for: at least {low}")]
    TooFew { limit: usize, low: i64 },
}

/// The marks of one ballot: 0 or 1 for each cell of its shape.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Choices {
    /// 0 or 1 for each cell.
    marks: Vec<u8>,
    /// 0 or 1 for each slack bit.
    slacks: Vec<u8>,
    /// The shape that they keep, encoded.
    #[zeroize(skip)]
    shape: Vec<u8>,
}

impl Choices {
    /// One mark for each cell, in the shape's order; the blank cell, where there is one, comes last.
    pub fn new(shape: &Shape, marks: &[bool]) -> Result<Self, ChoiceError> {
        Self::checked(shape, marks.iter().map(|&mark| u8::from(mark)).collect())
    }

    /// One option for each row; the last option is the rest. The blank cell, where there is one, stays 0.
    pub fn from_options(shape: &Shape, options: &[usize]) -> Result<Self, ChoiceError> {
        if options.len() != shape.rows() {
            return Err(ChoiceError::Rows { expected: shape.rows(), actual: options.len() });
        }
        if let Some(row) = options.iter().position(|&option| option >= shape.options()) {
            return Err(ChoiceError::NoSuchOption { row });
        }
        let mut marks = Vec::with_capacity(shape.cells());
        for option in options {
            marks.extend((0..shape.cells_per_row()).map(|cell| cell.ct_eq(option).unwrap_u8()));
        }
        marks.resize(shape.cells(), 0);
        Self::checked(shape, marks)
    }

    /// The packed marks of an opened encryption: cell j is bit j mod 8 of byte j / 8, unused bits are 0.
    pub fn from_packed(shape: &Shape, packed: &[u8]) -> Result<Self, ChoiceError> {
        let cells = shape.cells();
        let expected = cells.div_ceil(8);
        // Capacity first: a vector that grows leaves copies behind that nobody wipes.
        let mut bits = Zeroizing::new(Vec::with_capacity(packed.len().saturating_mul(8)));
        bits.extend(packed.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1)));
        match (bits.get(..cells), bits.get(cells..)) {
            (Some(marks), Some(unused)) if packed.len() == expected && unused.iter().all(|&bit| bit == 0) => {
                Self::checked(shape, marks.to_vec())
            }
            _ => Err(ChoiceError::Packed { cells, expected }),
        }
    }

    /// The packed marks, for the second QR of a challenge and for hashing (§7.3); wiped when dropped.
    pub fn to_packed(&self) -> Zeroizing<Vec<u8>> {
        let byte = |bits: &[u8]| bits.iter().rev().fold(0u8, |byte, bit| byte << 1 | bit);
        Zeroizing::new(self.marks.chunks(8).map(byte).collect())
    }

    /// Whether these marks were checked against this shape.
    pub(super) fn fits(&self, shape: &Shape) -> bool {
        self.shape == shape.encoding()
    }

    /// What each ciphertext holds: the cells, then the slack bits.
    pub(super) fn bits(&self) -> impl Iterator<Item = u8> + '_ {
        self.marks.iter().chain(&self.slacks).copied()
    }

    /// Takes over marks that are 0 or 1. Sums are formed the same way whatever is marked; only whether a
    /// rule is broken is branched on, and then nothing is encrypted.
    fn checked(shape: &Shape, marks: Vec<u8>) -> Result<Self, ChoiceError> {
        let slacks = Vec::with_capacity(shape.slacks());
        let mut choices = Self { marks, slacks, shape: shape.encoding().to_vec() };
        if choices.marks.len() != shape.cells() {
            return Err(ChoiceError::Cells { expected: shape.cells(), actual: choices.marks.len() });
        }
        let rows = choices.marks.chunks_exact(shape.cells_per_row()).take(shape.rows());
        for (row, marks) in rows.enumerate() {
            if marks.iter().map(|&mark| u32::from(mark)).sum::<u32>() > 1 {
                return Err(ChoiceError::TwoInRow { row });
            }
        }
        for (limit, rule) in shape.limits().iter().enumerate() {
            let mark = |cell: usize| choices.marks.get(cell).copied().map_or(0, i64::from);
            let sum: i64 = rule.terms().iter().map(|&(cell, coefficient)| mark(cell) * coefficient).sum();
            if sum > rule.high() {
                return Err(ChoiceError::TooMany { limit, high: rule.high() });
            }
            if sum < rule.low() {
                return Err(ChoiceError::TooFew { limit, low: rule.low() });
            }
            // 0 ≤ high − sum ≤ high − low, a u32 by the shape's bounds.
            let slack = u32::try_from(rule.high() - sum).unwrap_or(0);
            choices.slacks.extend(slack_bits(slack, &rule.slack_weights()));
        }
        Ok(choices)
    }
}

impl fmt::Debug for Choices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Choices(redacted)")
    }
}

/// The slack as bits over weights 1, 2, 4, …, rest: the rest is used exactly when the powers do not
/// suffice, so one sum has one set of bits (§7.3).
fn slack_bits(slack: u32, weights: &[u32]) -> impl Iterator<Item = u8> {
    let (rest, powers) = weights.split_last().map_or((None, &[][..]), |(rest, powers)| (Some(*rest), powers));
    let uses_rest = slack.ct_gt(&powers.iter().sum());
    let remaining = slack - u32::conditional_select(&0, &rest.unwrap_or(0), uses_rest);
    let powers = (0..powers.len()).map(move |i| u8::from(remaining >> i & 1 == 1));
    powers.chain(rest.map(|_| uses_rest.unwrap_u8()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ballot::shape::Limit;

    fn shape() -> Shape {
        Shape::new(4, 3, vec![Limit::between([0, 2, 4, 6], 1, 2)]).unwrap()
    }

    #[test]
    fn slack_bits_add_up() {
        for total in 0..40 {
            let weights = Limit::at_most([0], total).slack_weights();
            for slack in 0..=total {
                let bits: Vec<u8> = slack_bits(slack, &weights).collect();
                assert_eq!(bits.len(), weights.len());
                assert_eq!(bits.iter().zip(&weights).map(|(&b, w)| u32::from(b) * w).sum::<u32>(), slack);
            }
        }
    }

    #[test]
    fn options_and_marks_say_the_same() {
        let shape = shape();
        let options = Choices::from_options(&shape, &[0, 1, 2, 0]).unwrap();
        let marks = [true, false, false, true, false, false, true, false];
        let same = Choices::new(&shape, &marks).unwrap();
        assert_eq!((&options.marks, &options.slacks), (&same.marks, &same.slacks));
        assert_eq!(*options.to_packed(), [0b0100_1001]);
        assert_eq!(Choices::from_packed(&shape, &options.to_packed()).unwrap().marks, options.marks);
    }

    #[test]
    fn each_broken_rule_is_named() {
        let shape = shape();
        let refused = |options: &[usize]| Choices::from_options(&shape, options).unwrap_err();
        assert_eq!(refused(&[0, 0, 0, 2]), ChoiceError::TooMany { limit: 0, high: 2 });
        assert_eq!(refused(&[1, 1, 2, 2]), ChoiceError::TooFew { limit: 0, low: 1 });
        assert_eq!(refused(&[0, 3, 2, 2]), ChoiceError::NoSuchOption { row: 1 });
        assert_eq!(refused(&[0, 0, 2]), ChoiceError::Rows { expected: 4, actual: 3 });
        let two = [true, false, true, true, false, false, false, false];
        assert_eq!(Choices::new(&shape, &two).unwrap_err(), ChoiceError::TwoInRow { row: 1 });
        assert_eq!(
            Choices::new(&shape, &two[1..]).unwrap_err(),
            ChoiceError::Cells { expected: 8, actual: 7 }
        );
    }

    #[test]
    fn packed_marks_have_one_length_and_no_stray_bit() {
        let shape = Shape::new(3, 2, vec![]).unwrap();
        let packed = |bytes: &[u8]| Choices::from_packed(&shape, bytes).map(|c| c.marks.clone());
        let wrong = Err(ChoiceError::Packed { cells: 3, expected: 1 });
        assert_eq!(packed(&[0b101]), Ok(vec![1, 0, 1]));
        assert_eq!(packed(&[0b1101]), wrong);
        assert_eq!(packed(&[0b101, 0]), wrong);
        assert_eq!(packed(&[]), wrong);
    }

    #[test]
    fn choices_are_redacted() {
        let choices = Choices::from_options(&shape(), &[0, 2, 2, 2]).unwrap();
        assert_eq!(format!("{choices:?}"), "Choices(redacted)");
    }
}
