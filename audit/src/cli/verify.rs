//! `audit verify`: the verdict on the standard output, progress and problems on the standard error.

use super::published::Published;
use super::{Exit, print};
use audit::verify::report::{FORMAT, Outcome, Report};
use audit::words::Words;
use clap::Args;
use serde::Serialize;
use std::io::{Write, stderr};

/// Arguments of `audit verify`.
#[derive(Debug, Args)]
pub(super) struct Verify {
    #[command(flatten)]
    published: Published,
    /// One JSON object (protocol.md §12.4) instead of the report. 输出 JSON
    #[arg(long)]
    json: bool,
    /// Neither report nor progress: the exit status says it. 不输出报告，只看退出码
    #[arg(long)]
    quiet: bool,
}

/// The object that `--json` prints when the log could not be checked.
#[derive(Serialize)]
struct Unchecked<'a> {
    format: &'static str,
    verdict: Outcome,
    problem: &'a Words,
}

impl Verify {
    pub(super) fn run(&self) -> Exit {
        let (trusted, verdict) = match self.published.verify(self.quiet) {
            Ok(checked) => checked,
            Err(problem) => return self.cannot(&problem),
        };
        let report = Report::new(&trusted, &verdict);
        if !self.quiet {
            let printed =
                if self.json { json(&report) } else { Some(report.text(self.published.lang.into())) };
            let printed = printed.is_some_and(|text| print(&text));
            // Whoever asked for a report and did not get it must not take silence for a verdict.
            if !printed {
                return Exit::Unchecked;
            }
        }
        match report.verdict {
            Outcome::Verified => Exit::Verified,
            Outcome::Refuted => Exit::Refuted,
            Outcome::Unwitnessed | Outcome::Unchecked => Exit::Unchecked,
        }
    }

    fn cannot(&self, problem: &Words) -> Exit {
        if self.json && !self.quiet {
            let object = Unchecked { format: FORMAT, verdict: Outcome::Unchecked, problem };
            _ = json(&object).map(|text| print(&text));
        }
        // The exit status stands whether or not anyone reads this.
        _ = writeln!(stderr(), "{}", problem.of(self.published.lang.into()));
        Exit::Unchecked
    }
}

fn json(object: &impl Serialize) -> Option<String> {
    serde_json::to_string(object).ok().map(|text| text + "\n")
}
