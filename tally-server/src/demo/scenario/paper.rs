//! 40 papers beside 149 machine ballots: counted apart, twice, and summed. One paper is void, one does not come back.

use std::net::SocketAddr;

use super::super::DemoError;
use super::super::plot::{PaperFate, PartRole};
use super::super::sitting::{Expected, Round, Story};
use super::Size;
use super::hall::{Hall, county_items, selecting};
use crate::prepare::sitting::DraftPurpose;

/// Percent of all ballots, machine and paper; the first ten pass also without the paper that is void and the one kept.
const MARKS: [usize; 15] = [95, 92, 90, 87, 85, 82, 80, 77, 75, 70, 40, 35, 30, 20, 10];

pub(super) fn story(listen: SocketAddr, size: Size) -> Result<Story, DemoError> {
    let (deputies, papers, absent) = if size == Size::Full { (195, 40, 6) } else { (26, 12, 2) };
    let mut hall = Hall::new(listen, size, "demo.piaojue.example/paper", deputies)?;
    hall.last(absent, PartRole::Absent);
    hall.last(1, PartRole::Paper(PaperFate::Kept));
    hall.last(1, PartRole::Paper(PaperFate::Void));
    hall.last(papers - 2, PartRole::Paper(PaperFate::Valid));
    let rules = hall.adopt_county()?;
    let contest = hall.contest("2027 年民生实事项目票决", (rules, DraftPurpose::Items), county_items()?)?;
    hall.marks(contest, selecting(&MARKS, hall.present()));
    Ok(hall.story(vec![Round::of([contest])], [(contest, Expected::chosen(1..=10))]))
}
