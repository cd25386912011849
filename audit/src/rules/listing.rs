//! All parameters of a profile, one line each: what people call it, its name in the file, its value, its article.

use serde_json::Value;

use super::explain::Lang;
use super::form::{Field, Form, Kind};
use super::parameters::{PARAMETERS, SHARE};
use super::profile::Profile;

/// One parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What people call it.
    pub label: &'static str,
    /// Its name, with the names around it: `method.seats`.
    pub path: String,
    /// Its value in words, with the words of the file in brackets.
    pub value: String,
    /// Where the rules text says so; may be empty.
    pub article: String,
}

/// All of them, in the order of §9.1; those of the method after the method, and the articles beside what they are of.
pub fn listing(profile: &Profile, lang: Lang) -> Vec<Listed> {
    let mut listed = Vec::new();
    // A profile is an object of texts, numbers and lists, which JSON has.
    let profile = serde_json::to_value(profile).unwrap_or_default();
    let article = |field: &Field| {
        let article = profile.get("articles").and_then(|articles| articles.get(field.article));
        article.and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    for field in PARAMETERS {
        let value = profile.get(field.name).unwrap_or(&Value::Null);
        match (&field.form, field.name) {
            (_, "articles") => {}
            (Form::Kinds(kinds), "method") => {
                let Some(kind) = kind_of(kinds, value) else { continue };
                let words = bracketed(kind.word.label(lang), kind.word.name, lang);
                listed.push(Listed {
                    label: field.label(lang),
                    path: field.name.to_owned(),
                    value: words,
                    article: article(field),
                });
                listed.extend(kind.fields.iter().map(|part| Listed {
                    label: part.label(lang),
                    path: format!("{}.{}", field.name, part.name),
                    value: in_words(value.get(part.name).unwrap_or(&Value::Null), &part.form, lang),
                    article: article(part),
                }));
            }
            // Its article is that of the validity of the vote as well, which no parameter is about.
            (form, "vote_quorum") => {
                let none = value.get("kind") == Some(&Value::from("none"));
                listed.push(Listed {
                    label: field.label(lang),
                    path: field.name.to_owned(),
                    value: in_words(value, form, lang),
                    article: if none { String::new() } else { article(field) },
                });
                listed.push(validity(article(field), lang));
            }
            (form, name) => listed.push(Listed {
                label: field.label(lang),
                path: name.to_owned(),
                value: in_words(value, form, lang),
                article: article(field),
            }),
        }
    }
    listed
}

/// What holds under every profile (§9.3, step 2) and has an article all the same.
fn validity(article: String, lang: Lang) -> Listed {
    let (label, value) = match lang {
        Lang::Zh => ("整次是否有效", "收回多于发出的，整次无效"),
        Lang::En => ("validity of the vote", "void if more ballots are returned than issued"),
    };
    Listed { label, path: "articles.validity".to_owned(), value: value.to_owned(), article }
}

fn in_words(value: &Value, form: &Form, lang: Lang) -> String {
    match form {
        Form::Text => value.as_str().unwrap_or_default().to_owned(),
        Form::Int => value.to_string(),
        Form::Flag => match (value.as_bool() == Some(true), lang) {
            (true, Lang::Zh) => "是".to_owned(),
            (false, Lang::Zh) => "否".to_owned(),
            (true, Lang::En) => "yes".to_owned(),
            (false, Lang::En) => "no".to_owned(),
        },
        Form::Texts => list(value, &Form::Text, lang),
        Form::Ints => list(value, &Form::Int, lang),
        Form::Words(words) => {
            let word = words.iter().find(|word| value.as_str() == Some(word.name));
            word.map_or_else(String::new, |word| bracketed(word.label(lang), word.name, lang))
        }
        Form::Fields(fields) if std::ptr::eq(*fields, SHARE) => share(value, lang),
        Form::Fields(fields) => parts(value, fields, lang),
        Form::Kinds(kinds) => kind_of(kinds, value).map_or_else(String::new, |kind| {
            let word = bracketed(kind.word.label(lang), kind.word.name, lang);
            if std::ptr::eq(kind.fields, SHARE) {
                share(value, lang)
            } else if kind.fields.is_empty() {
                word
            } else {
                word + semicolon(lang) + &parts(value, kind.fields, lang)
            }
        }),
    }
}

fn kind_of<'a>(kinds: &'a [Kind], value: &Value) -> Option<&'a Kind> {
    let name = value.get("kind").and_then(Value::as_str);
    kinds.iter().find(|kind| name == Some(kind.word.name))
}

