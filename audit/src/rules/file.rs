//! A profile as people edit it: a TOML file with the names and values of protocol.md §9.1, all of them and none else.
//!
//! A rule that is misspelt must not be one that is missing, so there are no defaults: the ready-made profiles
//! ([`READY_MADE`](super::READY_MADE)) are there to copy. Whatever is wrong is told with its line and its path.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};
use toml::de::{DeTable, DeValue};

use super::form::{FormError, check_fields};
use super::parameters::PARAMETERS;
use super::profile::Profile;
use super::validate::ProfileError;

/// Largest file of a profile in bytes.
pub const PROFILE_BYTES_MAX: usize = 64 * 1024;

/// Why a file is no profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum FileError {
    #[error("{bytes} bytes, at most {PROFILE_BYTES_MAX} allowed")]
    TooLarge { bytes: usize },
    /// Not TOML, or not JSON. Lines and columns count from 1; the detail is the parser's own.
    #[error("line {line}, column {column}: {message}")]
    Syntax { line: usize, column: usize, message: String },
    /// `line` as in `Profile`.
    #[error("{}{source}", in_line(*line))]
    Form { line: Option<usize>, source: FormError },
    /// Form and values are right, and the rules cannot be. `line`: where the parameter stands; none in JSON.
    #[error("{}{source}", in_line(*line))]
    Profile { line: Option<usize>, source: ProfileError },
}

fn in_line(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!("line {line}: "))
}

impl FileError {
    /// In Chinese.
    pub fn zh(&self) -> String {
        let in_line = |line: Option<usize>| line.map_or_else(String::new, |line| format!("第 {line} 行："));
        match self {
            Self::TooLarge { bytes } => format!("{bytes} 字节，不得超过 {PROFILE_BYTES_MAX} 字节"),
            Self::Syntax { line, column, message } => {
                format!("第 {line} 行第 {column} 列写法不对：{message}")
            }
            Self::Form { line, source } => in_line(*line) + &source.zh(),
            Self::Profile { line, source } => in_line(*line) + &source.zh(),
        }
    }
}

impl Profile {
    /// Reads and validates a profile from TOML; without a contest, whose items [`Profile::validate_for`] asks for.
    pub fn from_toml(text: &str) -> Result<Self, FileError> {
        limited(text)?;
        let table = DeTable::parse(text).map_err(|error| {
            let (line, column) = place(text, error.span().map_or(0, |span| span.start));
            FileError::Syntax { line, column, message: error.message().to_owned() }
        })?;
        let mut lines = Lines { text, lines: BTreeMap::new() };
        let value = Value::Object(lines.table(table.get_ref(), ""));
        check_fields(&value, PARAMETERS, "")
            .map_err(|source| FileError::Form { line: lines.of(&source.path), source })?;
        let profile: Self = serde_json::from_value(value).map_err(|error| unforeseen(&error))?;
        match profile.validate() {
            Ok(()) => Ok(profile),
            Err(source) => Err(FileError::Profile { line: lines.of(source.parameter.name()), source }),
        }
    }

    /// The same from JSON, as the log and the vectors have it.
    pub fn from_json(text: &str) -> Result<Self, FileError> {
        limited(text)?;
        let value: Value = serde_json::from_str(text).map_err(|error| unforeseen(&error))?;
        check_fields(&value, PARAMETERS, "").map_err(|source| FileError::Form { line: None, source })?;
        // From the text again: a value has already forgotten a field that stood there twice.
        let profile: Self = serde_json::from_str(text).map_err(|error| unforeseen(&error))?;
        profile.validate().map_err(|source| FileError::Profile { line: None, source })?;
        Ok(profile)
    }
}

fn limited(text: &str) -> Result<(), FileError> {
    if text.len() > PROFILE_BYTES_MAX { Err(FileError::TooLarge { bytes: text.len() }) } else { Ok(()) }
}

/// JSON that is none, or has a field twice; and what the form lets pass and the types do not, which is nothing (tests).
fn unforeseen(error: &serde_json::Error) -> FileError {
    FileError::Syntax { line: error.line(), column: error.column(), message: without_place(error) }
}

/// The message alone: serde_json writes the place behind it.
pub(super) fn without_place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split_once(" at line ").map_or(message.clone(), |(message, _)| message.to_owned())
}

/// Line and column of a byte, from 1; columns in characters.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count().saturating_add(1);
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
    (line, column)
}

/// TOML as JSON, keeping the line of every name.
struct Lines<'a> {
    text: &'a str,
    lines: BTreeMap<String, usize>,
}

impl Lines<'_> {
    /// The line of a path, or of the innermost name around it; none for the whole file.
    fn of(&self, path: &str) -> Option<usize> {
        let mut path = path;
        loop {
            if let Some(line) = self.lines.get(path) {
                return Some(*line);
            }
            path = path.get(..path.rfind(['.', '['])?)?;
        }
    }

    fn table(&mut self, table: &DeTable<'_>, path: &str) -> Map<String, Value> {
        let mut object = Map::new();
        for (name, value) in table {
            let below = if path.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{path}.{}", name.get_ref())
            };
            let (line, _) = place(self.text, name.span().start);
            self.lines.insert(below.clone(), line);
            let value = self.value(value.get_ref(), &below);
            object.insert(name.get_ref().to_string(), value);
        }
        object
    }

    fn value(&mut self, value: &DeValue<'_>, path: &str) -> Value {
        match value {
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Boolean(flag) => Value::Bool(*flag),
            // What is no whole number of 64 bits, a float and a date are no value of any parameter.
            DeValue::Integer(int) => i64::from_str_radix(int.as_str(), int.radix())
                .map_or(Value::Null, |int| Value::Number(Number::from(int))),
            DeValue::Float(_) | DeValue::Datetime(_) => Value::Null,
            DeValue::Array(list) => list.iter().map(|value| self.value(value.get_ref(), path)).collect(),
            DeValue::Table(table) => Value::Object(self.table(table, path)),
        }
    }
}

#[cfg(test)]
mod tests;
