//! What a file may say; and that the form says what the types say.

use proptest::prelude::*;
use serde_json::json;

use super::super::form::{Field, Form, FormProblem, Word};
use super::super::ready_made::{READY_MADE, ReadyMade};
use super::super::validate::Parameter;
use super::*;

fn county() -> &'static str {
    ReadyMade::named("county-selection").unwrap().text
}

/// The line of the one place where a text stands, from 1.
fn line_of(text: &str, part: &str) -> usize {
    let lines: Vec<usize> =
        text.lines().enumerate().filter(|(_, line)| line.contains(part)).map(|(at, _)| at + 1).collect();
    assert_eq!(lines.len(), 1, "{part}");
    lines[0]
}

#[test]
fn a_file_says_what_its_json_says() {
    for ready_made in READY_MADE {
        let profile = ready_made.profile().unwrap();
        let json = serde_json::to_string(&profile).unwrap();
        assert_eq!(Profile::from_json(&json), Ok(profile), "{}", ready_made.name);
    }
}

#[test]
fn what_is_misspelt_missing_or_of_another_sort_is_refused_with_line_and_path() {
    let cases = [
        (
            "on_tie = \"run_off\"",
            "on_tye = \"run_off\"",
            "method.on_tye",
            "is not known here; known are kind, score",
        ),
        (
            "secrecy = \"secret\"",
            "secresy = \"secret\"",
            "secresy",
            "is not known here; known are title, secrecy",
        ),
        (
            "on_tie = \"run_off\"",
            "on_tie = \"coin\"",
            "method.on_tie",
            "is not one of run_off, all_in, all_out, presidium",
        ),
        ("kind = \"choose\"", "kind = \"chose\"", "method.kind", "is not one of choose, grade"),
        ("count = 10 }", "count = -10 }", "method.seats.count", "is no whole number"),
        ("count = 10 }", "count = \"10\" }", "method.seats.count", "is no whole number"),
        ("count = 10 }", "count = 10.0 }", "method.seats.count", "is no whole number"),
        ("count = 10 }", "count = 9007199254740992 }", "method.seats.count", "is no whole number"),
        ("seats = { kind = \"fixed\", count = 10 }", "seats = 10", "method.seats", "is no table"),
        (
            "inclusive = true, base",
            "inclusive = 1, base",
            "meeting_quorum.inclusive",
            "is neither true nor false",
        ),
        ("title = \"县级", "title = \"县级\\u202e", "title", "is no text that can be shown"),
        ("title = \"县级民生实事项目差额票决办法\"", "title = 1979-05-27", "title", "is no text"),
        ("leave_early = \"stays\"", "leave_early = 1", "leave_early", "is not one of stays, leaves"),
    ];
    for (from, to, path, says) in cases {
        let places = county().lines().filter(|line| line.contains(from) && !line.starts_with('#')).count();
        assert_eq!(places, 1, "{from}");
        let text = replaced(from, to);
        let Err(FileError::Form { line, source }) = Profile::from_toml(&text) else { panic!("{to}") };
        assert_eq!(source.path, path);
        assert!(source.to_string().starts_with(&format!("{path} {says}")), "{to}: {source}");
        assert!(source.zh().contains(path), "{}", source.zh());
        assert_eq!(line, Some(line_of(&text, to)), "{to}");
    }
}

/// `from` replaced where it is no comment.
fn replaced(from: &str, to: &str) -> String {
    let line = |line: &str| if line.starts_with('#') { line.to_owned() } else { line.replacen(from, to, 1) };
    county().lines().map(|one| line(one) + "\n").collect()
}

