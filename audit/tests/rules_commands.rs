//! The commands about rules, as they are run: what they print, what they refuse, and how they end.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs `audit` in a folder.
fn audit_in(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_audit"));
    let Output { status, stdout, stderr } =
        command.current_dir(folder).env_clear().args(arguments).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// Runs `audit` in the root of the project.
fn audit(arguments: &[&str]) -> (Option<i32>, String, String) {
    audit_in(&root(), arguments)
}

fn done(arguments: &[&str]) -> String {
    let (code, out, problem) = audit(arguments);
    assert_eq!((code, problem.as_str()), (Some(0), ""), "{arguments:?}");
    out
}

const CASE: &str = "docs/examples/county-case.json";

/// The case of the documents with one place changed, and a profile with one place changed, in a folder of their own.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn put(&self, name: &str, from: &str, to: &str) -> &Self {
        let text = if Path::new(name).extension().is_some_and(|end| end == "json") {
            fs::read_to_string(root().join(CASE)).unwrap()
        } else {
            done(&["rules", "show", "county-selection", "--toml"])
        };
        assert!(text.contains(from), "{from}");
        fs::write(self.folder.path().join(name), text.replace(from, to)).unwrap();
        self
    }

    fn audit(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        audit_in(self.folder.path(), arguments)
    }
}

#[test]
fn the_list_has_every_ready_made_profile_with_its_title() {
    let (zh, en) = (done(&["rules", "list"]), done(&["rules", "list", "--lang", "en"]));
    let names = |text: &str| -> Vec<String> {
        text.lines().step_by(2).map(|line| line.split("  ").next().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&zh), names(&en));
    assert!(names(&zh).len() >= 20, "{zh}");
    assert!(zh.contains("zhenhai-cumulative  民生实事项目满意度测评办法（镇海累计）\n"), "{zh}");
    assert!(en.contains("    Named roll-call: each item"), "{en}");
    for name in names(&zh) {
        assert_eq!(done(&["rules", "check", &name]).lines().count(), 1);
    }
}

#[test]
fn a_profile_is_shown_with_all_parameters_and_in_sentences() {
    let zh = done(&["rules", "show", "county-selection"]);
    for line in [
        "通过票数            method.threshold",
        "无记名（secret）",
        "地方组织法第十四条",
        "\n规则\n",
        "每票至多选 10 项",
    ] {
        assert!(zh.contains(line), "{line}: {zh}");
    }
    let en = done(&["rules", "--lang", "en", "show", "county-selection"]);
    assert!(
        en.contains("more than 1/2 of all deputies") && en.contains("\nThe rules\n  present must be"),
        "{en}"
    );
    // A file is shown as a ready-made one, and what is printed as TOML is the file as it is written.
    let desk = Desk::new();
    desk.put("办法.toml", "most = 10", "most = 9");
    let (code, out, problem) = desk.audit(&["rules", "show", "办法.toml"]);
    assert_eq!((code, problem.as_str()), (Some(0), ""));
    assert!(out.contains("至多：9"), "{out}");
    assert_eq!(done(&["rules", "show", "town-selection", "--toml"]), {
        fs::read_to_string(root().join("audit/profiles/town-selection.toml")).unwrap()
    });
}

#[test]
fn a_file_is_checked_by_itself_and_for_a_number_of_items() {
    let desk = Desk::new();
    desk.put("a.toml", "title", "title");
    let (code, out, _) = desk.audit(&["rules", "check", "a.toml", "--items", "12"]);
    assert_eq!(
        (code, out.as_str()),
        (Some(0), "a.toml：“县级民生实事项目差额票决办法”成立，适用于 12 个项目\n")
    );
    for (from, to, items, zh, en) in [
        (
            "on_tie = \"run_off\"",
            "on_tye = \"run_off\"",
            None,
            "没有 method.on_tye 这个名称",
            "method.on_tye is not known here",
        ),
        ("recast = \"first\"\n", "", None, "缺少 recast", "recast is missing"),
        ("most = 10 }", "most = 0 }", None, "选择数目（choice）", "choice: lets no item be chosen"),
        (
            "count = 10 }\n\n# 条文：获得",
            "count = 1001 }\n\n# 条文：获得",
            None,
            "认定方法（method）",
            "method: seats",
        ),
        (
            "most = 10 }",
            "most = 13 }",
            Some("12"),
            "不适用于 12 个项目：选择数目（choice）",
            "does not fit 12 items: choice",
        ),
        ("title = \"", "title = ", None, "写法不对", "line 10, column"),
    ] {
        desk.put("a.toml", from, to);
        let arguments: Vec<&str> = ["rules", "check", "a.toml"]
            .into_iter()
            .chain(items.into_iter().flat_map(|n| ["--items", n]))
            .collect();
        let (code, out, problem) = desk.audit(&arguments);
        assert_eq!((code, out.as_str()), (Some(1), ""), "{to}: {problem}");
        assert!(problem.starts_with("a.toml：") && problem.contains(zh), "{to}: {problem}");
        let (code, _, problem) = desk.audit(&[arguments.as_slice(), &["--lang", "en"]].concat());
        assert_eq!(code, Some(1));
        assert!(problem.starts_with("a.toml: ") && problem.contains(en), "{to}: {problem}");
    }
}

