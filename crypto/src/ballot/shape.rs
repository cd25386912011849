//! The shape of a ballot: which cells it has, which limits tie them, how many bytes that makes (protocol.md §7.1).
//!
//! Invariants
//! - A shape is checked when made: every count below follows from it alone, so a ballot's length is compared
//!   before anything of it is read.
//! - A limit that the cells cannot break is left out, one that they cannot keep is refused.
//! - Numbers stay so small that no sum wraps mod ℓ or in an `i64`.
//!
//! Next: `choices` fills a shape, `encrypted` has its bytes.

use super::error::Part;

/// The longest ballot: in base64 inside a message it stays below the 256 KiB of a frame.
pub const BALLOT_BYTES_MAX: usize = 180_000;
/// The most rows.
pub const ROWS_MAX: usize = 512;
/// The most options of a row, the rest included.
pub const OPTIONS_MAX: usize = 64;
/// The most limits of one shape.
pub const LIMITS_MAX: usize = 128;
/// The largest coefficient of a cell in a limit, and the largest bound, in size.
pub const COEFFICIENT_MAX: i64 = 1024;

/// Encoded size of a point or a scalar.
const WORD: usize = 32;
/// A, B.
const CIPHERTEXT_WORDS: usize = 2;
/// a0, b0, a1, b1, c0, s0, s1.
const BIT_PROOF_WORDS: usize = 7;
/// a, b, s.
const LIMIT_PROOF_WORDS: usize = 3;

/// Why numbers make no shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum ShapeError {
    /// No row, or more than [`ROWS_MAX`].
    #[error("a ballot has 1 to {ROWS_MAX} rows, not {rows}")]
    Rows { rows: usize },
    /// Fewer than one option beside the rest, or more than [`OPTIONS_MAX`].
    #[error("a row has 2 to {OPTIONS_MAX} options, not {options}")]
    Options { options: usize },
    /// More than [`LIMITS_MAX`].
    #[error("a ballot has at most {LIMITS_MAX} limits, not {limits}")]
    Limits { limits: usize },
    /// A limit without cells limits nothing.
    #[error("limit {limit} names no cell")]
    NoCells { limit: usize },
    /// A limit names a cell that the matrix has not.
    #[error("limit {limit} names cell {cell}, which is not on the ballot")]
    CellOutside { limit: usize, cell: usize },
    /// A limit names a cell twice.
    #[error("limit {limit} names cell {cell} twice")]
    CellTwice { limit: usize, cell: usize },
    /// A coefficient is 0, or above [`COEFFICIENT_MAX`] in size.
    #[error("limit {limit} gives cell {cell} a coefficient that is 0 or too large")]
    Coefficient { limit: usize, cell: usize },
    /// The bounds cross or are above [`COEFFICIENT_MAX`] in size.
    #[error("limit {limit} has bounds that cross or are too large")]
    Bounds { limit: usize },
    /// No choice can keep this limit.
    #[error("limit {limit} cannot be kept by any choice")]
    CannotBeKept { limit: usize },
    /// The same limit is given twice.
    #[error("limit {second} repeats limit {first}")]
    Repeated { first: usize, second: usize },
    /// A ballot of this shape would be longer than [`BALLOT_BYTES_MAX`].
    #[error("a ballot of this shape has {bytes} bytes, more than {BALLOT_BYTES_MAX}")]
    TooLarge { bytes: usize },
}

/// low ≤ Σ coefficient·m ≤ high over some cells; proved as Σ coefficient·m + Σ weight·slack = high.
///
/// The weights of the slack bits are 1, 2, 4, … and a rest, with total exactly high − low, so that
/// the slack cannot hide a sum outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    terms: Vec<(usize, i64)>,
    low: i64,
    high: i64,
}

impl Limit {
    /// At most `n` of these cells are marked.
    pub fn at_most(cells: impl IntoIterator<Item = usize>, n: u32) -> Self {
        Self::between(cells, 0, n)
    }

