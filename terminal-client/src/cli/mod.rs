//! The command line.
//!
//! Next: [`run()`] reads it and does it; `check_device` is the second device of a challenge; `keys` makes key files.

mod check_device;
mod keys;
mod page;
mod receipt;

use std::env;
use std::future::pending;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::keys::{Passphrase, PromptText, prompt};
use crate::lang::Lang;
use crate::run::roles::RoleKey;
use crate::run::{self, Options, RunError, UTC_HOURS, error_words};
use crate::scrutineer::Role;
use crate::sitting_file::{SittingFile, SittingFileError};
use crate::ui::Look;
use crate::ui::theme::{Palette, Theme};

/// 票决终端：代表、秘书处、监票人、总监票人、执行主席各用一个子命令。
///
/// The terminals of a sitting: for deputies, the secretariat, scrutineers, the chief scrutineer and the presiding officer.
#[derive(Debug, Parser)]
#[command(name = "terminal-client", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 代表投票终端: sign in, mark, cast or check the machine.
    Deputy(DeputyArgs),
    /// 会务终端: the live tally terminal; with the secretariat's key also the desk.
    Live(LiveArgs),
    /// 监票人终端: key ceremony, test decryption, decryption.
    Scrutineer(RoleArgs),
    /// 总监票人终端: countersigns; proposes the declaration.
    Chief(RoleArgs),
    /// 执行主席终端: countersigns the declaration.
    Presiding(RoleArgs),
    /// 验票机的第二台设备: recomputes an opened encryption and compares the whole code. Exit status: 0 一致, 1 不一致,
    /// 2 could not be checked.
    CheckDevice(check_device::CheckDeviceArgs),
    /// 回执: shows and checks receipts, and compares them with each other and with the published log. Exit status: 0 nothing
    /// contradicts, 1 two signed logs contradict each other (the evidence file is written), 2 could not be checked.
    Receipt(receipt::ReceiptArgs),
    /// 投票网页: a scrutineer's machine serves the voting page to tablets, or writes it as a folder for them.
    Page(page::PageArgs),
    /// 密钥文件: key files of roles.
    Key {
        #[command(subcommand)]
        command: keys::KeyCommand,
    },
}

/// How the terminal looks.
#[derive(Clone, Copy, Debug, Args)]
struct ScreenArgs {
    /// 语言: zh or en.
    #[arg(long, default_value = "zh")]
    lang: Lang,
    /// 颜色: standard, high-contrast, or plain (no colour, as with NO_COLOR).
    #[arg(long, value_enum)]
    theme: Option<ThemeArg>,
    /// 只用 ASCII 画线: for terminals that draw line signs two columns wide.
    #[arg(long)]
    ascii: bool,
    /// 逐行输出: lines instead of screens, for screen readers and logs; typed lines are keys.
    #[arg(long)]
    plain: bool,
    /// 时区: hours that the hall's clock is ahead of UTC.
    #[arg(long, default_value_t = UTC_HOURS, allow_negative_numbers = true,
        value_parser = clap::value_parser!(i8).range(-12..=14))]
    utc_hours: i8,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ThemeArg {
    Standard,
    HighContrast,
    Plain,
}

impl ScreenArgs {
    fn options(self) -> Options {
        let no_colour = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let palette = match self.theme {
            Some(ThemeArg::HighContrast) => Palette::HighContrast,
            Some(ThemeArg::Plain) => Palette::Plain,
            None if no_colour => Palette::Plain,
            Some(ThemeArg::Standard) | None => Palette::Standard,
        };
        let look = Look { lang: self.lang, theme: Theme { palette, ascii: self.ascii } };
        Options { look, plain: self.plain, input: true, utc_hours: self.utc_hours }
    }
}

#[derive(Debug, Args)]
struct DeputyArgs {
    /// 会议文件: sitting.toml, which pins the server and the sitting.
    #[arg(long)]
    sitting: PathBuf,
    /// 本机存放票钥和回执的文件夹: one for each deputy and sitting.
    #[arg(long)]
    state: PathBuf,
    /// 证件文件: its first line is the text of the card's QR. Without it, the screen asks.
    #[arg(long)]
    card: Option<PathBuf>,
    #[command(flatten)]
    screen: ScreenArgs,
}

#[derive(Debug, Args)]
struct LiveArgs {
    /// 会议文件: sitting.toml, which pins the server and the sitting.
    #[arg(long)]
    sitting: PathBuf,
    /// 秘书处的密钥文件: with it the desk's keys work; without, the terminal only watches.
    #[arg(long)]
    key: Option<PathBuf>,
    /// 口令文件: its first line is the passphrase. Without it, the terminal asks.
    #[arg(long, requires = "key")]
    passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    screen: ScreenArgs,
}

#[derive(Debug, Args)]
struct RoleArgs {
    /// 会议文件: sitting.toml, which pins the server and the sitting.
    #[arg(long)]
    sitting: PathBuf,
    /// 密钥文件: the role's key under its passphrase.
    #[arg(long)]
    key: PathBuf,
    /// 口令文件: its first line is the passphrase. Without it, the screen asks.
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
    /// 份额文件: where a scrutineer's ceremony and share are kept; else beside the key file (scrutineer-1.vault.age).
    #[arg(long)]
    vault: Option<PathBuf>,
    #[command(flatten)]
    screen: ScreenArgs,
}

