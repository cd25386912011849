//! Two projects have equally many votes for the last seat: a run-off between them, defined from the decision.

use std::net::SocketAddr;

use audit::rules::NextKind;

use super::super::DemoError;
use super::super::sitting::{Expected, Round, Story};
use super::Size;
use super::hall::{Hall, county_items, selecting};
use crate::prepare::sitting::DraftPurpose;

/// Percent of the ballots: nine pass clearly, projects 10 and 11 pass with the same number.
const MARKS: [usize; 15] = [95, 92, 90, 87, 85, 82, 80, 77, 75, 65, 65, 40, 30, 20, 10];
/// Of the run-off: project 11 wins.
const RUN_OFF: [usize; 2] = [40, 60];

pub(super) fn story(listen: SocketAddr, size: Size) -> Result<Story, DemoError> {
    let deputies = if size == Size::Full { 60 } else { 12 };
    let mut hall = Hall::new(listen, size, "demo.piaojue.example/tie", deputies)?;
    let rules = hall.adopt_county()?;
    let first = hall.contest("2027 年民生实事项目票决", (rules, DraftPurpose::Items), county_items()?)?;
    let run_off = first.saturating_add(1);
    hall.marks(first, selecting(&MARKS, hall.present()));
    hall.marks(run_off, selecting(&RUN_OFF, hall.present()));
    let tied =
        Expected::Decided { chosen: (1..=9).collect(), next: NextKind::RunOff, for_items: vec![10, 11] };
    let rounds = vec![Round::of([first]), Round::following(run_off, first)];
    Ok(hall.story(rounds, [(first, tied), (run_off, Expected::chosen([11]))]))
}
