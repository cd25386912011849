//! Both languages say the same things, and the screens say nothing else.

use super::{EN, Lang, UnknownLang, ZH, fill};
use std::{collections::BTreeSet, fs, path::Path};

fn pairs() -> Vec<(&'static str, &'static str, &'static str)> {
    let zh = [
        ZH.common.entries(),
        ZH.deputy.entries(),
        ZH.live.entries(),
        ZH.scrutineer.entries(),
        ZH.papers.entries(),
        ZH.receipt.entries(),
        ZH.run.entries(),
    ]
    .concat();
    let en = [
        EN.common.entries(),
        EN.deputy.entries(),
        EN.live.entries(),
        EN.scrutineer.entries(),
        EN.papers.entries(),
        EN.receipt.entries(),
        EN.run.entries(),
    ]
    .concat();
    zh.into_iter().zip(en).map(|((name, zh), (_, en))| (name, zh, en)).collect()
}

fn values(sentence: &str) -> BTreeSet<&str> {
    sentence.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(index, _)| index).collect()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[test]
fn every_sentence_stands_in_both_languages_with_the_same_values() {
    for (name, zh, en) in pairs() {
        assert!(!zh.trim().is_empty() && !en.trim().is_empty(), "{name} is empty");
        assert_eq!(values(zh), values(en), "{name}");
        assert!(!en.chars().any(is_han), "{name} has Han in English");
    }
}

/// Signs whose width depends on the terminal's setting would shift the columns after them.
#[test]
fn no_sentence_has_a_sign_of_uncertain_width() {
    for (name, zh, en) in pairs() {
        for c in zh.chars().chain(en.chars()) {
            assert!(!"…·—※■→←↑↓①②“”‘’×√".contains(c), "{name}: {c}");
        }
    }
}

#[test]
fn screens_take_their_words_from_here() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for folder in ["ui", "deputy", "live", "papers", "scrutineer"] {
        let mut seen = 0;
        for file in fs::read_dir(src.join(folder)).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.extension().is_none_or(|extension| extension != "rs") || name.contains("test") {
                continue;
            }
            seen += 1;
            for (index, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
                let code = line.split("//").next().unwrap_or("");
                assert!(!code.chars().any(is_han), "{}:{}: {line}", path.display(), index + 1);
            }
        }
        assert!(seen > 0, "no source in {folder}");
    }
}

#[test]
fn values_go_in_once() {
    assert_eq!(fill("{0}：{1}，{0}", &["{1}", "b"]), "{1}：b，{1}");
    assert_eq!(fill("a {7} b", &[]), "a  b");
}

#[test]
fn an_unknown_language_is_refused() {
    assert_eq!("zh".parse(), Ok(Lang::Zh));
    assert_eq!("fr".parse::<Lang>(), Err(UnknownLang("fr".into())));
}
