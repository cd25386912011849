//! `audit print`: verifies a log, writes the reports of its contests, and says the SHA-256 of each.

use super::published::Published;
use super::{Exit, print};
use audit::fingerprint::Fingerprint;
use audit::fold::State;
use audit::print::{Page, pages};
use audit::verify::report::Report;
use audit::words::Words;
use clap::Args;
use std::fmt::Write as _;
use std::fs;
use std::io::{Write, stderr};
use std::path::PathBuf;

/// Arguments of `audit print`.
#[derive(Debug, Args)]
pub(super) struct Print {
    #[command(flatten)]
    published: Published,
    /// Only the pages of this contest, by its number. 只打印这一项
    #[arg(long, value_name = "N")]
    contest: Option<u64>,
    /// The folder to write into; it is made if it is not there. 输出文件夹
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Print {
    pub(super) fn run(&self) -> Exit {
        let (trusted, verdict) = match self.published.verify(false) {
            Ok(checked) => checked,
            Err(problem) => return self.cannot(&problem),
        };
        if verdict.failure.is_some() {
            // Nothing of a log that does not hold is put on paper; the report says why it does not.
            _ = write!(stderr(), "{}", Report::new(&trusted, &verdict).text(self.published.lang.into()));
            return Exit::Refuted;
        }
        match self.pages(&verdict.state).and_then(|pages| self.write(&pages)) {
            Ok(()) => Exit::Verified,
            Err(problem) => self.cannot(&problem),
        }
    }

    fn pages(&self, state: &State) -> Result<Vec<Page>, Words> {
        let all = state.contests().keys().copied().collect();
        let contests: Vec<u64> = self.contest.map_or(all, |contest| vec![contest]);
        let mut made = Vec::new();
        for contest in contests {
            let problem = |error: audit::print::PrintError| Words { zh: error.zh(), en: error.to_string() };
            made.extend(pages(state, contest).map_err(problem)?);
        }
        if made.is_empty() {
            return Err(Words {
                zh: "没有已截止的票决，没有可打印的报告单。".to_owned(),
                en: "no contest is closed, so there is no report to print.".to_owned(),
            });
        }
        Ok(made)
    }

    /// Prints a line for each file as `sha256sum` does, so that `sha256sum -c` reads it.
    fn write(&self, pages: &[Page]) -> Result<(), Words> {
        let cannot = |error: std::io::Error, what: &PathBuf| Words {
            zh: format!("无法写入 {}：{error}", what.display()),
            en: format!("cannot write {}: {error}", what.display()),
        };
        fs::create_dir_all(&self.out).map_err(|error| cannot(error, &self.out))?;
        let mut lines = String::new();
        for page in pages {
            let path = self.out.join(page.file_name());
            fs::write(&path, page.bytes()).map_err(|error| cannot(error, &path))?;
            _ = writeln!(lines, "{}  {}", Fingerprint(page.sha256()).to_hex(), page.file_name());
        }
        if print(&lines) {
            Ok(())
        } else {
            Err(Words { zh: "无法输出".to_owned(), en: "cannot print".to_owned() })
        }
    }

    fn cannot(&self, problem: &Words) -> Exit {
        _ = writeln!(stderr(), "{}", problem.of(self.published.lang.into()));
        Exit::Unchecked
    }
}
