//! The command line of `audit`.

mod archive;
mod bench;
mod decide;
mod explain;
mod fetched;
mod follow;
mod judge;
mod print;
mod prove;
mod published;
mod rules;
mod show;
mod table;
mod trial;
mod verify;
mod witness;

use clap::{Parser, Subcommand, ValueEnum};
use std::io::{Write, stdout};
use std::process::ExitCode;

/// Checks a sitting's published log, and tries rules on numbers, offline. 离线验证一次会议的公开记录，试算票决规则。
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Recomputes everything from the log and reports what it found. 从记录重新计算一切并报告。
    #[command(
        after_help = "Exit status: 0 verified, 1 refuted, 2 could not be checked (also: a sealed log whose checkpoint lacks the quorum of witnesses).\n退出码：0 验证通过，1 验证未通过，2 无法验证（也包括：会议已封存而检查点的见证不足）。"
    )]
    Verify(verify::Verify),
    /// Lists the log for people, one line an entry, checking each on the way. 逐条列出记录，边列边验证。
    #[command(
        after_help = "Exit status: 0 listed, 1 refuted (the last line says where), 2 could not be read.\n退出码：0 已列出，1 验证未通过（末行说明位置），2 无法读取。"
    )]
    Show(show::Show),
    /// What one entry means, who signed it, and which checks it met. 说明某一条：含义、签名人、经过的检查。
    #[command(
        after_help = "Exit status: 0 the log holds up to this entry, 1 refuted here or before, 2 could not be read.\n退出码：0 到这一条为止验证通过，1 在这一条或之前验证未通过，2 无法读取。"
    )]
    Explain(explain::Explain),
    /// The rules of a contest: ready-made profiles, and files of one's own. 票决规则方案：现成的和自己的文件。
    Rules(rules::Rules),
    /// The decision that rules lead to for given numbers. 按规则方案对一个个案试算认定结果。
    Decide(decide::Decide),
    /// Verifies the log and writes the reports of its contests, with the SHA-256 of each. 验证记录并生成各项报告单。
    #[command(
        after_help = "Exit status: 0 printed, 1 the log is refuted, 2 could not be checked or written.\n退出码：0 已生成，1 记录验证未通过，2 无法验证或写入。"
    )]
    Print(print::Print),
    /// Keeps a verified copy of a published log, and names whatever is wrong with it. 跟随公布的记录，保存经过验证的副本。
    #[command(
        after_help = "Exit status: 0 caught up and verified (--once), 1 misconduct is proved or the log is refuted (the evidence is in the copy's folder evidence/), 2 could not be followed to the newest state; nothing is proved. Without --once it goes on until it is stopped or misconduct is proved.\n退出码：0 已跟到最新并验证通过（--once），1 证明有不当行为或记录验证未通过（证据在副本的 evidence/ 文件夹），2 未能跟到最新，什么也没有证明。不加 --once 时一直跟随，直到中止或证明有不当行为。"
    )]
    Follow(follow::Follow),
    /// Proofs: an entry in a log, a log that grew, and what people hold compared with it. 出具和核对证明：包含、增长、手中的回执。
    #[command(
        after_help = "Exit status: 0 proved, 1 what is held contradicts the log (the evidence file is written), 2 could not be checked.\n退出码：0 成立，1 手中的文件与记录矛盾（已写出证据文件），2 无法核对。"
    )]
    Prove(prove::Prove),
    /// What an evidence file proves, against whom, and how that was checked. 审查一份证据文件：证明了什么、针对谁。
    #[command(
        after_help = "Exit status: 1 it proves misconduct, 0 it proves nothing (and says what is wrong with it), 2 it cannot be read.\n退出码：1 证明成立，0 什么也证明不了（并说明问题），2 无法读取。"
    )]
    Judge(judge::Judge),
    /// Checks an archive: every file of it, from the fingerprint on. 从会议指纹起核对归档文件夹的全部文件。
    #[command(
        after_help = "Exit status: 0 everything holds, 1 something does not (it is named), 2 could not be checked to the end (also: the seal lacks the quorum of witnesses, or another version of this program made the archive).\n退出码：0 全部相符，1 有不符之处（写明是哪一个），2 没有查完（也包括：封存的见证不足，归档由另一版本的程序生成）。"
    )]
    Archive(archive::Archive),
    /// Measures what verifying costs on this machine, beside what no verifier can avoid. 测量本机的验证速度。
    Bench(bench::Bench),
    /// A witness: cosigns what grows and nothing that goes back. 见证人：只为只增不改的记录连署
    Witness(witness::Witness),
}

/// Language of what people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Lang {
    /// 简体中文
    Zh,
    /// English
    En,
}

impl From<Lang> for audit::rules::explain::Lang {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Zh => Self::Zh,
            Lang::En => Self::En,
        }
    }
}

/// What the command ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    Verified,
    Refuted,
    Unchecked,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Verified => Self::from(0),
            Exit::Refuted => Self::from(1),
            Exit::Unchecked => Self::from(2),
        }
    }
}

/// Reads the command line and does what it says. A command line that cannot be read is exit 2 as well (clap's own code).
pub(crate) fn run() -> ExitCode {
    match Cli::parse().command {
        Command::Verify(verify) => verify.run().into(),
        Command::Show(show) => show.run().into(),
        Command::Explain(explain) => explain.run().into(),
        Command::Rules(rules) => rules.run(),
        Command::Decide(decide) => decide.run(),
        Command::Print(print) => print.run().into(),
        Command::Follow(follow) => follow.run().into(),
        Command::Prove(prove) => prove.run().into(),
        Command::Judge(judge) => judge.run().into(),
        Command::Archive(archive) => archive.run().into(),
        Command::Bench(bench) => bench.run(),
        Command::Witness(witness) => witness.run(),
    }
}

/// Writes to the standard output; `false` if nobody can have read it.
fn print(text: &str) -> bool {
    let mut out = stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_ok()
}
