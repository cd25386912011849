//! 记名: each deputy and their choices, by number on the roll.

use super::super::check::Checked;
use super::super::record::{NamedVote, Record};
use crate::rules::explain::Lang;
use maud::{Markup, html};

/// The list.
pub(super) fn table(record: Checked<'_>) -> Markup {
    let labels = record.profile.labels(Lang::Zh);
    let unpressed = record.ballots.unreturned();
    html! {
        h2 { "各代表的选择（记名）" }
        table {
            thead { tr { th { "编号" } th { "姓名" } th { "代表团" } th { "选择" } } }
            @for vote in &record.votes {
                tbody {
                    tr {
                        td.n { (vote.deputy) }
                        td.key { (vote.name) }
                        td { (vote.delegation) }
                        td { (choices(&record, vote, &labels)) }
                    }
                }
            }
        }
        @if unpressed > 0 { p { "实到而未按的 " (unpressed) " 人，不在上表之内。" } }
    }
}

/// `赞成`; of several items `赞成：1、3；反对：2`.
fn choices(record: &Record, vote: &NamedVote, labels: &[String]) -> String {
    let label = |column: usize| labels.get(column).map_or("", String::as_str);
    if let ([_], [column]) = (record.items.as_slice(), vote.columns.as_slice()) {
        return label(*column).to_owned();
    }
    let mut groups = Vec::new();
    for column in 0..labels.len() {
        let marked = record.items.iter().zip(&vote.columns).filter(|(_, marked)| **marked == column);
        let numbers: Vec<String> = marked.map(|(item, _)| item.number.to_string()).collect();
        if !numbers.is_empty() {
            groups.push(format!("{}：{}", label(column), numbers.join("、")));
        }
    }
    groups.join("；")
}