#[test]
fn every_missing_parameter_is_named() {
    let lines: Vec<&str> = county().lines().collect();
    let mut missing = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with(['#', '[']) || line.is_empty() {
            continue;
        }
        let without: Vec<&str> =
            lines.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, line)| *line).collect();
        let without = without.join("\n");
        let Err(FileError::Form { source, .. }) = Profile::from_toml(&without) else { panic!("{line}") };
        assert_eq!(source.problem, FormProblem::Missing, "{line}");
        assert!(source.zh().starts_with("缺少 "), "{}", source.zh());
        missing.push(source.path);
    }
    // 17 outside of method and articles, 7 and 14 in them.
    assert_eq!(missing.len(), 17 + 7 + 14, "{missing:?}");
    assert!(missing.contains(&"method.run_off".to_owned()) && missing.contains(&"articles.grade".to_owned()));
}

#[test]
fn rules_that_cannot_be_are_refused_with_the_line_of_their_parameter() {
    for (from, to, parameter) in [
        ("most = 10", "most = 0", Parameter::Choice),
        ("count = 10", "count = 0", Parameter::Method),
        ("blank_item = \"abstain\"", "blank_item = \"approve\"", Parameter::BlankItem),
        ("minimum_ballots = 5", "minimum_ballots = 1", Parameter::MinimumBallots),
    ] {
        let refused = Profile::from_toml(&replaced(from, to));
        let Err(FileError::Profile { line: Some(line), source }) = &refused else {
            panic!("{to}: {refused:?}")
        };
        assert_eq!(source.parameter, parameter);
        let line = county().lines().nth(line - 1).unwrap();
        assert!(line.starts_with(parameter.name()) || line == "[method]", "{line}");
    }
    let contradiction = serde_json::to_string(&Profile::from_toml(county()).unwrap()).unwrap();
    let refused =
        Profile::from_json(&contradiction.replace("\"at_most\",\"most\":10", "\"at_most\",\"most\":0"));
    assert!(matches!(refused, Err(FileError::Profile { line: None, .. })), "{refused:?}");
}

#[test]
fn what_is_no_toml_twice_there_or_too_large_is_refused() {
    let (twice, title) = (format!("recast = \"last\"\n{}", county()), county().replacen('"', "", 1));
    for text in [twice.as_str(), "title", title.as_str()] {
        let refused = Profile::from_toml(text);
        assert!(matches!(refused, Err(FileError::Syntax { .. })), "{refused:?}");
    }
    let Err(FileError::Syntax { line, column, .. }) = Profile::from_toml("# 办法\ntitle = 办法\n") else {
        panic!("a bare word is no text")
    };
    assert_eq!((line, column), (2, 9));
    let large = "#".repeat(PROFILE_BYTES_MAX + 1);
    let refused = Err(FileError::TooLarge { bytes: PROFILE_BYTES_MAX + 1 });
    assert_eq!((Profile::from_toml(&large), Profile::from_json(&large)), (refused.clone(), refused));
    let json = serde_json::to_string(&Profile::from_toml(county()).unwrap()).unwrap();
    let twice = json.replacen('{', "{\"recast\":\"last\",", 1);
    let refused = Profile::from_json(&twice);
    assert!(
        matches!(&refused, Err(FileError::Syntax { message, .. }) if message.contains("duplicate field `recast`")),
        "{refused:?}"
    );
    assert!(matches!(Profile::from_json("[]"), Err(FileError::Form { .. })));
}

/// Serde says itself which words and which names it would have taken; they must be those of the form, no more, no less.
#[test]
fn the_form_is_the_form_of_the_types() {
    let mut places = 0;
    let base = serde_json::to_value(Profile::from_toml(county()).unwrap()).unwrap();
    object(
        PARAMETERS,
        &mut places,
        &|value| serde_json::from_value::<Profile>(value).map_err(|error| error.to_string()),
        &base,
    );
    assert!(places > 60, "{places}");
}

type Reads<'a> = &'a dyn Fn(Value) -> Result<Profile, String>;

