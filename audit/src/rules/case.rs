//! A case to try rules on: the numbers of protocol.md §9.2 in the JSON of the vectors (`tests/vectors/rules/README.md`).

use serde::Deserialize;
use serde_json::Value;

use super::file::without_place;
use super::form::{
    Field, Form, FormError, FormProblem, check_fields, check_fields_besides, check_list, check_text,
};
use super::numbers::{Ballots, RollNumbers, Row};
use crate::wire::Text;

/// Largest file of a case in bytes: 200 rows of 30 numbers are far below it.
pub const CASE_BYTES_MAX: usize = 1024 * 1024;

/// What rules are tried on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Case {
    /// What people call it; may be absent.
    #[serde(default)]
    pub name: Option<Text>,
    /// Title of each item; absent, or as many as `rows`.
    #[serde(default)]
    pub items: Option<Vec<Text>>,
    /// 全体, 应到, 实到.
    pub roll: RollNumbers,
    /// Of machine and paper.
    pub ballots: Ballots,
    /// Counts of each item, of both channels; may be empty for a vote that is void whatever its content.
    pub rows: Vec<Row>,
    /// What the file said besides and was not read: of `profile`, `expect`, `source`.
    #[serde(skip)]
    pub ignored: Vec<&'static str>,
}

/// Why a file is no case.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum CaseError {
    #[error("{bytes} bytes, at most {CASE_BYTES_MAX} allowed")]
    TooLarge { bytes: usize },
    /// Not JSON, or a field stands twice.
    #[error("line {line}, column {column}: {message}")]
    Syntax { line: usize, column: usize, message: String },
    #[error("{0}")]
    Form(#[from] FormError),
    #[error("items: {titles} titles for {rows} rows")]
    Titles { titles: usize, rows: usize },
    /// A vector that asks something else.
    #[error("kind is {kind}, a case to decide is \"decide\" or says nothing")]
    Kind { kind: String },
}

impl CaseError {
    /// In Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::TooLarge { bytes } => format!("{bytes} 字节，不得超过 {CASE_BYTES_MAX} 字节"),
            Self::Syntax { line, column, message } => {
                format!("第 {line} 行第 {column} 列写法不对：{message}")
            }
            Self::Form(error) => error.zh(),
            Self::Titles { titles, rows } => format!("items 有 {titles} 个名称，rows 有 {rows} 行，应相等"),
            Self::Kind { kind } => format!("kind 为 {kind}，个案应为 \"decide\" 或不写"),
        }
    }
}

static ROLL: &[Field] = &[int("membership"), int("due"), int("present")];
static CHANNEL: &[Field] = &[int("issued"), int("returned"), int("valid"), int("void")];
static BALLOTS: &[Field] = &[named("machine", Form::Fields(CHANNEL)), named("paper", Form::Fields(CHANNEL))];
static ROW: &[Field] = &[named("counts", Form::Ints), int("invalid")];
static CASE: &[Field] = &[named("roll", Form::Fields(ROLL)), named("ballots", Form::Fields(BALLOTS))];
const BESIDES: &[&str] = &["rows", "items", "name", "kind", "profile", "expect", "source"];
const IGNORED: [&str; 3] = ["profile", "expect", "source"];

const fn int(name: &'static str) -> Field {
    named(name, Form::Int)
}

const fn named(name: &'static str, form: Form) -> Field {
    Field { name, zh: "", en: "", article: "", form }
}

