//! Several contests in one rules file.

use audit::entry::preparation::ContestPurpose;
use audit::rules::{Choice, OnTie, Secrecy};

use super::super::example::SEVERAL;
use super::*;

impl Desk {
    fn run_several(&self, text: &str, more: &[&str]) -> Result<String, NewError> {
        self.put("several.toml", text.as_bytes());
        let args = self.args_of(&[("--roll", "roll.csv"), ("--rules", "several.toml")], more);
        let mut out = Vec::new();
        run_with(&args, 1_800_000_000, |_| Ok(Passphrase::generate()), &mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }
}

#[test]
fn the_example_makes_a_sitting_of_four_contests() {
    let desk = Desk::new();
    let report = desk.run_several(SEVERAL, &SCRUTINEERS).unwrap();
    let published = desk.path("sitting").join("published");
    let verdict = verify_folder(&published, &desk.sitting().fingerprint, |_, _| ()).unwrap();
    assert!(verdict.failure.is_none(), "{:?}", verdict.failure);
    let state = verdict.state;
    let contests: Vec<_> = state.contests().values().map(|contest| &contest.definition).collect();
    assert_eq!(contests.iter().map(|contest| contest.items.len()).collect::<Vec<_>>(), [1, 1, 15, 3]);
    // Three rules: the procedure decides both procedural votes, the first of which is on the rules of contest 3.
    assert_eq!(state.rules().len(), 3);
    assert_eq!(contests[0].purpose, ContestPurpose::Rules { rules: contests[2].rules });
    assert_eq!(contests[0].rules, contests[1].rules);
    assert!(matches!(contests[1].purpose, ContestPurpose::Scrutineers { run } if run.get() == 1));
    assert_eq!(contests[0].profile.secrecy, Secrecy::Hands);
    let selection = &contests[2].profile;
    assert_eq!(selection.choose().unwrap().on_tie, OnTie::Presidium);
    assert!(matches!(selection.choice, Choice::AtMost { most } if most.get() == 10));
    let texts: Vec<_> = state.rules().values().filter(|rules| rules.text == demo::RULES_TEXT).collect();
    assert_eq!(texts.len(), 1);
    assert_eq!(contests[3].items[2].department.as_str(), "县住建局");
    for says in ["3. 2027年度民生实事项目票决 · 15 项", "表决办法本身", "表决 4 项"] {
        assert!(report.contains(says), "{says}\n{report}");
    }
}

#[test]
fn example_files_are_written_once_and_make_both_sittings() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("example");
    let line = ["new", &folder.display().to_string(), "--example"].map(str::to_owned);
    let args = Cli::try_parse_from(&line).unwrap().new;
    let asked = |_| -> Result<Passphrase, PromptError> { panic!("asked") };
    let mut out = Vec::new();
    run_with(&args, 0, asked, &mut out).unwrap();
    let report = String::from_utf8(out).unwrap();
    for name in ["roll.csv", "projects.csv", "rules.toml", "rules.txt", "several.toml"] {
        assert!(folder.join(name).exists() && report.contains(name), "{name}");
    }
    let again = run_with(&args, 0, asked, &mut Vec::new());
    assert!(matches!(again, Err(NewError::Sitting(SittingError::Exists { .. }))), "{again:?}");
    // Without --example the lists are asked for.
    assert!(Cli::try_parse_from(&line[..2]).is_err());
}

