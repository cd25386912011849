//! What is wrong with a list, in words that the person who typed it can act on.

use std::fmt;

use super::table::Encoding;

/// Most problems kept in one report; the rest are counted.
pub const PROBLEMS_MAX: usize = 50;

/// A column, as screens name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnName {
    /// Chinese, as in the template.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// One thing that is wrong, or (among the warnings) looks wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file's name as shown.
    pub file: String,
    /// Line of the file, from 1 (the row number that a spreadsheet shows); none where the whole file is meant.
    pub line: Option<u64>,
    /// The column, where one is meant.
    pub column: Option<ColumnName>,
    /// What is wrong.
    pub reason: Reason,
}

/// Why a file, row or cell is refused, or is worth a second look.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum Reason {
    // The file.
    TooLarge { max: usize },
    Workbook,
    Utf16,
    Undecodable { encoding: Encoding },
    NoHeader,
    MissingColumn,
    RepeatedColumn,
    NoRows,
    TooManyRows { max: usize },
    // A row.
    Quotes,
    TooManyCells { expected: usize, actual: usize },
    // A cell.
    Empty,
    NotANumber { text: String },
    OutOfRange { text: String, min: u32, max: u32 },
    RepeatedNumber { number: u32, first_line: u64 },
    NotADecimal { text: String },
    Control { character: u32 },
    Invisible { character: u32 },
    Replacement,
    TooLong { max: usize, actual: usize },
    // Warnings.
    UnknownColumn { text: String },
    SpacesRemoved { read_as: String },
    PrivateUse { character: u32 },
    QuestionMark,
    SameName { first_line: u64 },
    SimilarName { first_line: u64, name: String },
    SameTitle { first_line: u64 },
}

impl Reason {
    /// In Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::TooLarge { max } => format!("文件超过 {max} 字节"),
            Self::Workbook => "这是 Excel 工作簿，请另存为“CSV UTF-8（逗号分隔）”".into(),
            Self::Utf16 => "这是 UTF-16 文本，请另存为“CSV UTF-8（逗号分隔）”".into(),
            Self::Undecodable { encoding } => format!("有不属于 {encoding} 编码的字节"),
            Self::NoHeader => "第一行不是列名".into(),
            Self::MissingColumn => "缺少这一列".into(),
            Self::RepeatedColumn => "这一列出现了两次".into(),
            Self::NoRows => "没有数据行".into(),
            Self::TooManyRows { max } => format!("超过 {max} 行"),
            Self::Quotes => "引号不成对，或者单元格内有换行".into(),
            Self::TooManyCells { expected, actual } => {
                format!("有 {actual} 个单元格，列名只有 {expected} 个（多出的逗号？）")
            }
            Self::Empty => "是空的".into(),
            Self::NotANumber { text } => format!("“{text}”不是整数"),
            Self::OutOfRange { text, min, max } => format!("“{text}”不在 {min} 到 {max} 之间"),
            Self::RepeatedNumber { number, first_line } => {
                format!("编号 {number} 与第 {first_line} 行重复")
            }
            Self::NotADecimal { text } => format!("“{text}”不是金额（只写数字，不写千分号和单位）"),
            Self::Control { character } => format!("有控制字符 U+{character:04X}"),
            Self::Invisible { character } => format!("有看不见的字符 U+{character:04X}"),
            Self::Replacement => "有“�”，转换编码时丢了字，请从原件重新导出".into(),
            Self::TooLong { max, actual } => format!("有 {actual} 个字，最多 {max} 个"),
            Self::UnknownColumn { text } => format!("不认识的列“{text}”，没有读入"),
            Self::SpacesRemoved { read_as } => format!("字间有空格，已读作“{read_as}”"),
            Self::PrivateUse { character } => {
                format!("有自造字 U+{character:04X}，别的电脑可能显示不出来")
            }
            Self::QuestionMark => "有“?”或“□”，可能是生僻字在转换时丢了".into(),
            Self::SameName { first_line } => format!("与第 {first_line} 行同团同名，请核对是不是同一人"),
            Self::SimilarName { first_line, name } => {
                format!("与第 {first_line} 行同团的“{name}”很像，请核对")
            }
            Self::SameTitle { first_line } => format!("与第 {first_line} 行的项目同名，请核对"),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { max } => write!(f, "the file is larger than {max} bytes"),
            Self::Workbook => f.write_str("this is an Excel workbook; save it as \"CSV UTF-8\""),
            Self::Utf16 => f.write_str("this is UTF-16 text; save it as \"CSV UTF-8\""),
            Self::Undecodable { encoding } => write!(f, "holds bytes that are not {encoding}"),
            Self::NoHeader => f.write_str("the first line has no column names"),
            Self::MissingColumn => f.write_str("the column is missing"),
            Self::RepeatedColumn => f.write_str("the column stands twice"),
            Self::NoRows => f.write_str("there are no rows"),
            Self::TooManyRows { max } => write!(f, "there are more than {max} rows"),
            Self::Quotes => f.write_str("quotes do not pair, or a cell holds a line break"),
            Self::TooManyCells { expected, actual } => {
                write!(f, "{actual} cells under {expected} column names (a comma too many?)")
            }
            Self::Empty => f.write_str("is empty"),
            Self::NotANumber { text } => write!(f, "{text:?} is no whole number"),
            Self::OutOfRange { text, min, max } => write!(f, "{text:?} is not between {min} and {max}"),
            Self::RepeatedNumber { number, first_line } => {
                write!(f, "number {number} stands already on line {first_line}")
            }
            Self::NotADecimal { text } => {
                write!(f, "{text:?} is no amount (digits only, without separators and unit)")
            }
            Self::Control { character } => write!(f, "holds the control character U+{character:04X}"),
            Self::Invisible { character } => write!(f, "holds the invisible character U+{character:04X}"),
            Self::Replacement => {
                f.write_str("holds U+FFFD: an earlier conversion lost a character; export the original again")
            }
            Self::TooLong { max, actual } => write!(f, "has {actual} characters, at most {max} fit"),
            Self::UnknownColumn { text } => write!(f, "unknown column {text:?}, not read"),
            Self::SpacesRemoved { read_as } => write!(f, "holds spaces, read as {read_as:?}"),
            Self::PrivateUse { character } => {
                write!(f, "holds the private character U+{character:04X}, which other machines may not show")
            }
            Self::QuestionMark => {
                f.write_str("holds ? or □, perhaps a rare character that a conversion lost")
            }
            Self::SameName { first_line } => {
                write!(f, "has the same name and delegation as line {first_line}; are they two people?")
            }
            Self::SimilarName { first_line, name } => {
                write!(f, "is very like {name:?} of the same delegation on line {first_line}")
            }
            Self::SameTitle { first_line } => write!(f, "has the same title as line {first_line}"),
        }
    }
}

