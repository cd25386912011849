//! What the deputy's app is told and what it asks for.

use super::contest::ContestView;
use super::marks::{Choices, Opening};
use crate::ui::{RefusalView, confirm::Field, frame::Notice, sitting::SittingView};
use std::fmt;
use zeroize::Zeroize;

/// Who sits here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Number on the roll.
    pub number: String,
    /// Name.
    pub name: String,
    /// Delegation.
    pub delegation: String,
}

/// Why a cast takes longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No connection.
    Network,
    /// The server asks for patience.
    Busy,
    /// The contest is on hold.
    Held,
    /// The witnesses are silent; nothing was sent.
    Witnesses,
}

/// What comes from the server or from an effect.
#[derive(Debug)]
pub enum Push {
    /// Name, clock, connection.
    Sitting(SittingView),
    /// The card was read and belongs to this sitting; nothing was sent yet.
    CardRead(Identity),
    /// Without a card: the desk signs for the device key in this request code.
    DeskRequest {
        /// Who says to sit here.
        identity: Identity,
        /// The code, all of QR's alphanumeric set.
        code: String,
    },
    /// The check-in stands in the log.
    CheckedIn(Identity),
    /// The check-in was taken back: back to the form, with the reason.
    SignedOut(Notice),
    /// Something to tell that changes nothing else.
    Say(Notice),
    /// Reading the card or checking in failed.
    SignInRefused(RefusalView),
    /// The contests of the sitting, whole, in order.
    Contests(Vec<ContestView>),
    /// The ballot of this round is encrypted.
    Prepared {
        /// The contest.
        contest: String,
        /// The round of [`Effect::Prepare`].
        round: u32,
        /// The ballot's code, whole: 64 upper-case hex digits.
        code: String,
    },
    /// The encryption failed.
    PrepareRefused {
        /// The round.
        round: u32,
        /// Why.
        refusal: RefusalView,
    },
    /// The encryption of this round was opened for checking.
    Opened {
        /// The round.
        round: u32,
        /// Seed, choices and commitment as the second device reads them: at most 154 characters of the QR
        /// alphanumeric set (`0-9A-Z $%*+-./:`), so that the code fits 80 × 24.
        opening: Opening,
    },
    /// A cast is tried again.
    Retrying {
        /// The contest.
        contest: String,
        /// The attempt about to be made.
        attempt: u32,
        /// Why.
        trouble: Trouble,
    },
    /// The receipt was checked and stored.
    CastAccepted {
        /// The contest.
        contest: String,
        /// The ballot's code, whole.
        code: String,
    },
    /// The named vote stands in the log.
    VoteRecorded {
        /// The contest.
        contest: String,
        /// Index of the entry.
        index: u64,
    },
    /// The server refuses a change, for good: the ballot before it counts; with `either`, unless the change was in the box by
    /// then.
    ChangeRefused {
        /// The contest.
        contest: String,
        /// Why.
        refusal: RefusalView,
        /// Only the log will say which of the two it is.
        either: bool,
    },
    /// The contest ended while an answer to the first ballot was missing: only the log will say whether it was in the box by then.
    CastUnclear {
        /// The contest.
        contest: String,
        /// Why it is not taken now.
        refusal: RefusalView,
    },
    /// The server refuses what was cast in this contest, for good; `None`: nothing that is on its way will arrive.
    CastRefused {
        /// The contest.
        contest: Option<String>,
        /// Why.
        refusal: RefusalView,
    },
}

/// How a deputy signs in. Wiped on drop; the code is not printed.
pub enum CardInput {
    /// Typed from the card.
    Typed {
        /// Number on the roll.
        number: String,
        /// The short code.
        code: String,
    },
    /// A card file.
    File {
        /// Its path.
        path: String,
    },
    /// Only a number: the deputy has no card, and the desk signs.
    Desk {
        /// Number on the roll.
        number: String,
    },
}

impl CardInput {
    /// The filled-in form, which is empty afterwards; `None` if no way is complete. A file goes first.
    pub(super) fn take(number: &mut Field, code: &mut Field, file: &mut Field) -> Option<Self> {
        if !file.is_blank() {
            Some(Self::File { path: file.take() })
        } else if !number.is_blank() && !code.is_blank() {
            Some(Self::Typed { number: number.take(), code: code.take() })
        } else if !number.is_blank() {
            Some(Self::Desk { number: number.take() })
        } else {
            None
        }
    }
}

impl fmt::Debug for CardInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Typed { number, .. } => write!(f, "Typed({number}, redacted)"),
            Self::File { path } => write!(f, "File({path})"),
            Self::Desk { number } => write!(f, "Desk({number})"),
        }
    }
}

impl Drop for CardInput {
    fn drop(&mut self) {
        if let Self::Typed { code, .. } = self {
            code.zeroize();
        }
    }
}

/// What the app asks the main loop to do.
#[derive(Debug)]
pub enum Effect {
    /// Read the card; answer `CardRead` or `SignInRefused`, or without a card `DeskRequest`.
    ReadCard(CardInput),
    /// Check in the card read last; answer `CheckedIn` or `SignInRefused`.
    CheckIn,
    /// Forget the card read last.
    ForgetCard,
    /// Encrypt; answer `Prepared` or `PrepareRefused`. An earlier round is forgotten.
    Prepare {
        /// The contest.
        contest: String,
        /// Counts up; answers of earlier rounds are ignored.
        round: u32,
        /// What was chosen.
        choices: Choices,
    },
    /// Forget the encryption of this round; it was neither cast nor opened.
    Discard {
        /// The round.
        round: u32,
    },
    /// Open the encryption for checking and never cast it; answer `Opened`.
    Open {
        /// The round.
        round: u32,
    },
    /// Cast it, as often as needed; answer `Retrying`…, then `CastAccepted` or `CastRefused`.
    Cast {
        /// The contest.
        contest: String,
        /// The round.
        round: u32,
    },
    /// Cast a named vote, as often as needed; answer `Retrying`…, then `VoteRecorded` or `CastRefused`.
    Vote {
        /// The contest.
        contest: String,
        /// What was chosen; public.
        choices: Choices,
    },
    /// Leave the program.
    Quit,
}
