//! Part of `./check test`: the stored corpus, and a fixed number of mutated inputs for each target.
//!
//! The seed is fixed; `FUZZ_SEED=N` takes another. A failure prints seed, target and the shortest input found.

#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

use std::time::Instant;

use fuzz::engine::{Finding, Session, corpus, minimise};
use fuzz::targets::TARGETS;

const SEED: u64 = 20_261_122;

fn told(findings: &[Finding], seed: u64) -> String {
    findings.iter().fold(String::new(), |text, finding| {
        let target = fuzz::targets::named(finding.target).unwrap();
        let small = minimise::smaller(target, finding, 300);
        text + &format!(
            "\n{} (seed {seed}): {} at {}\n  input {:?}",
            small.target,
            small.message,
            small.place,
            String::from_utf8_lossy(&small.input)
        )
    })
}

#[test]
fn stored_and_mutated_inputs_break_no_property() {
    let seed = std::env::var("FUZZ_SEED").map_or(SEED, |seed| seed.parse().unwrap());
    let mut findings = Vec::new();
    for target in TARGETS {
        let start = Instant::now();
        let stored = corpus::load(target).unwrap().into_iter().map(|(_, input)| input).collect();
        let mut session = Session::new(*target, seed, stored);
        findings.extend(session.replay());
        findings.extend(session.mutated(target.inputs));
        let (name, runs, outcomes) = (target.name, session.runs, session.outcomes());
        println!("{name:16} {runs:6} inputs {outcomes:5} outcomes {:6.2} s", start.elapsed().as_secs_f64());
        assert!(
            outcomes > 1 || target.inputs < 100,
            "{name}: every input ends the same way, so nothing is tried"
        );
    }
    assert!(findings.is_empty(), "{} findings{}", findings.len(), told(&findings, seed));
}

#[test]
fn every_folder_of_the_corpus_is_of_a_target_and_small() {
    let mut bytes = 0;
    for entry in std::fs::read_dir(corpus::folder()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let target = fuzz::targets::named(&name).unwrap_or_else(|| panic!("{name} is no target"));
        for (file, input) in corpus::load(target).unwrap() {
            let kinds = ["good-", "nasty-", "found-", "reach-"];
            assert!(kinds.iter().any(|kind| file.starts_with(kind)), "{name}/{file} has no kind");
            bytes += input.len();
        }
    }
    assert!(bytes < 2_000_000, "{bytes} bytes of corpus are too many for a repository");
}
