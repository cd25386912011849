//! What the secretariat brings: rolls, projects, elections for tests, the rules file, and whole definitions for `tally-server new`.

use super::vectors::file;
use crate::engine::outcome;
use crate::engine::random::{Choose as _, Script};
use clap::Parser;
use std::path::Path;
use tally_server::prepare::new::{NewArgs, run};
use tally_server::prepare::{pabulib, projects, roll, rules};

pub(super) fn roll_seeds() -> Vec<Vec<u8>> {
    let demo = file("tally-server/data/demo/roll.csv");
    let few: Vec<u8> = demo.split_inclusive(|byte| *byte == b'\n').take(4).flatten().copied().collect();
    // 序号,姓名,代表团 and a row, in GB18030.
    let gb = b"\xd0\xf2\xba\xc5,\xd0\xd5\xc3\xfb,\xb4\xfa\xb1\xed\xcd\xc5\n1,\xc5\xb7\xd1\xf4\xb4\xba\xd1\xe0,\xb3\xc7\xb9\xd8\xd5\xf2\n";
    let utf16: Vec<u8> =
        "\u{feff}序号,姓名,代表团\r\n1,甲,乙\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![demo, few, gb.to_vec(), utf16]
}

pub(super) fn roll(input: &[u8]) {
    match roll::read("名册.csv", input) {
        Err(refused) => {
            outcome(&refused.problems.first().map(|problem| &problem.reason));
            outcome(&refused.problems.last().map(|problem| &problem.reason));
            assert!(!refused.zh().is_empty());
        }
        Ok(taken) => {
            outcome(&taken.encoding);
            let mut numbers: Vec<_> = taken.rows.iter().map(|row| row.number).collect();
            numbers.sort_unstable();
            assert!(!numbers.is_empty() && numbers[0] > 0);
            assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "a number twice");
            assert!(taken.rows.iter().all(|row| !row.name.as_str().is_empty()));
            assert!(taken.rows.iter().all(|row| !row.delegation.as_str().is_empty()));
        }
    }
}

pub(super) fn project_seeds() -> Vec<Vec<u8>> {
    vec![file("tally-server/data/demo/projects.csv")]
}

pub(super) fn projects(input: &[u8]) {
    match projects::read("项目.csv", input) {
        Err(refused) => {
            outcome(&refused.problems.first().map(|problem| &problem.reason));
            outcome(&refused.problems.last().map(|problem| &problem.reason));
            assert!(!refused.zh().is_empty());
        }
        Ok(taken) => {
            outcome(&(taken.encoding, taken.warnings.len()));
            assert!(!taken.rows.is_empty());
            assert!(taken.rows.iter().all(|row| row.number > 0 && !row.title.as_str().is_empty()));
            assert!(tally_server::prepare::sitting::items(&taken.rows).is_ok());
        }
    }
}

pub(super) fn pabulib_seeds() -> Vec<Vec<u8>> {
    vec![file("tally-server/data/small.pb")]
}

pub(super) fn pabulib(input: &[u8]) {
    match pabulib::read(input) {
        Err(error) => outcome(&error),
        Ok(election) => {
            outcome(&election.choices_min);
            assert!(election.choices_min <= election.choices_max);
            let projects = election.projects.len();
            for ballot in &election.ballots {
                assert!(ballot.iter().all(|project| *project < projects));
                assert!(ballot.windows(2).all(|pair| pair[0] < pair[1]));
            }
        }
    }
}

pub(super) fn rules_seeds() -> Vec<Vec<u8>> {
    vec![file("tally-server/data/demo/rules.toml"), file("tally-server/data/example/several.toml")]
}

pub(super) fn rules_file(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    match rules::read("rules.toml", text) {
        Err(error) => {
            outcome(&error);
            assert!(!error.zh().is_empty());
        }
        Ok(rules) => {
            outcome(&"taken");
            assert_eq!(rules.profile.validate(), Ok(()));
        }
    }
}

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: NewArgs,
}

/// A rules file, one contest or several, through `tally-server new`: it is refused with words, or a sitting could be made of
/// it. No passphrase is given, so none is made.
pub(super) fn definition(input: &[u8]) {
    let mut script = Script::new(input);
    let folder = super::files::folder();
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tally-server/data");
    for (name, from) in [
        ("roll.csv", "demo/roll.csv"),
        ("projects.csv", "demo/projects.csv"),
        ("rules.txt", "demo/rules.txt"),
    ] {
        std::fs::copy(demo.join(from), folder.path().join(name)).unwrap();
    }
    let path = |name: &str| folder.path().join(name).display().to_string();
    let has_projects = script.once_in(2);
    std::fs::write(path("rules.toml"), script.rest()).unwrap();
    let mut words = vec!["new".to_owned(), path("sitting")];
    for (option, value) in [("--roll", path("roll.csv")), ("--rules", path("rules.toml"))] {
        words.extend([option.to_owned(), value]);
    }
    if has_projects {
        words.extend(["--projects".to_owned(), path("projects.csv")]);
    }
    for name in ["监票人甲", "监票人乙", "监票人丙"] {
        words.extend(["--scrutineer".to_owned(), name.to_owned()]);
    }
    words.extend(["--passphrase-file".to_owned(), path("absent")]);
    let args = Command::try_parse_from(words).unwrap().args;
    let error = run(&args).expect_err("no passphrase is there");
    for line in error.to_string().replace(&folder.path().display().to_string(), "").lines() {
        outcome(&line);
    }
    assert!(!error.zh().is_empty());
    assert!(!args.folder.exists(), "something was made");
}

/// With and without projects beside it.
pub(super) fn definition_seeds() -> Vec<Vec<u8>> {
    rules_seeds()
        .iter()
        .flat_map(|text| [0_u8, 1].map(|first| [&[first], text.as_slice()].concat()))
        .collect()
}