    /// Exactly `n` of these cells are marked.
    pub fn exactly(cells: impl IntoIterator<Item = usize>, n: u32) -> Self {
        Self::between(cells, n, n)
    }

    /// At least `low` and at most `high` of these cells are marked.
    pub fn between(cells: impl IntoIterator<Item = usize>, low: u32, high: u32) -> Self {
        Self::linear(cells.into_iter().map(|cell| (cell, 1)), i64::from(low), i64::from(high))
    }

    /// low ≤ Σ coefficient·m ≤ high, for what the other constructors cannot say, as marks ≤ N·(1 − blank):
    /// coefficient 1 for each mark, N for blank, between 0 and N. [`Shape::new`] checks it.
    pub fn linear(terms: impl IntoIterator<Item = (usize, i64)>, low: i64, high: i64) -> Self {
        let mut terms: Vec<_> = terms.into_iter().collect();
        terms.sort_unstable();
        Self { terms, low, high }
    }

    /// (cell, coefficient), by cell.
    pub fn terms(&self) -> &[(usize, i64)] {
        &self.terms
    }

    /// The least sum allowed.
    pub fn low(&self) -> i64 {
        self.low
    }

    /// The largest sum allowed: what cells and slack add up to.
    pub fn high(&self) -> i64 {
        self.high
    }

    /// high − low: what the slack bits add up to when all are 1.
    pub(super) fn slack_total(&self) -> u32 {
        // Validated: 0 ≤ high − low ≤ 2·COEFFICIENT_MAX.
        u32::try_from(self.high.saturating_sub(self.low)).unwrap_or(0)
    }

    /// The weights 1, 2, 4, …, rest of the slack bits; none when low = high.
    pub fn slack_weights(&self) -> Vec<u32> {
        let total = self.slack_total();
        let bits = u32::BITS - total.leading_zeros();
        let Some(powers) = bits.checked_sub(1) else { return Vec::new() };
        let sum_of_powers = (1u32 << powers) - 1;
        (0..powers).map(|i| 1u32 << i).chain([total - sum_of_powers]).collect()
    }

    fn check(&self, limit: usize, cells: usize) -> Result<(), ShapeError> {
        if self.terms.is_empty() {
            return Err(ShapeError::NoCells { limit });
        }
        let mut last = None;
        for &(cell, coefficient) in &self.terms {
            if cell >= cells {
                return Err(ShapeError::CellOutside { limit, cell });
            }
            if last == Some(cell) {
                return Err(ShapeError::CellTwice { limit, cell });
            }
            if coefficient == 0 || !(-COEFFICIENT_MAX..=COEFFICIENT_MAX).contains(&coefficient) {
                return Err(ShapeError::Coefficient { limit, cell });
            }
            last = Some(cell);
        }
        let bounds = -COEFFICIENT_MAX..=COEFFICIENT_MAX;
        if self.low > self.high || !bounds.contains(&self.low) || !bounds.contains(&self.high) {
            return Err(ShapeError::Bounds { limit });
        }
        Ok(())
    }

    /// The least and the largest sum that cells of 0 and 1, with at most one 1 in a row, can have.
    fn reach(&self, per_row: usize, matrix: usize) -> (i64, i64) {
        let (mut least, mut largest) = (0i64, 0i64);
        let place = |cell: usize| if cell < matrix { cell / per_row } else { matrix + cell };
        for row in self.terms.chunk_by(|(x, _), (y, _)| place(*x) == place(*y)) {
            let coefficients = || row.iter().map(|&(_, coefficient)| coefficient);
            least += coefficients().min().unwrap_or(0).min(0);
            largest += coefficients().max().unwrap_or(0).max(0);
        }
        (least, largest)
    }
}

/// What a contest's ballots look like: rows × options, perhaps a blank cell, and the limits that can bind.
///
/// Cells are numbered row by row, the rest of each row left out; the blank cell, where there is one, is the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    rows: usize,
    options: usize,
    blank: bool,
    limits: Vec<Limit>,
    slack_weights: Vec<Vec<u32>>,
    encoding: Vec<u8>,
}

