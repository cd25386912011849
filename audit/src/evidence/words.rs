//! What an evidence file proves, and how that was checked, for people.

use std::fmt::Write as _;

use super::{Claim, Evidence, EvidenceError, Misconduct, Proven, Unproven, Which};
use crate::entry::preparation::Mode;
use crate::merkle::hash_to_base64;
use crate::rules::explain::Lang;
use crate::words::Words;

/// The whole explanation of a judged file, for a terminal or a printer.
pub fn explain(evidence: &Evidence, judged: &Result<Proven, Unproven>, lang: Lang) -> String {
    let mut page = Page { lang, text: String::new() };
    page.line(&Words::new("证据文件审查", "An evidence file, judged"));
    page.blank();
    match judged {
        Ok(proven) => page.proven(evidence, proven),
        Err(why) => page.unproven(evidence, why),
    }
    page.text
}

/// Why a file cannot be read as evidence.
pub fn unreadable(error: &EvidenceError) -> Words {
    Words::new(
        format!("这不是一份完整的证据文件，无法审查：{}", unread(error)),
        format!("this is no whole evidence file and cannot be judged: {error}"),
    )
}

struct Page {
    lang: Lang,
    text: String,
}

impl Page {
    fn line(&mut self, words: &Words) {
        _ = writeln!(self.text, "{}", words.of(self.lang));
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn proven(&mut self, evidence: &Evidence, proven: &Proven) {
        self.about(proven);
        self.blank();
        self.checks(proven);
        self.line(&what_was_checked(evidence, proven));
        self.blank();
        self.line(&conclusion(proven));
        self.line(&Words::new(
            "针对：持有这次会议记录密钥的一方，即计票服务器及其运行者。它不针对任何代表、秘书处、监票人或见证人。",
            "Against: whoever held the log key of this sitting, the tally server and those who run it. It says nothing against any \
             deputy, the secretariat, a scrutineer or a witness.",
        ));
        if !proven.is_trusted {
            self.line(&Words::new(
                "注意：没有给出会议指纹。请把上面的会议指纹与印发的会议材料逐字核对：不一致，则本文件与该会议无关。",
                "Mind: no fingerprint was given. Compare the fingerprint above with the printed programme, digit by digit: if they \
                 differ, this file is not about that sitting.",
            ));
        }
    }

    fn about(&mut self, proven: &Proven) {
        let rehearsal = proven.sitting.mode == Mode::Rehearsal;
        let name = &proven.sitting.name;
        self.line(&Words::new(
            format!("会议：{name}{}", if rehearsal { "（演练）" } else { "" }),
            format!("Sitting: {name}{}", if rehearsal { " (a rehearsal)" } else { "" }),
        ));
        self.line(&Words::new(
            format!("会议指纹：{}", proven.fingerprint),
            format!("Fingerprint: {}", proven.fingerprint),
        ));
        self.line(&Words::new(
            format!("记录名称：{}", proven.sitting.origin),
            format!("Origin of the log: {}", proven.sitting.origin),
        ));
    }

    fn checks(&mut self, proven: &Proven) {
        self.line(&Words::new("查验经过：", "How it was checked:"));
        self.line(&if proven.is_trusted {
            Words::new(
                "  1. 文件所附的第 0 条（会议定义）与给出的会议指纹一致，记录密钥由它确定。",
                "  1. Entry 0 in the file has the fingerprint that was given; it names the log key.",
            )
        } else {
            Words::new(
                "  1. 文件所附的第 0 条（会议定义）完整，签名有效，记录密钥由它确定；它的会议指纹见上。",
                "  1. Entry 0 in the file is whole and its signatures hold; it names the log key. Its fingerprint is above.",
            )
        });
        for (which, checkpoint) in [(Which::A, &proven.earlier), (Which::B, &proven.later)] {
            let root = hash_to_base64(&checkpoint.root);
            let number = if which == Which::A { 2 } else { 3 };
            self.line(&Words::new(
                format!(
                    "  {number}. 检查点 {which}：{} 条，根 {root}，记录密钥的签名有效。",
                    checkpoint.size
                ),
                format!(
                    "  {number}. Checkpoint {which}: {} entries, root {root}; the log key's signature holds.",
                    checkpoint.size
                ),
            ));
        }
    }

    fn unproven(&mut self, evidence: &Evidence, why: &Unproven) {
        self.line(&Words::new(
            format!("文件声称：{}", claimed(evidence.claim()).zh),
            format!("The file says: {}", claimed(evidence.claim()).en),
        ));
        self.blank();
        self.line(&Words::new("结论：本文件什么也证明不了。", "Conclusion: this file proves nothing."));
        let why = reason(why);
        self.line(&Words::new(format!("问题：{}", why.zh), format!("What is wrong with it: {}", why.en)));
        self.line(&Words::new("不能凭本文件指责任何人。", "Nobody may be accused because of this file."));
    }
}

fn claimed(claim: &Claim) -> Words {
    match claim {
        Claim::TwoRoots => Words::new("同样长度的记录有两个版本", "there are two logs of one size"),
        Claim::TwoHistories { .. } => {
            Words::new("较长的记录不是由较短的记录增长而来", "the longer log did not grow out of the shorter")
        }
        Claim::BeyondSeal { .. } => Words::new("封存以后记录又增加了内容", "something follows the seal"),
    }
}

fn what_was_checked(evidence: &Evidence, proven: &Proven) -> Words {
    let (m, n) = (proven.earlier.size, proven.later.size);
    match (proven.misconduct, evidence.claim()) {
        (Misconduct::TwoHistories, Claim::TwoHistories { root, .. }) => Words::new(
            format!(
                "  4. 文件所附的一致性证明算得：B 的前 {m} 条的根是 {}，由它增长为 B；它与 A 的根不同。",
                hash_to_base64(root)
            ),
            format!(
                "  4. The consistency proof in the file leads to B from the root {} over the first {m} entries of B; that is \
                 not A's root.",
                hash_to_base64(root)
            ),
        ),
        (Misconduct::BeyondSeal { index }, _) => Words::new(
            format!(
                "  4. 第 {index} 条是“会议封存”，由包含证明查得确在 A 中；它应是最后一条，而 B 有 {n} 条。"
            ),
            format!(
                "  4. Entry {index} is the seal, and the inclusion proof shows that it stands in A. It ends the log, and B has \
                 {n} entries."
            ),
        ),
        _ => Words::new(
            format!("  4. 两者都是 {n} 条，根却不同。"),
            format!("  4. Both have {n} entries, and their roots differ."),
        ),
    }
}

fn conclusion(proven: &Proven) -> Words {
    let (m, n) = (proven.earlier.size, proven.later.size);
    match proven.misconduct {
        Misconduct::TwoRoots => Words::new(
            format!(
                "结论：证明成立。记录密钥为两份不同的、都是 {n} 条的记录签了名。一份只增不改的记录在每个长度上只有一个根，\
                 所以服务器造了两份记录。"
            ),
            format!(
                "Conclusion: proved. The log key signed two different logs of {n} entries. A log that only grows has one root \
                 for each size, so the server made two histories."
            ),
        ),
        Misconduct::TwoHistories => Words::new(
            format!(
                "结论：证明成立。记录密钥签过 {m} 条的记录，又签了 {n} 条的记录，而后者不是由前者增长而来：\
                 已经公布的内容被删除、修改或调换，服务器造了两份记录。"
            ),
            format!(
                "Conclusion: proved. The log key signed a log of {m} entries, and one of {n} that did not grow out of it: what \
                 was published was removed, changed or moved, so the server made two histories."
            ),
        ),
        Misconduct::BeyondSeal { index } => Words::new(
            format!(
                "结论：证明成立。第 {index} 条“会议封存”按规定是最后一条，记录密钥却为 {n} 条的记录签了名：封存以后又写了记录，\
                 或者另造了一份。"
            ),
            format!(
                "Conclusion: proved. Entry {index}, the seal, ends the log, and yet the log key signed a log of {n} entries: it \
                 was written on after the seal, or another was made."
            ),
        ),
    }
}

fn reason(why: &Unproven) -> Words {
    let zh = match why {
        Unproven::Line(_) => "第 0 条不是一条合格的记录".to_owned(),
        Unproven::Definition(refusal) => format!("第 0 条没有定义一次会议：{}", refusal.zh()),
        Unproven::OtherSitting { actual, .. } => {
            format!("这是另一次会议的文件，它的会议指纹是 {actual}，与给出的不同")
        }
        Unproven::Key(_) => "第 0 条中的记录密钥不合格".to_owned(),
        Unproven::Note { which, .. } => {
            format!("检查点 {which} 没有这次会议记录密钥的有效签名，或者不是检查点（{why}）")
        }
        Unproven::Sizes { a, b, .. } => format!("两个检查点的长度（{a} 和 {b}）与文件声称的不符"),
        Unproven::SameRoot => "两个检查点长度相同，根也相同：它们是一致的".to_owned(),
        Unproven::EmptyLog => "检查点 A 是空记录，任何记录都由它增长而来".to_owned(),
        Unproven::HistoriesAgree => "B 的记录在 A 的长度上正是 A 的根：它们是一致的".to_owned(),
        Unproven::Consistency(error) => format!("一致性证明不成立（{error}）"),
        Unproven::SealLine(_) => "所说的“会议封存”不是一条合格的记录".to_owned(),
        Unproven::NotASeal { actual } => format!("所说的那一条不是“会议封存”，而是 {actual}"),
        Unproven::SealElsewhere => "“会议封存”写明的序号或记录名称与它所在的不同".to_owned(),
        Unproven::Inclusion(error) => format!("包含证明不成立（{error}）"),
        Unproven::NothingBeyond => "检查点 B 止于“会议封存”，其后没有内容".to_owned(),
    };
    Words::new(zh, why.to_string())
}

fn unread(error: &EvidenceError) -> String {
    match error {
        EvidenceError::TooLong { bytes } => format!("文件过长（{bytes} 字节）"),
        EvidenceError::NotUtf8 { at } => format!("第 {at} 字节不是 UTF-8"),
        EvidenceError::Header => format!("第一行不是 {}", super::EVIDENCE_HEADER),
        EvidenceError::Kind => "第二行不是已知的种类".to_owned(),
        EvidenceError::Parts => "各部分不全或多余".to_owned(),
        EvidenceError::Note { which, source } => format!("检查点 {which} 不是签名文本（{source}）"),
        EvidenceError::Root => "缺少写明根的一行".to_owned(),
        EvidenceError::Index => "缺少写明序号的一行".to_owned(),
        EvidenceError::Entry => "缺少“会议封存”那一条".to_owned(),
        EvidenceError::TooManyLines => "证明过长".to_owned(),
        EvidenceError::Hash { line, .. } => format!("证明的第 {line} 行不是散列值"),
    }
}
