//! The list of candidate projects (民生实事候选项目), in ballot order.

use std::collections::HashMap;

use audit::wire::Text;

use super::cell::{self, Place};
use super::problem::{ColumnName, Findings, Reason, Refused, Taken};
use super::roll::first_of;
use super::table::{self, Column, Encoding};

/// Most projects of one contest.
pub const PROJECTS_MAX: usize = 200;
/// Highest project number.
pub const PROJECT_NUMBER_MAX: u32 = 999;
/// Longest title in characters: what fits a ballot row in two lines of the largest type.
pub const TITLE_CHARS_MAX: usize = 60;
/// Longest department in characters.
pub const DEPARTMENT_CHARS_MAX: usize = 60;
/// Longest description in characters.
pub const DETAIL_CHARS_MAX: usize = 400;

const NUMBER: ColumnName = ColumnName { zh: "序号", en: "number" };
const TITLE: ColumnName = ColumnName { zh: "项目名称", en: "title" };
const DEPARTMENT: ColumnName = ColumnName { zh: "承办部门", en: "department" };
const BUDGET: ColumnName = ColumnName { zh: "预算(万元)", en: "budget_wan" };
const DETAIL: ColumnName = ColumnName { zh: "建设内容", en: "detail" };
/// A budget in another unit is an unknown column, and said so, rather than ten thousand times wrong.
const COLUMNS: [Column; 5] = [
    Column { name: NUMBER, synonyms: &["编号", "票号", "no.", "no"], required: true },
    Column { name: TITLE, synonyms: &["项目", "名称", "project", "name"], required: true },
    Column {
        name: DEPARTMENT,
        synonyms: &["责任单位", "牵头单位", "承办单位", "责任部门", "牵头部门"],
        required: false,
    },
    Column {
        name: BUDGET,
        synonyms: &["预算/万元", "投资(万元)", "总投资(万元)", "估算投资(万元)", "计划投资(万元)"],
        required: false,
    },
    Column {
        name: DETAIL,
        synonyms: &["建设内容及规模", "主要内容", "项目内容", "内容", "description"],
        required: false,
    },
];

/// One candidate project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectRow {
    /// From 1 to [`PROJECT_NUMBER_MAX`], each once.
    pub number: u32,
    /// Not empty.
    pub title: Text,
    /// Empty where the list has none.
    pub department: Text,
    /// In 万元 (10,000 yuan), the digits as written; none where the list has none.
    pub budget_wan: Option<String>,
    /// Empty where the list has none.
    pub detail: Text,
}

/// A project written in another file, such as the list of a contest.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InlineProject {
    /// Not empty.
    pub title: String,
    /// May be empty.
    #[serde(default)]
    pub department: String,
    /// In 万元, digits; may be empty.
    #[serde(default)]
    pub budget_wan: String,
    /// May be empty.
    #[serde(default)]
    pub detail: String,
}

/// Projects with nothing but a title, numbered from 1.
pub fn titles(titles: impl IntoIterator<Item = Text>) -> Vec<ProjectRow> {
    let row = |(number, title)| ProjectRow {
        number,
        title,
        department: Text::default(),
        budget_wan: None,
        detail: Text::default(),
    };
    (1..).zip(titles).map(row).collect()
}

/// Takes projects that were written one after another, numbered from 1; a problem's line is the project's place in them.
pub fn inline(file: &str, items: &[InlineProject]) -> Result<Taken<ProjectRow>, Refused> {
    let mut findings = Findings::new(file);
    if items.is_empty() {
        return Err(findings.stop(None, None, Reason::NoRows));
    }
    if items.len() > PROJECTS_MAX {
        return Err(findings.stop(None, None, Reason::TooManyRows { max: PROJECTS_MAX }));
    }
    let mut titles = HashMap::new();
    let mut rows = Vec::with_capacity(items.len());
    for (number, item) in (1_u32..).zip(items) {
        let line = u64::from(number);
        let at = |column| Place { line, column };
        let first_line = *titles.entry(item.title.as_str()).or_insert(line);
        let title = cell::required_text(&item.title, TITLE_CHARS_MAX, at(TITLE), &mut findings);
        if first_line != line && title.is_some() {
            at(TITLE).warn(&mut findings, Reason::SameTitle { first_line });
        }
        let department = cell::text(&item.department, DEPARTMENT_CHARS_MAX, at(DEPARTMENT), &mut findings);
        let budget_wan = if item.budget_wan.is_empty() {
            None
        } else {
            cell::decimal(&item.budget_wan, at(BUDGET), &mut findings)
        };
        let detail = cell::text(&item.detail, DETAIL_CHARS_MAX, at(DETAIL), &mut findings);
        if let (Some(title), Some(department), Some(detail)) = (title, department, detail) {
            rows.push(ProjectRow { number, title, department, budget_wan, detail });
        }
    }
    findings.finish(rows, Encoding::Utf8)
}

