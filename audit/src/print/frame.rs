//! What every page has: the style, the head, 演练 or 作废 across it, signature lines, and what it can be checked against.

use super::head::{Head, Stand};
use super::numbers::{grouped, short, time};
use crate::rules::Secrecy;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The style of all pages. It stands in each page, so that one file is the whole record.
const STYLE: &str = include_str!("print.css");

/// Nothing may run and nothing may be asked for, also if a reader of this file were to find a gap in the escaping.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// How a page is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Tables of a few columns.
    Portrait,
    /// Tables of many columns.
    Landscape,
    /// To be read out: the largest type.
    Spoken,
}

impl Layout {
    fn class(self) -> &'static str {
        match self {
            Self::Portrait => "portrait",
            Self::Landscape => "landscape",
            Self::Spoken => "portrait spoken",
        }
    }
}

/// The whole file.
pub(super) fn document(head: &Head, title: &str, layout: Layout, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (title) " · 第 " (head.contest) " 项 · " (head.title) }
                // The style is ours, and no text of a log is in it.
                style { (PreEscaped(STYLE)) }
            }
            body class=(layout.class()) {
                @if head.rehearsal { div.watermark aria-hidden="true" { "演练" } }
                @if head.voided.is_some() { div.stamp aria-hidden="true" { "作废" } }
                header {
                    p.sitting { (head.sitting) }
                    h1 { (title) }
                    @if head.rehearsal { p.notice { "演练：本页各项数字不作数" } }
                    @if head.voided.is_some() { p.notice { "作废" } }
                    p.contest { "第 " (head.contest) " 项 " strong { (head.title) } }
                    @if let Some(purpose) = &head.purpose { p.purpose { (purpose) } }
                }
                main { (main) }
            }
        }
    }
}

/// A line to be signed. A name is printed beside it where the log knows it.
struct Line<'a> {
    role: &'a str,
    name: Option<&'a str>,
}

/// 签名: 总监票人, each 监票人 by name, two 计票人, and who receives the report.
pub(super) fn signatures(stand: &Stand, received: bool) -> Markup {
    let mut lines = vec![Line { role: "总监票人", name: None }];
    if stand.scrutineers.is_empty() {
        lines.extend([Line { role: "监票人", name: None }, Line { role: "监票人", name: None }]);
    }
    lines.extend(stand.scrutineers.iter().map(|name| Line { role: "监票人", name: Some(name) }));
    lines.extend([Line { role: "计票人", name: None }, Line { role: "计票人", name: None }]);
    html! {
        section.signatures {
            h2 { "签名" }
            div.lines {
                @for line in &lines {
                    p.sign {
                        span.role { (line.role) }
                        @if let Some(name) = line.name { span.name { (name) } }
                        span.rule {}
                    }
                }
            }
            p.sign.date { span.role { "签名时间" } span.blank { "年　　月　　日　　时　　分" } }
            @if received {
                p.sign.received { span.role { "执行主席（收到报告）" } span.rule {} }
                p.sign.date { span.role { "收到时间" } span.blank { "年　　月　　日　　时　　分" } }
            }
        }
    }
}

/// 核对依据: what anyone needs to find this page's numbers in the log.
pub(super) fn provenance(head: &Head, stand: &Stand) -> Markup {
    let (names, quorum) = &head.witnesses;
    html! {
        section.provenance {
            h2 { "核对依据" }
            dl {
                dt { "会议指纹" } dd.mono { (grouped(&head.fingerprint)) }
                @if let Some(hash) = &head.hash {
                    dt { "事项码" } dd { span.mono.code { (short(hash)) } "（与会场屏幕相同）" }
                }
                dt { "公开记录" } dd { "前 " (stand.size) " 条，根值 " span.mono { (stand.root) } }
                dt { "见证" } dd {
                    @if *quorum == 0 { "0/0（本次会议未设见证人）" } @else {
                        @match stand.witnessed {
                            Some(have) => { (have) "/" (names.len()) "，须 " (quorum) " 人" }
                            None => { "尚未见证，须 " (quorum) " 人" }
                        }
                        "（见证人：" (names.join("、")) "）"
                    }
                }
                dt { "程序版本" } dd { "票决 piaojue " (env!("CARGO_PKG_VERSION")) }
            }
            p { "本页由公开记录生成；同一记录、同一版本的程序生成的文件完全相同，可用 audit print 重新生成核对。" }
        }
    }
}

/// `时间` of the entry that a page rests on.
pub(super) fn moment(label: &str, stand: &Stand) -> Markup {
    html! { p.moment { (label) "：" (time(stand.time)) } }
}

/// What the four numbers of a channel are called: 未按, 未收回, 弃权 and 废票 are never mixed.
pub(super) struct Words {
    pub(super) issued: &'static str,
    pub(super) returned: &'static str,
    pub(super) unreturned: &'static str,
}

pub(super) fn words(secrecy: Secrecy) -> Words {
    match secrecy {
        Secrecy::Secret => Words { issued: "发出", returned: "收回", unreturned: "未收回" },
        Secrecy::Named => Words { issued: "应按（实到）", returned: "已按", unreturned: "未按" },
        Secrecy::Hands => {
            Words { issued: "应表决（实到）", returned: "举手计数", unreturned: "未举手" }
        }
    }
}
