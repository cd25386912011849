//! What is decided about: the frozen roll, the ballots of both channels, the counts of each item (protocol.md §9.2),
//! and whether they belong together (§9.3, steps 1 and 3).

use serde::{Deserialize, Serialize};

use super::options::Each;
use super::profile::{ChoiceLimits, Profile};
use super::share::Base;
use super::validate::ProfileError;
use crate::wire::{INT_MAX, Int};

/// The largest 全体代表: far above any congress, and every number that follows from it stays an [`Int`].
pub const MEMBERSHIP_MAX: u64 = 1_000_000;

/// The most rows (§14).
pub const ROWS_MAX: usize = 200;

/// The frozen roll: three numbers that local rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollNumbers {
    /// 全体代表: all deputies in office; at most [`MEMBERSHIP_MAX`].
    pub membership: Int,
    /// 应到; at most `membership`.
    pub due: Int,
    /// 实到: present at the opening, and those admitted after it; at most `due`.
    pub present: Int,
}

/// What became of the ballots of one channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// 发出.
    pub issued: Int,
    /// 收回.
    pub returned: Int,
    /// 有效; blank ones that count as abstaining are among them.
    pub valid: Int,
    /// 废票; with `valid` makes up `returned`.
    pub void: Int,
}

/// What became of the ballots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballots {
    /// By machine; in a named contest and in a show of hands all are here.
    pub machine: Channel,
    /// On paper.
    pub paper: Channel,
}

impl Ballots {
    /// No paper.
    pub fn by_machine(machine: Channel) -> Self {
        Self { machine, paper: Channel::default() }
    }

    /// 发出, of both channels.
    pub fn issued(&self) -> u64 {
        self.sum(|channel| channel.issued)
    }

    /// 收回, of both channels.
    pub fn returned(&self) -> u64 {
        self.sum(|channel| channel.returned)
    }

    /// 有效票, of both channels.
    pub fn valid(&self) -> u64 {
        self.sum(|channel| channel.valid)
    }

    /// 废票, of both channels.
    pub fn void(&self) -> u64 {
        self.sum(|channel| channel.void)
    }

    /// 未收回: issued and not returned, or 0 where more came back.
    pub fn unreturned(&self) -> u64 {
        self.issued().saturating_sub(self.returned())
    }

    fn sum(&self, of: impl Fn(&Channel) -> Int) -> u64 {
        // Two numbers below 2^53.
        of(&self.machine).get().saturating_add(of(&self.paper).get())
    }
}

/// The counts of one item, of both channels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Marks of the valid ballots, one number a column, the rest last.
    pub counts: Vec<Int>,
    /// Valid ballots whose mark of this item does not count.
    pub invalid: Int,
}

impl Row {
    /// The row that decrypted totals make: the cells of one item, and the rest that has no cell (§7.1). None if the
    /// cells have more marks than there are ballots.
    pub fn of_cells(cells: &[u64], valid: u64) -> Option<Self> {
        let marks = cells.iter().try_fold(0_u64, |sum, cell| sum.checked_add(*cell))?;
        let rest = valid.checked_sub(marks)?;
        let counts =
            cells.iter().chain([&rest]).map(|count| Int::try_from(*count).ok()).collect::<Option<_>>()?;
        Some(Self { counts, invalid: Int::ZERO })
    }

    /// The sum of two channels; none if the columns are not the same.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        let sum = |one: Int, two: Int| Int::try_from(one.get().checked_add(two.get())?).ok();
        if self.counts.len() != other.counts.len() {
            return None;
        }
        let pairs = self.counts.iter().zip(&other.counts);
        let counts = pairs.map(|(one, two)| sum(*one, *two)).collect::<Option<_>>()?;
        Some(Self { counts, invalid: sum(self.invalid, other.invalid)? })
    }

    /// The count of one column; 0 for one that it has not.
    pub(super) fn count(&self, column: usize) -> u64 {
        self.counts.get(column).map_or(0, |count| count.get())
    }
}

/// The rows that the totals of all cells make, in the matrix's order: [`Row::of_cells`] of each item. None if the
/// totals do not fill whole rows or a row has more marks than there are ballots.
pub fn rows_of_totals(profile: &Profile, totals: &[u64], valid: u64) -> Option<Vec<Row>> {
    let cells = profile.columns().saturating_sub(1).max(1);
    if !totals.len().is_multiple_of(cells) {
        return None;
    }
    totals.chunks(cells).map(|row| Row::of_cells(row, valid)).collect()
}

