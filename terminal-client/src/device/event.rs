//! What a running device is told, and what it tells.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crypto::ballot::{BallotCode, Choices};
use protocol::BoxReceipt;
use protocol::server::StageName;

use super::cast::{Delay, Standing};
use super::contest::OpenContest;
use super::error::DeviceError;
use super::prepare::Opening;
use super::vote::StandingVote;
use crate::net::ServerRefusal;

/// What a screen, the demo or a test asks for.
pub enum DeviceCommand {
    /// Check in (again, after an undo).
    CheckIn,
    /// Encrypt these choices. Replaces what was prepared before and neither opened nor cast.
    Prepare {
        /// The contest.
        contest: u64,
        /// The marks, made for its shape.
        choices: Choices,
    },
    /// Open what was prepared, for checking; it can never be cast.
    Challenge,
    /// Forget what was prepared.
    Discard,
    /// Put an opened encryption on the log.
    Record(Box<Opening>),
    /// Cast what was prepared.
    Cast,
    /// Cast a named vote, or change it: the column of each item. Public.
    Vote {
        /// The contest.
        contest: u64,
        /// Columns from 0; the last one is the rest.
        columns: Vec<usize>,
    },
    /// End.
    Stop,
}

impl fmt::Debug for DeviceCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CheckIn => "CheckIn",
            Self::Prepare { .. } => "Prepare(redacted)",
            Self::Challenge => "Challenge",
            Self::Discard => "Discard",
            Self::Record(_) => "Record(redacted)",
            Self::Cast => "Cast",
            Self::Vote { .. } => "Vote",
            Self::Stop => "Stop",
        })
    }
}

/// What happened. `contest` is its number.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are named for what they are")]
pub enum DeviceEvent {
    /// The server is there.
    Connected,
    /// It is not; the next attempt is after `wait`.
    Disconnected { zh: &'static str, en: &'static str, wait: Duration },
    /// This deputy is checked in, with this device.
    CheckedIn,
    /// Both roles have to let the latecomer in.
    AwaitingRoles,
    /// The desk has to sign for this device's key.
    AwaitingDesk,
    /// The check-in was taken back.
    CheckInUndone,
    /// Where a contest stands, as the server says; `None`: not opened.
    Stage { contest: u64, stage: Option<StageName> },
    /// 见证: cosignatures of the newest checkpoint that a quorum stands behind, and how many are needed.
    Witnesses { have: u64, quorum: u64 },
    /// A contest is opened, and no quorum of witnesses has seen it yet: nothing is drawn until then.
    AwaitingWitnesses { contest: u64 },
    /// The opening of a contest is believed: its items can be shown.
    Believed(Arc<OpenContest>),
    /// The deputy can vote here: in a secret contest the stamped ballot has come.
    BallotReady(Arc<OpenContest>),
    /// The deputy was handed a paper ballot, so there is none here.
    PaperIssued { contest: u64 },
    /// A named vote stands in the log, at this index; the tlog-proof file shows it where it was just found.
    Voted { contest: u64, vote: StandingVote },
    /// Encrypted: show the code whole before "cast or check".
    Prepared { contest: u64, code: BallotCode },
    /// Opened: show it as the second QR.
    Opened(Box<Opening>),
    /// The opened encryption stands in the log.
    Recorded,
    /// The ballot is stored and on its way.
    Casting { contest: u64 },
    /// It takes longer; `attempt` is after `wait`.
    CastDelayed { contest: u64, attempt: u32, delay: Delay, wait: Duration },
    /// In the box; the receipt was checked and stored. `changes`: how many ballots before it were replaced.
    Boxed { contest: u64, receipt: BoxReceipt, changes: u8 },
    /// Refused for good; `standing`: what counts then.
    CastRefused { contest: u64, refusal: ServerRefusal, standing: Standing },
    /// The return slip stands in the log.
    SlipDone { contest: u64 },
    /// The ballot stands in the log; the tlog-proof file shows it.
    Found { contest: u64, index: u64, receipt: PathBuf },
    /// The ballot is not in the log, and there is no receipt for it.
    NotInBox { contest: u64 },
    /// The ballot is not in the log although there is a receipt: the file proves the server's fault.
    Missing { contest: u64, evidence: PathBuf },
    /// One step failed and is not repeated by itself; everything else goes on.
    Failed { step: Step, error: DeviceError },
    /// The sitting is sealed.
    Sealed,
}

/// A step of the driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the fields are named for what they are")]
pub enum Step {
    CheckIn,
    Draw { contest: u64 },
    Prepare,
    Challenge,
    Record,
    Cast { contest: u64 },
    Recover { contest: u64 },
    Slip { contest: u64 },
    Find { contest: u64 },
    Vote { contest: u64 },
    Paper { contest: u64 },
}

/// How a device behaves.
#[derive(Clone, Copy, Debug)]
pub struct DeviceOptions {
    /// Check in at once, without a command.
    pub check_in: bool,
    /// Looking ballots up is spread over this time, so that 3,000 devices do not download the log in the same second.
    pub find_spread: Duration,
}

impl Default for DeviceOptions {
    fn default() -> Self {
        Self { check_in: true, find_spread: Duration::from_secs(3) }
    }
}
