//! What `new` says when the sitting is made: the fingerprint, what to print, and the next commands.

use std::fmt::Write as _;

use audit::policy::PolicyUrl;
use audit::quorum::needed_for_two_histories;
use audit::wire::Text;

use terminal_client::net::server_tls::{AUTHORITY_FILE, TLS_FOLDER};
use terminal_client::page::Bundle;

use crate::prepare::sitting::{
    CARDS_FOLDER, CARDS_PAGE, Definition, DraftPurpose, Holder, Made, SCRUTINEERS_FILE, Scrutineer,
    TerminalWitness,
};

use super::Complaint;

/// Groups of four digits on one line of the fingerprint: people read out four at a time.
const GROUPS_PER_LINE: usize = 4;

/// The whole report, Chinese before English.
pub(super) fn text(definition: &Definition, made: &Made, notes: &[Complaint]) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{text}");
    };
    let folder = made.folder.display();
    if definition.is_rehearsal() {
        line("══════ 演练 REHEARSAL ══════  本次的一切结果都不算数 / nothing of it counts");
        line("");
    }
    line(&format!("会议已建好 The sitting is made: {folder}"));
    line(&format!("  {}", definition.name));
    for (number, contest) in (1..).zip(&definition.contests) {
        let rules = definition.rules.get(contest.rules).map_or("", |rules| rules.profile.title.as_str());
        let purpose = match contest.purpose {
            DraftPurpose::Items => String::new(),
            DraftPurpose::Rules { .. } => " · 表决办法本身 the vote on the rules".to_owned(),
            DraftPurpose::Scrutineers => " · 表决监票人名单 the vote on the scrutineers".to_owned(),
        };
        line(&format!(
            "  {number}. {} · {} 项 items · 《{rules}》{purpose}",
            contest.title,
            contest.items.len()
        ));
    }
    line(&format!(
        "  代表 {} 名 deputies · 表决 {} 项 contests · 日志 {} 条 entries · 见证人 {} 位 witnesses",
        made.cards.len(),
        definition.contests.len(),
        made.entries,
        witnesses_of(definition).len()
    ));
    witnesses(definition, &mut line);
    for note in notes {
        line(&format!("  · {}", note.zh));
        line(&format!("    {}", note.en));
    }
    line("");
    line("会议指纹 FINGERPRINT OF THE SITTING");
    line("");
    let digits = made.fingerprint.to_string().to_uppercase();
    let groups: Vec<&str> = digits.split(' ').collect();
    for groups in groups.chunks(GROUPS_PER_LINE) {
        line(&format!("      {}", groups.join("   ")));
    }
    line("");
    line("  一切信任从它开始：印入会议手册，在大会上宣读，由监票人在纸上签字。不要只从服务器抄。");
    line(
        "  All trust starts there: print it in the programme, read it out, have the scrutineers sign it on paper.",
    );
    line("  Do not take it from the server alone.");
    line(&format!("证书指纹 Server certificate: {}", made.certificate));
    line(&format!("服务器 Server: https://{}", definition.server));
    if let Some(hash) = Bundle::embedded().hash() {
        line(&format!("网页 SHA-256 of the pages: {hash}"));
    }
    line("");
    line("请做 TO DO");
    if definition.print_cards {
        line(&format!(
            "  1. 打印 {folder}/{CARDS_PAGE}（A4），裁开，封好分发；随后删除它和 {folder}/{CARDS_FOLDER}/。卡即凭证。"
        ));
        line(
            "     Print the cards (A4), cut and seal them; then delete the page and the card files. Each card is a credential.",
        );
    }
    keys(definition, made, &mut line);
    line(&format!("  3. 把 {folder}/sitting.toml 交给每一台终端（其中没有秘密）。"));
    line("     Give sitting.toml to every terminal; nothing in it is secret.");
    if let Some(authority) = made.authority {
        line(&format!(
            "  4. 用平板的：把 {folder}/{TLS_FOLDER}/{AUTHORITY_FILE} 装到每台平板上（会务手册 2.10）；SHA-256："
        ));
        line(&format!("     {authority}"));
        line("     Where tablets are used: install that certificate on each of them.");
    }
    line("");
    line("下一步 NEXT");
    for (command, zh, en) in commands(definition, made) {
        line(&format!("  {command}"));
        line(&format!("      {zh} / {en}"));
    }
    if definition.is_rehearsal() {
        line("");
        line("══════ 演练 REHEARSAL ══════");
    }
    out
}

/// Their names in the order of entry 0, and where they are asked if they do not come to the server.
fn witnesses_of(definition: &Definition) -> Vec<(&Text, Option<&PolicyUrl>)> {
    let terminals = definition.scrutineers.iter().filter(|one| one.witness.is_some());
    let others = definition.witnesses.witnesses.iter().map(|one| (&one.key.name, one.url.as_ref()));
    terminals.map(|one| (&one.name, None)).chain(others).collect()
}