impl Shape {
    /// A matrix without a blank cell. `limits` keep their order; those that cannot bind are left out.
    pub fn new(rows: usize, options: usize, limits: Vec<Limit>) -> Result<Self, ShapeError> {
        Self::checked(rows, options, false, limits)
    }

    /// A matrix and a blank cell, whose number is rows·(options − 1); the caller ties it by limits.
    pub fn with_blank(rows: usize, options: usize, limits: Vec<Limit>) -> Result<Self, ShapeError> {
        Self::checked(rows, options, true, limits)
    }

    fn checked(rows: usize, options: usize, blank: bool, mut limits: Vec<Limit>) -> Result<Self, ShapeError> {
        if !(1..=ROWS_MAX).contains(&rows) {
            return Err(ShapeError::Rows { rows });
        }
        if !(2..=OPTIONS_MAX).contains(&options) {
            return Err(ShapeError::Options { options });
        }
        if limits.len() > LIMITS_MAX {
            return Err(ShapeError::Limits { limits: limits.len() });
        }
        let per_row = options - 1;
        let matrix = rows * per_row;
        for (limit, given) in limits.iter().enumerate() {
            given.check(limit, matrix + usize::from(blank))?;
            let (least, largest) = given.reach(per_row, matrix);
            if largest < given.low || least > given.high {
                return Err(ShapeError::CannotBeKept { limit });
            }
            if let Some(first) = limits.iter().take(limit).position(|other| other == given) {
                return Err(ShapeError::Repeated { first, second: limit });
            }
        }
        limits.retain(|limit| {
            let (least, largest) = limit.reach(per_row, matrix);
            least < limit.low || largest > limit.high
        });
        let slack_weights = limits.iter().map(Limit::slack_weights).collect();
        let encoding = encode(rows, options, blank, &limits);
        let shape = Self { rows, options, blank, limits, slack_weights, encoding };
        let bytes = shape.ballot_bytes();
        if bytes > BALLOT_BYTES_MAX { Err(ShapeError::TooLarge { bytes }) } else { Ok(shape) }
    }

    /// The items.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The options of each item, the rest included.
    pub fn options(&self) -> usize {
        self.options
    }

    /// Whether the last cell is the blank cell.
    pub fn has_blank(&self) -> bool {
        self.blank
    }

    /// The number of the blank cell.
    pub fn blank_cell(&self) -> Option<usize> {
        self.blank.then(|| self.matrix_cells())
    }

    /// The limits that can bind, in the order given.
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// Cells of one row: its options without the rest.
    pub fn cells_per_row(&self) -> usize {
        self.options - 1
    }

    /// The number of the cell of an option; none for the rest, or outside the matrix.
    pub fn cell(&self, row: usize, option: usize) -> Option<usize> {
        (row < self.rows && option < self.cells_per_row()).then(|| row * self.cells_per_row() + option)
    }

    /// The cells of one option in every row, for a limit on it; none for the rest.
    pub fn column(&self, option: usize) -> Vec<usize> {
        (0..self.rows).filter_map(|row| self.cell(row, option)).collect()
    }

    /// All cells: what is counted. The blank cell is among them.
    pub fn cells(&self) -> usize {
        self.matrix_cells() + usize::from(self.blank)
    }

    fn matrix_cells(&self) -> usize {
        self.rows * self.cells_per_row()
    }

    /// Slack bits of all limits.
    pub fn slacks(&self) -> usize {
        self.slack_weights.iter().map(Vec::len).sum()
    }

    /// Ciphertexts on a ballot: cells, then slacks.
    pub fn ciphertexts(&self) -> usize {
        self.cells() + self.slacks()
    }

    /// Rows whose sum has a proof: all when there are more than two options, else none.
    pub fn row_sums(&self) -> usize {
        if self.options > 2 { self.rows } else { 0 }
    }

