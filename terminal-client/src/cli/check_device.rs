//! `check-device`: the second device of a challenge (DESIGN §6.5). It recomputes every ciphertext from what the first device
//! opened and compares the whole code; it asks the server nothing about the ballot.
//!
//! The contest comes from the log, verified from the pinned entry 0 on: a folder (a USB stick), or one download.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use zeroize::Zeroizing;

use crate::device::{OpenContest, Opening, OpeningError, check_opening};
use crate::lang::Lang;
use crate::net::http::Http;
use crate::net::{Dialer, NetError};
use crate::roles::{Refuted, fold_log};
use crate::run::words::audit_lang;
use crate::sitting_file::{SittingFile, SittingFileError};
use crate::ui::Look;

/// Longest log that is read, in bytes.
const LOG_BYTES_MAX: usize = 512 * 1024 * 1024;
/// Exit status of a device that does not encrypt what it shows.
const DIFFERS: u8 = 1;

#[derive(Debug, Args)]
pub(super) struct CheckDeviceArgs {
    /// 会议文件: sitting.toml, which pins the sitting.
    #[arg(long)]
    sitting: PathBuf,
    /// 已公布日志的文件夹: with log.jsonl; without it, the log is downloaded from the server.
    #[arg(long)]
    log: Option<PathBuf>,
    /// 表决事项的编号.
    #[arg(long, default_value_t = 1)]
    contest: u64,
    /// 查票码: the first QR of the device, 64 digits. Without it, a line of standard input.
    #[arg(long)]
    code: Option<String>,
    /// 第二个二维码: what the device opened. Without it, the next line of standard input.
    #[arg(long)]
    opening: Option<String>,
    /// 语言: zh or en.
    #[arg(long, default_value = "zh")]
    lang: Lang,
}

impl CheckDeviceArgs {
    pub(super) fn look(&self) -> Look {
        Look { lang: self.lang, ..Look::default() }
    }
}

/// Why nothing could be compared.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CannotCheck {
    /// The sitting file.
    #[error("{}: {source}", path.display())]
    Sitting {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: SittingFileError,
    },
    /// The log's file.
    #[error("{}: {source}", path.display())]
    Log {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The download.
    #[error(transparent)]
    Net(#[from] NetError),
    /// The log does not hold.
    #[error("the log is refuted: {0}")]
    Refuted(#[from] Refuted),
    /// No such contest, or not opened.
    #[error("contest {0} was not opened in this log")]
    NotOpened(u64),
    /// What was typed is no code or no opening.
    #[error("{0}")]
    Input(OpeningError),
    /// Standard input or output.
    #[error("standard input: {0}")]
    Io(#[from] io::Error),
}

pub(super) async fn run(args: CheckDeviceArgs) -> Result<ExitCode, CannotCheck> {
    let path = args.sitting.clone();
    let file = SittingFile::read(&path).map_err(|source| CannotCheck::Sitting { path, source })?;
    let look = args.look();
    let contest = contest(&args, &file).await?;
    let code = line(args.code, look, look.texts().deputy.code_label)?;
    let opening = line(args.opening, look, look.texts().run.check_opening)?;
    // Screens show it in groups of four.
    let opening = Zeroizing::new(opening.chars().filter(|c| !c.is_whitespace()).collect::<String>());
    let opening = Opening::from_qr(contest.hash, &code, &opening).map_err(CannotCheck::Input)?;
    compare(&contest, &opening, look, &mut io::stdout().lock())
}

fn compare(
    contest: &OpenContest,
    opening: &Opening,
    look: Look,
    out: &mut impl io::Write,
) -> Result<ExitCode, CannotCheck> {
    let t = &look.texts().run;
    match check_opening(contest, opening) {
        Ok(marks) => {
            writeln!(out, "{}", t.check_same)?;
            let labels = contest.profile().labels(audit_lang(look));
            for (item, column) in contest.definition.items.iter().zip(contest.columns_of(&marks)) {
                let word = labels.get(column).map_or("", String::as_str);
                writeln!(out, "{:>3}. {}  {word}", item.number.get(), item.title)?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            writeln!(out, "{} ({error})", t.check_differs)?;
            Ok(ExitCode::from(DIFFERS))
        }
    }
}

/// The opened contest, from a log that holds.
async fn contest(args: &CheckDeviceArgs, file: &SittingFile) -> Result<OpenContest, CannotCheck> {
    let bytes = match &args.log {
        Some(folder) => {
            let path = folder.join("log.jsonl");
            fs::read(&path).map_err(|source| CannotCheck::Log { path, source })?
        }
        None => Http::dial(&Dialer::new(file)?).await?.get("/log.jsonl", LOG_BYTES_MAX).await?,
    };
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let log = fold_log(file.fingerprint, lines.map(<[u8]>::to_vec))?;
    OpenContest::from_log(log.state(), args.contest).ok_or(CannotCheck::NotOpened(args.contest))
}

/// What was given, or the next line of standard input.
fn line(given: Option<String>, look: Look, label: &str) -> Result<Zeroizing<String>, CannotCheck> {
    if let Some(given) = given {
        return Ok(Zeroizing::new(given));
    }
    let separator = if look.lang == Lang::Zh { "：" } else { ": " };
    eprint!("{label}{separator}");
    let mut text = Zeroizing::new(String::new());
    io::stdin().read_line(&mut text)?;
    Ok(Zeroizing::new(text.trim().to_owned()))
}