/// Who they are, and what the quorum means: 2q − n > f in plain words.
fn witnesses(definition: &Definition, line: &mut impl FnMut(&str)) {
    let named = witnesses_of(definition);
    let quorum = definition.quorum(named.len());
    if named.is_empty() {
        line(
            "  见证 0/0：没有见证人，服务器如给不同的人看不同的记录，只能靠互相比对才能发现（见 --scrutineer、--witnesses）。",
        );
        line(
            "  No witnesses: only people who compare what they were shown would notice a server with two histories.",
        );
        return;
    }
    let count = u64::try_from(named.len()).unwrap_or(u64::MAX);
    let (both, absent) = (needed_for_two_histories(count, quorum), count.saturating_sub(quorum));
    line(&format!("  {count} 位见证人中须有 {quorum} 位联署，才能发票、解密、公布结果和封存："));
    line(&format!(
        "    最多 {absent} 位不在，会议照常；要让两份不同的记录都得到见证，至少要有 {both} 位见证人作假（2×{quorum}−{count}）。"
    ));
    line("    服务器的管理者不应是其中任何一位。");
    line(&format!(
        "  {quorum} of {count} witnesses must cosign before ballots are issued, totals opened, results announced, the sitting sealed:"
    ));
    line(&format!(
        "    {absent} may be absent; for two different logs to be witnessed, {both} witnesses or more must lie (2×{quorum}−{count})."
    ));
    line("    Whoever runs the server should be none of them.");
    for (name, url) in named {
        let url = url.map_or("在会场终端上 at a terminal of the sitting", PolicyUrl::as_str);
        line(&format!("    · {name}  {url}"));
    }
}

fn keys(definition: &Definition, made: &Made, line: &mut impl FnMut(&str)) {
    let folder = made.folder.display();
    let holders = definition.holders();
    let mut names: Vec<String> =
        holders.iter().map(|holder| format!("keys/{}.age", holder.file_stem())).collect();
    let makes_witness = |one: &Scrutineer| one.witness == Some(TerminalWitness::Make);
    names.extend(
        (1..)
            .zip(&definition.scrutineers)
            .filter(|(_, one)| makes_witness(one))
            .map(|(position, _)| format!("keys/{}.witness.age", Holder::Scrutineer(position).file_stem())),
    );
    line(&format!("  2. 备份 {folder} 里的密钥文件：{}", names.join("、")));
    line("     Back up the key files; a lost passphrase cannot be restored.");
    let of_others =
        holders.iter().filter(|holder| !matches!(holder, Holder::Server | Holder::Secretariat)).count();
    if of_others > 0 {
        line(&format!("     其中 {of_others} 把属于别人，却在这台机器上生成：请当面移交，并从这里删除。"));
        line(&format!(
            "     {of_others} of them belong to others and were made on this machine: hand them over, then delete them here."
        ));
        if !definition.is_rehearsal() {
            line("     ⚠ 正式会议中，总监票人、执行主席和监票人应在自己的机器上生成密钥（--chief-key 等），");
            line("       否则经手这台机器的人可以冒用，也可以单独解密。");
            line(
                "     ⚠ In a real sitting they should make their keys on their own machines (--chief-key and others);",
            );
            line("       otherwise whoever uses this machine could act as them and decrypt alone.");
        }
    }
    if !made.scrutineers_named {
        if definition.scrutineers.is_empty() {
            line("     监票人尚未提名：由秘书处终端提出，总监票人会签。");
            line(
                "     Scrutineers are not named yet: the secretariat's terminal proposes them, the chief countersigns.",
            );
        } else {
            line(&format!(
                "     总监票人的密钥不在这里：监票人名单写在 {folder}/{SCRUTINEERS_FILE}，由秘书处终端提出，总监票人会签。"
            ));
            line(
                "     The chief's key is not here: the secretariat's terminal proposes the scrutineers of that file.",
            );
        }
    }
}

fn commands(definition: &Definition, made: &Made) -> Vec<(String, &'static str, &'static str)> {
    let folder = made.folder.display();
    let sitting = format!("{folder}/sitting.toml");
    vec![
        (format!("tally-server check {folder}"), "自检", "checks disk, port, clock, keys and log"),
        (format!("tally-server serve {folder}"), "启动计票服务器", "starts the tally server"),
        (
            format!("terminal-client live --sitting {sitting} --key {folder}/keys/secretariat.age"),
            "会务终端",
            "the secretariat's live terminal",
        ),
        (
            "terminal-client chief | presiding | scrutineer --sitting sitting.toml --key FILE.age".to_owned(),
            "总监票人、执行主席、监票人各在自己的机器上",
            "the other roles, each on their own machine",
        ),
        (
            "terminal-client deputy --sitting sitting.toml --state FOLDER".to_owned(),
            "代表终端",
            "a deputy's terminal",
        ),
        (
            format!("audit verify {folder}/published --fingerprint {}", made.fingerprint.to_hex()),
            if definition.is_rehearsal() { "随时验证（演练）" } else { "随时验证" },
            "verifies what is published, at any time",
        ),
    ]
}