    /// 0/1 proofs: of the cells, then the row sums, then the slacks.
    pub fn bit_proofs(&self) -> usize {
        self.cells() + self.row_sums() + self.slacks()
    }

    /// Points that a ballot carries.
    pub fn points(&self) -> usize {
        self.ciphertexts() * CIPHERTEXT_WORDS + self.bit_proofs() * 4 + self.limits.len() * 2
    }

    /// The exact length of a ballot, in bytes.
    pub fn ballot_bytes(&self) -> usize {
        let words = self.ciphertexts() * CIPHERTEXT_WORDS
            + self.bit_proofs() * BIT_PROOF_WORDS
            + self.limits.len() * LIMIT_PROOF_WORDS;
        words * WORD
    }

    /// What the challenge hashes for the shape (§7.1).
    pub fn encoding(&self) -> &[u8] {
        &self.encoding
    }

    /// What ciphertext number `index` is.
    pub(super) fn ciphertext_part(&self, index: usize) -> Part {
        index.checked_sub(self.cells()).map_or(Part::Cell(index), Part::Slack)
    }

    /// What 0/1 proof number `index` is about.
    pub(super) fn proof_part(&self, index: usize) -> Part {
        let Some(after_cells) = index.checked_sub(self.cells()) else { return Part::Cell(index) };
        after_cells.checked_sub(self.row_sums()).map_or(Part::Row(after_cells), Part::Slack)
    }

    /// The ciphertexts whose sum 0/1 proof number `index` is about: one, or a whole row.
    pub(super) fn proved(&self, index: usize) -> std::ops::Range<usize> {
        match self.proof_part(index) {
            Part::Row(row) => row * self.cells_per_row()..(row + 1) * self.cells_per_row(),
            Part::Slack(slack) => self.cells() + slack..self.cells() + slack + 1,
            Part::Cell(cell) | Part::Limit(cell) => cell..cell + 1,
        }
    }

    /// For each limit: (ciphertext, coefficient) of its cells and its slacks, and the target that they add up to.
    pub(super) fn equations(&self) -> impl Iterator<Item = (Vec<(usize, i64)>, i64)> + '_ {
        let mut slack = self.cells();
        self.limits.iter().zip(&self.slack_weights).map(move |(limit, weights)| {
            let first = slack;
            slack += weights.len();
            let slacks = (first..slack).zip(weights).map(|(index, &weight)| (index, i64::from(weight)));
            (limit.terms.iter().copied().chain(slacks).collect(), limit.high)
        })
    }
}

