//! Check-in 签到: who is present, with which device key (protocol.md §3.4).

use super::{Check, Code, Refusal, State};
use crate::entry::people::LeftEarly;
use crate::entry::voting::{CheckInUndone, CheckedIn, Means};
use crate::wire::{Bytes32, Int, Text};
use crypto::signature::VerifyingKey;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A deputy who is checked in.
#[derive(Clone, Debug)]
pub struct Present {
    /// Ed25519 key of the device.
    pub device_key: [u8; 32],
    /// By card or at the desk.
    pub means: Means,
    /// Leaf hash of the `checked_in` entry.
    pub leaf: [u8; 32],
    /// Whether a contest was open already.
    pub late: bool,
}

/// Who is checked in now, and every device key that was ever bound.
#[derive(Clone, Debug, Default)]
pub struct Attendance {
    present: BTreeMap<u32, Present>,
    /// Who left early and did not come back.
    left: BTreeSet<u32>,
    device_keys: HashSet<[u8; 32]>,
}

impl Attendance {
    /// Deputies checked in.
    pub fn count(&self) -> u64 {
        u64::try_from(self.present.len()).unwrap_or(u64::MAX)
    }

    /// The deputy, if checked in.
    pub fn get(&self, deputy: u32) -> Option<&Present> {
        self.present.get(&deputy)
    }

    /// Who left is not counted any more, also where the rules count those who left.
    pub(super) fn forget_left(&mut self, deputy: u32) {
        self.left.remove(&deputy);
    }

    /// Deputies who left early 早退, by number.
    pub fn left(&self) -> &BTreeSet<u32> {
        &self.left
    }

    /// By number, rising.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Present)> {
        self.present.iter().map(|(number, present)| (*number, present))
    }

    pub(super) fn device_key(&self, deputy: u32) -> Option<[u8; 32]> {
        self.present.get(&deputy).map(|present| present.device_key)
    }
}

impl State {
    pub(super) fn checked_in(&mut self, body: &CheckedIn, leaf: [u8; 32]) -> Result<(), Refusal> {
        let deputy = self.deputy(body.deputy.get())?;
        let at = |code| Refusal::at(code, format_args!("deputy {deputy}"));
        if self.attendance.present.contains_key(&deputy) {
            self.object(at(Code::CheckedInAlready))?;
        }
        if self.people.is_suspended(deputy) {
            self.object(at(Code::Suspended))?;
        }
        let device_key = body.device_key.to_bytes();
        VerifyingKey::from_bytes(&device_key).map_err(|_| at(Code::DeviceKeyUsed))?;
        if self.attendance.device_keys.contains(&device_key) {
            self.object(at(Code::DeviceKeyUsed))?;
        }
        let late = self.contests.values().any(|contest| contest.is_late_for(deputy));
        if self.contests.values().any(|contest| contest.is_late_for(deputy) && !contest.admits_late()) {
            self.object(at(Code::LateNotAdmitted))?;
        }
        self.attendance.device_keys.insert(device_key);
        self.attendance.left.remove(&deputy);
        self.people.end_leave(deputy);
        self.attendance.present.insert(deputy, Present { device_key, means: body.means, leaf, late });
        self.contests.values_mut().for_each(|contest| contest.admit(deputy));
        self.counters.did(Check::CheckIn, 1);
        Ok(())
    }

    pub(super) fn check_in_undone(&mut self, body: &CheckInUndone) -> Result<(), Refusal> {
        let deputy = self.checked_in_by(body.deputy, body.follows, &body.reason)?;
        let at = |code| Refusal::at(code, format_args!("deputy {deputy}"));
        // A copied card shows itself at the door, not after a ballot went out (DESIGN §6.6).
        if self.contests.values().any(|contest| contest.has_issued_to(deputy)) {
            self.object(at(Code::BallotIssuedAlready))?;
        }
        self.attendance.present.remove(&deputy);
        self.contests.values_mut().for_each(|contest| contest.release(deputy));
        self.counters.did(Check::CheckIn, 1);
        Ok(())
    }

    pub(super) fn left_early(&mut self, body: &LeftEarly) -> Result<(), Refusal> {
        let deputy = self.checked_in_by(body.deputy, body.follows, &body.reason)?;
        let at = |code| Refusal::at(code, format_args!("deputy {deputy}"));
        // Their device still has a ballot to cast or a slip to sign: the door waits for the close.
        if self.contests.values().any(|contest| contest.is_voting() && contest.has_issued_to(deputy)) {
            self.object(at(Code::BallotIssuedAlready))?;
        }
        self.attendance.present.remove(&deputy);
        self.attendance.left.insert(deputy);
        self.contests.values_mut().for_each(|contest| contest.release(deputy));
        self.counters.did(Check::People, 1);
        Ok(())
    }

    /// The deputy whose present check-in stands in that entry, if a reason is given for ending it.
    fn checked_in_by(&self, deputy: Int, follows: Bytes32, reason: &Text) -> Result<u32, Refusal> {
        let deputy = self.deputy(deputy.get())?;
        let at = |code| Refusal::at(code, format_args!("deputy {deputy}"));
        let present = self.attendance.get(deputy).ok_or_else(|| at(Code::NotCheckedIn))?;
        if present.leaf != follows.to_bytes() {
            self.object(at(Code::FollowsWrong))?;
        }
        if reason.as_str().trim().is_empty() {
            self.object(at(Code::ReasonMissing))?;
        }
        Ok(deputy)
    }

    /// The number on the roll, if it stands there.
    pub(super) fn deputy(&self, number: u64) -> Result<u32, Refusal> {
        let unknown = || Refusal::at(Code::DeputyUnknown, format_args!("deputy {number}"));
        let roll = self.roll.as_ref().ok_or(Code::RollMissing)?;
        let number = u32::try_from(number).map_err(|_| unknown())?;
        if roll.contains(number) { Ok(number) } else { Err(unknown()) }
    }
}
