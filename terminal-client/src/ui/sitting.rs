//! What every screen says of its sitting, and the phases of a contest.

use super::Look;
use crate::lang::fill;

/// Whether the terminal hears the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// Connected.
    Online,
    /// Nothing is asked of the server yet.
    Idle,
    /// Not connected; it tries again by itself.
    #[default]
    Reconnecting,
}

/// The sitting, as every screen shows it at the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SittingView {
    /// The sitting's name.
    pub name: String,
    /// A rehearsal: said on every screen in words and by another colour.
    pub rehearsal: bool,
    /// The sitting's fingerprint, whole, as printed (any case, no spaces).
    pub fingerprint: String,
    /// The short code of the contest hash in force, the same as on the hall's screen.
    pub contest_code: Option<String>,
    /// Cosignatures on the newest checkpoint.
    pub witnesses_have: u32,
    /// The witness quorum of the sitting; 0: defined without witnesses.
    pub witnesses_need: u32,
    /// The time of day, as shown (`14:05`).
    pub clock: String,
    /// The connection.
    pub link: Link,
}

impl SittingView {
    /// 见证 0/0.
    pub fn witnesses(&self, look: Look) -> String {
        fill(
            look.texts().common.witnesses,
            &[&self.witnesses_have.to_string(), &self.witnesses_need.to_string()],
        )
    }

    /// The connection in words.
    pub fn link_words(&self, look: Look) -> &'static str {
        match self.link {
            Link::Online => look.texts().common.online,
            Link::Idle => look.texts().common.not_connected,
            Link::Reconnecting => look.texts().common.reconnecting,
        }
    }
}

/// Where a sitting or a contest stands. Screens that carry a result have it in their own type, so that no
/// phase before the declaration can hold one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Roll, rules, ceremony.
    #[default]
    Preparing,
    /// Deputies check in.
    CheckIn,
    /// Ballots are issued and taken.
    Open,
    /// On hold.
    Held,
    /// No more ballots; slips come in.
    Ended,
    /// The box is opened.
    BoxOpened,
    /// Closed by two roles.
    Closed,
    /// Shares come in.
    Decrypting,
    /// The totals are known to the scrutineers, not declared.
    Decided,
    /// Declared.
    Declared,
    /// Voided.
    Voided,
    /// The log is sealed.
    Sealed,
}

impl Phase {
    /// The phase in words.
    pub fn words(self, look: Look) -> &'static str {
        let t = &look.texts().common;
        match self {
            Self::Preparing => t.phase_preparing,
            Self::CheckIn => t.phase_check_in,
            Self::Open => t.phase_open,
            Self::Held => t.phase_held,
            Self::Ended => t.phase_ended,
            Self::BoxOpened => t.phase_box_opened,
            Self::Closed => t.phase_closed,
            Self::Decrypting => t.phase_decrypting,
            Self::Decided => t.phase_decided,
            Self::Declared => t.phase_declared,
            Self::Voided => t.phase_voided,
            Self::Sealed => t.phase_sealed,
        }
    }
}
