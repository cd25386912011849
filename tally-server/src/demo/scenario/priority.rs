//! 排序: twenty items, each deputy numbers ten; the sum of points decides.

use std::net::SocketAddr;

use super::super::DemoError;
use super::super::sitting::{Expected, Round, Story};
use super::Size;
use super::hall::{Hall, ready_made, titled};
use crate::prepare::sitting::DraftPurpose;

const ITEMS: [&str; 20] = [
    "农村饮水管网改造",
    "乡镇卫生院设备更新",
    "老旧小区电梯加装",
    "公办幼儿园扩建",
    "县乡道路安防工程",
    "社区养老服务中心",
    "公共停车场建设",
    "城区雨污分流改造",
    "乡村公交线路延伸",
    "中小学食堂改造",
    "残疾人家庭无障碍改造",
    "农贸市场提升",
    "公共充电桩建设",
    "山区通信基站补点",
    "图书分馆建设",
    "河道整治",
    "垃圾分类站点",
    "全民健身场地",
    "困难家庭危房改造",
    "县城绿道延伸",
];
/// Numbers that a deputy gives.
const NUMBERS: usize = 10;
/// The item that gets number 1, the next ones the next numbers; for each four deputies in turn.
const FIRST: [usize; 4] = [0, 2, 0, 10];

pub(super) fn story(listen: SocketAddr, size: Size) -> Result<Story, DemoError> {
    let deputies = if size == Size::Full { 60 } else { 12 };
    let mut hall = Hall::new(listen, size, "demo.piaojue.example/priority", deputies)?;
    let rules = hall.adopt(ready_made("priority-borda")?);
    let contest =
        hall.contest("2027 年民生实事项目排序票决", (rules, DraftPurpose::Items), titled(ITEMS)?)?;
    let ballots = FIRST.iter().cycle().take(hall.present()).map(|first| {
        // A number is a column; items before the first and after the tenth have none.
        (0..ITEMS.len()).map(|item| item.checked_sub(*first).unwrap_or(NUMBERS).min(NUMBERS)).collect()
    });
    let ballots = ballots.collect();
    hall.marks(contest, ballots);
    // Points for each four deputies, 10 for number 1: items 3, 4, 1, 5, 2, 6, 7, 11, 8, 12 have 26 to 10; 9 and 13 have 8.
    Ok(hall.story(vec![Round::of([contest])], [(contest, Expected::chosen((1..=8).chain([11, 12])))]))
}
