//! 记名: each vote is signed by the deputy's device and public; nothing is decrypted.

use std::net::SocketAddr;

use super::super::DemoError;
use super::super::sitting::{Expected, Round, Story};
use super::Size;
use super::hall::{Hall, columns, ready_made, titled};
use crate::prepare::sitting::DraftPurpose;

const ITEMS: [&str; 3] = [
    "关于云岭县二〇二六年国民经济和社会发展计划执行情况的决议（草案）",
    "关于云岭县二〇二六年财政预算执行情况的决议（草案）",
    "关于调整云岭县城区饮用水水源保护区的决议（草案）",
];
/// 赞成, 反对, 弃权 in percent: two pass, one does not.
const MARKS: [&[usize]; 3] = [&[85, 5, 10], &[65, 20, 15], &[40, 45, 15]];

pub(super) fn story(listen: SocketAddr, size: Size) -> Result<Story, DemoError> {
    let deputies = if size == Size::Full { 60 } else { 12 };
    let mut hall = Hall::new(listen, size, "demo.piaojue.example/roll-call", deputies)?;
    let rules = hall.adopt(ready_made("roll-call")?);
    let contest = hall.contest("大会决议记名表决", (rules, DraftPurpose::Items), titled(ITEMS)?)?;
    hall.marks(contest, columns(&MARKS, hall.present()));
    Ok(hall.story(vec![Round::of([contest])], [(contest, Expected::chosen([1, 2]))]))
}