/// Why there is no decision: the numbers contradict each other or the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum DecideError {
    #[error("profile: {0}")]
    Profile(#[from] ProfileError),
    #[error("{present} present, more than the {due} due")]
    Present { present: Int, due: Int },
    #[error("{due} due, more than the {membership} deputies")]
    Due { due: Int, membership: Int },
    #[error("{membership} deputies, at most {MEMBERSHIP_MAX} are counted")]
    Membership { membership: Int },
    #[error("{issued} ballots issued to {present} deputies present")]
    Issued { issued: u64, present: Int },
    #[error("machine: {valid} valid and {void} void ballots do not make up {returned} returned")]
    Machine { returned: Int, valid: Int, void: Int },
    #[error("paper: {valid} valid and {void} void ballots do not make up {returned} returned")]
    Paper { returned: Int, valid: Int, void: Int },
    #[error("{rows} rows, 1 to {ROWS_MAX} expected")]
    Rows { rows: usize },
    /// Items count from 0.
    #[error("item {item} has {actual} counts, the ballot {expected} columns")]
    Columns { item: usize, actual: usize, expected: usize },
    #[error("item {item}: counts and invalid marks make {sum}, not the {valid} valid ballots")]
    Sum { item: usize, sum: u128, valid: u64 },
    /// Columns count from 0.
    #[error("number {} is given {marks} times on {valid} valid ballots", column.saturating_add(1))]
    Ranks { column: usize, marks: u128, valid: u64 },
    #[error("{votes} choices on {valid} valid ballots of {least} to {most} each")]
    Least { votes: u128, valid: u64, least: u64, most: u64 },
    #[error("{votes} choices on {valid} valid ballots of {least} to {most} each")]
    Most { votes: u128, valid: u64, least: u64, most: u64 },
}

impl DecideError {
    /// The check that failed, as the vectors name it; `profile` for a profile.
    pub fn what(&self) -> &'static str {
        match self {
            Self::Profile(_) => "profile",
            Self::Present { .. } => "present",
            Self::Due { .. } => "due",
            Self::Membership { .. } => "membership",
            Self::Issued { .. } => "issued",
            Self::Machine { .. } => "machine",
            Self::Paper { .. } => "paper",
            Self::Rows { .. } => "rows",
            Self::Columns { .. } => "columns",
            Self::Sum { .. } => "sum",
            Self::Ranks { .. } => "ranks",
            Self::Least { .. } => "least",
            Self::Most { .. } => "most",
        }
    }

    /// In Chinese.
    pub fn zh(&self) -> String {
        let item = |item: usize| item.saturating_add(1);
        match self {
            Self::Profile(error) => error.zh(),
            Self::Present { present, due } => format!("实到 {present} 人，多于应到 {due} 人"),
            Self::Due { due, membership } => format!("应到 {due} 人，多于全体代表 {membership} 人"),
            Self::Membership { membership } => {
                format!("全体代表 {membership} 人，至多 {MEMBERSHIP_MAX} 人")
            }
            Self::Issued { issued, present } => format!("发出 {issued} 张，多于实到 {present} 人"),
            Self::Machine { returned, valid, void } => {
                format!("电子票：有效 {valid} 张加废票 {void} 张，不等于收回 {returned} 张")
            }
            Self::Paper { returned, valid, void } => {
                format!("纸质票：有效 {valid} 张加废票 {void} 张，不等于收回 {returned} 张")
            }
            Self::Rows { rows } => format!("有 {rows} 行，须为 1 至 {ROWS_MAX} 行"),
            Self::Columns { item: at, actual, expected } => {
                format!("第 {} 行有 {actual} 个数，须为 {expected} 个", item(*at))
            }
            Self::Sum { item: at, sum, valid } => {
                format!("第 {} 行各数之和为 {sum}，不等于有效票 {valid} 张", item(*at))
            }
            Self::Ranks { column, marks, valid } => {
                format!("序号 {} 共填 {marks} 次，与有效票 {valid} 张不符", item(*column))
            }
            Self::Least { votes, valid, least, most } | Self::Most { votes, valid, least, most } => {
                format!("{valid} 张有效票共选 {votes} 项，每票须选 {least} 至 {most} 项")
            }
        }
    }
}

