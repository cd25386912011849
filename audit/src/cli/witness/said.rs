//! What a witness says on its terminal, one line for each thing that happens.

use audit::note::Vkey;
use audit::witness::{Cosigned, Finding, FindingKind, WitnessError};
use audit::words::Words;

/// After a cosignature.
pub(super) fn cosigned(cosigned: &Cosigned) -> Words {
    let (origin, size) = (&cosigned.checkpoint.origin, cosigned.checkpoint.size);
    let root: String = audit::merkle::hash_to_base64(&cosigned.checkpoint.root).chars().take(12).collect();
    Words::new(
        format!("已见证　{origin}：共 {size} 条，根 {root}…"),
        format!("cosigned {origin}: {size} entries, root {root}…"),
    )
}

/// After a refusal: why, and above it an alarm where the log contradicts itself.
pub(super) fn refused(error: &WitnessError) -> Words {
    let WitnessError::Refused { refusal, finding } = error else { return stopped(error) };
    let status = refusal.status();
    let why = Words::new(
        format!("未见证　{}（{status}：{refusal}）", reason(status)),
        format!("refused ({status}): {refusal}"),
    );
    match finding {
        Some(finding) => alarm(finding, &why),
        None => why,
    }
}

/// What a log's own published checkpoint shows.
pub(super) fn found(finding: &Finding, place: &str) -> Words {
    let why = Words::new(
        format!("已查看 {place} 公布的检查点"),
        format!("looked at the checkpoint published at {place}"),
    );
    alarm(finding, &why)
}

/// The published checkpoint could not be looked at; the witness goes on.
pub(super) fn not_looked(place: &str, problem: &dyn std::fmt::Display) -> Words {
    Words::new(
        format!("未能查看 {place} 公布的检查点：{problem}"),
        format!("the checkpoint published at {place} could not be looked at: {problem}"),
    )
}

/// The first line at the start.
pub(super) fn ready(own: &Vkey, url: &str) -> Words {
    Words::new(
        format!("见证人 {} 已启动，地址 {url}\n公钥 {own}", own.name()),
        format!("witness {} is ready at {url}\nvkey {own}", own.name()),
    )
}

/// At the start, of each log.
pub(super) fn watching(log: &Vkey, last: Option<(u64, u64)>) -> Words {
    match last {
        Some((size, time)) => Words::new(
            format!("见证的记录：{}；上次见证到第 {size} 条（时间 {time}）", log.name()),
            format!("log: {}; cosigned last at {size} entries (time {time})", log.name()),
        ),
        None => Words::new(
            format!("见证的记录：{}；尚未见证过", log.name()),
            format!("log: {}; nothing cosigned yet", log.name()),
        ),
    }
}

/// Where the sitting's papers do not know this witness.
pub(super) fn not_named(own: &Vkey) -> Words {
    Words::new(
        format!("注意：会议没有指定这个见证人（{own}），它的见证不计入法定数。"),
        format!("note: the sitting does not name this witness ({own}); its cosignatures do not count."),
    )
}

fn reason(status: u16) -> &'static str {
    match status {
        404 => "不认识这份记录",
        403 => "没有该记录密钥的有效签名",
        409 => "对方所说的上次见证数与本机不符，已告知本机的数",
        422 => "不能证明与上次见证的内容一致",
        _ => "请求不合格式",
    }
}

fn alarm(finding: &Finding, why: &Words) -> Words {
    let [ours, theirs] = finding.sizes;
    let file = finding.file.as_ref().map(|path| path.display().to_string());
    let kept = Words::new(
        file.as_ref().map_or("此前保存的已经足够".to_owned(), |file| format!("两份都保存在 {file}")),
        file.map_or("enough of them are kept".to_owned(), |file| format!("both are kept in {file}")),
    );
    match finding.kind {
        FindingKind::TwoHistories => {
            let shown = if ours == theirs {
                Words::new(
                    format!("服务器对同一条数（{ours} 条）签发了两种不同的记录"),
                    format!("the server signed two different logs of one size ({ours})"),
                )
            } else {
                Words::new(
                    format!("服务器签发的 {theirs} 条的记录与已见证的 {ours} 条不是同一历史"),
                    format!(
                        "the server signed a log of {theirs} entries that does not begin with the {ours} cosigned"
                    ),
                )
            };
            Words::new(
                format!(
                    "{}\n！！警报：{}。这是作假的证据：{}。请立即告知总监票人和其他见证人。",
                    why.zh, shown.zh, kept.zh
                ),
                format!(
                    "{}\n!! ALARM: {}. That is proof of misconduct: {}. Tell the chief scrutineer and the other witnesses now.",
                    why.en, shown.en, kept.en
                ),
            )
        }
        FindingKind::BeyondSeal => Words::new(
            format!(
                "{}\n！！警报：会议封存于 {ours} 条，服务器又签发了 {theirs} 条的记录；{}。请立即告知总监票人。",
                why.zh, kept.zh
            ),
            format!(
                "{}\n!! ALARM: the log was sealed at {ours} entries, and the server signed one of {theirs}; {}. Tell the chief scrutineer now.",
                why.en, kept.en
            ),
        ),
        FindingKind::Unproved => Words::new(
            format!(
                "{}\n！注意：服务器签发的 {theirs} 条的记录未能证明包含已见证的 {ours} 条；{}。若再三出现，请告知总监票人。",
                why.zh, kept.zh
            ),
            format!(
                "{}\n! note: a checkpoint of {theirs} entries signed by the server came without proof that it continues the {ours} cosigned; {}. If this repeats, tell the chief scrutineer.",
                why.en, kept.en
            ),
        ),
    }
}

/// Why nothing more is signed, and what to do.
pub(super) fn stopped(error: &WitnessError) -> Words {
    match error {
        WitnessError::Store(store) => store_error(store),
        other => Words::new(format!("不能见证：{other}"), format!("cannot cosign: {other}")),
    }
}

/// The same, of the disk alone.
pub(super) fn store_error(error: &audit::witness::store::StoreError) -> Words {
    if error.is_rolled_back() {
        Words::new(
            format!(
                "！！已停止：本机的见证状态是旧的（{error}）。可能是恢复了备份、删除了文件，或另一台机器在用同一密钥。\
                 请放回最新的状态文件；没有的话，本次会议不要再用这个见证人。"
            ),
            format!(
                "!! STOPPED: the state of this witness is an old one ({error}). A backup was put back, a file was removed, or \
                 another machine uses the same key. Put the newest state back; where there is none, do not use this witness in this sitting again."
            ),
        )
    } else {
        Words::new(
            format!("！！已停止：见证状态无法使用（{error}）。不会自动重置。"),
            format!("!! STOPPED: the state of this witness cannot be used ({error}). Nothing is reset."),
        )
    }
}
