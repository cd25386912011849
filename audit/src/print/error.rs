//! Why there is no page.

use crate::fold::Refusal;
use std::fmt;

/// Which row of a report does not add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintRow {
    /// Ballots by machine.
    Machine,
    /// Ballots on paper.
    Paper,
    /// Both channels.
    Sum,
    /// 废票登记, the register of void papers.
    VoidRegister,
    /// The item with this printed number.
    Item(u64),
    /// Named votes: the deputy with this number.
    Deputy(u64),
}

impl PrintRow {
    /// As the report calls it.
    pub fn zh(self) -> String {
        match self {
            Self::Machine => "电子票".to_owned(),
            Self::Paper => "纸质票".to_owned(),
            Self::Sum => "合计".to_owned(),
            Self::VoidRegister => "废票登记".to_owned(),
            Self::Item(number) => format!("第 {number} 号项目"),
            Self::Deputy(number) => format!("第 {number} 号代表"),
        }
    }
}

impl fmt::Display for PrintRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Machine => f.write_str("row machine"),
            Self::Paper => f.write_str("row paper"),
            Self::Sum => f.write_str("row sum"),
            Self::VoidRegister => f.write_str("register of void papers"),
            Self::Item(number) => write!(f, "item {number}"),
            Self::Deputy(number) => write!(f, "deputy {number}"),
        }
    }
}

/// Why a page cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// The log has no entry 0.
    #[error("the log defines no sitting")]
    NoSitting,
    /// No contest has this number.
    #[error("there is no contest {contest}")]
    UnknownContest {
        /// As asked.
        contest: u64,
    },
    /// There are no numbers of ballots yet.
    #[error("contest {contest} is not closed")]
    NotClosed {
        /// As asked.
        contest: u64,
    },
    /// There is no result yet.
    #[error("the result of contest {contest} is not declared")]
    NotDeclared {
        /// As asked.
        contest: u64,
    },
    /// Numbers of one row contradict each other.
    #[error("{row}: {what} make {made}, not {should}")]
    Sum {
        /// Which row.
        row: PrintRow,
        /// What was added up.
        what: &'static str,
        /// Their sum.
        made: u64,
        /// What it should be.
        should: u64,
    },
    /// A row has more or fewer columns, or the report more or fewer rows, than the ballot.
    #[error("{row}: {actual} {what}, {expected} expected")]
    Shape {
        /// Which row.
        row: PrintRow,
        /// What was counted.
        what: &'static str,
        /// How many there are.
        actual: usize,
        /// How many there should be.
        expected: usize,
    },
    /// The fold has no such number.
    #[error("{0}")]
    Refused(#[from] Refusal),
}

impl PrintError {
    /// The same in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::NoSitting => "记录中没有会议定义".to_owned(),
            Self::UnknownContest { contest } => format!("没有第 {contest} 项票决"),
            Self::NotClosed { contest } => format!("第 {contest} 项票决尚未截止"),
            Self::NotDeclared { contest } => format!("第 {contest} 项票决尚未宣布结果"),
            Self::Sum { row, what, made, should } => {
                format!("{}：{what} 合计 {made}，应为 {should}，数字不符，不予打印", row.zh())
            }
            Self::Shape { row, what, actual, expected } => {
                format!("{}：{what} {actual}，应为 {expected}，不予打印", row.zh())
            }
            Self::Refused(refusal) => refusal.zh(),
        }
    }
}
