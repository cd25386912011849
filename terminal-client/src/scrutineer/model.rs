//! What the scrutineer's app shows and what it asks for.

use crate::papers::{Counted, PapersView};
use crate::ui::{confirm::Field, reconcile::Reconcile, sitting::SittingView};
use std::fmt;
use zeroize::Zeroize;

/// Who sits here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// 监票人.
    #[default]
    Scrutineer,
    /// 总监票人: also countersigns.
    Chief,
    /// 执行主席: countersigns the declaration; holds no share.
    Presiding,
}

/// How far a scrutineer is in the ceremony.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum CeremonyState {
    /// Nothing yet.
    #[default]
    Waiting,
    /// 已生成: `key_committed`.
    Generated,
    /// 已公布: `key_revealed`.
    Revealed,
    /// 已分发: `key_dealt`.
    Dealt,
    /// 已验证: `key_accepted`.
    Verified,
    /// 已完成: signed `key_agreed`.
    Agreed,
    /// 缺席.
    Absent,
    /// 有争议: complained or was complained about.
    Disputed,
}

/// One scrutineer of the ceremony.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CeremonyRow {
    /// Name.
    pub name: String,
    /// The chief scrutineer.
    pub chief: bool,
    /// How far.
    pub state: CeremonyState,
}

/// The key ceremony.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CeremonyView {
    /// The run, from 1.
    pub run: u32,
    /// Scrutineers needed to decrypt.
    pub threshold: u32,
    /// The scrutineers, in order of their index.
    pub rows: Vec<CeremonyRow>,
    /// A step waits for this terminal's Enter.
    pub my_turn: bool,
    /// Why the last run ended, in words.
    pub ended: Option<String>,
    /// The agreed key, whole, when there is one.
    pub key: Option<String>,
}

/// The test decryption of the public dummy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TestDecryption {
    /// Not yet.
    #[default]
    NotRun,
    /// Running.
    Running,
    /// The published number came out.
    Passed {
        /// The number.
        value: String,
    },
    /// It did not.
    Failed {
        /// Why, in words.
        why: String,
    },
}

/// What a proposal does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProposalKind {
    /// `contest_opened`.
    Open,
    /// `contest_ended`.
    End,
    /// `contest_closed`.
    Close,
    /// `result_declared`.
    Declare,
    /// `contest_voided`.
    Void,
    /// `contest_resumed`.
    Resume,
    /// `scrutineers_named`.
    Name,
    /// `sitting_sealed`.
    Seal,
    /// `check_in_undone`.
    UndoCheckIn,
    /// `checked_in` after the opening.
    LateCheckIn,
    /// `report_signed`.
    Report,
    /// `deputy_suspended`.
    Suspend,
    /// `deputy_restored`.
    Restore,
    /// `paper_issued`.
    IssuePapers,
    /// `paper_confirmed`.
    ConfirmPapers,
    /// `hands_counted`.
    CountHands,
    /// `tie_settled`.
    SettleTie,
}

/// One proposal, with exactly what is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its name in messages.
    pub id: String,
    /// What it does.
    pub kind: ProposalKind,
    /// Who proposed it, role and name.
    pub proposer: String,
    /// What is signed: label and value, every field of the body, numbers and hashes whole.
    pub facts: Vec<(String, String)>,
    /// The hash of the body's bytes, whole.
    pub body_hash: String,
    /// Ballots against slips, for a close, a declaration or a report.
    pub reconcile: Option<Reconcile>,
}

/// The scrutineer's own check of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LogCheck {
    /// Not begun.
    #[default]
    NotRun,
    /// Going on.
    Running {
        /// Checks done.
        done: u64,
        /// Checks expected.
        total: u64,
    },
    /// All passed.
    Passed {
        /// Checks done, all that were expected.
        total: u64,
    },
    /// One failed.
    Failed {
        /// The number of the check.
        check: u32,
        /// The entry.
        entry: u64,
        /// Why, in words.
        why: String,
    },
}

/// How far the decryption is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DecryptionStage {
    /// Not possible: the reason in words (before the close, another closing state, voided…).
    Blocked {
        /// Why.
        why: String,
    },
    /// This terminal may give its share.
    #[default]
    Ready,
    /// It computes and sends.
    Sending,
    /// Given; others are awaited.
    Sent,
    /// Enough shares.
    Done,
}

