//! The project's own lists: the fictional county 云岭县, whose congress the demo plays.
//!
//! Embedded, so that `demo` needs no file. Names and projects are invented.

/// 60 deputies in 6 delegations, as [`super::roll`] reads them.
pub const ROLL: &[u8] = include_bytes!("../../data/demo/roll.csv");
/// 15 candidate projects, as [`super::projects`] reads them.
pub const PROJECTS: &[u8] = include_bytes!("../../data/demo/projects.csv");
/// The 票决办法 as text.
pub const RULES_TEXT: &str = include_str!("../../data/demo/rules.txt");
/// The same in numbers, each with its article, as [`super::rules`] reads them.
pub const RULES: &str = include_str!("../../data/demo/rules.toml");

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use audit::rules::Profile;
    use audit::wire::{Int, MultilineText};

    use super::super::{projects, roll, rules};
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
        let rules = rules::read("rules.toml", RULES).unwrap();
        let profile = rules.profile;
        let articles = profile.articles.clone();
        let ten = Int::from(10_u32);
        // What most counties write, with this county's title and articles.
        let usual = Profile::livelihood_projects(profile.title.clone(), ten, ten);
        assert_eq!(profile, Profile { articles: articles.clone(), ..usual });
        profile.validate_for(15).unwrap();
        assert!(RULES_TEXT.starts_with(profile.title.as_str()));

        for (article, says) in [
            ("第二条", "候选项目共十五项，实行差额票决，确定十项"),
            (articles.meeting_quorum.as_str(), "全体代表的三分之二以上"),
            (articles.choice.as_str(), "无记名"),
            (articles.choice.as_str(), "超过十项的无效"),
            (articles.choice.as_str(), "一项也没有选的，为弃权票"),
            (articles.choice.as_str(), "一经投出，不得更改"),
            ("第五条", "少于十张的，不单独公布"),
            (articles.validity.as_str(), "多于发出的票数，票决无效"),
            (articles.threshold.as_str(), "全体代表过半数"),
            (articles.order.as_str(), "以得赞成票多的当选"),
            (articles.on_tie.as_str(), "再次投票"),
            (articles.on_shortfall.as_str(), "空缺"),
            ("第十一条", "少于五张的，不予计票"),
        ] {
            let heading = format!("{article}\u{3000}");
            let line = RULES_TEXT.lines().find(|line| line.starts_with(&heading));
            assert!(line.is_some_and(|line| line.contains(says)), "{article} does not say {says}");
        }
    }
}
