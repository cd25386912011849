//! What was verified, as one object: `--json` prints it, `text` puts it in words (protocol.md §12.4).
//!
//! Invariants
//! - It is made from a [`Verdict`] alone, so it shows nothing that the checks have not passed.
//! - Nothing of a voided contest's content, and no total before it is declared.
//!
//! Next: `contest` has one contest, `text` the report for people.

mod contest;
mod text;
mod time;

use super::Verdict;
use crate::entry::voting::Means;
use crate::fingerprint::Fingerprint;
use crate::fold::{Ceremony, Check, State, WitnessCount};
use crate::merkle::hash_to_base64;
use crate::quorum::Cosigned;
use crate::rules::explain::Lang;
use crate::words::Words;
pub use contest::{
    ColumnReport, ContestReport, ItemReport, Mismatch, MismatchKind, PaperReport, SignedReport, Voided,
};
use serde::Serialize;
pub use text::{pad, width};
pub use time::beijing;

/// The format of this object; another one would have another name.
pub const FORMAT: &str = "piaojue-verify-1";

/// The same said in both languages.
fn both(say: impl Fn(Lang) -> String) -> Words {
    Words::new(say(Lang::Zh), say(Lang::En))
}

/// The verdict; the exit status says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Exit 0: every check ran and passed.
    Verified,
    /// Exit 1: a check failed.
    Refuted,
    /// Exit 2: every check ran and passed, and the end of a sealed log lacks the quorum of witnesses (§12.3).
    Unwitnessed,
    /// Exit 2: the log could not be checked.
    Unchecked,
}

/// The whole report. Field order is that of the object; lists are empty and options `null` where the log says nothing.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// [`FORMAT`].
    pub format: &'static str,
    /// Verified, unwitnessed or refuted.
    pub verdict: Outcome,
    /// The trusted fingerprint, 64 hexadecimal digits.
    pub fingerprint: String,
    /// Entry 0, if it holds.
    pub sitting: Option<SittingReport>,
    /// Entries that hold; of a verified log, all.
    pub size: u64,
    /// Root over these entries, base64 as in a checkpoint.
    pub root: String,
    /// `time` of entry 0, POSIX seconds: the server's claim.
    pub first_time: Option<u64>,
    /// `time` of the last entry that holds.
    pub last_time: Option<u64>,
    /// Whether the sitting is sealed; else it is verified as far as it goes.
    pub sealed: bool,
    /// 见证: how far the witnesses of the sitting are.
    pub witnesses: Witnesses,
    /// The scrutineers of the current run.
    pub scrutineers: Option<ScrutineersReport>,
    /// 全体代表 and 应到, and who checked in how.
    pub attendance: Option<AttendanceReport>,
    /// Every check of §12.2 by number.
    pub checks: Vec<CheckReport>,
    /// Checks done, over all.
    pub done: u64,
    /// Checks that the entries call for, over all; of a refuted log, those of the entries that hold.
    pub expected: u64,
    /// What refutes the log.
    pub failure: Option<FailureReport>,
    /// Contests by number.
    pub contests: Vec<ContestReport>,
}

/// Entry 0.
#[derive(Clone, Debug, Serialize)]
pub struct SittingReport {
    /// The congress and session.
    pub name: String,
    /// 演练: nothing of it counts.
    pub rehearsal: bool,
    /// The log's name.
    pub origin: String,
}

/// 见证 have/quorum, and what a quorum has seen.
#[derive(Clone, Debug, Serialize)]
pub struct Witnesses {
    /// Cosignatures of the newest `witnessed`.
    pub have: u64,
    /// Cosignatures that an act waits for.
    pub quorum: u64,
    /// Names of the witnesses, in the order of entry 0.
    pub names: Vec<String>,
    /// Entries that a quorum has seen: by the checkpoint, if it has one, else by the newest `witnessed`.
    pub covered: u64,
    /// Cosignatures of the checkpoint; `null` of a refuted log.
    pub checkpoint: Option<u64>,
}

/// The scrutineers.
#[derive(Clone, Debug, Serialize)]
pub struct ScrutineersReport {
    /// Run of the ceremony.
    pub run: u64,
    /// By position.
    pub names: Vec<String>,
    /// How many decrypt together.
    pub threshold: u64,
    /// Half of them or fewer can decrypt: a warning.
    pub below_majority: bool,
    /// Whether the key is agreed.
    pub agreed: bool,
}

/// Roll and check-in.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AttendanceReport {
    /// 全体代表.
    pub membership: u64,
    /// 应到.
    pub due: u64,
    /// Checked in at the end of the log.
    pub checked_in: u64,
    /// Of these, at the desk without a card.
    pub at_desk: u64,
    /// Of these, after a contest was opened.
    pub late: u64,
    /// 早退: checked in once, and gone at the end of the log.
    pub left: u64,
    /// 请假.
    pub on_leave: u64,
    /// 暂停执行职务.
    pub suspended: u64,
}

