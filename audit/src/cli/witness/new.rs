//! `audit witness new`: the key, and the line that the sitting's definition copies.

use std::io::{Write, stderr};
use std::path::PathBuf;
use std::process::ExitCode;

use audit::note::KeyName;
use audit::witness::key::{CosignerKey, KEY_FILE};
use audit::words::Words;
use clap::Args;

use crate::cli::{Lang, print};

/// Arguments of `audit witness new`.
#[derive(Debug, Args)]
pub(super) struct New {
    /// The folder of the witness; made where it is missing. 见证人的文件夹
    folder: PathBuf,
    /// Name of the key, like a URL without scheme: supervision.example/w1. No spaces, no +. 密钥名称
    #[arg(long)]
    name: KeyName,
}

impl New {
    pub(super) fn run(&self, lang: Lang) -> ExitCode {
        let key = match CosignerKey::create(&self.folder, self.name.clone()) {
            Ok(key) => key,
            Err(error) => {
                let words =
                    Words::new(format!("未能建立见证人的密钥：{error}"), format!("no key was made: {error}"));
                _ = writeln!(stderr(), "{}", words.of(lang.into()));
                return ExitCode::from(2);
            }
        };
        let file = self.folder.join(KEY_FILE);
        let words = Words::new(
            format!(
                "见证人的密钥已建立：{}\n\
                 会议定义（第 0 条记录）中请原样写入下面一行公钥：\n\n{}\n\n\
                 此文件不设口令，只有本机当前用户可读，只能用来见证。\n\
                 不要复制到第二台机器，不要从备份恢复：同一密钥的两个见证人会让人看到两种历史。\n",
                file.display(),
                key.vkey()
            ),
            format!(
                "The witness's key was made: {}\n\
                 The sitting's definition (entry 0) must name this key, exactly as it stands here:\n\n{}\n\n\
                 The file is under no passphrase, is for this user alone, and can do nothing but cosign.\n\
                 Do not copy it to a second machine and do not restore it from a backup: two witnesses with one key could show two histories.\n",
                file.display(),
                key.vkey()
            ),
        );
        if print(words.of(lang.into())) { ExitCode::SUCCESS } else { ExitCode::from(2) }
    }
}
