//! The project's own lists: the fictional county 云岭县, whose congress the demo plays.
//!
//! Embedded, so that `demo` needs no file. Names and projects are invented.

/// 60 deputies in 6 delegations, as [`super::roll`] reads them.
pub const ROLL: &[u8] = include_bytes!("../../data/demo/roll.csv");
/// 15 candidate projects, as [`super::projects`] reads them.
pub const PROJECTS: &[u8] = include_bytes!("../../data/demo/projects.csv");
/// The 票决办法 as text.
pub const RULES_TEXT: &str = include_str!("../../data/demo/rules.txt");
/// The same in numbers, each with its article.
pub const RULES: &str = include_str!("../../data/demo/rules.toml");

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use audit::wire::MultilineText;

    use super::super::{projects, roll};
    use super::*;

    #[test]
    fn the_roll_has_sixty_deputies_in_six_delegations_and_no_odd_one() {
        let roll = roll::read("roll.csv", ROLL).unwrap();
        assert_eq!(roll.warnings, []);
        assert!(roll.rows.iter().map(|row| row.number).eq(1..=60));
        let mut delegations = BTreeMap::new();
        for row in &roll.rows {
            *delegations.entry(row.delegation.as_str()).or_insert(0) += 1;
        }
        assert_eq!(delegations.len(), 6, "{delegations:?}");
        assert_eq!(delegations.values().sum::<usize>(), 60);
    }

    #[test]
    fn the_projects_are_fifteen_with_every_column() {
        let projects = projects::read("projects.csv", PROJECTS).unwrap();
        assert_eq!(projects.warnings, []);
        assert!(projects.rows.iter().map(|row| row.number).eq(1..=15));
        for row in &projects.rows {
            let filled = !row.department.as_str().is_empty() && !row.detail.as_str().is_empty();
            assert!(filled && row.budget_wan.is_some(), "{row:?}");
        }
    }

    /// The text in words and the profile in numbers must say the same.
    #[test]
    fn the_rules_in_numbers_are_the_rules_in_words() {
        RULES_TEXT.parse::<MultilineText>().unwrap();
        let rules: toml::Table = RULES.parse().unwrap();
        let number = |section: &str, key: &str| rules[section][key].as_integer().unwrap();
        let article = |name: &str| {
            let heading = rules["articles"][name].as_str().unwrap();
            let line = RULES_TEXT.lines().find(|line| line.starts_with(&format!("{heading}\u{3000}")));
            line.unwrap_or_else(|| panic!("{heading} is not in the text")).to_owned()
        };
        assert_eq!((number("contest", "items"), number("contest", "seats")), (15, 10));
        assert!(article("contest").contains("共十五项") && article("contest").contains("确定十项"));
        assert_eq!((number("quorum", "numerator"), number("quorum", "denominator")), (2, 3));
        assert!(
            rules["quorum"]["inclusive"].as_bool().unwrap() && article("quorum").contains("三分之二以上")
        );
        assert_eq!(number("choice", "max"), 10);
        assert!(article("choice").contains("超过十项的无效") && article("choice").contains("弃权票"));
        assert_eq!((number("threshold", "numerator"), number("threshold", "denominator")), (1, 2));
        assert!(!rules["threshold"]["inclusive"].as_bool().unwrap());
        assert!(article("threshold").contains("全体代表过半数"));
        assert_eq!(rules["outcome"]["on_tie"].as_str(), Some("run_off"));
        assert!(article("on_tie").contains("再次投票") && article("on_shortfall").contains("空缺"));
        for name in rules["articles"].as_table().unwrap().keys() {
            article(name);
        }
        assert!(RULES_TEXT.starts_with(rules["title"].as_str().unwrap()));
    }
}
