//! The roll (代表名册) as typed by the secretariat.

use std::collections::HashMap;

use audit::wire::Text;

use super::cell::{self, Place};
use super::problem::{ColumnName, Findings, Reason, Refused, Taken};
use super::table::{self, Column};

/// Most deputies of a roll; the national congress has about 3,000.
pub const DEPUTIES_MAX: usize = 5_000;
/// Highest deputy number.
pub const DEPUTY_NUMBER_MAX: u32 = 99_999;
/// Longest name in characters; transcribed names of several parts run to about 30.
pub const NAME_CHARS_MAX: usize = 40;
/// Longest delegation in characters.
pub const DELEGATION_CHARS_MAX: usize = 30;

const NUMBER: ColumnName = ColumnName { zh: "序号", en: "number" };
const NAME: ColumnName = ColumnName { zh: "姓名", en: "name" };
const DELEGATION: ColumnName = ColumnName { zh: "代表团", en: "delegation" };
const COLUMNS: [Column; 3] = [
    Column {
        name: NUMBER, synonyms: &["编号", "代表号", "代表证号", "no.", "no", "id"], required: true
    },
    Column { name: NAME, synonyms: &["代表姓名", "代表", "deputy"], required: true },
    Column {
        name: DELEGATION, synonyms: &["所在代表团", "代表团名称", "选举单位", "group"], required: true
    },
];

/// One deputy of the roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollRow {
    /// From 1 to [`DEPUTY_NUMBER_MAX`], each once.
    pub number: u32,
    /// Not empty.
    pub name: Text,
    /// Not empty.
    pub delegation: Text,
}

/// Reads a roll; `file` is its name in messages.
pub fn read(file: &str, bytes: &[u8]) -> Result<Taken<RollRow>, Refused> {
    let table = table::read(file, bytes, &COLUMNS, DEPUTIES_MAX)?;
    let mut findings = table.findings;
    let mut numbers = HashMap::new();
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let [number, name, delegation] = &row.cells;
        let at = |column| Place { line: row.line, column };
        let number = cell::number(number, DEPUTY_NUMBER_MAX, at(NUMBER), &mut findings);
        let number = number.filter(|n| first_of(*n, row.line, NUMBER, &mut numbers, &mut findings));
        let name = name_of(name, at(NAME), &mut findings);
        let delegation = cell::required_text(delegation, DELEGATION_CHARS_MAX, at(DELEGATION), &mut findings);
        if let (Some(number), Some(name), Some(delegation)) = (number, name, delegation) {
            rows.push((row.line, RollRow { number, name, delegation }));
        }
    }
    warn_of_similar_names(&rows, &mut findings);
    findings.finish(rows.into_iter().map(|(_, row)| row).collect(), table.encoding)
}

/// Whether the number stands here for the first time; refuses the row if not.
pub(super) fn first_of(
    number: u32,
    line: u64,
    column: ColumnName,
    seen: &mut HashMap<u32, u64>,
    findings: &mut Findings,
) -> bool {
    let first_line = *seen.entry(number).or_insert(line);
    if first_line != line {
        findings.refuse(Some(line), Some(column), Reason::RepeatedNumber { number, first_line });
    }
    first_line == line
}

/// A name; spaces between two Han characters, which typists put in to align "张　三" with longer names, go.
fn name_of(cell: &str, place: Place, findings: &mut Findings) -> Option<Text> {
    let is_han = |c: char| matches!(u32::from(c), 0x3400..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff);
    let is_space = |c: char| c.is_whitespace() && !c.is_control();
    let aligned = cell.chars().any(is_space) && cell.chars().all(|c| is_han(c) || is_space(c));
    let name: String =
        if aligned { cell.chars().filter(|c| !is_space(*c)).collect() } else { cell.to_owned() };
    let text = cell::required_text(&name, NAME_CHARS_MAX, place, findings)?;
    if aligned {
        place.warn(findings, Reason::SpacesRemoved { read_as: name.clone() });
    }
    if name.contains(['?', '？', '□', '〓']) {
        place.warn(findings, Reason::QuestionMark);
    }
    Some(text)
}

/// A row that later ones of its delegation are compared with.
struct Earlier<'a> {
    line: u64,
    name: &'a str,
    compared: Vec<char>,
}

/// Two rows of one delegation that may be one person typed twice.
fn warn_of_similar_names(rows: &[(u64, RollRow)], findings: &mut Findings) {
    let mut delegations: HashMap<&str, Vec<Earlier<'_>>> = HashMap::new();
    for (line, row) in rows {
        let (name, compared) = (row.name.as_str(), compared(row.name.as_str()));
        let earlier = delegations.entry(row.delegation.as_str()).or_default();
        if let Some(first) = earlier.iter().find(|first| is_similar(&first.compared, &compared)) {
            let first_line = first.line;
            let reason = if first.name == name {
                Reason::SameName { first_line }
            } else {
                Reason::SimilarName { first_line, name: first.name.to_owned() }
            };
            findings.warn(Some(*line), Some(NAME), reason);
        }
        earlier.push(Earlier { line: *line, name, compared });
    }
}

/// A name without what a typist varies: spaces, the middle dot's many forms, full width, case.
fn compared(name: &str) -> Vec<char> {
    let dots = ['·', '•', '・', '‧', '∙', '．', '.', '●'];
    let kept = name.chars().filter(|c| !c.is_whitespace() && !dots.contains(c));
    kept.flat_map(|c| match u32::from(c) {
        0xff01..=0xff5e => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c).to_lowercase(),
        _ => c.to_lowercase(),
    })
    .collect()
}

