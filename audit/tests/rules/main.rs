//! The rules against a second program that was written from protocol.md §9 alone: its vectors, and random cases.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod case;

use case::{comparable, run};
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// None if both say the same.
fn difference(place: &str, case: &Value, expected: &Value) -> Option<String> {
    let (got, expected) = (comparable(run(case)), comparable(expected.clone()));
    (got != expected).then(|| format!("{place}: {}\n  expected {expected}\n  got      {got}", case["name"]))
}

#[test]
fn every_vector_ends_as_it_says() {
    let folder = std::fs::read_dir(project("tests/vectors/rules")).unwrap();
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let mut count = 0;
    let mut different = Vec::new();
    for path in files {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        count += cases.len();
        different.extend(cases.iter().filter_map(|case| difference(&file, case, &case["expect"])));
    }
    assert!(different.is_empty(), "{} of {count} differ:\n{}", different.len(), different.join("\n"));
    // Vectors A to O of the domain, and at least 120 more.
    assert!(count >= 135, "only {count} vectors");
}

/// 2,000 cases, or as many as `PIAOJUE_RULES_CASES` says; `PIAOJUE_RULES_SEED` draws others.
#[test]
fn the_second_program_says_the_same_of_random_cases() {
    let setting = |name: &str, usual: &str| std::env::var(name).unwrap_or_else(|_| usual.to_owned());
    let (cases, seed) = (setting("PIAOJUE_RULES_CASES", "2000"), setting("PIAOJUE_RULES_SEED", "1"));
    let folder = project("tests/rules_reference");
    let python = |script: &str| {
        let mut command = Command::new("python3");
        command.current_dir(&folder).arg("-B").arg(script).stderr(Stdio::inherit());
        command
    };
    if python("reference.py").stdin(Stdio::null()).stdout(Stdio::null()).status().is_err() {
        println!("skipped: there is no python3");
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let [asked, answered] = ["cases", "answers"].map(|name| scratch.path().join(name));
    let drawn =
        python("random_cases.py").args([&cases, &seed]).stdout(File::create(&asked).unwrap()).status();
    assert!(drawn.unwrap().success());
    let files = (File::open(&asked).unwrap(), File::create(&answered).unwrap());
    assert!(python("reference.py").stdin(files.0).stdout(files.1).status().unwrap().success());
    let lines = |path: &Path| BufReader::new(File::open(path).unwrap()).lines();
    let mut count = 0;
    for (line, (case, answer)) in lines(&asked).zip(lines(&answered)).enumerate() {
        let case: Value = serde_json::from_str(&case.unwrap()).unwrap();
        let answer: Value = serde_json::from_str(&answer.unwrap()).unwrap();
        if let Some(difference) = difference(&format!("case {line} of seed {seed}"), &case, &answer) {
            panic!("{difference}\n{case}");
        }
        count += 1;
    }
    assert_eq!(count.to_string(), cases);
    println!("{count} random cases, the same results");
}
