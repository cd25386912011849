//! From the fold to the numbers that the rules decide on: roll, ballots, rows (protocol.md §3.10, §9.2).

use super::{Code, Contest, Course, Refusal, State};
use crate::rules::{Ballots, Channel, LeaveEarly, Profile, RollFreeze, RollNumbers, Row, Secrecy, Suspended};
use crate::wire::Int;

impl State {
    /// 全体, 应到 and 实到 as this profile counts them, if a contest were opened now (§3.10).
    pub fn roll_numbers(&self, profile: &Profile) -> Result<RollNumbers, Refusal> {
        let roll = self.roll.as_ref().ok_or(Code::RollMissing)?;
        let suspended = match (profile.suspended, profile.roll_freeze) {
            (Suspended::Counted, _) | (_, RollFreeze::Session) => 0,
            (Suspended::NotCounted, RollFreeze::Contest) => self.people.suspended_count(),
            (Suspended::NotCounted, RollFreeze::Plenary) => {
                self.people.suspended_at_plenary().unwrap_or_else(|| self.people.suspended_count())
            }
        };
        let left = match profile.leave_early {
            LeaveEarly::Stays => u64::try_from(self.attendance.left().len()).unwrap_or(u64::MAX),
            LeaveEarly::Leaves => 0,
        };
        let present = self.attendance.count().saturating_add(left);
        // Who was not due and came was due after all (§9.2); who was suspended when the roll was frozen, was restored since and
        // came is a member.
        let due = roll.due.saturating_sub(suspended).max(present);
        let membership = roll.membership.saturating_sub(suspended).max(due);
        Ok(RollNumbers { membership: int(membership)?, due: int(due)?, present: int(present)? })
    }

    /// The numbers of an opened contest: those of its opening, and who was let in since.
    pub fn contest_roll(&self, course: &Course) -> Result<RollNumbers, Refusal> {
        Ok(RollNumbers {
            membership: int(course.membership)?,
            due: int(course.due.max(course.present))?,
            present: int(course.present)?,
        })
    }

    /// What became of the ballots of a closed contest, by channel.
    pub fn contest_ballots(&self, contest: &Contest) -> Result<Ballots, Refusal> {
        let course = contest.course().ok_or(Code::ContestForeign)?;
        let returned = course.returned().ok_or(Code::BoxIncomplete)?;
        let issued = match contest.profile.secrecy {
            Secrecy::Secret => course.issued_count(),
            // Whoever is present may vote; who does not is 未按.
            Secrecy::Named | Secrecy::Hands => course.present,
        };
        // By machine a ballot that does not follow the rules cannot be made: every returned one is valid (§9.2).
        let machine = Channel {
            issued: int(issued)?,
            returned: int(returned)?,
            valid: int(returned)?,
            void: Int::ZERO,
        };
        let numbers = course.paper.numbers.unwrap_or_default();
        let paper = Channel {
            issued: numbers.issued,
            returned: numbers.returned,
            valid: int(numbers.valid())?,
            void: numbers.void,
        };
        Ok(Ballots { machine, paper })
    }

    /// The marks of every item from the cells' totals and the papers (§9.2).
    pub fn contest_rows(&self, contest: &Contest, totals: &[u64]) -> Result<Vec<Row>, Refusal> {
        let course = contest.course().ok_or(Code::ContestForeign)?;
        let wrong = || Refusal::from(Code::TotalsWrong);
        let summed = course.summed().ok_or(Code::BoxIncomplete)?;
        let per_row = contest.shape.cells_per_row();
        let papers = course.paper.rows();
        let mut rows = Vec::new();
        for (item, cells) in totals.chunks(per_row).enumerate() {
            let marked =
                cells.iter().try_fold(0_u64, |sum, cell| sum.checked_add(*cell)).ok_or_else(wrong)?;
            let rest = summed.checked_sub(marked).ok_or_else(wrong)?;
            let paper = papers.get(item);
            let counts = cells.iter().copied().chain([rest]).enumerate().map(|(column, machine)| {
                let paper = paper.and_then(|row| row.counts.get(column)).map_or(0, |count| count.get());
                int(machine.saturating_add(paper))
            });
            let counts = counts.collect::<Result<_, _>>()?;
            rows.push(Row { counts, invalid: paper.map_or(Int::ZERO, |row| row.invalid) });
        }
        Ok(rows)
    }
}

/// Counts of deputies and ballots, far below the largest.
pub(super) fn int(number: u64) -> Result<Int, Refusal> {
    Int::try_from(number).map_err(|_| Refusal::at(Code::DecisionWrong, number))
}
