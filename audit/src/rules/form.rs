//! The form of a profile: which parameters a file has, of which sort, with which words (protocol.md §9.1).
//!
//! The types of [`Profile`](super::Profile) say the same to serde. This says it to people: what is missing, misspelt or
//! of another sort is named by its path, and every name has its words in both languages. A test of `file` holds the
//! two to each other.
//!
//! Next: `parameters` is the form itself, `file` reads by it, `listing` prints by it.

use serde_json::{Map, Value};

use super::explain::Lang;
use crate::wire::{INT_MAX, Text, TextError};

/// One name of an object.
#[derive(Debug)]
pub struct Field {
    /// As files and log have it.
    pub name: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
    /// Which of `articles` says so; empty where none does by itself.
    pub article: &'static str,
    /// What stands there.
    pub form: Form,
}

/// What stands at a name.
#[derive(Debug)]
pub enum Form {
    /// A displayed text.
    Text,
    /// A whole number.
    Int,
    /// `true` or `false`.
    Flag,
    /// A list of texts.
    Texts,
    /// A list of whole numbers.
    Ints,
    /// One of these words.
    Words(&'static [Word]),
    /// An object with these fields.
    Fields(&'static [Field]),
    /// An object whose `kind` says which other fields it has.
    Kinds(&'static [Kind]),
}

/// A value that is a word.
#[derive(Debug)]
pub struct Word {
    /// As files and log have it.
    pub name: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

/// One kind of an object.
#[derive(Debug)]
pub struct Kind {
    /// The word, as `kind` has it.
    pub word: Word,
    /// What stands beside `kind`.
    pub fields: &'static [Field],
}

impl Field {
    /// What people call it.
    pub fn label(&self, lang: Lang) -> &'static str {
        of(lang, self.zh, self.en)
    }
}

impl Word {
    /// What people call it.
    pub fn label(&self, lang: Lang) -> &'static str {
        of(lang, self.zh, self.en)
    }
}

fn of(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Why a file has not the form: the first place, in the order of the form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path} {problem}")]
pub struct FormError {
    /// From the outermost name on: `method.threshold.base`, `rows[2].counts`.
    pub path: String,
    /// What is wrong there.
    pub problem: FormProblem,
}

/// What is wrong at a place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum FormProblem {
    #[error("is missing")]
    Missing,
    /// A name that the form has not.
    #[error("is not known here; known are {}", known.join(", "))]
    Unknown { known: Vec<&'static str> },
    #[error("is no table of named values")]
    NotObject,
    #[error("is no list")]
    NotList,
    #[error("is no text")]
    NotText,
    #[error("is no whole number from 0 to {INT_MAX}")]
    NotInt,
    #[error("is neither true nor false")]
    NotFlag,
    #[error("is not one of {}", words.join(", "))]
    NotOneOf { words: Vec<&'static str> },
    #[error("is no text that can be shown: {0}")]
    Text(TextError),
}

impl FormError {
    fn at(path: &str, problem: FormProblem) -> Self {
        Self { path: path.to_owned(), problem }
    }

    /// In Chinese.
    pub fn zh(&self) -> String {
        let path = &self.path;
        match &self.problem {
            FormProblem::Missing => format!("缺少 {path}"),
            FormProblem::Unknown { known } => {
                format!("没有 {path} 这个名称，此处可用：{}", known.join("、"))
            }
            FormProblem::NotObject => format!("{path} 应为带名称的一组值"),
            FormProblem::NotList => format!("{path} 应为列表"),
            FormProblem::NotText => format!("{path} 应为文字"),
            FormProblem::NotInt => format!("{path} 应为不小于 0 的整数"),
            FormProblem::NotFlag => format!("{path} 应为 true 或 false"),
            FormProblem::NotOneOf { words } => format!("{path} 应为下列之一：{}", words.join("、")),
            FormProblem::Text(_) => format!("{path} 过长，或含有不能显示的字符"),
        }
    }
}

/// Whether a value is an object with these fields, all of them and none else; names that are not known are told first,
/// for they are most often a missing one misspelt.
pub fn check_fields(value: &Value, fields: &[Field], path: &str) -> Result<(), FormError> {
    check_fields_besides(value, fields, path, &[])
}

/// The same of an object that may have some names besides, whose values are not looked at.
pub fn check_fields_besides(
    value: &Value,
    fields: &[Field],
    path: &str,
    besides: &[&'static str],
) -> Result<(), FormError> {
    check_object(object(value, path)?, fields, path, besides)
}

fn check_object(
    object: &Map<String, Value>,
    fields: &[Field],
    path: &str,
    besides: &[&'static str],
) -> Result<(), FormError> {
    let known = || besides.iter().copied().chain(fields.iter().map(|field| field.name));
    if let Some(name) = object.keys().find(|name| !known().any(|known| known == *name)) {
        return Err(FormError {
            path: below(path, name),
            problem: FormProblem::Unknown { known: known().collect() },
        });
    }
    for field in fields {
        let path = below(path, field.name);
        match object.get(field.name) {
            None => return Err(FormError { path, problem: FormProblem::Missing }),
            Some(value) => check(value, &field.form, &path)?,
        }
    }
    Ok(())
}

fn check(value: &Value, form: &Form, path: &str) -> Result<(), FormError> {
    match form {
        Form::Text => check_text(value, path),
        Form::Int => check_int(value, path),
        Form::Flag if value.is_boolean() => Ok(()),
        Form::Flag => Err(FormError::at(path, FormProblem::NotFlag)),
        Form::Texts => check_list(value, path, check_text),
        Form::Ints => check_list(value, path, check_int),
        Form::Words(words) => one_of(value, words.iter(), path).map(|_| ()),
        Form::Fields(fields) => check_fields(value, fields, path),
        Form::Kinds(kinds) => {
            let object = object(value, path)?;
            let path_of_kind = below(path, "kind");
            let kind =
                object.get("kind").ok_or_else(|| FormError::at(&path_of_kind, FormProblem::Missing))?;
            let at = one_of(kind, kinds.iter().map(|kind| &kind.word), &path_of_kind)?;
            let fields = kinds.get(at).map_or(&[][..], |kind| kind.fields);
            check_object(object, fields, path, &["kind"])
        }
    }
}

fn one_of<'a>(
    value: &Value,
    words: impl Iterator<Item = &'a Word> + Clone,
    path: &str,
) -> Result<usize, FormError> {
    let at = value.as_str().and_then(|given| words.clone().position(|word| word.name == given));
    at.ok_or_else(|| {
        let words = words.map(|word| word.name).collect();
        FormError::at(path, FormProblem::NotOneOf { words })
    })
}

/// Whether each value of a list has a form.
pub fn check_list(
    value: &Value,
    path: &str,
    each: impl Fn(&Value, &str) -> Result<(), FormError>,
) -> Result<(), FormError> {
    let list = value.as_array().ok_or_else(|| FormError::at(path, FormProblem::NotList))?;
    list.iter().enumerate().try_for_each(|(at, value)| each(value, &format!("{path}[{at}]")))
}

/// Whether a value is a text that can be shown.
pub fn check_text(value: &Value, path: &str) -> Result<(), FormError> {
    let text = value.as_str().ok_or_else(|| FormError::at(path, FormProblem::NotText))?;
    let shown: Result<Text, _> = text.parse();
    shown.map(|_| ()).map_err(|error| FormError::at(path, FormProblem::Text(error)))
}

fn check_int(value: &Value, path: &str) -> Result<(), FormError> {
    let int = value.as_u64().is_some_and(|number| number <= INT_MAX);
    if int { Ok(()) } else { Err(FormError::at(path, FormProblem::NotInt)) }
}

fn object<'a>(value: &'a Value, path: &str) -> Result<&'a Map<String, Value>, FormError> {
    let path = if path.is_empty() { "." } else { path };
    value.as_object().ok_or_else(|| FormError::at(path, FormProblem::NotObject))
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
