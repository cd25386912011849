//! The command on a whole log that stands among the vectors, copied into a folder of its own.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// `tests/vectors/log`: a sitting of six deputies, with everything that can happen in one.
fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/log")
}

fn fingerprint() -> String {
    fs::read_to_string(vectors().join("fingerprint")).unwrap().trim().to_owned()
}

/// A folder with nothing but log and checkpoint.
fn copied() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in ["log.jsonl", "checkpoint"] {
        fs::copy(vectors().join(file), folder.path().join(file)).unwrap();
    }
    folder
}

/// Runs `audit verify .` inside the folder.
fn audit(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_audit"));
    command.current_dir(folder).env_clear().args(["verify", "."]).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn problem(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_good_log_is_verified_from_its_folder_alone() {
    let folder = copied();
    let output = audit(folder.path(), &["--fingerprint", &fingerprint()]);
    assert_eq!((output.status.code(), problem(&output).as_str()), (Some(0), ""));
    let zh = out(&output);
    assert!(zh.starts_with("票决记录验证报告\n"), "{zh}");
    let (verdict, of) = zh.rsplit_once("验证通过：").unwrap();
    let (done, expected) = of.trim_end().strip_suffix(" 项检查").unwrap().split_once(" / ").unwrap();
    assert_eq!(done, expected);
    assert!(verdict.contains("第1号民生实事项目"));
    // In groups of four, as it is printed, in capitals, and in English.
    let spaced = fingerprint().to_uppercase();
    let groups: Vec<&str> = spaced.as_bytes().chunks(4).map(|group| str::from_utf8(group).unwrap()).collect();
    for given in [vec![groups.join(" ")], groups.iter().map(ToString::to_string).collect()] {
        let arguments =
            [vec!["--lang".to_owned(), "en".to_owned(), "--fingerprint".to_owned()], given].concat();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = audit(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(0), "{}", problem(&output));
        assert!(out(&output).ends_with(&format!("verified {done} of {expected}\n")));
    }
}

#[test]
fn the_object_for_machines_has_the_documented_fields() {
    let folder = copied();
    let output = audit(folder.path(), &["--json", "--fingerprint", &fingerprint()]);
    assert_eq!(output.status.code(), Some(0));
    let object: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(object["format"], "piaojue-verify-1");
    assert_eq!(object["verdict"], "verified");
    assert_eq!(object["fingerprint"], fingerprint());
    assert_eq!(object["done"], object["expected"]);
    assert_eq!(object["checks"].as_array().unwrap().len(), audit::fold::Check::ALL.len());
    assert_eq!(object["failure"], Value::Null);
    assert_eq!(object["contests"][0]["items"][0]["votes"], 4);
    assert_eq!(object["contests"][1]["items"], Value::Array(vec![]));
    // protocol.md §12.4 names every field of the object and of its parts, and no other.
    let protocol = fs::read_to_string(vectors().join("../../../docs/protocol.md")).unwrap();
    let section = protocol.split("### 12.4").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut names = Vec::new();
    fields(&object, &mut names);
    assert!(names.len() > 60, "{}", names.len());
    for name in names {
        assert!(section.contains(&format!("`{name}`")), "{name} is not documented");
    }
}

fn fields(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                names.push(name.clone());
                fields(value, names);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| fields(value, names)),
        _ => {}
    }
}

