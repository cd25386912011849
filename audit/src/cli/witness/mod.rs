//! `audit witness`: makes a witness's key, and is a witness.

#[cfg(feature = "online")]
mod desk;
mod new;
#[cfg(feature = "online")]
mod said;
#[cfg(feature = "online")]
mod serve;
#[cfg(feature = "online")]
mod trusted;

use clap::{Args, Subcommand};
use std::process::ExitCode;

use super::Lang;

/// Arguments of `audit witness`.
#[derive(Debug, Args)]
pub(super) struct Witness {
    #[command(subcommand)]
    command: Command,
    /// Language of what is printed. 输出语言
    #[arg(long, value_enum, default_value_t = Lang::Zh, global = true)]
    lang: Lang,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Makes the key of a witness in a new folder and prints what the sitting's definition must name. 建立见证人的密钥
    #[command(after_help = "Exit status: 0 made, 2 not made.\n退出码：0 已建立，2 未建立。")]
    New(new::New),
    /// Cosigns a log's checkpoints as long as each continues the one before. 见证：只为前后一致的检查点连署
    #[cfg(feature = "online")]
    #[command(
        after_help = "Exit status: 0 told to stop, 1 stopped because its state is an old one, 2 could not start or go on.\n退出码：0 按要求停止，1 状态是旧的因而停止，2 无法启动或继续。"
    )]
    Serve(serve::Serve),
}

impl Witness {
    pub(super) fn run(&self) -> ExitCode {
        match &self.command {
            Command::New(new) => new.run(self.lang),
            #[cfg(feature = "online")]
            Command::Serve(serve) => serve.run(self.lang),
        }
    }
}