/// The decryption of one contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecryptionView {
    /// The contest's name in messages.
    pub contest: String,
    /// Its title.
    pub title: String,
    /// The leaf hash of `contest_closed`, whole.
    pub close: String,
    /// Ballots in the log.
    pub ballots: u64,
    /// Fewest ballots that may be decrypted.
    pub minimum: u64,
    /// The check of the log up to the close.
    pub check: LogCheck,
    /// Who gave a share.
    pub shares: Vec<(String, bool)>,
    /// Shares needed.
    pub need: u32,
    /// How far.
    pub stage: DecryptionStage,
}

/// Papers and ties of the contest in hand, for the chief scrutineer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountingView {
    /// The contest's name in messages.
    pub contest: String,
    /// Its title.
    pub title: String,
    /// Its papers.
    pub papers: PapersView,
    /// The entry code is known here.
    pub has_code: bool,
    /// Papers that the secretariat entered and that wait for the second reading.
    pub waiting: u64,
    /// A tie that the presidium is to settle.
    pub tie: Option<TieView>,
}

impl CountingView {
    /// How much waits here for the chief scrutineer: a count, papers to read, a tie.
    pub fn due(&self) -> u64 {
        let count = self.papers.count.as_ref().is_some_and(|count| !count.own && !count.confirmed);
        self.waiting + u64::from(count) + u64::from(self.tie.is_some())
    }
}

/// Items with equal scores across the last seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieView {
    /// Printed number and title of each.
    pub items: Vec<(u64, String)>,
    /// Seats left.
    pub seats: u64,
}

/// Everything the scrutineer's app shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// The sitting.
    pub sitting: SittingView,
    /// The role.
    pub role: Role,
    /// The person's name.
    pub name: String,
    /// The scrutineer's index, from 1; 0 for the presiding officer.
    pub index: u32,
    /// The key file is open.
    pub unlocked: bool,
    /// The ceremony.
    pub ceremony: CeremonyView,
    /// The test decryption.
    pub test: TestDecryption,
    /// What waits for this role's signature, oldest first.
    pub proposals: Vec<Proposal>,
    /// The decryption in hand.
    pub decryption: Option<DecryptionView>,
    /// Papers and ties, for the chief scrutineer.
    pub counting: CountingView,
    /// The witness at this terminal, in one sentence; and whether people must be called.
    pub seat: Option<(String, bool)>,
    /// Nothing is left to do in this sitting.
    pub finished: bool,
}

/// A passphrase on its way to the key file. Wiped on drop, not printed.
pub struct Passphrase(String);

impl Passphrase {
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }

    /// The characters.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(redacted)")
    }
}

impl Drop for Passphrase {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// What the app asks the main loop to do. Answers come back as a new [`Model`] and [`super::App::say`].
#[derive(Debug)]
pub enum Effect {
    /// Open the key file.
    Unlock(Passphrase),
    /// Take the next step of the ceremony.
    ContinueCeremony,
    /// Run the test decryption.
    TestDecryption,
    /// Countersign this proposal.
    Sign {
        /// The proposal.
        id: String,
        /// The hash of the body that was shown: sign only this one.
        body_hash: String,
    },
    /// Decline it.
    Decline {
        /// The proposal.
        id: String,
        /// Why.
        reason: String,
    },
    /// Persist (contest, close), compute the share and submit `decrypted`.
    Decrypt {
        /// The contest.
        contest: String,
        /// The leaf hash of the close that was shown.
        close: String,
    },
    /// Keep the entry code of a contest's papers, as typed. It is a secret: wiped on drop, not printed.
    EntryCode {
        /// The contest.
        contest: String,
        /// As typed.
        code: Field,
    },
    /// Sign the paper that the secretariat entered, if it is this one.
    SignPaper {
        /// The contest.
        contest: String,
        /// For each item the column from 0, the last one being the rest.
        columns: Vec<usize>,
    },
    /// Append the scrutineers' `paper_counted`.
    Count {
        /// The contest.
        contest: String,
        /// The numbers.
        counted: Counted,
    },
    /// Propose `tie_settled`.
    SettleTie {
        /// The contest.
        contest: String,
        /// Printed numbers of the items that the presidium chose.
        items: Vec<u32>,
        /// Why.
        reason: String,
    },
    /// Leave the program.
    Quit,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_redacted() {
        assert_eq!(format!("{:?}", Passphrase::new("a passphrase".to_owned())), "Passphrase(redacted)");
    }
}
