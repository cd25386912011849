//! The documents of the rules: they name every parameter and every value, and what they print is what is printed.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests do as tests do")]

use audit::rules::form::{Field, Form};
use audit::rules::{PARAMETERS, READY_MADE, SHARE};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const DOCUMENTS: [&str; 2] = ["docs/rules.zh-CN.md", "docs/rules.md"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The text under the third-level heading, up to the next heading.
fn section<'a>(document: &'a str, heading: &str) -> &'a str {
    let start = format!("\n### {heading}\n");
    let (_, rest) = document.split_once(&start).unwrap_or_else(|| panic!("no section {heading}"));
    rest.split("\n##").next().unwrap()
}

/// Every name and word of a form that its section must have.
fn words(form: &Form, found: &mut Vec<&'static str>) {
    let mut fields = |fields: &'static [Field]| {
        // A share has a section of its own.
        if !std::ptr::eq(fields, SHARE) {
            for field in fields {
                found.push(field.name);
                words(&field.form, found);
            }
        }
    };
    match form {
        Form::Text | Form::Int | Form::Flag | Form::Texts | Form::Ints => {}
        Form::Fields(inner) => fields(inner),
        Form::Words(words) => found.extend(words.iter().map(|word| word.name)),
        Form::Kinds(kinds) => {
            for kind in *kinds {
                fields(kind.fields);
            }
            found.extend(kinds.iter().map(|kind| kind.word.name));
        }
    }
}

/// Whether a section has the word by itself in code: `word`, or a part of `kind = "word"`.
fn has(section: &str, word: &str) -> bool {
    let code: Vec<&str> = section.split('`').skip(1).step_by(2).collect();
    let part =
        |code: &str| code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|one| one == word);
    code.into_iter().any(part)
}

/// `(document, heading, missing words)` of every section.
fn missing(document: &str, share: &str) -> Vec<(String, Vec<&'static str>)> {
    let mut sections: Vec<(String, Vec<&'static str>)> = Vec::new();
    for field in PARAMETERS {
        let (mut asked, mut within) = (Vec::new(), Vec::new());
        match (&field.form, field.name) {
            (Form::Kinds(kinds), "method") => {
                asked.extend(kinds.iter().map(|kind| kind.word.name));
                within.extend(kinds.iter().flat_map(|kind| kind.fields));
            }
            (form, _) => words(form, &mut asked),
        }
        sections.push((format!("`{}`", field.name), asked));
        for part in within {
            let mut asked = Vec::new();
            words(&part.form, &mut asked);
            sections.push((format!("`{}.{}`", field.name, part.name), asked));
        }
    }
    let mut asked = Vec::new();
    for field in SHARE {
        asked.push(field.name);
        words(&field.form, &mut asked);
    }
    sections.push((share.to_owned(), asked));
    assert!(sections.len() >= 27, "{}", sections.len());
    sections
        .into_iter()
        .map(|(heading, asked)| {
            let text = section(document, &heading);
            let missing = asked.into_iter().filter(|word| !has(text, word)).collect();
            (heading, missing)
        })
        .filter(|(_, missing): &(_, Vec<_>)| !missing.is_empty())
        .collect()
}

#[test]
fn both_documents_name_every_parameter_and_every_value_in_its_section() {
    for (path, share) in DOCUMENTS.into_iter().zip(["比例", "Share"]) {
        let document = fs::read_to_string(root().join(path)).unwrap();
        assert_eq!(missing(&document, share), [], "{path}");
        // The test sees a value that is gone.
        let without = document.replace("`until_issued`", "");
        assert_eq!(missing(&without, share), [("`late_arrival`".to_owned(), vec!["until_issued"])], "{path}");
    }
}

/// Usual value, source and example stand in each section of a parameter.
#[test]
fn every_parameter_has_its_usual_value_source_and_example() {
    let says = [["通常：", "出处：", "例："], ["Usual: ", "Source: ", "Example: "]];
    for (path, says) in DOCUMENTS.into_iter().zip(says) {
        let document = fs::read_to_string(root().join(path)).unwrap();
        let parameters: Vec<&str> =
            document.split("\n### `").skip(1).filter_map(|rest| rest.split('`').next()).collect();
        assert!(parameters.len() >= 26, "{path}: {parameters:?}");
        for parameter in parameters {
            let text = section(&document, &format!("`{parameter}`"));
            for part in says {
                // A title has no usual value, and which method is for what is no law's to say.
                let free =
                    part == says[1] && parameter == "method" || part != says[2] && parameter == "title";
                assert!(free || text.contains(part), "{path}: {parameter}: {part}");
            }
        }
        // Every mark is explained.
        let (text, marks) = document.rsplit_once("\n## ").unwrap();
        for mark in text.split('[').skip(1).filter_map(|rest| rest.split(']').next()) {
            let is_mark = mark.len() <= 3
                && mark.starts_with(['L', 'W', 'S'])
                && mark.ends_with(|c: char| c.is_ascii_digit());
            assert!(!is_mark || marks.contains(&format!("| {mark} |")), "{path}: {mark}");
        }
    }
}

#[test]
fn both_documents_list_every_ready_made_profile() {
    for path in DOCUMENTS {
        let document = fs::read_to_string(root().join(path)).unwrap();
        for ready_made in READY_MADE {
            let title = ready_made.profile().unwrap().title;
            let line = format!("| `{}` | {title} | ", ready_made.name);
            assert!(document.contains(&line), "{path}: {line}");
        }
    }
}

/// Each block of console is run in the root of the project.
#[test]
fn what_the_documents_print_is_what_is_printed() {
    let mut blocks = 0;
    for path in DOCUMENTS {
        let document = fs::read_to_string(root().join(path)).unwrap();
        for block in document.split("```console\n").skip(1) {
            let (block, _) = block.split_once("```").unwrap();
            let (command, printed) = block.split_once('\n').unwrap();
            let arguments: Vec<&str> = command.strip_prefix("$ audit ").unwrap().split(' ').collect();
            let mut audit = Command::new(env!("CARGO_BIN_EXE_audit"));
            let output = audit.current_dir(root()).env_clear().args(arguments).output().unwrap();
            let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            assert_eq!(text, printed, "{path}: {command}");
            blocks += 1;
        }
    }
    assert_eq!(blocks, 10);
}
