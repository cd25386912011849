//! The rules of a contest as the secretariat edits them: a TOML file with the profile of protocol.md §9.1.
//!
//! The text of the 票决办法 is a file of its own beside it; both become `rules_adopted`.

use audit::rules::{Profile, ProfileError};
use audit::wire::Text;
use serde::Deserialize;

/// Largest rules file in bytes.
pub const RULES_BYTES_MAX: usize = 64 * 1024;

/// What the file says. Unknown fields are refused: a misspelt rule must not be a missing one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesFile {
    /// The sitting.
    pub sitting: SittingDraft,
    /// The contest.
    pub contest: ContestDraft,
    /// Its rules.
    pub profile: Profile,
}

/// The sitting's own words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SittingDraft {
    /// Its full name.
    pub name: Text,
}

/// The contest's own words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestDraft {
    /// Its title on ballots and reports.
    pub title: Text,
}

/// Why a rules file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum RulesFileError {
    #[error("{file} is larger than {RULES_BYTES_MAX} bytes")]
    TooLarge { file: String },
    /// The message has line and column.
    #[error("{file}: {message}")]
    Toml { file: String, message: String },
    #[error("{file}: profile: {source}")]
    Profile { file: String, source: ProfileError },
}

impl RulesFileError {
    /// In Chinese, with the English detail that names the field.
    pub fn zh(&self) -> String {
        match self {
            Self::TooLarge { file } => format!("{file} 超过 {RULES_BYTES_MAX} 字节"),
            Self::Toml { file, message } => format!("{file} 写法不对：{message}"),
            Self::Profile { file, source } => format!("{file} 的规则不成立：{}", source.zh()),
        }
    }
}

/// Reads a rules file; `file` is its name in messages.
pub fn read(file: &str, text: &str) -> Result<RulesFile, RulesFileError> {
    let file = file.to_owned();
    if text.len() > RULES_BYTES_MAX {
        return Err(RulesFileError::TooLarge { file });
    }
    match toml::from_str::<RulesFile>(text) {
        Err(error) => Err(RulesFileError::Toml { file, message: error.to_string() }),
        Ok(rules) => match rules.profile.validate() {
            Err(source) => Err(RulesFileError::Profile { file, source }),
            Ok(()) => Ok(rules),
        },
    }
}

#[cfg(test)]
mod tests {
    use audit::rules::Parameter;

    use super::super::demo::RULES;
    use super::*;

    fn changed(from: &str, to: &str) -> Result<RulesFile, RulesFileError> {
        assert!(RULES.contains(from), "{from}");
        read("rules.toml", &RULES.replacen(from, to, 1))
    }

    #[test]
    fn the_demos_rules_are_read() {
        let rules = read("rules.toml", RULES).unwrap();
        assert_eq!(rules.sitting.name.as_str(), "云岭县第十七届人民代表大会第二次会议");
        assert_eq!(rules.contest.title.as_str(), "云岭县2027年度民生实事项目票决");
        assert_eq!(rules.profile.seats(15), Some(10));
    }

    #[test]
    fn what_is_misspelt_missing_or_of_another_sort_is_refused_with_its_line() {
        for (from, to, says) in [
            ("count = 10", "counts = 10", "unknown field `counts`"),
            ("count = 10", "count = -1", "line"),
            ("count = 10", "count = \"10\"", "line"),
            ("count = 10", "", "missing field `count`"),
            ("recast = \"first\"", "", "missing field `recast`"),
            ("on_tie = \"run_off\"", "on_tie = \"coin\"", "unknown variant `coin`"),
            ("base = \"membership\"", "base = membership", "line"),
            ("云岭县第", "云岭县\u{202e}第", "line"),
        ] {
            let refused = changed(from, to);
            assert!(
                matches!(&refused, Err(RulesFileError::Toml { message, .. }) if message.contains(says)),
                "{to:?}: {refused:?}"
            );
        }
        let large = read("rules.toml", &"#".repeat(RULES_BYTES_MAX + 1));
        assert_eq!(large, Err(RulesFileError::TooLarge { file: "rules.toml".into() }));
    }

    #[test]
    fn rules_that_cannot_hold_are_refused_by_parameter() {
        let refused = changed("count = 10", "count = 0");
        assert!(
            matches!(&refused, Err(RulesFileError::Profile { source, .. }) if source.parameter == Parameter::Method),
            "{refused:?}"
        );
    }
}
