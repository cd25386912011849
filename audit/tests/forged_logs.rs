//! `audit verify` on every forged log among the vectors: exit 1, by the check and code that the vector names.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/forgeries")
}

fn read(name: &str) -> String {
    fs::read_to_string(vectors().join(name)).unwrap()
}

/// Names of the files that end so, without the end.
fn named(end: &str) -> Vec<String> {
    let files = fs::read_dir(vectors()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = files.filter_map(|name| name.strip_suffix(end).map(str::to_owned)).collect();
    names.sort();
    names
}

/// The command's exit status and its object for machines.
fn verify(log: &str, checkpoint: &str, fingerprint: &str) -> (Option<i32>, Value) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("log.jsonl"), log).unwrap();
    fs::write(folder.path().join("checkpoint"), checkpoint).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_audit"))
        .current_dir(folder.path())
        .env_clear()
        .args(["verify", ".", "--json", "--fingerprint", fingerprint])
        .output()
        .unwrap();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn every_base_of_the_forgeries_is_verified() {
    let bases = named(".jsonl");
    assert!(bases.len() >= 5, "{bases:?}");
    for base in bases {
        let file = |end: &str| read(&format!("{base}.{end}"));
        let (status, object) = verify(&file("jsonl"), &file("checkpoint"), file("fingerprint").trim());
        assert_eq!((status, &object["verdict"]), (Some(0), &Value::from("verified")), "{base}");
        assert_eq!(object["done"], object["expected"], "{base}");
    }
}

#[test]
fn a_sealed_log_whose_checkpoint_lacks_the_quorum_is_no_verdict() {
    let file = |end: &str| read(&format!("base-witnessed.{end}"));
    let checkpoint = file("checkpoint");
    let short = &checkpoint[..=checkpoint.trim_end().rfind('\n').unwrap()];
    let (status, object) = verify(&file("jsonl"), short, file("fingerprint").trim());
    assert_eq!((status, &object["verdict"]), (Some(2), &Value::from("unwitnessed")));
    assert_eq!(object["done"], object["expected"]);
    assert_eq!((&object["witnesses"]["checkpoint"], &object["witnesses"]["quorum"]), (&3.into(), &4.into()));
}

#[test]
fn every_forgery_is_refuted_as_its_vector_says() {
    let mut checks = BTreeSet::new();
    let names = named(".json");
    for name in &names {
        let vector: Value = serde_json::from_str(&read(&format!("{name}.json"))).unwrap();
        let text = |field: &str| vector[field].as_str().unwrap();
        let take = usize::try_from(vector["take"].as_u64().unwrap()).unwrap();
        let base = read(&format!("base-{}.jsonl", text("base")));
        let lines = vector["lines"].as_array().unwrap().iter().map(|line| line.as_str().unwrap());
        let log: String = base.lines().take(take).chain(lines).flat_map(|line| [line, "\n"]).collect();
        let (status, object) = verify(&log, text("checkpoint"), text("fingerprint"));
        assert_eq!((status, &object["verdict"]), (Some(1), &Value::from("refuted")), "{name}");
        let (failure, expected) = (&object["failure"], &vector["expected"]);
        for field in ["check", "code", "index", "accused"] {
            assert_eq!(failure[field], expected[field], "{name}: {failure}");
        }
        checks.insert(expected["check"].as_u64().unwrap());
    }
    assert!(names.len() >= 80, "{} kinds", names.len());
    assert_eq!(checks, (1..=33).collect(), "a forgery for each check");
}