/// Every value of every field of an object whose other fields are those of `sample`; `reads` puts it into a profile.
fn object(fields: &[Field], places: &mut usize, reads_whole: Reads<'_>, sample: &Value) {
    let reads = reads_whole;
    let with = |name: &str, value: Value| {
        let mut object = sample.clone();
        object[name] = value;
        object
    };
    // One enum lets unknown names pass (the log's strict encoding refuses them); a name that the form has not and the
    // type needs shows itself in the sample.
    if let Err(refused) = reads(with("bogus", json!(0))) {
        let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
        let known: Vec<&str> = named(&refused).filter(|name| *name != "bogus" && *name != "kind").collect();
        assert_eq!(known, names, "{refused}");
    }
    for field in fields {
        *places += 1;
        let mut without = sample.clone();
        without.as_object_mut().unwrap().remove(field.name);
        let refused = reads_whole(without).unwrap_err();
        assert!(refused.contains(&format!("missing field `{}`", field.name)), "{refused}");
        let reads = |value: Value| reads(with(field.name, value));
        match &field.form {
            Form::Words(words) => {
                for word in *words {
                    reads(json!(word.name))
                        .unwrap_or_else(|error| panic!("{} {}: {error}", field.name, word.name));
                }
                let refused = reads(json!("bogus")).unwrap_err();
                assert_eq!(
                    words_named(&refused),
                    words.iter().map(|word| word.name).collect::<Vec<_>>(),
                    "{refused}"
                );
            }
            Form::Fields(fields) => object(fields, places, &reads, &example_of(&field.form)),
            Form::Kinds(kinds) => {
                let refused = reads(json!({"kind": "bogus"})).unwrap_err();
                let words: Vec<&str> = kinds.iter().map(|kind| kind.word.name).collect();
                assert_eq!(words_named(&refused), words, "{refused}");
                for kind in *kinds {
                    let mut sample = example_of_fields(kind.fields);
                    sample["kind"] = json!(kind.word.name);
                    reads(sample.clone()).unwrap_or_else(|error| panic!("{}: {error}", field.name));
                    if !kind.fields.is_empty() {
                        object(kind.fields, places, &reads, &sample);
                    }
                }
            }
            form => {
                reads(example_of(form)).unwrap_or_else(|error| panic!("{}: {error}", field.name));
                reads(json!({"bogus": 0})).unwrap_err();
            }
        }
    }
}

fn words_named(message: &str) -> Vec<&str> {
    named(message).filter(|name| *name != "bogus").collect()
}

/// What stands between backquotes.
fn named(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

fn example_of_fields(fields: &[Field]) -> Value {
    fields.iter().map(|field| (field.name.to_owned(), example_of(&field.form))).collect::<Map<_, _>>().into()
}

/// Some value of this form.
fn example_of(form: &Form) -> Value {
    match form {
        Form::Text => json!("第八条"),
        Form::Int => json!(1),
        Form::Flag => json!(true),
        Form::Texts => json!(["好"]),
        Form::Ints => json!([1]),
        Form::Words(words) => words.first().map(|word: &Word| json!(word.name)).unwrap(),
        Form::Fields(fields) => example_of_fields(fields),
        Form::Kinds(kinds) => {
            let mut object = example_of_fields(kinds[0].fields);
            object["kind"] = json!(kinds[0].word.name);
            object
        }
    }
}

proptest! {
    /// Whatever stands in a file, it is read or refused; and what is read is sound.
    #[test]
    fn a_damaged_file_is_refused_or_sound(at in 0..6_000_usize, take in 0..40_usize, put in "[a-z0-9 =\"{}\\[\\]\\.\n#选-]{0,12}") {
        let text: Vec<char> = county().chars().collect();
        let at = at.min(text.len());
        let until = (at + take).min(text.len());
        let damaged: String =
            text[..at].iter().copied().chain(put.chars()).chain(text[until..].iter().copied()).collect();
        if let Ok(profile) = Profile::from_toml(&damaged) {
            prop_assert_eq!(profile.validate(), Ok(()));
        }
        prop_assert!(Profile::from_json(&damaged).is_err());
    }
}
