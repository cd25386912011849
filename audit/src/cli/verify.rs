//! `audit verify`: the verdict on the standard output, progress and problems on the standard error.

use super::{Exit, Lang};
use audit::fingerprint::Fingerprint;
use audit::verify::report::{FORMAT, Outcome, Report, Words};
use audit::verify::verify_folder;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::PathBuf;

/// Arguments of `audit verify`.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The folder with log.jsonl and checkpoint. 含 log.jsonl 和 checkpoint 的文件夹
    log: PathBuf,
    /// The sitting's fingerprint, 64 hexadecimal digits, spaces allowed: from the printed programme or a card, never from
    /// the server. 会议指纹（64 位十六进制，可带空格），取自会议材料或代表证，不取自服务器
    #[arg(long, num_args = 1.., value_name = "HEX")]
    fingerprint: Vec<String>,
    /// One JSON object (protocol.md §12.4) instead of the report. 输出 JSON
    #[arg(long)]
    json: bool,
    /// Language of the report. 报告语言
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    lang: Lang,
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
        let trusted = match self.trusted() {
            Ok(trusted) => trusted,
            Err(problem) => return self.cannot(&problem),
        };
        let bar = self.bar();
        let verdict = verify_folder(&self.log, &trusted, |read, total| {
            bar.set_length(total);
            bar.set_position(read);
        });
        bar.finish_and_clear();
        let verdict = match verdict {
            Ok(verdict) => verdict,
            Err(error) => {
                let problem = Words { zh: format!("无法读取记录：{error}"), en: error.to_string() };
                return self.cannot(&problem);
            }
        };
        let report = Report::new(&trusted, &verdict);
        if !self.quiet {
            let printed = if self.json { json(&report) } else { Some(report.text(self.lang.into())) };
            let printed = printed.is_some_and(|text| print(&text));
            // Whoever asked for a report and did not get it must not take silence for a verdict.
            if !printed {
                return Exit::Unchecked;
            }
        }
        if report.verdict == Outcome::Verified { Exit::Verified } else { Exit::Refuted }
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

    fn cannot(&self, problem: &Words) -> Exit {
        if self.json && !self.quiet {
            let object = Unchecked { format: FORMAT, verdict: Outcome::Unchecked, problem };
            _ = json(&object).map(|text| print(&text));
        }
        // The exit status stands whether or not anyone reads this.
        _ = writeln!(stderr(), "{}", problem.of(self.lang.into()));
        Exit::Unchecked
    }

    fn bar(&self) -> ProgressBar {
        if self.quiet || !stderr().is_terminal() {
            return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        }
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3}%  {elapsed}") {
            bar.set_style(style);
        }
        bar
    }
}

fn json(object: &impl Serialize) -> Option<String> {
    serde_json::to_string(object).ok().map(|text| text + "\n")
}

fn print(text: &str) -> bool {
    let mut out = stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_ok()
}
