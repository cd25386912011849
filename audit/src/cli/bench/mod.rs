//! `audit bench`: what verifying costs on this machine, beside what no verifier can avoid, in one run.
//!
//! The floor and the work are measured in turns of some hundred ballots, so that whatever else the machine does weighs on both
//! alike and the ratio means something. Both start from encoded bytes.

mod ballots;
mod beside;
mod measure;
mod table;
mod whole;

use super::print;
use audit::words::Words;
use ballots::{Kind, MakeError};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use table::Table;

use super::Lang;
use super::trial::say;

/// How many ballots: the steps.
const COUNTS: [usize; 6] = [1, 10, 100, 1_000, 3_000, 30_000];
/// Ballots of the rows about other things than numbers of ballots.
const SOME: usize = 1_000;

/// Arguments of `audit bench`.
#[derive(Debug, Args)]
pub(super) struct Bench {
    /// No row with more ballots than these. 票数上限
    #[arg(long, default_value_t = 30_000, value_name = "N")]
    most: usize,
    /// Threads; the default is one for each core. 线程数
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Measures the verification of this published log instead, with its peak of memory. 改为测量验证这份公开记录
    #[arg(long, value_name = "LOG", requires = "fingerprint")]
    log: Option<PathBuf>,
    /// The sitting's fingerprint, for `--log`. 会议指纹
    #[arg(long, value_name = "FINGERPRINT")]
    fingerprint: Option<audit::fingerprint::Fingerprint>,
    /// Leaves out the comparison with elastic-elgamal, which cargo builds for it. 不与 elastic-elgamal 比较
    #[arg(long)]
    alone: bool,
    /// Language. 语言
    #[arg(long, value_enum, default_value = "zh")]
    lang: Lang,
}

impl Bench {
    pub(super) fn run(&self) -> ExitCode {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
        let threads = self.threads.unwrap_or(cores).max(1);
        let made = match (&self.log, &self.fingerprint) {
            (Some(log), Some(fingerprint)) => whole::measure(log, fingerprint, threads),
            _ => self.ballots(threads).map_err(|error| Words {
                zh: format!("无法测量：{error}"),
                en: format!("cannot measure: {error}"),
            }),
        };
        match made {
            Ok(table) if print(&table.text(self.lang)) => {
                if self.log.is_none() && !self.alone {
                    beside::run(self.lang);
                }
                ExitCode::SUCCESS
            }
            Ok(_) => ExitCode::from(2),
            Err(problem) => {
                say(&problem, self.lang);
                ExitCode::from(2)
            }
        }
    }

    fn ballots(&self, threads: usize) -> Result<Table, MakeError> {
        let mut table = Table::new(threads);
        let kind = Kind::at_most_ten()?;
        let encoded = measure::make(&kind, threads, self.most.min(SOME))?;
        table.making(&kind, &encoded);
        let ballots = &encoded.ballots;
        for count in COUNTS.into_iter().filter(|count| *count <= self.most) {
            table.verifying(&kind, count, threads, &measure::verify(&kind, ballots, count, threads)?);
        }
        let some = self.most.min(SOME);
        if threads > 1 {
            table.verifying(&kind, some, 1, &measure::verify(&kind, ballots, some, 1)?);
        }
        table.alone(&kind, &measure::alone(&kind, ballots, some.min(100))?);
        for kind in [Kind::one_each()?, Kind::choose_ten()?] {
            let encoded = measure::make(&kind, threads, some.min(100))?;
            table.verifying(&kind, some, threads, &measure::verify(&kind, &encoded.ballots, some, threads)?);
        }
        table.memory = measure::high_water_mark();
        Ok(table)
    }
}