#[test]
fn what_is_no_file_no_text_or_no_command_ends_with_2() {
    let (code, _, problem) = audit(&["rules", "show", "county"]);
    assert_eq!(code, Some(2));
    assert!(
        problem.contains("county 既不是现成规则方案的名称，也不是文件")
            && problem.contains("county-selection")
    );
    let desk = Desk::new();
    fs::write(desk.folder.path().join("gb.toml"), [0xb0, 0xec, 0xb7, 0xa8]).unwrap();
    let (code, _, problem) = desk.audit(&["rules", "check", "gb.toml", "--lang", "en"]);
    assert_eq!((code, problem.as_str()), (Some(2), "gb.toml is not UTF-8 text\n"));
    for arguments in [
        &["rules", "check", "docs"][..],
        &["rules", "check", "county-selection", "--items", "0"],
        &["rules"],
        &["decide", "county-selection"],
        &["decide", "county-selection", "no-such-case.json"],
    ] {
        assert_eq!(audit(arguments).0, Some(2), "{arguments:?}");
    }
}

#[test]
fn a_case_is_decided_as_a_table_and_in_sentences() {
    let zh = done(&["decide", "county-selection", CASE]);
    for part in [
        "云岭县2027年度民生实事项目（试算）",
        "合计   189   189   188     1       0",
        "  10  河道治理           96    92     0    96   96/195  49.23%    10  否    未入选",
        "得票 96，未超过全体代表 195 人的半数（须达 98 票），未通过（地方组织法第二十五条）",
        "  空缺 1 个名额",
        "  发出的票全部收回",
    ] {
        assert!(zh.contains(part), "{part}: {zh}");
    }
    let en = done(&["decide", "docs/examples/draft-b.toml", CASE, "--lang", "en"]);
    assert!(en.contains("50.79%    10  yes     chosen") && en.contains("10 chosen of 10 seats"), "{en}");
}

#[test]
fn the_object_is_the_one_of_the_log() {
    let vectors = fs::read_to_string(root().join("tests/vectors/rules/domain.json")).unwrap();
    let vectors: Vec<Value> = serde_json::from_str(&vectors).unwrap();
    let desk = Desk::new();
    let mut decided = 0;
    for vector in
        vectors.iter().filter(|vector| vector["kind"] == "decide" && !vector["expect"]["decision"].is_null())
    {
        let path = |name: &str| desk.folder.path().join(name);
        fs::write(path("profile.json"), vector["profile"].to_string()).unwrap();
        fs::write(path("case.json"), vector.to_string()).unwrap();
        let (code, out, note) = desk.audit(&["decide", "profile.json", "case.json", "--json"]);
        assert_eq!(code, Some(0), "{}: {note}", vector["name"]);
        assert!(note.contains("profile、expect、source") && note.contains("按 profile.json 认定"), "{note}");
        let decision: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(decision, vector["expect"]["decision"], "{}", vector["name"]);
        // One line, in the encoding of the log.
        let typed: audit::rules::Decision = serde_json::from_str(&out).unwrap();
        assert_eq!(out, serde_json::to_string(&typed).unwrap() + "\n");
        decided += 1;
    }
    assert!(decided >= 15, "{decided}");
}

#[test]
fn a_void_vote_has_a_decision_and_no_table() {
    let desk = Desk::new();
    desk.put("void.json", "\"returned\": 189, \"valid\": 188", "\"returned\": 190, \"valid\": 189");
    let (code, out, problem) = desk.audit(&["decide", "county-selection", "void.json"]);
    assert_eq!((code, problem.as_str()), (Some(0), ""));
    assert!(out.contains("收回 190 张，多于发出 189 张，本次票决无效") && !out.contains("各项说明"), "{out}");
}

