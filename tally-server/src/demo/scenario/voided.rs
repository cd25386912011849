//! A vote is voided after the box was opened, before anything is decrypted; the same vote is held again.

use std::net::SocketAddr;

use super::super::DemoError;
use super::super::sitting::{Expected, Round, Story};
use super::Size;
use super::hall::{Hall, county_items, selecting};
use crate::prepare::sitting::DraftPurpose;

const REASON: &str = "投票时会场照明中断，部分代表未能核对所填内容";
/// Percent of the ballots, in the vote that is voided.
const MARKS: [usize; 15] = [95, 92, 90, 87, 85, 82, 80, 77, 75, 70, 40, 35, 30, 20, 10];
/// The same, when it is held again: other projects, which nobody could tell from the first record.
const AGAIN: [usize; 15] = [95, 92, 90, 87, 85, 82, 80, 77, 70, 40, 75, 35, 30, 20, 10];

pub(super) fn story(listen: SocketAddr, size: Size) -> Result<Story, DemoError> {
    let deputies = if size == Size::Full { 60 } else { 12 };
    let mut hall = Hall::new(listen, size, "demo.piaojue.example/voided", deputies)?;
    let rules = hall.adopt_county()?;
    let first = hall.contest("2027 年民生实事项目票决", (rules, DraftPurpose::Items), county_items()?)?;
    let again = first.saturating_add(1);
    hall.marks(first, selecting(&MARKS, hall.present()));
    hall.marks(again, selecting(&AGAIN, hall.present()));
    let voided = Round { voided: Some(REASON), ..Round::of([first]) };
    let rounds = vec![voided, Round::following(again, first)];
    let chosen = Expected::chosen((1..=9).chain([11]));
    Ok(hall.story(rounds, [(first, Expected::Voided), (again, chosen)]))
}
