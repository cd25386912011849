//! Five witnesses, four of them needed: one is absent from the opening on, a second one at the close, which then waits for it.

use std::net::SocketAddr;

use super::super::DemoError;
use super::super::sitting::{Expected, Round, Story};
use super::Size;
use super::hall::{Hall, county_items, selecting};
use crate::prepare::sitting::DraftPurpose;

/// Percent of the ballots: ten pass.
const MARKS: [usize; 15] = [95, 92, 90, 87, 85, 82, 80, 77, 75, 70, 40, 35, 30, 20, 10];
/// Beside the terminals of the three scrutineers.
const OTHERS: [&str; 2] = ["县监察委员会", "县政协办公室"];
const QUORUM: u32 = 4;

pub(super) fn story(listen: SocketAddr, size: Size) -> Result<Story, DemoError> {
    let deputies = if size == Size::Full { 60 } else { 12 };
    let mut hall = Hall::new(listen, size, "demo.piaojue.example/witnesses", deputies)?;
    let rules = hall.adopt_county()?;
    let contest = hall.contest("2027 年民生实事项目票决", (rules, DraftPurpose::Items), county_items()?)?;
    hall.marks(contest, selecting(&MARKS, hall.present()));
    hall.witnessed(&OTHERS, QUORUM)?;
    Ok(hall.story(vec![Round::of([contest])], [(contest, Expected::chosen(1..=10))]))
}