impl Problem {
    /// Where and what, in Chinese.
    pub fn zh(&self) -> String {
        let line = self.line.map(|n| format!("第 {n} 行")).unwrap_or_default();
        let column = self.column.map(|c| format!("“{}”", c.zh)).unwrap_or_default();
        format!("{} {line}{column}：{}", self.file, self.reason.zh())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ", column {}", column.en)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// A list that was not taken, and everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The first [`PROBLEMS_MAX`], in the order of the file.
    pub problems: Vec<Problem>,
    /// How many more there are.
    pub more: usize,
}

impl Refused {
    /// One line for each problem, in Chinese.
    pub fn zh(&self) -> String {
        let mut lines: Vec<String> = self.problems.iter().map(Problem::zh).collect();
        if self.more > 0 {
            lines.push(format!("另有 {} 处", self.more));
        }
        lines.join("\n")
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.problems.iter().enumerate() {
            let separator = if i == 0 { "" } else { "\n" };
            write!(f, "{separator}{problem}")?;
        }
        if self.more > 0 {
            write!(f, "\nand {} more", self.more)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

/// A list that was taken, and what somebody should look at before it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken<T> {
    /// The rows, in the order of the file.
    pub rows: Vec<T>,
    /// How the file was written; shown with the preview, since a wrong guess shows in the names.
    pub encoding: Encoding,
    /// Not wrong in themselves; at most [`PROBLEMS_MAX`].
    pub warnings: Vec<Problem>,
}

/// Collects problems while a list is being read.
#[derive(Debug)]
pub(super) struct Findings {
    file: String,
    problems: Vec<Problem>,
    more: usize,
    warnings: Vec<Problem>,
}

impl Findings {
    pub(super) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), problems: Vec::new(), more: 0, warnings: Vec::new() }
    }

    pub(super) fn refuse(&mut self, line: Option<u64>, column: Option<ColumnName>, reason: Reason) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(Problem { file: self.file.clone(), line, column, reason });
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    pub(super) fn warn(&mut self, line: Option<u64>, column: Option<ColumnName>, reason: Reason) {
        if self.warnings.len() < PROBLEMS_MAX {
            self.warnings.push(Problem { file: self.file.clone(), line, column, reason });
        }
    }

    /// The refusal for a fault that leaves nothing to go on with.
    pub(super) fn stop(mut self, line: Option<u64>, column: Option<ColumnName>, reason: Reason) -> Refused {
        self.refuse(line, column, reason);
        self.into_refused()
    }

    pub(super) fn into_refused(mut self) -> Refused {
        // Lines are decoded before cells are read; the reader of the report goes from top to bottom.
        self.problems.sort_by_key(|problem| problem.line);
        Refused { problems: self.problems, more: self.more }
    }

    pub(super) fn finish<T>(self, rows: Vec<T>, encoding: Encoding) -> Result<Taken<T>, Refused> {
        if self.problems.is_empty() {
            Ok(Taken { rows, encoding, warnings: self.warnings })
        } else {
            Err(self.into_refused())
        }
    }

    pub(super) fn refused(&self) -> bool {
        !self.problems.is_empty()
    }
}