impl Case {
    /// Reads a case; whether its numbers belong together is for [`decide`](super::decide) to say.
    pub fn from_json(text: &str) -> Result<Self, CaseError> {
        if text.len() > CASE_BYTES_MAX {
            return Err(CaseError::TooLarge { bytes: text.len() });
        }
        let value: Value = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        check_fields_besides(&value, CASE, "", BESIDES)?;
        let rows = value
            .get("rows")
            .ok_or_else(|| FormError { path: "rows".to_owned(), problem: FormProblem::Missing })?;
        check_list(rows, "rows", |row, path| check_fields(row, ROW, path))?;
        if let Some(items) = value.get("items") {
            check_list(items, "items", check_text)?;
        }
        if let Some(name) = value.get("name") {
            check_text(name, "name")?;
        }
        if let Some(kind) = value.get("kind").filter(|kind| kind.as_str() != Some("decide")) {
            return Err(CaseError::Kind { kind: kind.to_string() });
        }
        // From the text again: a value has already forgotten a field that stood there twice.
        let mut case: Self = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        if let Some(titles) = case.items.as_ref().map(Vec::len).filter(|titles| *titles != case.rows.len()) {
            return Err(CaseError::Titles { titles, rows: case.rows.len() });
        }
        case.ignored = IGNORED.into_iter().filter(|name| value.get(name).is_some()).collect();
        Ok(case)
    }
}

fn syntax(error: &serde_json::Error) -> CaseError {
    CaseError::Syntax { line: error.line(), column: error.column(), message: without_place(error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"roll":{"membership":45,"due":45,"present":45},
        "ballots":{"machine":{"issued":45,"returned":45,"valid":45,"void":0},"paper":{"issued":0,"returned":0,"valid":0,"void":0}},
        "rows":[{"counts":[42,3],"invalid":0},{"counts":[3,42],"invalid":0}]}"#;

    fn with(from: &str, to: &str) -> Result<Case, CaseError> {
        assert!(GOOD.contains(from), "{from}");
        Case::from_json(&GOOD.replacen(from, to, 1))
    }

    #[test]
    fn a_case_is_read_with_and_without_what_may_be_absent() {
        let case = Case::from_json(GOOD).unwrap();
        assert_eq!((case.rows.len(), case.ballots.issued(), case.ignored.as_slice()), (2, 45, &[][..]));
        let vector = r#"{"name":"四屏镇","source":"W45","kind":"decide","items":["道路","水渠"],"profile":{},"expect":1,"roll""#;
        let full = with("{\"roll\"", vector).unwrap();
        assert_eq!(full.ignored, ["profile", "expect", "source"]);
        assert_eq!(full.items.unwrap().iter().map(Text::as_str).collect::<Vec<_>>(), ["道路", "水渠"]);
        assert_eq!(full.roll, case.roll);
    }

    #[test]
    fn what_is_wrong_is_named_with_field_and_row() {
        for (from, to, says) in [
            ("\"due\":45,", "", "roll.due is missing"),
            ("\"due\"", "\"duo\"", "roll.duo is not known here; known are membership, due, present"),
            ("[3,42]", "[3,-42]", "rows[1].counts[1] is no whole number"),
            ("[3,42]", "3", "rows[1].counts is no list"),
            ("\"counts\":[3,42],", "", "rows[1].counts is missing"),
            ("\"rows\"", "\"row\"", "row is not known here"),
            (
                "\"paper\":{\"issued\":0",
                "\"paper\":{\"issued\":\"0\"",
                "ballots.paper.issued is no whole number",
            ),
            ("{\"roll\"", "{\"items\":[\"道路\"],\"roll\"", "items: 1 titles for 2 rows"),
            ("{\"roll\"", "{\"items\":[\"a\",\"b\\n\"],\"roll\"", "items[1] is no text that can be shown"),
            ("{\"roll\"", "{\"kind\":\"change\",\"roll\"", "kind is \"change\""),
            ("{\"roll\"", "{\"rows\":[],\"roll\"", "duplicate field `rows`"),
            ("{\"roll\"", "[{\"roll\"", "line 3"),
        ] {
            let error = with(from, to).unwrap_err();
            assert!(error.to_string().contains(says), "{to}: {error}");
            assert!(!error.zh().is_empty());
        }
        let large = " ".repeat(CASE_BYTES_MAX + 1);
        assert_eq!(Case::from_json(&large), Err(CaseError::TooLarge { bytes: CASE_BYTES_MAX + 1 }));
    }
}
