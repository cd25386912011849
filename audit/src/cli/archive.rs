//! `audit archive`: whether everything in an archive is what the log and its seal say.

use super::published::Published;
use super::{Exit, print};
use audit::archive::Checked;
use audit::rules::explain::Lang;
use audit::words::Words;
use clap::Args;
use std::io::{Write, stderr};

/// Arguments of `audit archive`.
#[derive(Debug, Args)]
pub(super) struct Archive {
    #[command(flatten)]
    published: Published,
}

impl Archive {
    pub(super) fn run(&self) -> Exit {
        let lang: Lang = self.published.lang.into();
        let (exit, problem) = match self.published.archive() {
            Ok(Ok(checked)) => {
                let said = print(&text(&checked, lang));
                return if said { Exit::Verified } else { Exit::Unchecked };
            }
            Ok(Err(error)) => {
                let exit = if error.is_unchecked() { Exit::Unchecked } else { Exit::Refuted };
                (exit, Words::new(error.zh(), error.to_string()))
            }
            Err(problem) => (Exit::Unchecked, problem),
        };
        // The exit status stands whether or not anyone reads this.
        _ = writeln!(stderr(), "{}", problem.of(lang));
        exit
    }
}

/// The verifier's report, and then what was found of the folder.
fn text(checked: &Checked, lang: Lang) -> String {
    let Checked { report, files, sealed } = checked;
    let found = Words::new(
        format!(
            "归档完整：{files} 个文件，全部与 manifest.txt、记录和封存清单（{sealed} 个文件）相符；报告与报告单就是本程序从这份记录生成的内容。"
        ),
        format!(
            "The archive is whole: {files} files, all as manifest.txt, the log and the seal ({sealed} files) say; reports and pages are what this program makes from this log."
        ),
    );
    format!("{}\n{}\n", report.text(lang), found.of(lang))
}