fn list(value: &Value, form: &Form, lang: Lang) -> String {
    let values = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let words: Vec<String> = values.iter().map(|value| in_words(value, form, lang)).collect();
    match (words.is_empty(), lang) {
        (true, Lang::Zh) => "无".to_owned(),
        (true, Lang::En) => "none".to_owned(),
        (false, Lang::Zh) => words.join("、"),
        (false, Lang::En) => words.join(", "),
    }
}

fn parts(value: &Value, fields: &[Field], lang: Lang) -> String {
    let parts: Vec<String> = fields
        .iter()
        .map(|field| {
            let words = in_words(value.get(field.name).unwrap_or(&Value::Null), &field.form, lang);
            match lang {
                Lang::Zh => format!("{}：{words}", field.label(lang)),
                Lang::En => format!("{}: {words}", field.label(lang)),
            }
        })
        .collect();
    parts.join(semicolon(lang))
}

/// "全体代表的 2/3 以上（含本数）", "超过全体代表的 1/2".
fn share(value: &Value, lang: Lang) -> String {
    let number = |name: &str| value.get(name).and_then(Value::as_u64).unwrap_or_default();
    let (num, den) = (number("num"), number("den"));
    let inclusive = value.get("inclusive").and_then(Value::as_bool) == Some(true);
    let form = SHARE.iter().find(|field| field.name == "base").map(|field| &field.form);
    let base = match form {
        Some(Form::Words(words)) => {
            words.iter().find(|word| value.get("base") == Some(&Value::from(word.name)))
        }
        _ => None,
    };
    let base = base.map_or("", |word| word.label(lang));
    match (inclusive, lang) {
        (true, Lang::Zh) => format!("{base}的 {num}/{den} 以上（含本数）"),
        (false, Lang::Zh) => format!("超过{base}的 {num}/{den}"),
        (true, Lang::En) => format!("at least {num}/{den} of {base}"),
        (false, Lang::En) => format!("more than {num}/{den} of {base}"),
    }
}

fn bracketed(label: &str, name: &str, lang: Lang) -> String {
    match lang {
        _ if label == name => name.to_owned(),
        Lang::Zh => format!("{label}（{name}）"),
        Lang::En => format!("{label} ({name})"),
    }
}

fn semicolon(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    }
}

#[cfg(test)]
mod tests {
    use super::super::ready_made::{READY_MADE, ReadyMade};
    use super::*;

    fn said(name: &str, path: &str, lang: Lang) -> (String, String) {
        let profile = ReadyMade::named(name).unwrap().profile().unwrap();
        let listed = listing(&profile, lang);
        let one = listed.iter().find(|listed| listed.path == path).unwrap();
        (one.value.clone(), one.article.clone())
    }

    #[test]
    fn values_are_said_in_words_with_the_words_of_the_file() {
        for (name, path, zh, en, article) in [
            ("county-selection", "secrecy", "无记名（secret）", "secret", ""),
            (
                "county-selection",
                "meeting_quorum",
                "全体代表的 2/3 以上（含本数）",
                "at least 2/3 of all deputies",
                "地方组织法第十四条",
            ),
            (
                "county-selection",
                "method.threshold",
                "超过全体代表的 1/2",
                "more than 1/2 of all deputies",
                "地方组织法第二十五条",
            ),
            (
                "county-selection",
                "choice",
                "不超过规定数（at_most）；至多：10",
                "no more than a number (at_most); most: 10",
                "参照选举法第四十四条",
            ),
            (
                "four-grades-weighted",
                "method.rule",
                "平均分（weighted）；各等次分值：100、80、60、40；分数线：90、80、60",
                "mean of weights (weighted); weights: 100, 80, 60, 40; bands: 90, 80, 60",
                "",
            ),
            (
                "zhenhai-cumulative",
                "method.rule",
                "自上而下累计（cumulative）；须达到：全体代表的 1/2 以上（含本数）",
                "cumulative from the best grade (cumulative); share: at least 1/2 of all deputies",
                "镇海区满意度测评规定",
            ),
        ] {
            assert_eq!(said(name, path, Lang::Zh), (zh.to_owned(), article.to_owned()));
            assert_eq!(said(name, path, Lang::En), (en.to_owned(), article.to_owned()));
        }
    }

    #[test]
    fn no_parameter_of_any_ready_made_profile_is_without_words() {
        for ready_made in READY_MADE {
            let profile = ready_made.profile().unwrap();
            for lang in [Lang::Zh, Lang::En] {
                let listed = listing(&profile, lang);
                assert!(listed.len() >= 19, "{}", ready_made.name);
                for Listed { label, path, value, .. } in &listed {
                    assert!(!label.is_empty() && !value.is_empty(), "{}: {path}", ready_made.name);
                    assert!(!value.contains("null"), "{}: {path}: {value}", ready_made.name);
                }
            }
        }
    }
}
