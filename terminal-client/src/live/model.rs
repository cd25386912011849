//! What the live terminal shows and what the desk asks for.
//!
//! Next: `declared` for results.

use super::declared::ResultView;
use crate::papers::{CountSpec, Counted, PapersView};
use crate::ui::{
    confirm::Field,
    reconcile::Reconcile,
    sitting::{Phase, SittingView},
};

/// The three numbers of the roll and the ballots so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// 全体: all deputies in office.
    pub membership: u64,
    /// 应到: those who should attend.
    pub due: u64,
    /// 实到: checked in; frozen at the opening.
    pub present: u64,
    /// Ballots issued by machine.
    pub issued: u64,
    /// Ballots issued on paper.
    pub paper_issued: u64,
    /// Ballots in the box; unknown where the sitting does not publish turnout before the end.
    pub returned: Option<u64>,
}

impl Counts {
    /// Issued and not returned.
    pub fn unreturned(&self) -> Option<u64> {
        self.returned.map(|returned| self.issued.saturating_sub(returned))
    }
}

/// The quorum and whether it is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuorumView {
    /// Deputies needed.
    pub need: u64,
    /// Deputies counted.
    pub present: u64,
    /// The article that asks for it, in words.
    pub article: String,
}

impl QuorumView {
    /// Enough are here.
    pub fn met(&self) -> bool {
        self.present >= self.need
    }
}

/// One delegation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelegationRow {
    /// Its name.
    pub name: String,
    /// Deputies due.
    pub due: u64,
    /// Checked in.
    pub present: u64,
    /// With a ballot.
    pub issued: u64,
}

/// One deputy in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeputyLine {
    /// Number on the roll.
    pub number: String,
    /// Name.
    pub name: String,
    /// Delegation.
    pub delegation: String,
}

/// How a deputy stands on the roll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RollStatus {
    /// Not checked in.
    Absent,
    /// Checked in by card.
    Present,
    /// Checked in by the desk, without a card.
    PresentByDesk,
    /// On leave.
    Leave,
    /// Suspended: no ballot.
    Suspended,
    /// Left early.
    Left,
    /// With a ballot: the check-in cannot be undone.
    Issued,
}

/// One deputy of the roll, for the desk's search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollLine {
    /// Who.
    pub deputy: DeputyLine,
    /// How they stand.
    pub status: RollStatus,
}

/// The log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogView {
    /// Entries.
    pub size: u64,
    /// The head, whole, in hex.
    pub head: String,
}

/// One entry of the log in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryLine {
    /// Index.
    pub index: u64,
    /// Time as claimed (`09:41`).
    pub time: String,
    /// Kind and content in the language of the screen (`发票：城关镇代表团 欧阳春燕`). Never a choice.
    pub words: String,
}

/// One counter of the zero report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZeroLine {
    /// What is counted, in words.
    pub what: String,
    /// The count.
    pub value: u64,
}

/// A proposed act that waits for its second signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingLine {
    /// The act in words.
    pub act: String,
    /// The role it waits for.
    pub awaiting: String,
}

/// Where the contest stands. A result exists only in `Declared`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContestState {
    /// Before the opening.
    Preparing,
    /// Open.
    Open,
    /// On hold.
    Held,
    /// Ended; slips come in.
    Ended,
    /// The box is opened.
    BoxOpened,
    /// Closed by two roles.
    Closed,
    /// Shares come in.
    Decrypting {
        /// Shares given.
        have: u32,
        /// Shares needed.
        need: u32,
    },
    /// Counted, not declared: still without numbers here.
    Decided,
    /// Declared.
    Declared(Box<ResultView>),
    /// Voided.
    Voided {
        /// Why.
        reason: String,
    },
}

impl ContestState {
    /// The phase.
    pub fn phase(&self) -> Phase {
        match self {
            Self::Preparing => Phase::CheckIn,
            Self::Open => Phase::Open,
            Self::Held => Phase::Held,
            Self::Ended => Phase::Ended,
            Self::BoxOpened => Phase::BoxOpened,
            Self::Closed => Phase::Closed,
            Self::Decrypting { .. } => Phase::Decrypting,
            Self::Decided => Phase::Decided,
            Self::Declared(_) => Phase::Declared,
            Self::Voided { .. } => Phase::Voided,
        }
    }
}

/// The contest in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContestLine {
    /// Its name in messages.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Votes are named 记名: there is no box.
    pub named: bool,
    /// Where it stands.
    pub state: ContestState,
}

