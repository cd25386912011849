//! What stands at head and foot of every page of a contest, whatever the page is.

use super::PrintError;
use crate::entry::preparation::ContestPurpose;
use crate::fingerprint::Fingerprint;
use crate::fold::{Contest, Moment, State};
use crate::merkle::hash_to_base64;
use crate::rules::{Options, Secrecy};

/// Sitting, contest, and what the page can be checked against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) sitting: String,
    pub(super) rehearsal: bool,
    /// 64 hexadecimal digits.
    pub(super) fingerprint: String,
    /// From 1.
    pub(super) contest: u64,
    pub(super) title: String,
    /// What it follows from, of a further vote; what it is about, of a vote on rules or scrutineers.
    pub(super) purpose: Option<String>,
    pub(super) secrecy: Secrecy,
    /// Whether items are given grades: the tally report has another name then.
    pub(super) graded: bool,
    /// The contest hash, 64 hexadecimal digits, once it was opened. The first 8 are the short code of screens.
    pub(super) hash: Option<String>,
    /// Names of the witnesses, and how many of them an act waits for.
    pub(super) witnesses: (Vec<String>, u64),
    pub(super) counted: Option<Stand>,
    pub(super) finished: Option<Stand>,
    pub(super) voided: Option<Voided>,
}

/// A [`Moment`] as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stand {
    /// POSIX seconds.
    pub(super) time: u64,
    /// Entries.
    pub(super) size: u64,
    /// Base64, as in a checkpoint.
    pub(super) root: String,
    /// Names, by position.
    pub(super) scrutineers: Vec<String>,
    /// Cosignatures of the first `witnessed` that covers it.
    pub(super) witnessed: Option<u64>,
}

/// It does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Voided {
    pub(super) reason: String,
    pub(super) after_first_share: bool,
}

impl Head {
    pub(super) fn of(state: &State, number: u64, contest: &Contest) -> Result<Self, PrintError> {
        let sitting = state.sitting().ok_or(PrintError::NoSitting)?;
        let course = contest.course();
        let stand = |moment: &Moment| Stand {
            time: moment.time,
            size: moment.size,
            root: hash_to_base64(&moment.root),
            scrutineers: moment.scrutineers.clone(),
            witnessed: moment.witnessed,
        };
        Ok(Self {
            sitting: sitting.definition.name.to_string(),
            rehearsal: sitting.is_rehearsal(),
            fingerprint: Fingerprint(sitting.fingerprint).to_hex(),
            contest: number,
            title: contest.definition.title.to_string(),
            purpose: purpose(state, contest),
            secrecy: contest.profile.secrecy,
            graded: matches!(contest.profile.options, Options::Grades { .. }),
            hash: course.map(|course| Fingerprint(course.hash).to_hex()),
            witnesses: (
                sitting.witnesses.named().iter().map(|witness| witness.name.clone()).collect(),
                sitting.witnesses.quorum(),
            ),
            counted: course.and_then(|course| course.moments.counted.as_ref()).map(stand),
            finished: course.and_then(|course| course.moments.finished.as_ref()).map(stand),
            voided: course.and_then(|course| course.voided.as_ref()).map(|(reason, after_first_share)| {
                Voided { reason: reason.clone(), after_first_share: *after_first_share }
            }),
        })
    }

    /// 计票结果报告单, or of grades 测评结果报告单.
    pub(super) fn tally_title(&self) -> &'static str {
        if self.graded { "测评结果报告单" } else { "计票结果报告单" }
    }

    /// What a ballot is called: 表决票, or in an appraisal 测评票.
    pub(super) fn ballot(&self) -> &'static str {
        if self.graded { "测评票" } else { "表决票" }
    }

    /// What the vote is called: 票决, or 测评.
    pub(super) fn vote(&self) -> &'static str {
        if self.graded { "测评" } else { "票决" }
    }
}

fn purpose(state: &State, contest: &Contest) -> Option<String> {
    let parent = |of: [u8; 32]| {
        let parents = state.contests().iter();
        let mut parents = parents.filter(|(_, parent)| {
            parent
                .course()
                .is_some_and(|course| course.declared_leaf == Some(of) || course.voided_leaf == Some(of))
        });
        parents.next().map_or_else(String::new, |(number, _)| format!("第 {number} 项"))
    };
    match contest.definition.purpose {
        ContestPurpose::Items => None,
        ContestPurpose::Rules { .. } => Some("表决票决办法".to_owned()),
        ContestPurpose::Scrutineers { run } => Some(format!("表决监票人名单（第 {run} 次提名）")),
        ContestPurpose::RunOff { of } => {
            Some(format!("再次票决：{}票决中得票相同的项目", parent(of.to_bytes())))
        }
        ContestPurpose::SecondRound { of } => {
            Some(format!("另行票决：{}票决中未通过的项目", parent(of.to_bytes())))
        }
        ContestPurpose::Again { of } => Some(format!("重新票决：{}票决不计", parent(of.to_bytes()))),
    }
}