/// Equal, the same characters in another order (王建国, 王国建), or long and one character apart. Short names
/// one character apart (王建国, 王建军) are different people, and warnings that are always wrong go unread.
fn is_similar(a: &[char], b: &[char]) -> bool {
    if a == b {
        return true;
    }
    let sorted = |name: &[char]| {
        let mut name = name.to_vec();
        name.sort_unstable();
        name
    };
    (a.len() == b.len() && a.len() >= 3 && sorted(a) == sorted(b))
        || (a.len().min(b.len()) >= 5 && is_one_apart(a, b))
}

/// One character changed, missing or added.
fn is_one_apart(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let end = short.iter().rev().zip(long.iter().rev()).take_while(|(x, y)| x == y).count();
    long.len() - short.len() <= 1 && start + end + 1 >= long.len()
}

#[cfg(test)]
mod tests {
    use super::super::table::Encoding;
    use super::*;

    fn taken(rows: &str) -> Taken<RollRow> {
        read("名册.csv", format!("序号,姓名,代表团\n{rows}").as_bytes()).unwrap()
    }

    fn warnings(rows: &str) -> Vec<(u64, Reason)> {
        taken(rows).warnings.into_iter().map(|p| (p.line.unwrap(), p.reason)).collect()
    }

    #[test]
    fn a_roll_is_read_with_either_languages_headings() {
        let expected =
            RollRow { number: 7, name: "王五".parse().unwrap(), delegation: "城关".parse().unwrap() };
        assert_eq!(taken("7,王五,城关\n").rows, std::slice::from_ref(&expected));
        let english = read("roll.csv", "Delegation,NAME,Number\n城关,王五,007\n".as_bytes()).unwrap();
        assert_eq!((english.rows, english.encoding), (vec![expected], Encoding::Utf8));
    }

    #[test]
    fn every_bad_cell_is_reported_with_its_place() {
        let rows = "1,王五,城关\n1,赵六,城关\nx,,\n0,李\u{202e}四,城关\n";
        let refused = read("名册.csv", format!("序号,姓名,代表团\n{rows}").as_bytes()).unwrap_err();
        let found: Vec<_> = refused
            .problems
            .iter()
            .map(|p| (p.line.unwrap(), p.column.unwrap().zh, p.reason.clone()))
            .collect();
        assert_eq!(
            found,
            [
                (3, "序号", Reason::RepeatedNumber { number: 1, first_line: 2 }),
                (4, "序号", Reason::NotANumber { text: "x".into() }),
                (4, "姓名", Reason::Empty),
                (4, "代表团", Reason::Empty),
                (5, "序号", Reason::OutOfRange { text: "0".into(), min: 1, max: DEPUTY_NUMBER_MAX }),
                (5, "姓名", Reason::Invisible { character: 0x202e }),
            ]
        );
        assert_eq!(refused.zh().lines().next(), Some("名册.csv 第 3 行“序号”：编号 1 与第 2 行重复"));
    }

    #[test]
    fn aligned_names_are_joined_and_said_so() {
        let taken = taken("1,张　三,城关\n2,A B,城关\n");
        assert_eq!(taken.rows[0].name.as_str(), "张三");
        assert_eq!(taken.rows[1].name.as_str(), "A B");
        assert_eq!(taken.warnings.len(), 1);
        assert_eq!(taken.warnings[0].reason, Reason::SpacesRemoved { read_as: "张三".into() });
    }

    #[test]
    fn names_that_a_conversion_may_have_broken_are_pointed_out() {
        assert_eq!(warnings("1,王?,城关\n"), [(2, Reason::QuestionMark)]);
        assert_eq!(warnings("1,王\u{e123},城关\n"), [(2, Reason::PrivateUse { character: 0xe123 })]);
    }

    #[test]
    fn near_duplicates_of_one_delegation_are_pointed_out() {
        let similar = |line, name: &str| (line, Reason::SimilarName { first_line: 2, name: name.into() });
        assert_eq!(warnings("1,王五,城关\n2,王五,城关\n"), [(3, Reason::SameName { first_line: 2 })]);
        assert_eq!(warnings("1,王建国,城关\n2,王国建,城关\n"), [similar(3, "王建国")]);
        assert_eq!(warnings("1,阿依·古丽,城关\n2,阿依•古丽,城关\n"), [similar(3, "阿依·古丽")]);
        assert_eq!(warnings("1,买买提吐尔逊,城关\n2,买买提吐尔孙,城关\n"), [similar(3, "买买提吐尔逊")]);
        assert_eq!(warnings("1,买买提吐尔逊,城关\n2,买买提吐逊,城关\n"), [similar(3, "买买提吐尔逊")]);
    }

    #[test]
    fn different_people_are_not() {
        assert_eq!(warnings("1,王五,城关\n2,王五,河西\n"), []);
        assert_eq!(warnings("1,王建国,城关\n2,王建军,城关\n3,王建,城关\n"), []);
        assert_eq!(warnings("1,买买提吐尔逊,城关\n2,买买提艾力江,城关\n"), []);
    }

    proptest::proptest! {
        /// Any bytes are taken or refused; what is taken has every number once and no name that could deceive.
        #[test]
        fn a_changed_roll_never_breaks_the_reader(at in 0..super::super::demo::ROLL.len(), bytes: [u8; 3]) {
            let mut roll = super::super::demo::ROLL.to_vec();
            let end = roll.len().min(at + 3);
            roll.splice(at..end, bytes);
            match read("roll.csv", &roll) {
                Ok(taken) => {
                    let numbers: std::collections::HashSet<u32> = taken.rows.iter().map(|r| r.number).collect();
                    proptest::prop_assert_eq!(numbers.len(), taken.rows.len());
                    proptest::prop_assert!(taken.rows.iter().all(|r| !r.name.as_str().trim().is_empty()));
                }
                Err(refused) => proptest::prop_assert!(!refused.problems.is_empty()),
            }
        }
    }
}
