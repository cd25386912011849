//! Suspension, leave and leaving early.

use super::{Smith, text};
use audit::entry::people::{DeputyRestored, DeputySuspended, LeaveGranted, LeftEarly};

impl Smith {
    /// A deputy suspended.
    pub fn suspension(&self, deputy: u32) -> DeputySuspended {
        DeputySuspended { deputy: deputy.into(), reason: text("常委会 2027 年第 3 号决定") }
    }

    /// The suspension ended.
    pub fn restoration(&self, deputy: u32) -> DeputyRestored {
        let follows = self.state.people().suspension(deputy).unwrap_or_default().into();
        DeputyRestored { deputy: deputy.into(), follows, reason: text("常委会 2027 年第 5 号决定") }
    }

    /// A deputy on leave.
    pub fn leave(&self, deputy: u32) -> LeaveGranted {
        LeaveGranted { deputy: deputy.into(), reason: text("因病请假") }
    }

    /// A deputy who had checked in and left.
    pub fn leaving(&self, deputy: u32) -> LeftEarly {
        let follows = self.state.attendance().get(deputy).map_or([0; 32], |present| present.leaf).into();
        LeftEarly { deputy: deputy.into(), follows, reason: text("因公提前离会") }
    }
}