/// Everything the live terminal shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// The sitting.
    pub sitting: SittingView,
    /// The contest in hand.
    pub contest: Option<ContestLine>,
    /// Roll and ballots.
    pub counts: Counts,
    /// The quorum.
    pub quorum: Option<QuorumView>,
    /// By delegation, in the roll's order.
    pub delegations: Vec<DelegationRow>,
    /// Present deputies without a ballot in the open contest.
    pub not_drawn: Vec<DeputyLine>,
    /// The roll, for the desk; empty on a terminal that only watches.
    pub roll: Vec<RollLine>,
    /// Deputies who came after the opening and checked in by card: they wait for the desk's signature.
    pub late: Vec<DeputyLine>,
    /// The log.
    pub log: LogView,
    /// Devices connected.
    pub connections: u64,
    /// Newest entries, newest first; a hundred are enough.
    pub recent: Vec<EntryLine>,
    /// Acts that wait for a signature.
    pub pending: Vec<PendingLine>,
    /// The counters that must be 0 before a real opening.
    pub zero_report: Vec<ZeroLine>,
    /// Ballots against slips, from the end on.
    pub reconcile: Option<Reconcile>,
    /// The vote that follows from the contest in hand, if it calls for one and none is defined.
    pub further: Option<FurtherVote>,
    /// Its papers; all zero where there are none.
    pub papers: PapersView,
    /// A show of hands that waits to be counted.
    pub hands: Option<CountSpec>,
    /// The hash of the report, while it waits for the secretariat's signature for the tellers.
    pub report: Option<String>,
    /// The scrutineers of the current run, with the reason if it failed: for another run of the ceremony.
    pub scrutineers: Vec<String>,
    /// 见证, in a sitting with witnesses.
    pub witnesses: Option<WitnessesView>,
    /// The sitting is sealed: nothing can follow.
    pub sealed: bool,
}

/// What waits for a quorum of witnesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwaitedByWitnesses {
    /// No ballot is issued before.
    Opening,
    /// Held because the witnesses are silent; it is resumed by two roles.
    Resuming,
    /// Nothing is decrypted before.
    Close,
    /// Nothing is signed or announced before.
    Declaration,
    /// The same of a voided contest.
    Voiding,
    /// The archive is complete with it.
    Seal,
}

/// The witnesses as they are now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WitnessesView {
    /// Who answers; where something waits, who has seen it.
    pub have: u32,
    /// How many are needed.
    pub need: u32,
    /// What waits for them.
    pub awaited: Option<AwaitedByWitnesses>,
    /// Who does not answer, with the reason, in words.
    pub missing: Vec<String>,
}

/// A vote that follows from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FurtherVote {
    /// 再次票决 among the tied.
    RunOff,
    /// 另行票决 for the seats left.
    SecondRound,
    /// 重新票决 of a void or voided contest.
    Again,
}

/// The acts of the desk that need a typed word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// `contest_opened`.
    Open,
    /// `contest_ended`.
    End,
    /// `contest_closed`.
    Close,
    /// Asks the chief scrutineer and the presiding officer for `result_declared`.
    Declare,
    /// `contest_voided`.
    Void,
    /// `sitting_sealed`.
    Seal,
    /// `contest_defined` of the vote that follows.
    FollowUp,
    /// `paper_confirmed`.
    ConfirmPapers,
    /// `report_signed` for the tellers.
    SignReport,
}

/// What the desk notes of a deputy, with a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonAct {
    /// `check_in_undone`.
    Undo,
    /// `leave_granted`.
    Leave,
    /// `deputy_suspended`.
    Suspend,
    /// `deputy_restored`.
    Restore,
    /// `left_early`.
    LeaveEarly,
}

/// Which count was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountOf {
    /// The tellers' count of the papers.
    Papers,
    /// A show of hands.
    Hands,
}

/// What the desk asks the main loop to do. Answers come back as a new [`Model`] and [`super::App::say`].
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Check in a deputy without a card, signed by the desk and marked so.
    CheckIn {
        /// Number on the roll.
        number: String,
        /// The request code that the deputy's terminal shows, as typed.
        request: String,
    },
    /// Check in by a card: its key signs for the device key of the request.
    CheckInByCard {
        /// The path of a card file, or what was scanned. It may be a secret: wiped on drop, not printed.
        card: Field,
        /// The request code that the deputy's terminal shows, as typed.
        request: String,
    },
    /// Sign the late check-in that this deputy's card signed.
    Admit {
        /// Number on the roll.
        number: String,
    },
    /// Note or propose what concerns one deputy.
    Person {
        /// What.
        act: PersonAct,
        /// Number on the roll.
        number: String,
        /// Why.
        reason: String,
    },
    /// Propose an act of two roles.
    Propose {
        /// The act.
        act: Act,
        /// The contest.
        contest: String,
        /// Why; empty except for voiding.
        reason: String,
        /// Papers that came back and those of them that are void, for a close; else 0.
        papers: (u64, u64),
    },
    /// Propose `paper_issued`.
    IssuePapers {
        /// The contest.
        contest: String,
        /// Numbers on the roll.
        deputies: Vec<u32>,
    },
    /// Propose `paper_cast` of one paper.
    EnterPaper {
        /// The contest.
        contest: String,
        /// For each item the column from 0, the last one being the rest.
        columns: Vec<usize>,
    },
    /// Append `paper_counted`, or propose `hands_counted`.
    Count {
        /// The contest.
        contest: String,
        /// Which.
        what: CountOf,
        /// The numbers.
        counted: Counted,
    },
    /// Propose `scrutineers_named` for another run of the ceremony.
    NextRun {
        /// Numbers of those of the current run who stay, or the path of a file with names and keys.
        list: String,
        /// Why.
        reason: String,
    },
    /// Append `contest_held`.
    Hold {
        /// The contest.
        contest: String,
        /// Why.
        reason: String,
    },
    /// Append `contest_resumed`.
    Resume {
        /// The contest.
        contest: String,
    },
    /// Take the next contest in hand.
    NextContest,
    /// Leave the program.
    Quit,
}