#[test]
fn a_changed_log_is_refuted_and_the_place_named() {
    let folder = copied();
    let path = folder.path().join("log.jsonl");
    let log = fs::read_to_string(&path).unwrap();
    let changed = log.replacen("西河代表团", "东山代表团", 1);
    assert_ne!(log, changed);
    fs::write(&path, changed).unwrap();
    let output = audit(folder.path(), &["--json", "--fingerprint", &fingerprint()]);
    assert_eq!(output.status.code(), Some(1));
    let object: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(object["verdict"], "refuted");
    assert_eq!(object["failure"]["index"], 1);
    assert_eq!(object["failure"]["check"], 7);
    assert_eq!(object["failure"]["code"], "signature-bad");
    assert_eq!(object["failure"]["accused"], serde_json::json!(["server"]));
    let output = audit(folder.path(), &["--lang", "en", "--fingerprint", &fingerprint()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("code          signature-bad\n"), "{}", out(&output));
    // A malformed log is refuted as well, and a shorter one by its checkpoint.
    fs::write(&path, "no log at all\n").unwrap();
    assert_eq!(audit(folder.path(), &["--fingerprint", &fingerprint()]).status.code(), Some(1));
    let shorter = log.trim_end().rsplit_once('\n').unwrap().0.to_owned() + "\n";
    fs::write(&path, shorter).unwrap();
    let output = audit(folder.path(), &["--json", "--fingerprint", &fingerprint()]);
    let object: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(object["failure"]["code"], "size-differs");
    assert_eq!(object["failure"]["index"], object["size"]);
}

#[test]
fn what_cannot_be_checked_is_neither_verified_nor_refuted() {
    let folder = copied();
    let output = audit(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(problem(&output).contains("印发的会议材料"), "{}", problem(&output));
    let output = audit(folder.path(), &["--lang", "en"]);
    assert!(problem(&output).contains("from the printed programme"), "{}", problem(&output));
    let output = audit(folder.path(), &["--fingerprint", "1234", "--json"]);
    assert_eq!(output.status.code(), Some(2));
    let object: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(object["verdict"], "unchecked");
    assert!(object["problem"]["zh"].is_string());
    assert_eq!(audit(folder.path(), &["--no-such-option"]).status.code(), Some(2));
    for file in ["checkpoint", "log.jsonl"] {
        fs::remove_file(folder.path().join(file)).unwrap();
        let output = audit(folder.path(), &["--fingerprint", &fingerprint()]);
        assert_eq!(output.status.code(), Some(2));
        assert!(problem(&output).contains(file), "{}", problem(&output));
        assert!(out(&output).is_empty());
    }
}

#[test]
fn quiet_says_it_by_the_exit_status_alone() {
    let folder = copied();
    let output = audit(folder.path(), &["--quiet", "--fingerprint", &fingerprint()]);
    assert_eq!((output.status.code(), output.stdout.len(), output.stderr.len()), (Some(0), 0, 0));
    let other = fingerprint().replace('0', "1");
    let output = audit(folder.path(), &["--quiet", "--json", "--fingerprint", &other]);
    assert_eq!((output.status.code(), output.stdout.len(), output.stderr.len()), (Some(1), 0, 0));
}

/// Runs `audit print . --out DIR` inside the folder.
fn print(folder: &Path, out: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_audit"));
    command
        .current_dir(folder)
        .env_clear()
        .args(["print", ".", "--out", out])
        .args(arguments)
        .output()
        .unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

#[test]
fn the_pages_of_a_verified_log_are_written_and_their_hashes_said() {
    let folder = copied();
    let output = print(folder.path(), "one/pages", &["--fingerprint", &fingerprint()]);
    assert_eq!((output.status.code(), problem(&output).as_str()), (Some(0), ""));
    let said = out(&output);
    // Contest 1 is declared, contest 2 voided.
    for name in [
        "contest-1-reconciliation.html",
        "contest-1-tally.html",
        "contest-1-script.html",
        "contest-2-tally.html",
    ] {
        let bytes = fs::read(folder.path().join("one/pages").join(name)).unwrap();
        assert!(said.contains(&format!("{}  {name}\n", hex(&Sha256::digest(&bytes)))), "{name}\n{said}");
    }
    assert_eq!(said.lines().count(), fs::read_dir(folder.path().join("one/pages")).unwrap().count());
    let page = |name: &str| fs::read_to_string(folder.path().join("one/pages").join(name)).unwrap();
    let (tally, voided) = (page("contest-1-tally.html"), page("contest-2-tally.html"));
    assert!(tally.contains("计票结果报告单") && tally.contains("得票 4"));
    assert!(voided.contains("作废") && !voided.contains("得票"));
    assert!(page("contest-1-script.html").contains("本次票决有效"));
    // The same log, the same bytes.
    let again = print(folder.path(), "two", &["--fingerprint", &fingerprint()]);
    assert_eq!(out(&again), said);
    // One contest alone.
    let output = print(folder.path(), "three", &["--contest", "2", "--fingerprint", &fingerprint()]);
    assert_eq!(output.status.code(), Some(0));
    assert!(!out(&output).contains("contest-1") && out(&output).contains("contest-2-tally.html"));
}

#[test]
fn nothing_is_printed_of_a_log_that_does_not_hold_or_a_contest_that_is_not_there() {
    let folder = copied();
    let output = print(folder.path(), "pages", &["--contest", "9", "--fingerprint", &fingerprint()]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(problem(&output), "没有第 9 项票决\n");
    let output = print(folder.path(), "pages", &[]);
    assert_eq!(output.status.code(), Some(2));
    let path = folder.path().join("log.jsonl");
    let log = fs::read_to_string(&path).unwrap();
    fs::write(&path, log.replacen("西河代表团", "东山代表团", 1)).unwrap();
    let output = print(folder.path(), "pages", &["--fingerprint", &fingerprint()]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(1), ""));
    assert!(problem(&output).contains("signature-bad"), "{}", problem(&output));
    assert!(!folder.path().join("pages").exists());
}

/// Runs another command on the log inside the folder.
fn command(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_audit"));
    command.current_dir(folder).env_clear().args(arguments).output().unwrap()
}

#[test]
fn the_log_is_listed_for_people_and_each_entry_explained() {
    let folder = copied();
    let fingerprint = fingerprint();
    let trusted = ["--fingerprint", fingerprint.as_str()];
    let entries = fs::read_to_string(folder.path().join("log.jsonl")).unwrap().lines().count();
    for (lang, opened, meaning) in [
        ("zh", "开启投票：表决事项 1", "秘书处和总监票人开启投票"),
        ("en", "Voting opened: contest 1", "contest hash"),
    ] {
        let output = command(folder.path(), &[&["show", ".", "--lang", lang], &trusted[..]].concat());
        assert_eq!((output.status.code(), problem(&output).as_str()), (Some(0), ""));
        let listed = out(&output);
        assert_eq!(listed.lines().count(), entries);
        let line = listed.lines().find(|line| line.contains(opened)).unwrap();
        let index = line.split_whitespace().next().unwrap();
        let output =
            command(folder.path(), &[&["explain", ".", index, "--lang", lang], &trusted[..]].concat());
        assert_eq!((output.status.code(), problem(&output).as_str()), (Some(0), ""));
        let told = out(&output);
        assert!(told.contains(meaning) && told.contains("contest_opened"), "{told}");
        // Encoding, chain, time, two signatures, replay, opening.
        for check in ["   1  ", "   2  ", "   3  ", "   7  ", "   8  ", "  16  "] {
            assert!(told.lines().any(|line| line.starts_with(check)), "{check}: {told}");
        }
        assert!(told.lines().any(|line| line.starts_with("   7  ") && line.ends_with("× 2")), "{told}");
    }
    // Some of it, and the line as it stands.
    let output = command(folder.path(), &[&["show", ".", "--from", "1", "--to", "2"], &trusted[..]].concat());
    assert_eq!(out(&output).lines().count(), 2);
    let output = command(folder.path(), &[&["show", ".", "--kind", "decrypted"], &trusted[..]].concat());
    assert!(out(&output).lines().all(|line| line.contains("解密份额")) && !out(&output).is_empty());
    let output = command(folder.path(), &[&["explain", ".", "1", "--raw"], &trusted[..]].concat());
    let log = fs::read_to_string(folder.path().join("log.jsonl")).unwrap();
    assert_eq!(out(&output).trim_end(), log.lines().nth(1).unwrap());
    // What is not there, and without a fingerprint.
    let output = command(folder.path(), &[&["explain", ".", "100000"], &trusted[..]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(problem(&output).contains("没有第 100000 条"), "{}", problem(&output));
    for name in ["show", "explain"] {
        let index: &[&str] = if name == "explain" { &["0"] } else { &[] };
        let output = command(folder.path(), &[&[name, "."], index].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(problem(&output).contains("没有给出会议指纹"), "{}", problem(&output));
    }
}

#[test]
fn a_refuted_log_is_listed_up_to_where_it_fails() {
    let folder = copied();
    let fingerprint = fingerprint();
    let trusted = ["--fingerprint", fingerprint.as_str()];
    let path = folder.path().join("log.jsonl");
    let log = fs::read_to_string(&path).unwrap();
    fs::write(&path, log.replacen("西河代表团", "东山代表团", 1)).unwrap();
    let output = command(folder.path(), &[&["show", "."], &trusted[..]].concat());
    assert_eq!(output.status.code(), Some(1));
    let listed = out(&output);
    assert_eq!(listed.lines().count(), 2, "{listed}");
    assert!(
        listed.lines().last().unwrap().contains("第 1 条验证未通过（检查 7，signature-bad）"),
        "{listed}"
    );
    // The entry that fails says so and who is accused; a later one says where the log failed.
    let output = command(folder.path(), &[&["explain", ".", "1"], &trusted[..]].concat());
    assert_eq!(output.status.code(), Some(1));
    let told = out(&output);
    assert!(told.contains("signature-bad") && told.contains("责任方        计票服务器"), "{told}");
    let output = command(folder.path(), &[&["explain", ".", "5"], &trusted[..]].concat());
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).starts_with("第 1 条验证未通过"), "{}", out(&output));
}
