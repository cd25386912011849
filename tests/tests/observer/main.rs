//! Observers against a malicious server: whatever it does is named, and what it signed twice convinces `audit judge` alone.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests unwrap as tests do"
)]

mod follows;
mod forks;
mod held;
mod live;
mod misbehaves;
mod witnessed;

use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use audit::entry::Body;
use audit::evidence::{Evidence, Misconduct, judge_bytes};
use audit::fingerprint::Fingerprint;
use audit::observe::http::{HttpSource, Patience};
use audit::observe::{Finding, Follower, Growth, StepError, keep};
use end_to_end::served::{Files, Served, files_of};
use end_to_end::smith::{Log, Plan, Smith};

/// A whole sealed sitting, as its honest server publishes it.
fn honest() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| Smith::tell(Plan { deputies: 12, ..Plan::plain() }).log())
}

/// The same as far as so many entries.
fn prefix(log: &Log, size: usize) -> Log {
    Log::new(log.lines[..size].to_vec(), log.ring.clone())
}

/// The same server's other history: all that it signed, with the `time` of one entry a minute later, and everything after it
/// chained and signed anew. Only chain and tree tell the two apart.
fn forked(log: &Log, at: usize) -> Log {
    let mut log = log.clone();
    let line = log.entry(at);
    let entry = line.entry();
    let time = entry.time.get() + 60;
    let changed =
        audit::entry::Line::write(entry.prev.to_bytes(), time, &entry.sigs, line.body_bytes()).unwrap();
    log.lines[at] = changed.bytes().to_vec();
    log.chain_from(at + 1);
    log
}

/// Waits for a misbehaving server only as long as a test should.
fn source(url: &str) -> HttpSource {
    let patience = Patience { silence: Duration::from_millis(700), whole: Duration::from_millis(1_500) };
    HttpSource::new(url, patience).unwrap()
}

fn open(folder: &Path) -> Follower {
    Follower::open(folder, honest().fingerprint).unwrap()
}

/// One look; the finding if there is one.
fn look(follower: &mut Follower, url: &str) -> Result<Growth, Finding> {
    follower.step(&mut source(url), |_, _| {}).map_err(|error| match error {
        StepError::Finding(finding) => finding,
        StepError::Copy(error) => panic!("{error}"),
    })
}

fn finding(follower: &mut Follower, url: &str) -> Finding {
    look(follower, url).expect_err("something is found")
}

/// The evidence of a finding, from the file that was kept, judged by someone with nothing but that file.
fn convicted(folder: &Path, finding: &Finding) -> Misconduct {
    let kept = keep(folder, finding).unwrap().file.unwrap();
    let bytes = std::fs::read(kept).unwrap();
    judged(&bytes, Some(&honest().fingerprint))
}

fn judged(bytes: &[u8], trusted: Option<&Fingerprint>) -> Misconduct {
    let (evidence, judged) = judge_bytes(bytes, trusted).unwrap();
    assert_eq!(Evidence::parse(&evidence.to_bytes()).unwrap(), evidence);
    judged.unwrap().misconduct
}

fn serve(log: &Log) -> Served {
    Served::start(files_of(log))
}

fn files(log: &Log) -> Files {
    files_of(log)
}

fn size(log: &Log) -> u64 {
    log.lines.len() as u64
}

/// An unsealed sitting's size: before its last entry.
fn unsealed() -> usize {
    let log = honest();
    assert!(matches!(log.entry(log.lines.len() - 1).body(), Body::SittingSealed(_)));
    log.lines.len() - 1
}
