//! A check that is switched off: for tests alone.
//!
//! That a check exists is shown by a forgery that it refuses; that nothing else refuses it, by the same forgery without the
//! check. A refusal of the check that is off stops nothing: where the entry can take its effect it does, and where a value
//! cannot be had (an unknown deputy, a ballot that does not decode) the entry passes without effect. The check counts nothing
//! as done, so no such fold ever comes to N of N, and its verdict is never *verified*. No command reaches it.
//!
//! Invariants
//! - With nothing switched off, [`State::object`] is `Err`: the fold is the one of the protocol.
//! - Even then only a verified ballot is summed and only a verified share decrypts: `crypto` has no other way.

use super::{Check, Refusal, State};
use crate::entry::Body;

/// The check that is off, if one is, and the one that the entry at hand is there for: some codes are its (`Code::check_of`).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Switch {
    off: Option<(Check, Option<Check>)>,
}

impl Switch {
    /// The next entry.
    pub(super) fn turn_to(&mut self, body: &Body) {
        if let Some((_, kind)) = &mut self.off {
            *kind = Some(Check::of_kind(body));
        }
    }

    /// Whether the check runs.
    pub(super) fn does(self, check: Check) -> bool {
        self.off.is_none_or(|(off, _)| off != check)
    }

    /// Refuses, unless the check that the refusal belongs to is off.
    pub(super) fn object(self, refusal: impl Into<Refusal>) -> Result<(), Refusal> {
        let refusal = refusal.into();
        let Some((off, kind)) = self.off else { return Err(refusal) };
        let check = kind.map_or(refusal.code.check(), |kind| refusal.code.check_of(kind));
        if check == off { Ok(()) } else { Err(refusal) }
    }
}

impl State {
    /// For tests: the same state with a check switched off from here on. What it then says is no verdict.
    #[must_use]
    pub fn without(mut self, check: Check) -> Self {
        self.switch.off = Some((check, None));
        self.counters = self.counters.without(check);
        self
    }

    /// Refuses, unless a test has switched the check off that the refusal belongs to.
    pub(crate) fn object(&self, refusal: impl Into<Refusal>) -> Result<(), Refusal> {
        self.switch.object(refusal)
    }

    /// Whether the check runs: always, but in tests.
    pub(crate) fn does(&self, check: Check) -> bool {
        self.switch.does(check)
    }

    /// The same as [`State::object`] for what is refused elsewhere.
    pub(super) fn must(&self, result: Result<(), Refusal>) -> Result<(), Refusal> {
        result.or_else(|refusal| self.object(refusal))
    }

    /// Passes over a line that cannot be read, where a test has switched off that it must be: it stands in the tree, and says nothing.
    pub(crate) fn pass_over(&mut self, leaf: [u8; 32]) {
        self.counters.expect(Check::Encoding, 1);
        self.head.frontier.push(leaf);
        self.head.leaf = leaf;
        self.head.size = self.head.size.saturating_add(1);
        self.remember_root();
    }
}
