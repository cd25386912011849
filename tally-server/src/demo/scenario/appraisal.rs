//! 满意度测评: last year's ten projects in three grades.

use std::net::SocketAddr;

use super::super::DemoError;
use super::super::sitting::{Expected, Round, Story};
use super::Size;
use super::hall::{Hall, columns, county_items, ready_made};
use crate::prepare::sitting::DraftPurpose;

/// Projects that are appraised.
const ITEMS: usize = 10;
/// 满意, 基本满意, 不满意 in percent.
pub(super) const MARKS: [&[usize]; ITEMS] = [
    &[90, 5, 5],
    &[80, 15, 5],
    &[75, 10, 15],
    &[70, 20, 10],
    &[60, 25, 15],
    &[40, 40, 20],
    &[35, 45, 20],
    &[30, 40, 30],
    &[20, 20, 60],
    &[10, 20, 70],
];
/// The first grade that, with those above it, more than half of those present gave.
pub(super) const GRADES: [u64; ITEMS] = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2];

/// Adds the contest to a hall.
pub(super) fn contest(hall: &mut Hall) -> Result<u64, DemoError> {
    let rules = hall.adopt(ready_made("appraisal-three-grades")?);
    let mut items = county_items()?;
    items.truncate(ITEMS);
    let contest = hall.contest("2026 年民生实事项目满意度测评", (rules, DraftPurpose::Items), items)?;
    hall.marks(contest, columns(&MARKS, hall.present()));
    Ok(contest)
}

pub(super) fn story(listen: SocketAddr, size: Size) -> Result<Story, DemoError> {
    let deputies = if size == Size::Full { 60 } else { 12 };
    let mut hall = Hall::new(listen, size, "demo.piaojue.example/appraisal", deputies)?;
    let contest = contest(&mut hall)?;
    Ok(hall.story(vec![Round::of([contest])], [(contest, Expected::Graded(GRADES.to_vec()))]))
}
