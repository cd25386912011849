//! 工作评议: five departments in four grades, the one with the most marks.

use std::net::SocketAddr;

use super::super::DemoError;
use super::super::sitting::{Expected, Round, Story};
use super::Size;
use super::hall::{Hall, columns, ready_made, titled};
use crate::prepare::sitting::DraftPurpose;

const ITEMS: [&str; 5] = ["县教育局", "县卫生健康局", "县交通运输局", "县水务局", "县市场监督管理局"];
/// 好, 较好, 一般, 差 in percent.
const MARKS: [&[usize]; 5] =
    [&[60, 25, 10, 5], &[25, 50, 20, 5], &[45, 30, 15, 10], &[15, 25, 45, 15], &[5, 15, 25, 55]];
/// The grade with the most marks.
const GRADES: [u64; 5] = [0, 1, 0, 2, 3];

pub(super) fn story(listen: SocketAddr, size: Size) -> Result<Story, DemoError> {
    let deputies = if size == Size::Full { 60 } else { 12 };
    let mut hall = Hall::new(listen, size, "demo.piaojue.example/grades", deputies)?;
    let rules = hall.adopt(ready_made("four-grades-plurality")?);
    let contest = hall.contest("2026 年度部门工作评议", (rules, DraftPurpose::Items), titled(ITEMS)?)?;
    hall.marks(contest, columns(&MARKS, hall.present()));
    Ok(hall.story(vec![Round::of([contest])], [(contest, Expected::Graded(GRADES.to_vec()))]))
}