/// Every fault: the contest and the name that are meant, in both languages, and nothing on disk.
#[test]
fn each_fault_is_said_with_its_contest_and_name() {
    for (from, to, zh, en) in [
        ("seats = 10", "seats = 0", "第 3 个 [[contest]] 的 rules", "[[contest]] 3, rules: "),
        ("seats = 10", "seats = 15", "规则与 15 个项目不符", "do not fit 15 items"),
        (
            "seats = 10",
            "seats = \"十\"",
            "第 3 个 [[contest]] 的 seats：不是整数",
            "[[contest]] 3, seats: is no whole number",
        ),
        ("seats = 10", "saets = 10", "的 saets：不认识", "[[contest]] 3, saets: not known"),
        ("on_tie = \"presidium\"", "on_tie = \"coin\"", "method.on_tie", "method.on_tie"),
        ("on_tie = \"presidium\"", "on_tye = \"presidium\"", "method.on_tye", "method.on_tye"),
        ("on_tie = \"presidium\"", "rule = 1.5", "method.rule", "method.rule"),
        (
            "\"appraisal-three-grades\"",
            "\"appraisal\"",
            "没有叫“appraisal”的现成方案",
            "no ready-made profile is called \"appraisal\"",
        ),
        ("\"appraisal-three-grades\"", "\"none.toml\"", "none.toml 读不了", "none.toml cannot be read"),
        (
            "\"appraisal-three-grades\"",
            "3",
            "第 4 个 [[contest]] 的 rules：",
            "[[contest]] 4, rules: is no name",
        ),
        (
            "\"appraisal-three-grades\"",
            "\"appraisal-three-grades\"\nseats = 3",
            "没有 method.seats.count",
            "have no method.seats.count",
        ),
        ("\"projects.csv\"", "\"none.csv\"", "none.csv 读不了", "none.csv cannot be read"),
        ("\"projects.csv\"", "12", "第 3 个 [[contest]] 的 items", "[[contest]] 3, items: "),
        ("\"projects.csv\"", "[]", "没有数据行", "there are no rows"),
        (
            "\"老旧小区改造\"",
            "\"\"",
            "[[contest]] 4 items 第 1 行“项目名称”：是空的",
            "[[contest]] 4 items, line 1, column title: is empty",
        ),
        ("\"老旧小区改造\"", "7", "第 4 个 [[contest]] 的 items[1]", "[[contest]] 4, items[1]"),
        ("detail = ", "details = ", "第 4 个 [[contest]] 的 items[3]", "unknown field `details`"),
        ("on = 3", "on = 4", "", ""),
        ("on = 3", "on = 2", "第 1 个 [[contest]] 的 on：第 2 项", "[[contest]] 1, on: contest 2"),
        ("on = 3", "on = 9", "第 1 个 [[contest]] 的 on：第 9 项", "[[contest]] 1, on: contest 9"),
        ("on = 3", "", "第 1 个 [[contest]] 的 on", "[[contest]] 1, on: goes with"),
        (
            "purpose = \"scrutineers\"",
            "purpose = \"tellers\"",
            "第 2 个 [[contest]] 的 purpose",
            "[[contest]] 2, purpose: ",
        ),
        (
            "purpose = \"scrutineers\"",
            "purpose = \"scrutineers\"\nitems = [\"一\", \"二\"]",
            "只有一项",
            "has one item",
        ),
        (
            "title = \"总监票人、监票人名单（草案）\"",
            "",
            "第 2 个 [[contest]] 的 title",
            "[[contest]] 2, title: ",
        ),
        (
            "rules_text = \"rules.txt\"",
            "rules_text = \"none.txt\"",
            "none.txt 读不了",
            "none.txt cannot be read",
        ),
        ("[sitting]\nname", "[meeting]\nname", "不认识“meeting”", "\"meeting\" is not known"),
        ("[sitting]\nname", "[sitting]\nnom", "只有 name 一项", "has name and nothing else"),
    ] {
        let desk = Desk::new();
        let text = SEVERAL.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
        assert_eq!(text.matches(from).count(), 1, "{from}");
        let made = desk.run_several(&text.replacen(from, to, 1), &SCRUTINEERS);
        if zh.is_empty() {
            made.unwrap();
            continue;
        }
        let error = made.unwrap_err();
        assert!(matches!(error, NewError::Input(_)), "{error:?}");
        assert!(error.zh().contains(zh), "{zh}: {}", error.zh());
        assert!(error.to_string().contains(en), "{en}: {error}");
        assert!(!desk.path("sitting").exists());
    }
}

#[test]
fn all_contests_faults_are_said_at_once_and_options_that_do_not_fit_are_refused() {
    let desk = Desk::new();
    let text =
        SEVERAL.replace("seats = 10", "seats = 0").replace("\"appraisal-three-grades\"", "\"appraisal\"");
    let error = desk.run_several(&text, &SCRUTINEERS).unwrap_err();
    assert!(error.zh().contains("第 3 个") && error.zh().contains("第 4 个"), "{}", error.zh());
    let projects = desk.path("projects.csv").display().to_string();
    let error = desk
        .run_several(SEVERAL, &[SCRUTINEERS.as_slice(), &["--projects", &projects]].concat())
        .unwrap_err();
    assert!(error.to_string().contains("leave out --projects"), "{error}");
    // The list of scrutineers is not in the log when nobody is named.
    let error = desk.run_several(SEVERAL, &[]).unwrap_err();
    assert!(error.to_string().contains("vote on the list of scrutineers"), "{error}");
    // One contest needs its projects.
    let args = desk.args_of(&[("--roll", "roll.csv"), ("--rules", "rules.toml")], &[]);
    let error = run_with(&args, 0, |_| Ok(Passphrase::generate()), &mut Vec::new()).unwrap_err();
    assert!(error.to_string().contains("--projects"), "{error}");
}

#[test]
fn equal_rules_are_adopted_once_and_changed_ones_apart() {
    let desk = Desk::new();
    let contest = |title: &str, more: &str| {
        format!(
            "[[contest]]\ntitle = \"{title}\"\nrules = \"county-selection\"\nitems = \"projects.csv\"\n{more}\n"
        )
    };
    let text = [
        "[sitting]\nname = \"某县人民代表大会\"\n".to_owned(),
        contest("一", ""),
        contest("二", "most = 10"),
        contest("三", "most = 9"),
    ];
    desk.run_several(&text.concat(), &[]).unwrap();
    let verdict =
        verify_folder(&desk.path("sitting").join("published"), &desk.sitting().fingerprint, |_, _| ())
            .unwrap();
    let rules: Vec<_> = verdict.state.contests().values().map(|contest| contest.definition.rules).collect();
    assert!(rules[0] == rules[1] && rules[1] != rules[2], "{rules:?}");
}
