//! `audit judge`: what an evidence file proves, and how that was checked, for anyone.

use super::{Exit, Lang, print};
use audit::evidence::{EVIDENCE_BYTES_MAX, explain, judge_bytes, unreadable};
use audit::fingerprint::Fingerprint;
use audit::words::Words;
use clap::Args;
use std::fs::File;
use std::io::{Read as _, Write as _, stderr};
use std::path::PathBuf;

/// Arguments of `audit judge`.
#[derive(Debug, Args)]
pub(super) struct Judge {
    /// The evidence file. 证据文件
    file: PathBuf,
    /// The sitting's fingerprint, 64 hexadecimal digits, spaces allowed, from the printed programme or a card. Without it the
    /// explanation says whose fingerprint to compare. 会议指纹，取自会议材料或代表证；不给出时请按说明自行核对
    #[arg(long, num_args = 1.., value_name = "HEX")]
    fingerprint: Vec<String>,
    /// Language of the explanation. 说明的语言
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    lang: Lang,
}

impl Judge {
    /// [`Exit::Refuted`]: it proves misconduct. [`Exit::Verified`]: it proves nothing.
    pub(super) fn run(&self) -> Exit {
        match self.judge() {
            Ok(exit) => exit,
            Err(problem) => {
                _ = writeln!(stderr(), "{}", problem.of(self.lang.into()));
                Exit::Unchecked
            }
        }
    }

    fn judge(&self) -> Result<Exit, Words> {
        let trusted: Option<Fingerprint> = match self.fingerprint.concat().as_str() {
            "" => None,
            digits => Some(digits.parse().map_err(|error| {
                Words::new("会议指纹应为 64 位十六进制数字（空格不计）。", format!("{error}"))
            })?),
        };
        let cannot = |error: std::io::Error| {
            let path = self.file.display();
            Words::new(format!("无法读取 {path}：{error}"), format!("cannot read {path}: {error}"))
        };
        let limit = u64::try_from(EVIDENCE_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        File::open(&self.file).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(cannot)?;
        let (evidence, judged) = judge_bytes(&bytes, trusted.as_ref()).map_err(|error| unreadable(&error))?;
        if !print(&explain(&evidence, &judged, self.lang.into())) {
            return Err(Words::new("无法输出", "cannot print"));
        }
        Ok(if judged.is_ok() { Exit::Refuted } else { Exit::Verified })
    }
}