/// Why a command did not end well.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// The sitting file.
    #[error("{}: {source}", path.display())]
    Sitting {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: SittingFileError,
    },
    /// A program.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A card file that is no card of this sitting, in words.
    #[error("{0}")]
    Card(String),
    /// The sitting's origin cannot be part of a key's name.
    #[error("origin: {0}")]
    KeyName(#[from] audit::note::KeyNameError),
    /// The second device.
    #[error(transparent)]
    CheckDevice(#[from] check_device::CannotCheck),
    /// Receipts.
    #[error(transparent)]
    Receipt(#[from] receipt::CannotShow),
    /// The voting page.
    #[error(transparent)]
    Page(#[from] page::CannotServe),
    /// The operating system.
    #[error("no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
    /// The operating system.
    #[error("the program cannot start: {0}")]
    Io(#[from] std::io::Error),
}

/// Exit status of a command that could not do its work.
const CANNOT: u8 = 2;

/// Reads the command line of this process and does it.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(Look::default(), &error.into()),
    };
    let look = cli.command.look();
    let ended = runtime.block_on(cli.command.perform());
    // A name being looked up or a key being derived must not hold up the end.
    runtime.shutdown_background();
    match ended {
        Ok(code) => code,
        Err(error) => failed(look, &error),
    }
}

fn failed(look: Look, error: &CliError) -> ExitCode {
    let words = match error {
        CliError::Run(error) => error_words(look, error),
        other => other.to_string(),
    };
    // Standard error: by now the terminal is as it was.
    eprintln!("{words}");
    ExitCode::from(CANNOT)
}

impl Command {
    fn look(&self) -> Look {
        match self {
            Self::Deputy(args) => args.screen.options().look,
            Self::Live(args) => args.screen.options().look,
            Self::Scrutineer(args) | Self::Chief(args) | Self::Presiding(args) => args.screen.options().look,
            Self::CheckDevice(args) => args.look(),
            Self::Receipt(args) => args.look(),
            Self::Page(_) | Self::Key { .. } => Look::default(),
        }
    }

    async fn perform(self) -> Result<ExitCode, CliError> {
        match self {
            Self::Deputy(args) => deputy(args).await?,
            Self::Live(args) => live(args).await?,
            Self::Scrutineer(args) => role(args, Role::Scrutineer).await?,
            Self::Chief(args) => role(args, Role::Chief).await?,
            Self::Presiding(args) => role(args, Role::Presiding).await?,
            Self::CheckDevice(args) => return Ok(check_device::run(args).await?),
            Self::Receipt(args) => {
                // A published log is read by waiting for it, on a thread where that holds up nobody.
                let shown = tokio::task::spawn_blocking(move || receipt::run(&args)).await;
                return Ok(shown.map_err(std::io::Error::other)??);
            }
            Self::Page(args) => {
                let file = sitting(&args.sitting)?;
                // A signal that cannot be waited for leaves the process to be ended by the same signal.
                let interrupted = async { drop(tokio::signal::ctrl_c().await) };
                page::run(&args, &file, interrupted).await?;
            }
            Self::Key { command } => keys::run(command)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn sitting(path: &Path) -> Result<SittingFile, CliError> {
    SittingFile::read(path).map_err(|source| CliError::Sitting { path: path.to_owned(), source })
}

async fn deputy(args: DeputyArgs) -> Result<(), CliError> {
    let options = args.screen.options();
    let file = sitting(&args.sitting)?;
    let card = match &args.card {
        Some(path) => Some(run::read_card_file(options.look, path, &file).map_err(CliError::Card)?),
        None => None,
    };
    run::deputy::vote(&file, card, &args.state, &options, pending()).await?;
    Ok(())
}

async fn live(args: LiveArgs) -> Result<(), CliError> {
    let options = args.screen.options();
    let file = sitting(&args.sitting)?;
    match args.key {
        None => run::live::watch(&file, &options, pending()).await?,
        Some(key) => {
            let passphrase = match args.passphrase_file {
                Some(path) => Passphrase::from_file(&path).map_err(RunError::from)?,
                None => ask(&key)?,
            };
            run::live::desk(&file, &key, passphrase, &options, pending()).await?
        }
    };
    Ok(())
}

async fn role(args: RoleArgs, role: Role) -> Result<(), CliError> {
    let options = args.screen.options();
    let file = sitting(&args.sitting)?;
    let passphrase = match args.passphrase_file {
        Some(path) => Some(Passphrase::from_file(&path).map_err(RunError::from)?),
        None => None,
    };
    let key = RoleKey { key: args.key, vault: args.vault };
    run::roles::run(&file, role, key, passphrase, &options, pending()).await?;
    Ok(())
}

fn ask(key: &Path) -> Result<Passphrase, RunError> {
    let path = key.display();
    let text = PromptText { zh: format!("{path} 的口令"), en: format!("passphrase of {path}") };
    Ok(prompt::ask(&text)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_desk_needs_its_key_and_languages_are_two() {
        let parse = |line: &str| Cli::try_parse_from(line.split(' '));
        assert!(parse("terminal-client live --sitting s.toml").is_ok());
        assert!(parse("terminal-client live --sitting s.toml --passphrase-file p").is_err());
        assert!(
            parse("terminal-client deputy --sitting s.toml --state d --lang en --theme high-contrast")
                .is_ok()
        );
        assert!(parse("terminal-client deputy --sitting s.toml --state d --lang fr").is_err());
        assert!(parse("terminal-client deputy --sitting s.toml").is_err());
        assert!(parse("terminal-client chief --sitting s.toml --utc-hours -5 --key k").is_ok());
        assert!(parse("terminal-client chief --sitting s.toml --utc-hours 15 --key k").is_err());
    }
}
