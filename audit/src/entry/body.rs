//! The kinds of entry (protocol.md §3): one struct for each, fields in the encoding's order.

use super::counting::{ContestVoided, Decrypted, ReportSigned, ResultDeclared, SittingSealed, TieSettled};
use super::key::{KeyAccepted, KeyAgreed, KeyCommitted, KeyDealt, KeyDisputed, KeyRevealed, KeyTested};
use super::paper::{HandsCounted, PaperCast, PaperConfirmed, PaperCounted, PaperIssued, VoteCast};
use super::payload::BlobPart;
use super::people::{DeputyRestored, DeputySuspended, LeaveGranted, LeftEarly};
use super::preparation::{ContestDefined, RollFixed, RulesAdopted, ScrutineersNamed, SittingDefined};
use super::voting::{
    BallotCast, BallotChallenged, BallotIssued, BallotReturned, BoxOpened, CheckInUndone, CheckedIn,
    ContestClosed, ContestEnded, ContestHeld, ContestOpened, ContestResumed, Witnessed,
};
use serde::{Deserialize, Serialize};

/// What an entry says. The JSON object starts with `"kind":"…"`, then the fields of the struct.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is documented at its struct")]
pub enum Body {
    SittingDefined(SittingDefined),
    RollFixed(RollFixed),
    RulesAdopted(RulesAdopted),
    ScrutineersNamed(ScrutineersNamed),
    KeyCommitted(KeyCommitted),
    KeyRevealed(KeyRevealed),
    KeyDealt(KeyDealt),
    KeyAccepted(KeyAccepted),
    KeyDisputed(KeyDisputed),
    KeyAgreed(KeyAgreed),
    KeyTested(KeyTested),
    ContestDefined(ContestDefined),
    DeputySuspended(DeputySuspended),
    DeputyRestored(DeputyRestored),
    LeaveGranted(LeaveGranted),
    CheckedIn(CheckedIn),
    CheckInUndone(CheckInUndone),
    LeftEarly(LeftEarly),
    ContestOpened(ContestOpened),
    Witnessed(Witnessed),
    BallotIssued(BallotIssued),
    BallotChallenged(BallotChallenged),
    PaperIssued(PaperIssued),
    VoteCast(VoteCast),
    HandsCounted(HandsCounted),
    ContestHeld(ContestHeld),
    ContestResumed(ContestResumed),
    ContestEnded(ContestEnded),
    BallotReturned(BallotReturned),
    BoxOpened(BoxOpened),
    BallotCast(BallotCast),
    PaperCast(PaperCast),
    ContestClosed(ContestClosed),
    PaperCounted(PaperCounted),
    PaperConfirmed(PaperConfirmed),
    Decrypted(Decrypted),
    ResultDeclared(ResultDeclared),
    TieSettled(TieSettled),
    ContestVoided(ContestVoided),
    ReportSigned(ReportSigned),
    SittingSealed(SittingSealed),
    BlobPart(BlobPart),
}

impl Body {
    /// The name of the kind, as it stands in the log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SittingDefined(_) => "sitting_defined",
            Self::RollFixed(_) => "roll_fixed",
            Self::RulesAdopted(_) => "rules_adopted",
            Self::ScrutineersNamed(_) => "scrutineers_named",
            Self::KeyCommitted(_) => "key_committed",
            Self::KeyRevealed(_) => "key_revealed",
            Self::KeyDealt(_) => "key_dealt",
            Self::KeyAccepted(_) => "key_accepted",
            Self::KeyDisputed(_) => "key_disputed",
            Self::KeyAgreed(_) => "key_agreed",
            Self::KeyTested(_) => "key_tested",
            Self::ContestDefined(_) => "contest_defined",
            Self::DeputySuspended(_) => "deputy_suspended",
            Self::DeputyRestored(_) => "deputy_restored",
            Self::LeaveGranted(_) => "leave_granted",
            Self::CheckedIn(_) => "checked_in",
            Self::CheckInUndone(_) => "check_in_undone",
            Self::LeftEarly(_) => "left_early",
            Self::ContestOpened(_) => "contest_opened",
            Self::Witnessed(_) => "witnessed",
            Self::BallotIssued(_) => "ballot_issued",
            Self::BallotChallenged(_) => "ballot_challenged",
            Self::PaperIssued(_) => "paper_issued",
            Self::VoteCast(_) => "vote_cast",
            Self::HandsCounted(_) => "hands_counted",
            Self::ContestHeld(_) => "contest_held",
            Self::ContestResumed(_) => "contest_resumed",
            Self::ContestEnded(_) => "contest_ended",
            Self::BallotReturned(_) => "ballot_returned",
            Self::BoxOpened(_) => "box_opened",
            Self::BallotCast(_) => "ballot_cast",
            Self::PaperCast(_) => "paper_cast",
            Self::ContestClosed(_) => "contest_closed",
            Self::PaperCounted(_) => "paper_counted",
            Self::PaperConfirmed(_) => "paper_confirmed",
            Self::Decrypted(_) => "decrypted",
            Self::ResultDeclared(_) => "result_declared",
            Self::TieSettled(_) => "tie_settled",
            Self::ContestVoided(_) => "contest_voided",
            Self::ReportSigned(_) => "report_signed",
            Self::SittingSealed(_) => "sitting_sealed",
            Self::BlobPart(_) => "blob_part",
        }
    }

    /// The bytes to sign: compact JSON, fields in order. What the log will hold, byte for byte.
    pub fn encode(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }
}