/// One numbered check.
#[derive(Clone, Debug, Serialize)]
pub struct CheckReport {
    /// From 1.
    pub number: u8,
    /// What it checks.
    pub title: Words,
    /// How often it ran and passed.
    pub done: u64,
    /// How often the entries call for it.
    pub expected: u64,
}

/// What refutes the log.
#[derive(Clone, Debug, Serialize)]
pub struct FailureReport {
    /// First index at which the log stops agreeing; its size where the checkpoint is at fault.
    pub index: u64,
    /// Number of the check.
    pub check: u8,
    /// Its title.
    pub title: Words,
    /// The stable code (§13).
    pub code: &'static str,
    /// The code's sentence, with its place.
    pub sentence: Words,
    /// What and where, as in the sentence.
    pub what: String,
    /// Signers as in the log (§3.1).
    pub accused: Vec<String>,
}

impl Report {
    /// Puts a verdict together.
    pub fn new(trusted: &Fingerprint, verdict: &Verdict) -> Self {
        let state = &verdict.state;
        let head = state.head();
        let (done, expected) = verdict.counters.sum();
        let checks = Check::ALL.into_iter().map(|check| {
            let (done, expected) = verdict.counters.of(check);
            CheckReport { number: check.number(), title: title(check), done, expected }
        });
        Self {
            format: FORMAT,
            verdict: outcome(verdict),
            fingerprint: trusted.to_hex(),
            sitting: state.sitting().map(|sitting| SittingReport {
                name: sitting.definition.name.as_str().to_owned(),
                rehearsal: sitting.is_rehearsal(),
                origin: sitting.definition.origin.as_str().to_owned(),
            }),
            size: head.size,
            root: hash_to_base64(&head.frontier.root()),
            first_time: verdict.started,
            last_time: (head.size > 0).then_some(head.time),
            sealed: state.is_sealed(),
            witnesses: witnesses(verdict),
            scrutineers: state.ceremony().map(scrutineers),
            attendance: attendance(state),
            checks: checks.collect(),
            done,
            expected,
            failure: verdict.failure.as_ref().map(|failure| FailureReport {
                index: failure.index,
                check: failure.check.number(),
                title: title(failure.check),
                code: failure.refusal.code.as_str(),
                sentence: Words::new(failure.refusal.zh(), failure.refusal.en()),
                what: failure.refusal.what.clone(),
                accused: failure.accused.iter().map(ToString::to_string).collect(),
            }),
            contests: state.contests().iter().map(|(number, c)| contest::report(state, *number, c)).collect(),
        }
    }

    /// The report for people.
    pub fn text(&self, lang: Lang) -> String {
        text::report(self, lang)
    }

    /// What the report for people says of one of its contests.
    pub fn contest_text(&self, contest: &ContestReport, lang: Lang) -> String {
        text::contest(self, contest, lang)
    }

    /// The object for machines (§12.4), one line with its newline.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self).map(|line| line + "\n")
    }
}

fn title(check: Check) -> Words {
    let (zh, en) = check.title();
    Words::new(zh, en)
}

fn outcome(verdict: &Verdict) -> Outcome {
    match &verdict.failure {
        Some(_) => Outcome::Refuted,
        None if verdict.lacks_final_quorum() => Outcome::Unwitnessed,
        None => Outcome::Verified,
    }
}

fn witnesses(verdict: &Verdict) -> Witnesses {
    let state = &verdict.state;
    let WitnessCount { have, quorum, .. } = state.witnesses();
    let named = state.sitting().map(|sitting| sitting.witnesses.named()).unwrap_or_default();
    let whole = quorum > 0 && verdict.cosigned.as_ref().is_some_and(Cosigned::is_quorum);
    let covered = if whole { state.head().size } else { state.last_witnessed().map_or(0, |last| last.size) };
    Witnesses {
        have,
        quorum,
        names: named.iter().map(|witness| witness.name.clone()).collect(),
        covered,
        checkpoint: verdict.cosigned.as_ref().map(Cosigned::have),
    }
}

fn scrutineers(ceremony: &Ceremony) -> ScrutineersReport {
    ScrutineersReport {
        run: ceremony.run(),
        names: ceremony.named().iter().map(|named| named.name.as_str().to_owned()).collect(),
        threshold: ceremony.threshold(),
        below_majority: ceremony.parameters().is_below_majority(),
        agreed: ceremony.agreed().is_some(),
    }
}

fn attendance(state: &State) -> Option<AttendanceReport> {
    let roll = state.roll()?;
    let here = state.attendance();
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    Some(AttendanceReport {
        membership: roll.membership,
        due: roll.due,
        checked_in: here.count(),
        at_desk: count(here.iter().filter(|(_, present)| present.means == Means::Desk).count()),
        late: count(here.iter().filter(|(_, present)| present.late).count()),
        left: count(here.left().len()),
        on_leave: count(state.people().on_leave().len()),
        suspended: state.people().suspended_count(),
    })
}
