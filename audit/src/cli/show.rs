//! `audit show`: the log as people read it, one line an entry.

use super::published::Published;
use super::{Exit, print};
use audit::entry::{Body, Line, Sig};
use audit::fold::State;
use audit::rules::explain;
use audit::verify::Failure;
use audit::verify::report::{beijing, pad};
use audit::words::{self, Words};
use clap::Args;
use std::io::{Write, stderr};

/// Columns of the time and of the signers.
const SIGNERS_COLUMNS: usize = 28;

/// Arguments of `audit show`.
#[derive(Debug, Args)]
pub(super) struct Show {
    #[command(flatten)]
    published: Published,
    /// The first entry to list. 从第几条起
    #[arg(long, value_name = "INDEX", default_value_t = 0)]
    from: u64,
    /// The last entry to list. 到第几条止
    #[arg(long, value_name = "INDEX")]
    to: Option<u64>,
    /// Only entries of these kinds, by the name in the log. 只列这些类别（记录中的名称）
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
}

impl Show {
    pub(super) fn run(&self) -> Exit {
        match self.list() {
            Ok(exit) => exit,
            Err(problem) => {
                _ = writeln!(stderr(), "{}", problem.of(self.lang()));
                Exit::Unchecked
            }
        }
    }

    fn lang(&self) -> explain::Lang {
        self.published.lang.into()
    }

    fn list(&self) -> Result<Exit, Words> {
        let (mut verifier, mut log) = self.published.open()?;
        let mut index = 0;
        let last = self.to.unwrap_or(u64::MAX);
        while let Some(line) = self.published.next_line(&mut log)?.filter(|_| index <= last) {
            // For the words; whether it may stand where it stands is the verifier's to say.
            let read = line.strip_suffix(b"\n").and_then(|line| Line::parse(line.to_vec()).ok());
            // An entry of a preparation is in the state that its own words are taken from; ballots wait for their run.
            let waits = read.as_ref().is_some_and(|read| {
                matches!(read.body(), Body::BallotCast(_) | Body::PaperCast(_) | Body::BlobPart(_))
            });
            let settled =
                verifier.take(line).and_then(|()| if waits { Ok(()) } else { verifier.settle().map(|_| ()) });
            let taken = settled.map(|()| {
                let told = read.filter(|_| index >= self.from).filter(|read| self.is_asked(read));
                told.map(|read| self.line(verifier.state(), index, &read))
            });
            match taken {
                Ok(told) if told.as_deref().is_none_or(print) => {}
                Ok(_) => return Err(cannot_print()),
                Err(failure) => return self.refuted(&failure),
            }
            index += 1;
        }
        match verifier.settle() {
            Ok(_) => Ok(Exit::Verified),
            Err(failure) => self.refuted(&failure),
        }
    }

    fn is_asked(&self, line: &Line) -> bool {
        self.kind.is_empty() || self.kind.iter().any(|kind| kind == line.body().kind())
    }

    /// Index, time, signers, words.
    fn line(&self, state: &State, index: u64, line: &Line) -> String {
        let lang = self.lang();
        let time = beijing(line.entry().time.get());
        let signers = signers(&line.entry().sigs);
        let words = words::entry(state, line.body());
        let (signers, words) = (pad(signers.of(lang), SIGNERS_COLUMNS), words.of(lang));
        format!("{index:>6}  {time}  {signers}  {words}\n")
    }

    fn refuted(&self, failure: &Failure) -> Result<Exit, Words> {
        let told = refuted(failure);
        if print(&format!("{}\n", told.of(self.lang()))) { Ok(Exit::Refuted) } else { Err(cannot_print()) }
    }
}

/// Who signed, as a list.
pub(super) fn signers(sigs: &[Sig]) -> Words {
    Words::list(sigs.iter().map(|sig| words::signer(sig.by)))
}

/// Where the log stops agreeing, and why.
pub(super) fn refuted(failure: &Failure) -> Words {
    let (index, number, code) = (failure.index, failure.check.number(), failure.refusal.code.as_str());
    Words::new(
        format!("第 {index} 条验证未通过（检查 {number}，{code}）：{}", failure.refusal.zh()),
        format!("refuted at entry {index} (check {number}, {code}): {}", failure.refusal.en()),
    )
}

/// The standard output is gone.
pub(super) fn cannot_print() -> Words {
    Words::new("无法输出", "cannot print")
}