/// Step 1: the numbers belong together.
pub(super) fn check(profile: &Profile, roll: &RollNumbers, ballots: &Ballots) -> Result<(), DecideError> {
    profile.validate()?;
    let RollNumbers { membership, due, present } = *roll;
    if present > due {
        return Err(DecideError::Present { present, due });
    }
    if due > membership {
        return Err(DecideError::Due { due, membership });
    }
    if membership.get() > MEMBERSHIP_MAX {
        return Err(DecideError::Membership { membership });
    }
    if ballots.issued() > present.get() {
        return Err(DecideError::Issued { issued: ballots.issued(), present });
    }
    let adds_up = |Channel { returned, valid, void, .. }: Channel| {
        valid.get().checked_add(void.get()) == Some(returned.get())
    };
    let Channel { returned, valid, void, .. } = ballots.machine;
    if !adds_up(ballots.machine) {
        return Err(DecideError::Machine { returned, valid, void });
    }
    let Channel { returned, valid, void, .. } = ballots.paper;
    if adds_up(ballots.paper) { Ok(()) } else { Err(DecideError::Paper { returned, valid, void }) }
}

/// Step 3: no item and no ballot has more than it can.
pub(super) fn check_rows(profile: &Profile, ballots: &Ballots, rows: &[Row]) -> Result<(), DecideError> {
    if rows.is_empty() || rows.len() > ROWS_MAX {
        return Err(DecideError::Rows { rows: rows.len() });
    }
    profile.validate_for(u64::try_from(rows.len()).unwrap_or(u64::MAX))?;
    let valid = ballots.valid();
    let expected = profile.columns();
    for (item, row) in rows.iter().enumerate() {
        if row.counts.len() != expected {
            return Err(DecideError::Columns { item, actual: row.counts.len(), expected });
        }
        let sum = row.counts.iter().chain([&row.invalid]).map(|count| u128::from(count.get())).sum();
        if sum != u128::from(valid) {
            return Err(DecideError::Sum { item, sum, valid });
        }
    }
    let invalid: u128 = rows.iter().map(|row| u128::from(row.invalid.get())).sum();
    if let Some((ranks, each)) = profile.ranks() {
        for column in 0..usize::try_from(ranks).unwrap_or(0) {
            let marks: u128 = rows.iter().map(|row| u128::from(row.count(column))).sum();
            let short = each == Each::ExactlyOnce && marks.saturating_add(invalid) < u128::from(valid);
            if marks > u128::from(valid) || short {
                return Err(DecideError::Ranks { column, marks, valid });
            }
        }
    }
    let items = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    if let Some(limits) = profile.choice_limits(items) {
        let votes: u128 = rows.iter().map(|row| u128::from(chosen(profile, row))).sum();
        let at = |choices: u64| u128::from(valid).saturating_mul(u128::from(choices));
        let ChoiceLimits { least, most } = limits;
        if votes > at(most) {
            return Err(DecideError::Most { votes, valid, least, most });
        }
        if votes.saturating_add(invalid) < at(least) {
            return Err(DecideError::Least { votes, valid, least, most });
        }
    }
    Ok(())
}

/// Marks that choose an item: of the first column, and of the rest where a missing mark approves.
pub(super) fn chosen(profile: &Profile, row: &Row) -> u64 {
    let rest = if profile.rest_approves() { row.counts.last().map_or(0, |rest| rest.get()) } else { 0 };
    // Parts of one row, which makes up the valid ballots.
    row.count(0).saturating_add(rest)
}

/// The number that a share is of. `returned` and `valid` are those of both channels, or of one item.
pub(super) fn base(of: Base, roll: &RollNumbers, returned: u64, valid: u64) -> u64 {
    match of {
        Base::Membership => roll.membership.get(),
        Base::Due => roll.due.get(),
        Base::Present => roll.present.get(),
        Base::Returned => returned,
        Base::Valid => valid,
    }
}

/// A number that follows from numbers below [`MEMBERSHIP_MAX`], or from one [`Int`].
pub(super) fn int(number: u64) -> Int {
    Int::try_from(number.min(INT_MAX)).unwrap_or(Int::ZERO)
}
