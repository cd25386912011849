//! Suspension 暂停执行职务 and leave 请假 (protocol.md §3.2).

use super::{Check, Code, Contest, Refusal, State};
use crate::entry::people::{DeputyRestored, DeputySuspended, LeaveGranted};
use std::collections::{BTreeMap, BTreeSet};

/// Deputies who are not simply expected.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Leaf hash of the `deputy_suspended`, by deputy.
    suspended: BTreeMap<u32, [u8; 32]>,
    on_leave: BTreeSet<u32>,
    suspended_at_plenary: Option<u64>,
}

impl People {
    /// Whether the deputy may not exercise office now.
    pub fn is_suspended(&self, deputy: u32) -> bool {
        self.suspended.contains_key(&deputy)
    }

    /// Leaf hash of the `deputy_suspended` that holds now, which a restoration names.
    pub fn suspension(&self, deputy: u32) -> Option<[u8; 32]> {
        self.suspended.get(&deputy).copied()
    }

    /// Suspended deputies, by number.
    pub fn suspended(&self) -> impl Iterator<Item = u32> {
        self.suspended.keys().copied()
    }

    /// How many are suspended now.
    pub fn suspended_count(&self) -> u64 {
        u64::try_from(self.suspended.len()).unwrap_or(u64::MAX)
    }

    /// How many were suspended at the first opening of the sitting; `None` before it.
    pub fn suspended_at_plenary(&self) -> Option<u64> {
        self.suspended_at_plenary
    }

    /// Deputies on leave, by number.
    pub fn on_leave(&self) -> &BTreeSet<u32> {
        &self.on_leave
    }

    pub(super) fn end_leave(&mut self, deputy: u32) {
        self.on_leave.remove(&deputy);
    }

    /// The first opening freezes what `roll_freeze` = `plenary` asks for.
    pub(super) fn plenary_opens(&mut self) {
        let now = self.suspended_count();
        self.suspended_at_plenary.get_or_insert(now);
    }
}

impl State {
    pub(super) fn deputy_suspended(&mut self, body: &DeputySuspended, leaf: [u8; 32]) -> Result<(), Refusal> {
        let deputy = self.standing(body.deputy.get(), body.reason.as_str())?;
        let at = |code| Refusal::at(code, format_args!("deputy {deputy}"));
        self.no_contest_is_voting()?;
        if self.attendance.get(deputy).is_some() {
            self.object(at(Code::CheckedInAlready))?;
        }
        if self.people.is_suspended(deputy) {
            self.object(at(Code::StandingBad))?;
        }
        self.people.suspended.insert(deputy, leaf);
        self.attendance.forget_left(deputy);
        self.counters.did(Check::People, 1);
        Ok(())
    }

    pub(super) fn deputy_restored(&mut self, body: &DeputyRestored) -> Result<(), Refusal> {
        let deputy = self.standing(body.deputy.get(), body.reason.as_str())?;
        let at = |code| Refusal::at(code, format_args!("deputy {deputy}"));
        self.no_contest_is_voting()?;
        match self.people.suspension(deputy) {
            None => self.object(at(Code::StandingBad))?,
            Some(leaf) if leaf != body.follows.to_bytes() => self.object(at(Code::FollowsWrong))?,
            Some(_) => {}
        }
        self.people.suspended.remove(&deputy);
        self.counters.did(Check::People, 1);
        Ok(())
    }

    pub(super) fn leave_granted(&mut self, body: &LeaveGranted) -> Result<(), Refusal> {
        let deputy = self.standing(body.deputy.get(), body.reason.as_str())?;
        let at = |code| Refusal::at(code, format_args!("deputy {deputy}"));
        if self.attendance.get(deputy).is_some() {
            self.object(at(Code::CheckedInAlready))?;
        }
        if !self.people.on_leave.insert(deputy) {
            self.object(at(Code::StandingBad))?;
        }
        self.counters.did(Check::People, 1);
        Ok(())
    }

    /// The deputy, if on the roll and a reason is given.
    fn standing(&self, number: u64, reason: &str) -> Result<u32, Refusal> {
        let deputy = self.deputy(number)?;
        if reason.trim().is_empty() {
            self.object(Refusal::at(Code::ReasonMissing, format_args!("deputy {deputy}")))?;
        }
        Ok(deputy)
    }

    /// 全体 and 应到 must not move while ballots are out.
    fn no_contest_is_voting(&self) -> Result<(), Refusal> {
        match self.contests.iter().find(|(_, contest)| Contest::is_voting(contest)) {
            Some((number, _)) => {
                self.object(Refusal::at(Code::NotFinished, format_args!("contest {number}")))
            }
            None => Ok(()),
        }
    }
}