fn encode(rows: usize, options: usize, blank: bool, limits: &[Limit]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut count = |n: usize| bytes.extend((n as u64).to_be_bytes());
    count(rows);
    count(options);
    count(usize::from(blank));
    count(limits.len());
    for limit in limits {
        bytes.extend((limit.terms.len() as u64).to_be_bytes());
        for &(cell, coefficient) in &limit.terms {
            bytes.extend((cell as u64).to_be_bytes());
            bytes.extend(coefficient.to_be_bytes());
        }
        bytes.extend(limit.low.to_be_bytes());
        bytes.extend(limit.high.to_be_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ballot_has_the_counts_of_the_protocol() {
        let approve = (0..15).map(|row| row * 2);
        let shape = Shape::new(15, 3, vec![Limit::at_most(approve, 10)]).unwrap();
        assert_eq!((shape.cells(), shape.slacks(), shape.row_sums()), (30, 4, 15));
        assert_eq!((shape.bit_proofs(), shape.points(), shape.ballot_bytes()), (49, 266, 13_248));
        assert_eq!(shape.limits()[0].slack_weights(), [1, 2, 4, 3]);
        assert_eq!(shape.proof_part(29), Part::Cell(29));
        assert_eq!((shape.proof_part(30), shape.proved(30)), (Part::Row(0), 0..2));
        assert_eq!((shape.proof_part(45), shape.proved(45)), (Part::Slack(0), 30..31));
    }

    #[test]
    fn slack_weights_reach_every_sum_and_none_beyond() {
        for total in 0..=64u32 {
            let weights = Limit::at_most([0], total).slack_weights();
            assert_eq!(weights.iter().sum::<u32>(), total);
            let mut reached = vec![false; total as usize + 1];
            for set in 0..1u32 << weights.len() {
                let sum: u32 =
                    weights.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, w)| w).sum();
                reached[sum as usize] = true;
            }
            assert!(reached.iter().all(|&r| r), "total {total}");
        }
    }

    #[test]
    fn a_limit_that_cannot_bind_is_left_out() {
        // One mark in a row at most: both cells of three rows never pass 3.
        let all = Limit::at_most(0..6, 3);
        assert!(Shape::new(3, 3, vec![all]).unwrap().limits().is_empty());
        let binding = Limit::at_most(0..6, 2);
        assert_eq!(Shape::new(3, 3, vec![binding.clone()]).unwrap().limits(), [binding]);
        assert_eq!(Shape::new(3, 2, vec![Limit::at_most(0..3, 3)]).unwrap().slacks(), 0);
    }

    #[test]
    fn a_blank_cell_is_tied_by_two_limits() {
        let marks = || (0..4).map(|cell| (cell, 1));
        let none_with_blank = Limit::linear(marks().chain([(4, 2)]), 0, 2);
        let some_or_blank = Limit::linear(marks().chain([(4, 1)]), 1, 4);
        let shape = Shape::with_blank(4, 2, vec![none_with_blank, some_or_blank]).unwrap();
        assert_eq!((shape.cells(), shape.blank_cell(), shape.limits().len()), (5, Some(4), 2));
        assert_eq!(shape.slacks(), 2 + 2);
        assert_eq!(shape.proved(4), 4..5);
    }

    #[test]
    fn each_wrong_number_is_named() {
        let refused = |limits| Shape::new(2, 2, limits).unwrap_err();
        assert_eq!(Shape::new(0, 2, vec![]), Err(ShapeError::Rows { rows: 0 }));
        assert_eq!(Shape::new(1, 1, vec![]), Err(ShapeError::Options { options: 1 }));
        assert_eq!(refused(vec![Limit::at_most([], 1)]), ShapeError::NoCells { limit: 0 });
        assert_eq!(refused(vec![Limit::at_most([2], 1)]), ShapeError::CellOutside { limit: 0, cell: 2 });
        assert_eq!(refused(vec![Limit::at_most([1, 1], 1)]), ShapeError::CellTwice { limit: 0, cell: 1 });
        let zero = Limit::linear([(0, 0)], 0, 1);
        assert_eq!(refused(vec![zero]), ShapeError::Coefficient { limit: 0, cell: 0 });
        assert_eq!(refused(vec![Limit::between([0, 1], 2, 1)]), ShapeError::Bounds { limit: 0 });
        assert_eq!(refused(vec![Limit::exactly([0, 1], 3)]), ShapeError::CannotBeKept { limit: 0 });
        let twice = vec![Limit::at_most([0, 1], 1), Limit::at_most([1, 0], 1)];
        assert_eq!(refused(twice), ShapeError::Repeated { first: 0, second: 1 });
        assert_eq!(refused(vec![Limit::at_most([0], 1); 129]), ShapeError::Limits { limits: 129 });
        assert!(matches!(Shape::new(512, 64, vec![]), Err(ShapeError::TooLarge { .. })));
    }

    #[test]
    fn another_shape_has_another_encoding() {
        let plain = Shape::new(2, 2, vec![]).unwrap();
        let limited = Shape::new(2, 2, vec![Limit::at_most([0, 1], 1)]).unwrap();
        let exact = Shape::new(2, 2, vec![Limit::exactly([0, 1], 1)]).unwrap();
        assert_ne!(plain.encoding(), limited.encoding());
        assert_ne!(limited.encoding(), exact.encoding());
        assert_ne!(plain.encoding(), Shape::with_blank(2, 2, vec![]).unwrap().encoding());
    }
}
