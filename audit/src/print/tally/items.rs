//! The table of items: every column of every channel, what they make, and why.

use super::super::check::Checked;
use super::super::numbers::{fraction, percent, score};
use super::super::record::{Declared, Record};
use crate::rules::explain::{self, Lang};
use crate::rules::{Chosen, GradeRule, ItemDecision, Method, Options, Row, Score, Seats};
use crate::wire::Int;
use maud::{Markup, html};

/// Columns, as [`column_count`] has them, beyond which the table's type must be small.
const COLUMNS_MAX: usize = 9;

/// Columns beyond which no paper is wide enough: the marks then stand in lines below their item.
const COLUMNS_MANY: usize = 14;

/// What stands beside an item, apart from its marks.
struct Shape {
    /// Names of the columns, the rest last.
    labels: Vec<String>,
    /// Whether machine and paper have rows of their own.
    apart: bool,
    /// Whether a mark did not count somewhere.
    invalid: bool,
    /// The score's name, where it is something else than the votes.
    score: Option<&'static str>,
}

impl Shape {
    fn of(record: &Record) -> Self {
        let declared = record.declared().ok();
        let score = match &record.profile.method {
            Method::Choose(rules) => match rules.score {
                Score::Votes | Score::Appearances { .. } => None,
                Score::Borda => Some("得分"),
                Score::MeanRank { .. } => Some("平均名次"),
            },
            Method::Grade { rule: GradeRule::Weighted { .. } } => Some("得分"),
            Method::Grade { .. } => None,
        };
        let mut labels = record.profile.labels(Lang::Zh);
        if let Options::Ranks { .. } = record.profile.options {
            // The last one says that there is no number.
            let ranks = labels.len().saturating_sub(1);
            labels.iter_mut().take(ranks).for_each(|label| label.insert(0, '排'));
        }
        Self {
            labels,
            apart: declared.is_some_and(|declared| !declared.paper.is_empty()),
            invalid: declared
                .is_some_and(|declared| declared.decision.items.iter().any(|item| item.invalid > Int::ZERO)),
            score,
        }
    }

    /// Columns that the marks, their channel and the score call for.
    fn columns(&self) -> usize {
        let more = [self.apart, self.invalid, self.score.is_some()];
        self.labels.len().saturating_add(more.into_iter().filter(|more| *more).count())
    }
}

/// Columns between an item's title and its votes, and the score.
pub(super) fn column_count(record: &Record) -> usize {
    Shape::of(record).shown()
}

/// The table.
pub(super) fn table(record: Checked<'_>, declared: &Declared) -> Markup {
    let shape = Shape::of(&record);
    // Number, title, votes, share, rank, result.
    let columns = shape.shown().saturating_add(6);
    let items = record.items.iter().zip(&declared.decision.items).enumerate();
    html! {
        table.dense[shape.shown() > COLUMNS_MAX] {
            (heading(&record, &shape))
            @for (at, (item, decided)) in items {
                @let lines = lines(&shape, declared, at, decided);
                tbody.item {
                    @for (line, (channel, row)) in lines.iter().take(shape.rows()).enumerate() {
                        tr.sum[shape.apart && *channel == "合计" && !shape.is_listed()] {
                            @if line == 0 {
                                td.n.big rowspan=(shape.rows()) { (item.number) }
                                td.title rowspan=(shape.rows()) {
                                    (item.title)
                                    @if !item.department.is_empty() { br; "（" (item.department) "）" }
                                }
                            }
                            @if !shape.is_listed() {
                                @if shape.apart { td.c { (channel) } }
                                @for count in &row.counts { td.n { (count) } }
                                @if shape.invalid { td.n { (row.invalid) } }
                            }
                            @if line == 0 { (figures(&record, declared, &shape, at, decided)) }
                        }
                    }
                    @if shape.is_listed() {
                        @for (channel, row) in &lines {
                            tr.why { td colspan=(columns) { (listed(&shape, channel, row)) } }
                        }
                    }
                    tr.why { td colspan=(columns) { (explain::item(&record.profile, decided, Lang::Zh)) "。" } }
                }
            }
        }
    }
}

