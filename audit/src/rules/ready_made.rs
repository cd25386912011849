//! The ready-made profiles: `audit/profiles/*.toml`, embedded, to be copied and edited.

use super::explain::Lang;
use super::file::FileError;
use super::profile::Profile;

/// A profile that comes with the program. Numbers that depend on a contest (seats, most) are examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadyMade {
    /// The file's name without `.toml`; kebab-case.
    pub name: &'static str,
    /// The file as it is written, comments and all. Its first line says in Chinese what it is for, the second in English.
    pub text: &'static str,
}

macro_rules! ready_made {
    ($($name:literal),* $(,)?) => {
        /// All of them, in the order in which they are listed.
        pub static READY_MADE: &[ReadyMade] = &[
            $(ReadyMade { name: $name, text: include_str!(concat!("../../profiles/", $name, ".toml")) }),*
        ];
    };
}

ready_made![
    "county-selection",
    "town-selection",
    "equal-number",
    "item-by-item",
    "whole-list",
    "appraisal-three-grades",
    "appraisal-four-grades",
    "appraisal-five-grades",
    "zhenhai-cumulative",
    "satisfaction-rate",
    "four-grades-plurality",
    "four-grades-cumulative",
    "four-grades-weighted",
    "priority-appearances",
    "priority-borda",
    "priority-mean-rank",
    "roll-call",
    "show-of-hands",
    "procedural-hands",
    "procedural-secret",
];

impl ReadyMade {
    /// The one of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        READY_MADE.iter().find(|ready_made| ready_made.name == name)
    }

    /// The profile itself.
    pub fn profile(&self) -> Result<Profile, FileError> {
        Profile::from_toml(self.text)
    }

    /// What it is for, in a sentence.
    pub fn summary(&self, lang: Lang) -> &'static str {
        let line = match lang {
            Lang::Zh => self.text.lines().next(),
            Lang::En => self.text.lines().nth(1),
        };
        line.unwrap_or_default().trim_start_matches('#').trim()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_is_embedded_and_sound() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
        let mut files: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .map(|file| file.strip_suffix(".toml").unwrap().to_owned())
            .collect();
        files.sort_unstable();
        let mut names: Vec<&str> = READY_MADE.iter().map(|ready_made| ready_made.name).collect();
        names.sort_unstable();
        assert_eq!(files, names);
        let mut titles = Vec::new();
        for ready_made in READY_MADE {
            let profile = ready_made.profile().unwrap_or_else(|error| panic!("{}: {error}", ready_made.name));
            titles.push(profile.title.to_string());
            for lang in [Lang::Zh, Lang::En] {
                let summary = ready_made.summary(lang);
                assert!(summary.ends_with(['。', '.']), "{}: {summary}", ready_made.name);
            }
            assert_eq!(ReadyMade::named(ready_made.name), Some(ready_made));
        }
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), READY_MADE.len(), "two profiles have one title");
        assert_eq!(ReadyMade::named("county"), None);
    }

    /// As the files say in their comments; every parameter has its wording, its other values and what it rests on.
    #[test]
    fn every_parameter_is_commented() {
        for ready_made in READY_MADE {
            let mut comment = String::new();
            for line in ready_made.text.lines() {
                if let Some(words) = line.strip_prefix('#') {
                    comment += words;
                } else if line.is_empty() {
                    comment.clear();
                } else if line.starts_with("[articles]") {
                    break;
                } else if !line.starts_with(['[', '\n'])
                    && !line.starts_with("title")
                    && !line.starts_with("kind")
                {
                    for part in ["条文：", "可选：", "依据："] {
                        let stands = comment.contains(part);
                        assert!(stands, "{}: {line}: no {part}", ready_made.name);
                    }
                    comment.clear();
                }
            }
        }
    }
}