#[test]
fn grades_numbers_and_points_have_their_columns() {
    let desk = Desk::new();
    let case = r#"{"roll":{"membership":29,"due":29,"present":29},
        "ballots":{"machine":{"issued":29,"returned":29,"valid":29,"void":0},"paper":{"issued":0,"returned":0,"valid":0,"void":0}},
        "rows":[{"counts":[15,2,2,10,0],"invalid":0},{"counts":[12,12,4,1,0],"invalid":0},{"counts":[0,0,0,0,28],"invalid":1}]}"#;
    fs::write(desk.folder.path().join("case.json"), case).unwrap();
    let (code, out, problem) = desk.audit(&["decide", "four-grades-weighted", "case.json"]);
    assert_eq!(code, Some(0), "{problem}");
    assert!(
        out.contains("2180/29  75.17") && out.contains("2440/29  84.14") && out.contains("  未评定\n"),
        "{out}"
    );
    assert!(out.lines().any(|line| line.contains("项目 1") && line.ends_with("一般")), "{out}");
    let (code, out, problem) = desk.audit(&["decide", "four-grades-plurality", "case.json"]);
    assert_eq!(code, Some(0), "{problem}");
    assert!(out.lines().any(|line| line.contains("项目 1") && line.ends_with("好")), "{out}");
}

/// domain.md §2.11 L: 2639 for, 160 against, 57 abstaining, 16 who did not press, none of them merged with another.
#[test]
fn who_did_not_press_is_a_number_of_its_own() {
    let desk = Desk::new();
    let case = r#"{"roll":{"membership":2977,"due":2977,"present":2872},
        "ballots":{"machine":{"issued":2872,"returned":2856,"valid":2856,"void":0},"paper":{"issued":0,"returned":0,"valid":0,"void":0}},
        "rows":[{"counts":[2639,160,57],"invalid":0}]}"#;
    fs::write(desk.folder.path().join("case.json"), case).unwrap();
    let (code, out, problem) = desk.audit(&["decide", "roll-call", "case.json"]);
    assert_eq!(code, Some(0), "{problem}");
    assert!(
        out.contains("废票  未按\n合计  2872  2856  2856     0    16\n") && !out.contains("纸质"),
        "{out}"
    );
    assert!(out.contains("赞成  反对  弃权  不计") && out.contains("2639   160    57     0"), "{out}");
    let (_, out, _) = desk.audit(&["decide", "procedural-hands", "case.json", "--lang", "en"]);
    assert!(out.contains("void  raised no hand\n"), "{out}");
}

#[test]
fn a_case_that_is_refused_is_named_with_file_field_and_row() {
    let desk = Desk::new();
    for (from, to, zh, en) in [
        ("[180, 8]", "[180, 9]", "第 2 行各数之和为 189，不等于有效票 188 张", "item 1"),
        ("[180, 8]", "[180]", "第 2 行有 1 个数，须为 2 个", "item 1 has 1 counts"),
        (
            "[180, 8]",
            "[180, -8]",
            "rows[1].counts[1] 应为不小于 0 的整数",
            "rows[1].counts[1] is no whole number",
        ),
        ("\"present\": 189", "\"present\": 196", "实到 196", "present"),
        ("\"void\": 1", "\"void\": 2", "不等于收回 189 张", "machine"),
        ("\"due\": 195, ", "", "缺少 roll.due", "roll.due is missing"),
        ("\"农村公路提升\", ", "", "items 有 11 个名称，rows 有 12 行", "items: 11 titles for 12 rows"),
        ("{\n", "[\n", "写法不对", "line"),
    ] {
        desk.put("c.json", from, to);
        let (code, out, problem) = desk.audit(&["decide", "county-selection", "c.json"]);
        assert_eq!((code, out.as_str()), (Some(1), ""), "{to}: {problem}");
        assert!(problem.starts_with("c.json：") && problem.contains(zh), "{to}: {problem}");
        let (code, _, problem) =
            desk.audit(&["decide", "county-selection", "c.json", "--json", "--lang", "en"]);
        assert_eq!(code, Some(1));
        assert!(problem.starts_with("c.json: ") && problem.contains(en), "{to}: {problem}");
    }
    // What does not fit the number of items is the profile's.
    desk.put("c.json", "name", "name");
    let (code, _, problem) = desk.audit(&["decide", "equal-number", "c.json", "--lang", "en"]);
    assert_eq!(code, Some(1));
    assert!(problem.starts_with("equal-number: does not fit the 12 items of c.json: surplus"), "{problem}");
}