fn heading(record: &Record, shape: &Shape) -> Markup {
    html! {
        thead {
            tr {
                th { "序号" }
                th { "项目" }
                @if !shape.is_listed() {
                    @if shape.apart { th { "票" } }
                    @for label in &shape.labels { th { (label) } }
                    @if shape.invalid { th { "不计" } }
                }
                th { @if record.head.graded { "计数票" } @else { "得票" } }
                th { @if record.head.graded { "满意率" } @else { "占比" } }
                @if let Some(score) = shape.score { th { (score) } }
                th { "名次" }
                th { @if record.head.graded { "等次" } @else { "结果" } }
            }
        }
    }
}

/// `电子　排1：0　排2：3 …`; a label and its number are never parted.
fn listed(shape: &Shape, channel: &str, row: &Row) -> Markup {
    html! {
        (channel)
        @for (label, count) in shape.labels.iter().zip(&row.counts) { " " span.mark { (label) "：" (count) } }
        @if shape.invalid { " " span.mark { "不计：" (row.invalid) } }
    }
}

impl Shape {
    /// Whether the marks stand in lines below their item.
    fn is_listed(&self) -> bool {
        self.columns() > COLUMNS_MANY
    }

    /// Columns that are shown.
    fn shown(&self) -> usize {
        if self.is_listed() { usize::from(self.score.is_some()) } else { self.columns() }
    }

    /// Rows of one item with columns for its marks.
    fn rows(&self) -> usize {
        if self.apart && !self.is_listed() { 3 } else { 1 }
    }
}

/// The rows of one item: the sum alone, or both channels and the sum.
fn lines(shape: &Shape, declared: &Declared, at: usize, decided: &ItemDecision) -> Vec<(&'static str, Row)> {
    let sum = Row { counts: decided.counts.clone(), invalid: decided.invalid };
    if !shape.apart {
        return vec![("合计", sum)];
    }
    let channel = |rows: &[Row]| rows.get(at).cloned();
    let both =
        [("电子", channel(&declared.machine)), ("纸质", channel(&declared.paper)), ("合计", Some(sum))];
    both.into_iter().filter_map(|(name, row)| Some((name, row?))).collect()
}

fn figures(record: &Record, declared: &Declared, shape: &Shape, at: usize, decided: &ItemDecision) -> Markup {
    let rows = shape.rows();
    let chosen = matches!(decided.chosen, Chosen::Yes) || is_settled(declared, at);
    html! {
        td.n.big rowspan=(rows) { (decided.votes) }
        td.c.small rowspan=(rows) { (fraction(&decided.share)) br; (percent(decided.share.percent)) }
        @if shape.score.is_some() { td.c.small rowspan=(rows) { (score(decided.score)) } }
        td.c rowspan=(rows) { (decided.rank) }
        td.c.result.chosen[chosen] rowspan=(rows) { (result(record, declared, at, decided)) }
    }
}

fn is_settled(declared: &Declared, at: usize) -> bool {
    let place = u64::try_from(at).ok();
    declared.settled.iter().flatten().any(|settled| Some(*settled) == place)
}

/// 入选, or of items that pass each by itself 通过; of grades the grade's name.
pub(super) fn result(record: &Record, declared: &Declared, at: usize, decided: &ItemDecision) -> String {
    let every = record.profile.choose().is_some_and(|choose| choose.seats == Seats::EveryItem);
    let text = match decided.chosen {
        Chosen::Yes if every => "通过",
        Chosen::No if every => "未通过",
        Chosen::Yes => "入选",
        Chosen::No => "未入选",
        Chosen::RunOff => "待再次票决",
        Chosen::Presidium if declared.settled.is_none() => "待主席团决定",
        Chosen::Presidium if is_settled(declared, at) => "入选（主席团决定）",
        Chosen::Presidium => "未入选（主席团决定）",
        Chosen::Graded => return grade(record, decided),
    };
    text.to_owned()
}

fn grade(record: &Record, decided: &ItemDecision) -> String {
    let name = decided.grade.first().and_then(|grade| match &record.profile.options {
        Options::Grades { grades, .. } => grades.get(usize::try_from(grade.get()).ok()?),
        _ => None,
    });
    name.map_or_else(|| "未评定".to_owned(), ToString::to_string)
}
