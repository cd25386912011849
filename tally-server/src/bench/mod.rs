//! `tally-server bench load`: the server's budgets of DESIGN §10, measured on this machine in one run.
//!
//! The server is a child process of this binary (`serve`), so that its memory can be told from the clients'; the clients are
//! here, over TLS WebSocket connections on loopback. Both share the machine: what is measured is the least that a server alone
//! would do. The budgets are ratios of one run where that is possible, so that they mean something on any machine.
//!
//! Next: `hall` makes the sitting and its people; `load` measures; `report` prints.

mod hall;
mod load;
mod report;

use std::path::PathBuf;

use terminal_client::device::DeviceError;

use crate::demo::DemoError;

/// Measures the server against its budgets.
#[derive(Debug, clap::Subcommand)]
pub enum BenchCommand {
    /// 压力测试: devices that cast, over real connections on loopback.
    Load(LoadArgs),
}

/// How much of it.
#[derive(Clone, Debug, clap::Args)]
pub struct LoadArgs {
    /// Devices that are connected and cast within ten seconds.
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(10..=3_000))]
    pub devices: u32,
    /// Items of the contest.
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u32).range(2..=100))]
    pub contest_items: u32,
    /// A folder for all files, on the disk to be measured; it must not exist, and is removed at the end.
    #[arg(long, value_name = "DIR", default_value = "bench-load")]
    pub dir: PathBuf,
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum BenchError {
    #[error(transparent)]
    Demo(#[from] DemoError),
    #[error(transparent)]
    Sitting(#[from] crate::prepare::sitting::SittingError),
    #[error(transparent)]
    Net(#[from] terminal_client::net::NetError),
    #[error(transparent)]
    Session(#[from] terminal_client::roles::SessionError),
    #[error(transparent)]
    Wait(#[from] terminal_client::roles::WaitError),
    #[error(transparent)]
    Scrutineer(#[from] terminal_client::roles::scrutineer::ScrutineerError),
    #[error(transparent)]
    SecretFile(#[from] terminal_client::keys::SecretFileError),
    #[error(transparent)]
    Vault(#[from] terminal_client::roles::scrutineer::VaultError),
    #[error(transparent)]
    Device(#[from] DeviceError),
    #[error(transparent)]
    Text(#[from] audit::wire::TextError),
    #[error("{path}: {source}", path = path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("a ballot of this run cannot be made: {0}")]
    Ballot(String),
    #[error("the server refused: {0}")]
    Refused(String),
    #[error("the server did not begin to listen")]
    NotServing,
    #[error("totals are not to be had: {0}")]
    Totals(String),
    #[error("a task of the bench was lost")]
    Lost,
}

/// Runs the whole bench and prints its lines; an error only where something could not be measured.
pub async fn run(command: &BenchCommand) -> Result<(), BenchError> {
    let BenchCommand::Load(args) = command;
    std::fs::create_dir(&args.dir).map_err(|source| BenchError::Io { path: args.dir.clone(), source })?;
    let measured = Box::pin(load::measure(args)).await;
    // The bench made it, under a name that did not exist.
    let removed = std::fs::remove_dir_all(&args.dir);
    let rows = measured?;
    removed.map_err(|source| BenchError::Io { path: args.dir.clone(), source })?;
    report::print(&rows).map_err(|source| BenchError::Io { path: PathBuf::from("stdout"), source })
}
