//! Only eight projects have more than half of the deputies: a second round for the two seats left.

use std::net::SocketAddr;

use audit::rules::{NextKind, OnShortfall};

use super::super::DemoError;
use super::super::sitting::{Expected, Round, Story};
use super::Size;
use super::hall::{Hall, county_items, county_rules, selecting};
use crate::prepare::sitting::DraftPurpose;

/// Percent of the ballots: eight pass, the next three are the best of those that fail.
const MARKS: [usize; 15] = [95, 92, 90, 87, 85, 82, 80, 77, 48, 46, 40, 30, 25, 20, 10];
/// Of the second round: two of the three pass.
const SECOND: [usize; 3] = [75, 65, 40];

pub(super) fn story(listen: SocketAddr, size: Size) -> Result<Story, DemoError> {
    let deputies = if size == Size::Full { 60 } else { 12 };
    let mut hall = Hall::new(listen, size, "demo.piaojue.example/shortfall", deputies)?;
    let mut profile = county_rules()?;
    if let Some(rules) = profile.choose_mut() {
        rules.on_shortfall = OnShortfall::SecondRound;
    }
    let rules = hall.adopt(profile);
    let first = hall.contest("2027 年民生实事项目票决", (rules, DraftPurpose::Items), county_items()?)?;
    let second = first.saturating_add(1);
    hall.marks(first, selecting(&MARKS, hall.present()));
    hall.marks(second, selecting(&SECOND, hall.present()));
    let short = Expected::Decided {
        chosen: (1..=8).collect(),
        next: NextKind::SecondRound,
        for_items: vec![9, 10, 11],
    };
    let rounds = vec![Round::of([first]), Round::following(second, first)];
    Ok(hall.story(rounds, [(first, short), (second, Expected::chosen([9, 10]))]))
}
