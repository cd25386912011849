//! 选票(表决票)清点情况报告单: what became of the ballots, before anything is said of their content.

use super::check::Checked;
use super::frame::{Layout, document, moment, provenance, signatures, words};
use crate::rules::explain::{self, Lang};
use crate::rules::{Channel, Secrecy};
use maud::{Markup, html};

/// The page.
pub(super) fn page(record: Checked<'_>) -> Markup {
    let head = &record.head;
    let title = match head.secrecy {
        Secrecy::Secret if head.graded => "测评票清点情况报告单",
        Secrecy::Secret => "表决票清点情况报告单",
        Secrecy::Named | Secrecy::Hands => "表决清点情况报告单",
    };
    let stand = head.counted.as_ref();
    let main = html! {
        (roll(record))
        (ballots(record))
        (slips(record))
        (void_register(record))
        (rule(record))
        @if let Some(stand) = stand {
            (moment("清点时间", stand))
            (signatures(stand, false))
            (provenance(head, stand))
        }
    };
    document(head, title, Layout::Portrait, &main)
}

/// 全体, 应到, 实到.
pub(super) fn roll(record: Checked<'_>) -> Markup {
    let roll = &record.roll;
    html! {
        table.short {
            thead { tr { th { "全体代表" } th { "应到" } th { "实到" } } }
            tbody { tr { @for number in [roll.membership, roll.due, roll.present] { td.c.big { (number) } } } }
        }
    }
}

/// One row for each channel that there is, and their sum.
pub(super) fn ballots(record: Checked<'_>) -> Markup {
    let words = words(record.head.secrecy);
    let sum = &record.ballots;
    // Never a negative number: more collected than issued is said below, and makes the vote void.
    let row = |channel: &Channel| {
        let (issued, returned) = (channel.issued.get(), channel.returned.get());
        [issued, returned, issued.saturating_sub(returned), channel.valid.get(), channel.void.get()]
    };
    let both = [sum.issued(), sum.returned(), sum.unreturned(), sum.valid(), sum.void()];
    let apart = record.has_paper();
    html! {
        table.short {
            thead {
                tr {
                    @if apart { th {} }
                    @for name in [words.issued, words.returned, words.unreturned, "有效票", "废票"] { th { (name) } }
                }
            }
            tbody {
                @if apart {
                    @for (name, channel) in [("电子票", &sum.machine), ("纸质票", &sum.paper)] {
                        tr { td.key { (name) } @for number in row(channel) { td.c { (number) } } }
                    }
                }
                tr.sum { @if apart { td.key { "合计" } } @for number in both { td.c.big { (number) } } }
            }
        }
        @if record.entered > 0 {
            p { "纸质票中有效的 " (record.entered) " 张因票数较少，为保守秘密，由计票人和监票人录入为加密票，并入电子票一并计票。" }
        }
        @if record.challenged > 0 {
            p { "验票机记录 " (record.challenged) " 次；验票所用的不是选票，不计入以上各数。" }
        }
    }
}

/// 回条 against the ballots of the box.
pub(super) fn slips(record: Checked<'_>) -> Markup {
    let Some(slips) = record.slips else { return html! {} };
    let returned = record.ballots.machine.returned;
    match record.mismatch() {
        None => html! { p { "电子票收回 " (returned) " 张，代表终端交回的回条 " (slips) " 份，两数相符。" } },
        Some(mismatch) => html! {
            p.warning {
                "电子票收回 " (returned) " 张，回条 " (slips) " 份，"
                @if mismatch.more { "票比回条多 " (mismatch.by) " 张，可能有人塞票；" }
                @else { "票比回条少 " (mismatch.by) " 张，可能有票丢失；" }
                @match mismatch.could_change {
                    Some(true) => "有可能改变结果。",
                    Some(false) => "不可能改变结果。",
                    None => "能否改变结果，待宣布结果后得知。",
                }
            }
        },
    }
}

/// 废票登记 by reason.
pub(super) fn void_register(record: Checked<'_>) -> Markup {
    match &record.void_register {
        None => html! { h2 { "废票登记" } p { "纸质票尚待两组分别清点并核对一致后登记。" } },
        Some(register) if register.is_empty() => html! {},
        Some(register) => html! {
            h2 { "废票登记" }
            table.short {
                thead { tr { th { "原因" } th { "张数" } } }
                @for (reason, count) in register {
                    tbody { tr { td { (reason) } td.n { (count) } } }
                }
                tbody { tr.sum { td { "合计" } td.n { (record.ballots.paper.void) } } }
            }
        },
    }
}

/// 收回 ≤ 发出 for each channel, and what follows.
fn rule(record: Checked<'_>) -> Markup {
    let words = words(record.head.secrecy);
    let article = record.profile.articles.validity.as_str();
    let channels = [("电子票", &record.ballots.machine), ("纸质票", &record.ballots.paper)];
    html! {
        h2 { "认定" }
        @if record.head.secrecy == Secrecy::Secret {
            p { "依据：收回的票数等于或少于发出的票数，有效；多于发出的票数，无效"
                @if !article.is_empty() { "（" (article) "）" } "。" }
            @for (name, channel) in channels {
                @if name == "电子票" || record.has_paper() {
                    p {
                        @if record.has_paper() { (name) "：" }
                        (words.returned) " " (channel.returned)
                        @if channel.returned <= channel.issued { " ≤ " } @else { " > " }
                        (words.issued) " " (channel.issued)
                        @if channel.returned <= channel.issued { "，符合。" } @else { "，不符合。" }
                    }
                }
            }
        }
        p.verdict { (verdict(record)) }
    }
}

/// 有效, or why not.
pub(super) fn verdict(record: Checked<'_>) -> String {
    if record.head.voided.is_some() {
        return "本项票决已作废".to_owned();
    }
    let first = record.decision().and_then(|decision| {
        explain::whole(&record.profile, decision, &record.numbers(), Lang::Zh).into_iter().next()
    });
    // Nothing is decided yet, and no number makes the vote void.
    first.unwrap_or_else(|| "本次票决有效".to_owned())
}
