//! The table of codes in docs/protocol.md §13 says what the program says.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

use audit::entry::{Body, Line};
use audit::fold::Code;
use std::fs;
use std::path::{Path, PathBuf};

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// A body of each kind that the log of the vectors and the bases of the forged logs hold.
fn bodies() -> Vec<Body> {
    let forgeries =
        fs::read_dir(project("tests/vectors/forgeries")).unwrap().map(|file| file.unwrap().path());
    let bases = forgeries.filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    let logs = bases.chain([project("tests/vectors/log/log.jsonl")]);
    let mut bodies: Vec<Body> = Vec::new();
    for log in logs {
        for line in fs::read_to_string(log).unwrap().lines() {
            let line = Line::parse(line.as_bytes().to_vec()).unwrap();
            if bodies.iter().all(|body| body.kind() != line.body().kind()) {
                bodies.push(line.body().clone());
            }
        }
    }
    bodies
}

#[test]
fn the_documented_codes_are_those_of_the_program() {
    let bodies = bodies();
    assert!(bodies.len() >= 38, "{} kinds", bodies.len());
    let protocol = fs::read_to_string(project("docs/protocol.md")).unwrap();
    let section = protocol.split("\n## 13. ").nth(1).unwrap().split("\n## 14. ").next().unwrap();
    let documented: Vec<&str> = section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .take_while(|line| line.matches('|').count() == 4)
        .collect();
    let said: Vec<String> = Code::ALL
        .iter()
        .map(|code| {
            // Said of many kinds: then the check is the one of the entry's kind.
            let of_kind = bodies.iter().any(|body| code.check_in(body) != code.check());
            let star = if of_kind { " *" } else { "" };
            format!("| `{}` | {}{star} | {} |", code.as_str(), code.check().number(), code.sentence().1)
        })
        .collect();
    assert_eq!(documented, said);
}
