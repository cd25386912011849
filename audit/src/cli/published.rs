//! A published log and the fingerprint it is checked against: what every command on a log asks for first.

use super::Lang;
use super::fetched::Fetched;
use audit::archive::{self, ArchiveError, Checked};
use audit::fingerprint::Fingerprint;
use audit::observe::is_address;
use audit::verify::{CannotCheck, LOG_FILE, Verdict, Verifier, next_line, verify_folder};
use audit::words::Words;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fs::File;
use std::io::{BufReader, IsTerminal, stderr};
use std::path::PathBuf;

/// The log, whom to trust, and the language to say it in.
#[derive(Debug, Args)]
pub(super) struct Published {
    /// The folder with log.jsonl and checkpoint, or for verify and print an address (https://…), from which it is fetched first.
    /// 含 log.jsonl 和 checkpoint 的文件夹；verify 和 print 也可给出网址
    log: PathBuf,
    /// The sitting's fingerprint, 64 hexadecimal digits, spaces allowed: from the printed programme or a card, never from
    /// the server. 会议指纹（64 位十六进制，可带空格），取自会议材料或代表证，不取自服务器
    #[arg(long, num_args = 1.., value_name = "HEX")]
    fingerprint: Vec<String>,
    /// Language of the report. 报告语言
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    pub(super) lang: Lang,
}

impl Published {
    /// Verifies the log, with a progress bar on the standard error where somebody watches; or why it cannot.
    pub(super) fn verify(&self, quiet: bool) -> Result<(Fingerprint, Verdict), Words> {
        let trusted = self.trusted()?;
        let fetched = match self.log.to_str().filter(|place| is_address(place)) {
            Some(address) => Some(Fetched::from(address, trusted)?),
            None => None,
        };
        let folder = fetched.as_ref().map_or(self.log.as_path(), Fetched::folder);
        let bar = bar(quiet);
        let verdict = verify_folder(folder, &trusted, |read, total| {
            bar.set_length(total);
            bar.set_position(read);
        });
        bar.finish_and_clear();
        Ok((trusted, verdict.map_err(|error| cannot_read(&error))?))
    }

    /// Checks the folder as an archive; or why there is nothing to check it against.
    pub(super) fn archive(&self) -> Result<Result<Checked, ArchiveError>, Words> {
        let trusted = self.trusted()?;
        let bar = bar(false);
        let checked = archive::check(&self.log, &trusted, |read, total| {
            bar.set_length(total);
            bar.set_position(read);
        });
        bar.finish_and_clear();
        Ok(checked)
    }

    /// A verifier of the trusted sitting, and the log's lines; or why there is none.
    pub(super) fn open(&self) -> Result<(Verifier, BufReader<File>), Words> {
        let trusted = self.trusted()?;
        let path = self.log.join(LOG_FILE);
        let file = File::open(&path).map_err(|source| cannot_read(&CannotCheck::Read { path, source }))?;
        Ok((Verifier::new(trusted), BufReader::new(file)))
    }

    /// The next line of the log, or why it cannot be read.
    pub(super) fn next_line(&self, log: &mut BufReader<File>) -> Result<Option<Vec<u8>>, Words> {
        let path = self.log.join(LOG_FILE);
        next_line(log).map_err(|source| cannot_read(&CannotCheck::Read { path, source }))
    }

    fn trusted(&self) -> Result<Fingerprint, Words> {
        if self.fingerprint.is_empty() {
            return Err(Words {
                zh: "没有给出会议指纹，无法验证。请从印发的会议材料、代表证或宣读的内容中取得指纹，用 --fingerprint 给出；\
                     不要使用服务器提供的指纹。"
                    .to_owned(),
                en: "no fingerprint was given, so nothing can be checked. Take it from the printed programme, a card or \
                     what was read out, and give it with --fingerprint; never take it from the server."
                    .to_owned(),
            });
        }
        self.fingerprint.concat().parse().map_err(|error| Words {
            zh: "会议指纹应为 64 位十六进制数字（空格不计）。".to_owned(),
            en: format!("{error}"),
        })
    }
}

fn cannot_read(error: &CannotCheck) -> Words {
    Words::new(format!("无法读取记录：{error}"), error.to_string())
}

fn bar(quiet: bool) -> ProgressBar {
    if quiet || !stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3}%  {elapsed}") {
        bar.set_style(style);
    }
    bar
}
