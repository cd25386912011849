//! Appraisals whose numbers were published: every mark is cast by a device, and the grades must be those that were announced.
//!
//! Sources: 镇海 2021: 29 members of the standing committee present, all graded 满意, so at most 34 members. 宁海 2020: 222 of 231
//! deputies present; nine of the ten rows that were published. The tenth, 95 + 27 + 0, is not what 222 ballots can give: no
//! deputies could mark it, and it is refused wherever it is given as numbers.

use std::net::SocketAddr;

use super::super::DemoError;
use super::super::plot::PartRole;
use super::super::sitting::{Expected, Round, Story};
use super::Size;
use super::hall::{Hall, ready_made, titled};
use crate::prepare::sitting::DraftPurpose;

/// 满意, 基本满意, 不满意.
type Row = (&'static str, [usize; 3]);

const ZHENHAI: [Row; 8] = [
    ("教育", [28, 1, 0]),
    ("公共卫生", [20, 8, 1]),
    ("老旧小区", [26, 3, 0]),
    ("食品安全", [29, 0, 0]),
    ("老年护理", [17, 11, 1]),
    ("交通治堵", [26, 3, 0]),
    ("隧道口停车场", [17, 11, 1]),
    ("住房保障", [28, 1, 0]),
];

const NINGHAI: [Row; 9] = [
    ("第二项", [175, 43, 4]),
    ("第三项", [161, 58, 3]),
    ("第四项", [187, 34, 1]),
    ("第五项", [177, 44, 1]),
    ("第六项", [161, 57, 4]),
    ("第七项", [165, 57, 0]),
    ("第八项", [145, 74, 3]),
    ("第九项", [159, 62, 1]),
    ("第十项", [168, 53, 1]),
];

pub(super) fn ninghai(listen: SocketAddr, size: Size) -> Result<Story, DemoError> {
    appraisal(listen, size, "ninghai", ("appraisal-three-grades", 231, &NINGHAI[..]))
}

pub(super) fn zhenhai(listen: SocketAddr, size: Size) -> Result<Story, DemoError> {
    appraisal(listen, size, "zhenhai", ("zhenhai-cumulative", 34, &ZHENHAI[..]))
}

/// One contest with exactly these marks. Both sizes are the same: the numbers are what they were.
fn appraisal(
    listen: SocketAddr,
    size: Size,
    name: &str,
    (profile, members, rows): (&str, usize, &[Row]),
) -> Result<Story, DemoError> {
    let present = rows.first().map_or(0, |(_, marks)| marks.iter().sum());
    let mut hall = Hall::new(listen, size, &format!("demo.piaojue.example/{name}"), members)?;
    hall.last(members.saturating_sub(present), PartRole::Absent);
    let rules = hall.adopt(ready_made(profile)?);
    let items = titled(rows.iter().map(|(title, _)| *title))?;
    let contest = hall.contest("民生实事项目满意度测评", (rules, DraftPurpose::Items), items)?;
    hall.marks(contest, (0..present).map(|ballot| ballot_of(rows, ballot, present)).collect());
    // All were announced as 满意.
    let grades = vec![0; rows.len()];
    Ok(hall.story(vec![Round::of([contest])], [(contest, Expected::Graded(grades))]))
}

/// The columns of one ballot; each item begins with another deputy.
fn ballot_of(rows: &[Row], ballot: usize, present: usize) -> Vec<usize> {
    let column = |item: usize, marks: &[usize; 3]| {
        let at = ballot.saturating_add(item.saturating_mul(7)).checked_rem(present).unwrap_or(0);
        let [first, second, _] = *marks;
        usize::from(at >= first) + usize::from(at >= first.saturating_add(second))
    };
    rows.iter().enumerate().map(|(item, (_, marks))| column(item, marks)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_are_those_that_were_published() {
        for (rows, present) in [(&ZHENHAI[..], 29), (&NINGHAI[..], 222)] {
            for (item, (title, marks)) in rows.iter().enumerate() {
                let mut counted = [0; 3];
                for ballot in 0..present {
                    counted[ballot_of(rows, ballot, present)[item]] += 1;
                }
                assert_eq!(counted, *marks, "{title}");
            }
        }
    }
}
