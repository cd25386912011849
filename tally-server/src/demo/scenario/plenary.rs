//! A whole plenary: the 票决办法 and the list of scrutineers are voted on first, then, both open at once, the projects and the
//! appraisal of last year's. 189 of 195 deputies are present.

use std::net::SocketAddr;

use super::super::DemoError;
use super::super::plot::PartRole;
use super::super::sitting::{Expected, Round, Story};
use super::hall::{Hall, columns, county_items, ready_made, selecting, titled};
use super::{Size, appraisal};
use crate::prepare::sitting::DraftPurpose;

/// 赞成, 反对, 弃权 in percent.
const RULES: [&[usize]; 1] = [&[85, 5, 10]];
const SCRUTINEERS: [&[usize]; 1] = [&[90, 5, 5]];
const PROJECTS: [usize; 15] = [95, 92, 90, 87, 85, 82, 80, 77, 75, 70, 40, 35, 30, 20, 10];

pub(super) fn story(listen: SocketAddr, size: Size) -> Result<Story, DemoError> {
    let (deputies, absent) = if size == Size::Full { (195, 6) } else { (14, 2) };
    let mut hall = Hall::new(listen, size, "demo.piaojue.example/plenary", deputies)?;
    hall.last(absent, PartRole::Absent);
    let procedural = hall.adopt(ready_made("procedural-secret")?);
    let county = hall.adopt_county()?;

    let purpose = DraftPurpose::Rules { rules: county };
    let item = titled(["云岭县人民代表大会民生实事项目票决办法（草案）"])?;
    let adopt = hall.contest("表决民生实事项目票决办法", (procedural, purpose), item)?;
    hall.marks(adopt, columns(&RULES, hall.present()));

    let item = titled(["监票人名单（草案）"])?;
    let named = hall.contest("表决监票人名单", (procedural, DraftPurpose::Scrutineers), item)?;
    hall.marks(named, columns(&SCRUTINEERS, hall.present()));

    let title = "2027 年民生实事项目票决";
    let projects = hall.contest(title, (county, DraftPurpose::Items), county_items()?)?;
    hall.marks(projects, selecting(&PROJECTS, hall.present()));
    let appraised = appraisal::contest(&mut hall)?;

    let rounds = vec![Round::of([adopt, named]), Round::of([projects, appraised])];
    let expected = [
        (adopt, Expected::chosen([1])),
        (named, Expected::chosen([1])),
        (projects, Expected::chosen(1..=10)),
        (appraised, Expected::Graded(appraisal::GRADES.to_vec())),
    ];
    Ok(hall.story(rounds, expected))
}