/// Reads a list of projects; `file` is its name in messages.
pub fn read(file: &str, bytes: &[u8]) -> Result<Taken<ProjectRow>, Refused> {
    let table = table::read(file, bytes, &COLUMNS, PROJECTS_MAX)?;
    let mut findings = table.findings;
    let (mut numbers, mut titles) = (HashMap::new(), HashMap::new());
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let [number, title, department, budget, detail] = &row.cells;
        let at = |column| Place { line: row.line, column };
        let number = cell::number(number, PROJECT_NUMBER_MAX, at(NUMBER), &mut findings);
        let number = number.filter(|n| first_of(*n, row.line, NUMBER, &mut numbers, &mut findings));
        let first_line = *titles.entry(title.as_str()).or_insert(row.line);
        let title = cell::required_text(title, TITLE_CHARS_MAX, at(TITLE), &mut findings);
        if first_line != row.line && title.is_some() {
            at(TITLE).warn(&mut findings, Reason::SameTitle { first_line });
        }
        let department = cell::text(department, DEPARTMENT_CHARS_MAX, at(DEPARTMENT), &mut findings);
        let budget_wan =
            if budget.is_empty() { None } else { cell::decimal(budget, at(BUDGET), &mut findings) };
        let detail = cell::text(detail, DETAIL_CHARS_MAX, at(DETAIL), &mut findings);
        if let (Some(number), Some(title), Some(department), Some(detail)) =
            (number, title, department, detail)
        {
            rows.push(ProjectRow { number, title, department, budget_wan, detail });
        }
    }
    findings.finish(rows, table.encoding)
}

#[cfg(test)]
mod tests {
    use super::super::shared_data;
    use super::super::table::Encoding;
    use super::*;

    fn text(s: &str) -> Text {
        s.parse().unwrap()
    }

    #[test]
    fn a_list_is_read_with_the_headings_that_people_use() {
        let csv = "编号,责任单位,项目名称,总投资（万元）,主要内容\n3,住建局,老旧小区改造,1360.50,\"三个小区,含配套\"\n4,,公厕,,\n";
        let taken = read("项目.csv", csv.as_bytes()).unwrap();
        assert_eq!(taken.warnings, []);
        assert_eq!(
            taken.rows,
            [
                ProjectRow {
                    number: 3,
                    title: text("老旧小区改造"),
                    department: text("住建局"),
                    budget_wan: Some("1360.50".into()),
                    detail: text("三个小区,含配套"),
                },
                ProjectRow {
                    number: 4,
                    title: text("公厕"),
                    department: text(""),
                    budget_wan: None,
                    detail: text("")
                },
            ]
        );
    }

    #[test]
    fn bad_cells_are_refused_and_odd_ones_pointed_out() {
        let csv = "序号,项目名称,预算(万元)\n1,公厕,12万\n1,公园,3\n1000,\t,4\n";
        let refused = read("项目.csv", csv.as_bytes()).unwrap_err();
        let found: Vec<_> = refused.problems.into_iter().map(|p| (p.line.unwrap(), p.reason)).collect();
        assert_eq!(
            found,
            [
                (2, Reason::NotADecimal { text: "12万".into() }),
                (3, Reason::RepeatedNumber { number: 1, first_line: 2 }),
                (4, Reason::OutOfRange { text: "1000".into(), min: 1, max: PROJECT_NUMBER_MAX }),
                (4, Reason::Empty),
            ]
        );
        let odd = read("项目.csv", "序号,项目名称,预算(元)\n1,公厕,3\n2,公厕,4\n".as_bytes()).unwrap();
        let found: Vec<_> = odd.warnings.into_iter().map(|p| p.reason).collect();
        let unknown = Reason::UnknownColumn { text: "预算(元)".into() };
        assert_eq!(found, [unknown, Reason::SameTitle { first_line: 2 }]);
        assert_eq!(odd.rows[0].budget_wan, None);
    }

    /// Contents of real lists, beside the repository where a developer has them.
    #[test]
    fn real_lists_are_read() {
        let Some(folder) = shared_data("projects") else { return };
        let mut counted = 0;
        for file in std::fs::read_dir(&folder)
            .unwrap()
            .map(|f| f.unwrap().path())
            .filter(|f| f.extension().is_some_and(|e| e == "csv"))
        {
            let name = file.file_name().unwrap().to_str().unwrap().to_owned();
            // "云溪县-15选10.csv": fifteen projects, ten to choose.
            let expected: usize =
                name.split_once('-').unwrap().1.split_once('选').unwrap().0.parse().unwrap();
            let bytes = std::fs::read(&file).unwrap();
            let taken = read(&name, &bytes).unwrap();
            assert_eq!(
                (taken.rows.len(), taken.encoding, taken.warnings),
                (expected, Encoding::Utf8, vec![])
            );
            let (gb, _, lost) = encoding_rs::GB18030.encode(std::str::from_utf8(&bytes).unwrap());
            assert!(!lost);
            let again = read(&name, &gb).unwrap();
            assert_eq!((again.rows, again.encoding), (taken.rows, Encoding::Gb18030));
            counted += 1;
        }
        assert!(counted > 0, "no list in {}", folder.display());
    }
}
