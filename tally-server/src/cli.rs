//! The command line of `tally-server`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use terminal_client::keys::prompt::{PromptText, ask};
use terminal_client::keys::{Passphrase, PassphraseError, PromptError};
use tokio::signal::unix::{SignalKind, signal};

use crate::bench::{BenchCommand, BenchError};
use crate::check::check;
use crate::demo::{DemoArgs, DemoError};
use crate::folder::keys::{KeysError, ServerKeys};
use crate::folder::{Folder, FolderError};
use crate::logging;
use crate::prepare::new::{self, NewArgs};
use crate::publish::archive::ArchiveArgs;
use crate::publish::export::ExportArgs;
use crate::serve::{FILES_WANTED, Options, ServeError, raise_file_limit, start};

/// 计票服务器: keeps the log of a sitting, issues and takes in ballots, publishes.
#[derive(Debug, Parser)]
#[command(version, after_help = "Exit status: 0 done, 1 failed.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 演示: a whole sitting on this machine, everything real.
    Demo(DemoArgs),
    /// 新建会议: makes a sitting's folder from roll, projects and rules, and says what to print and do next.
    New(Box<NewArgs>),
    /// 开始服务: serves a sitting until it is told to stop (Ctrl-C, SIGTERM).
    Serve(Serve),
    /// 自检: checks machine and folder before anyone is in the hall.
    Check(Check),
    /// 导出: copies the published log, verified, onto a stick or for any web server.
    Export(ExportArgs),
    /// 归档: puts a sealed sitting into one folder, with reports, documents and a manifest.
    Archive(ArchiveArgs),
    /// 测量: the budgets of the server, on this machine.
    #[command(subcommand)]
    Bench(BenchCommand),
}

#[derive(Debug, Args)]
struct Serve {
    /// The sitting's folder.
    folder: PathBuf,
    /// A file whose first line is the passphrase of the server's keys, for an unattended restart.
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
    /// Where to listen, instead of what server.toml says.
    #[arg(long)]
    listen: Option<SocketAddr>,
}

#[derive(Debug, Args)]
struct Check {
    /// The sitting's folder.
    folder: PathBuf,
    /// A file whose first line is the passphrase of the server's keys.
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
    /// The address whose port is to be free, instead of what server.toml says.
    #[arg(long)]
    listen: Option<SocketAddr>,
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum CliError {
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
    #[error(transparent)]
    Prompt(#[from] PromptError),
    #[error(transparent)]
    Keys(#[from] KeysError),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Demo(#[from] DemoError),
    #[error(transparent)]
    Bench(#[from] BenchError),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let command = Cli::parse().command;
    // The demo narrates what happens; between its lines stands what went wrong alone.
    let unasked = if matches!(command, Command::Demo(_)) { "error" } else { "info" };
    let asked = std::env::var("RUST_LOG");
    let filter = logging::filter(asked.as_deref().unwrap_or(unasked));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let result = match command {
        Command::Demo(args) => run_demo(&args).map(|()| ExitCode::SUCCESS),
        Command::New(new) => return run_new(&new),
        Command::Serve(serve) => run_serve(&serve).map(|()| ExitCode::SUCCESS),
        Command::Check(check) => run_check(&check),
        Command::Export(export) => return run_export(&export),
        Command::Archive(archive) => return run_archive(&archive),
        Command::Bench(bench) => run_bench(&bench).map(|()| ExitCode::SUCCESS),
    };
    result.unwrap_or_else(|error| {
        tracing::error!(%error, "failed");
        ExitCode::FAILURE
    })
}

fn passphrase(file: Option<&Path>) -> Result<Passphrase, CliError> {
    match file {
        Some(file) => Ok(Passphrase::from_file(file)?),
        None => Ok(ask(&PromptText {
            zh: "服务器密钥的口令".into(),
            en: "Passphrase of the server's keys".into(),
        })?),
    }
}

/// What is wrong is for the person who typed it, not for a log: every fault, Chinese first.
fn run_new(args: &NewArgs) -> ExitCode {
    match new::run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&format!("{}\n\n{error}\n", error.zh())),
    }
}

fn run_export(args: &ExportArgs) -> ExitCode {
    match args.run() {
        Ok(said) => say(&said),
        Err(error) => complain(&format!("{}\n{error}\n", error.zh())),
    }
}

fn run_archive(args: &ArchiveArgs) -> ExitCode {
    match args.run() {
        Ok(said) => say(&said),
        Err(error) => complain(&format!("{}\n{error}\n", error.zh())),
    }
}

fn say(text: &str) -> ExitCode {
    match std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn complain(text: &str) -> ExitCode {
    // Nobody is left to tell when standard error is closed.
    let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
    ExitCode::FAILURE
}

fn run_demo(arguments: &DemoArgs) -> Result<(), CliError> {
    raise_file_limit()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    Ok(runtime.block_on(crate::demo::run(arguments))?)
}

fn run_bench(bench: &BenchCommand) -> Result<(), CliError> {
    raise_file_limit()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    Ok(runtime.block_on(crate::bench::run(bench))?)
}

fn run_serve(serve: &Serve) -> Result<(), CliError> {
    let folder = Folder::new(&serve.folder);
    let sitting = folder.read_sitting()?;
    let keys =
        ServerKeys::read(&folder, sitting.origin.as_str(), &passphrase(serve.passphrase_file.as_deref())?)?;
    match raise_file_limit() {
        Ok(limit) if limit >= FILES_WANTED => {}
        Ok(limit) => tracing::warn!(limit, wanted = FILES_WANTED, "too few file descriptors for a full hall"),
        Err(error) => tracing::warn!(%error, "the limit of file descriptors is unknown"),
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let options = Options { address: serve.listen, ..Options::default() };
        let mut running = start(&serve.folder, keys, options).await?;
        tracing::info!(address = %running.address(), fingerprint = sitting.fingerprint.to_hex(), "serving");
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            // The process ends with the error: only a start verifies what is on disk.
            error = running.failed() => return Err(error.into()),
            _ = terminate.recv() => {}
            interrupted = tokio::signal::ctrl_c() => interrupted?,
        }
        tracing::info!("stopping");
        running.stop().await?;
        Ok(())
    })
}

fn run_check(arguments: &Check) -> Result<ExitCode, CliError> {
    let passphrase = passphrase(arguments.passphrase_file.as_deref())?;
    let findings = check(&arguments.folder, &passphrase, arguments.listen);
    let mut report = String::new();
    for finding in &findings {
        report.push_str(&finding.print());
        report.push('\n');
    }
    std::io::Write::write_all(&mut std::io::stdout(), report.as_bytes())?;
    let passed = findings.iter().all(|finding| finding.passed);
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
