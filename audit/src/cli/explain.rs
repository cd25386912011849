//! `audit explain`: what one entry means, who signed it, and which checks it met.

use super::published::Published;
use super::show::{cannot_print, refuted, signers};
use super::{Exit, print};
use audit::entry::{Body, Line};
use audit::fold::{Check, Counters, State};
use audit::rules::explain;
use audit::verify::Verifier;
use audit::verify::report::{beijing, pad};
use audit::wire::Bytes32;
use audit::words::{self, Words};
use clap::Args;
use std::fmt::Write as _;
use std::io::{Write as _, stderr};

/// Columns of a name before its value.
const NAME_COLUMNS: usize = 14;
/// Longest line of the body that is shown whole, in characters.
const LINE_CHARACTERS: usize = 110;
/// Most lines of the body that are shown; `--raw` has all of it.
const LINES_MAX: usize = 60;

/// Arguments of `audit explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    #[command(flatten)]
    published: Published,
    /// The entry, from 0. 第几条（从 0 数起）
    index: u64,
    /// The entry's line as it stands in the log, and nothing else. 只输出原文
    #[arg(long)]
    raw: bool,
}

impl Explain {
    pub(super) fn run(&self) -> Exit {
        match self.tell() {
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

    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang() {
            explain::Lang::Zh => zh,
            explain::Lang::En => en,
        }
    }

    fn tell(&self) -> Result<Exit, Words> {
        let (mut verifier, mut log) = self.published.open()?;
        for _ in 0..self.index {
            let line = self.published.next_line(&mut log)?.ok_or_else(|| self.no_such_entry())?;
            if let Err(failure) = verifier.take(line) {
                return shown(&format!("{}\n", refuted(&failure).of(self.lang())), Exit::Refuted);
            }
        }
        let bytes = self.published.next_line(&mut log)?.ok_or_else(|| self.no_such_entry())?;
        if self.raw {
            // Bytes of an entry are text, or they are no entry; either way what stands there is what is printed.
            return shown(&String::from_utf8_lossy(&bytes), Exit::Verified);
        }
        let line = bytes.strip_suffix(b"\n").and_then(|bytes| Line::parse(bytes.to_vec()).ok());
        let before = match verifier.settle() {
            Ok(state) => state.clone(),
            Err(failure) => {
                return shown(&format!("{}\n", refuted(&failure).of(self.lang())), Exit::Refuted);
            }
        };
        let mut page = line.as_ref().map(|line| self.page(&before, line)).unwrap_or_default();
        let exit = self.checks(&mut page, &before, verifier, bytes);
        shown(&page, exit)
    }

    fn no_such_entry(&self) -> Words {
        let index = self.index;
        Words::new(format!("记录中没有第 {index} 条"), format!("the log has no entry {index}"))
    }

    /// What it says, who signed it, and its fields.
    fn page(&self, before: &State, line: &Line) -> String {
        let lang = self.lang();
        // The names that an entry brings along are in the state after it.
        let mut after = before.clone();
        let state = if after.apply(line).is_ok() { &after } else { before };
        let mut page = String::new();
        let mut row = |name: &str, value: &str| _ = writeln!(page, "{}{value}", pad(name, NAME_COLUMNS));
        row(self.say("第几条", "entry"), &self.index.to_string());
        row(self.say("类别", "kind"), line.body().kind());
        row(self.say("内容", "says"), words::entry(state, line.body()).of(lang));
        row(self.say("含义", "meaning"), words::meaning(line.body()).of(lang));
        let time = beijing(line.entry().time.get());
        row(
            self.say("时间", "time"),
            &format!("{time}{}", self.say("（北京时间，服务器所报）", " (UTC+8, as the server says)")),
        );
        let signed = signers(&line.entry().sigs);
        row(
            self.say("签名人", "signed by"),
            if line.entry().sigs.is_empty() { self.say("无", "nobody") } else { signed.of(lang) },
        );
        row(self.say("叶哈希", "leaf hash"), &Bytes32::from(line.leaf()).to_string());
        row(self.say("上一条", "follows"), &line.entry().prev.to_string());
        page.push('\n');
        page.push_str(&fields(line.body()));
        page.push('\n');
        page
    }

    /// The checks that ran at this entry, or the one that refused it.
    fn checks(&self, page: &mut String, before: &State, mut verifier: Verifier, bytes: Vec<u8>) -> Exit {
        let lang = self.lang();
        let taken =
            verifier.take(bytes).and_then(|()| verifier.settle().map(|state| state.counters().clone()));
        let counters = match taken {
            Ok(counters) => counters,
            Err(failure) => {
                _ = writeln!(page, "{}", refuted(&failure).of(lang));
                let accused = Words::list(failure.accused.into_iter().map(words::signer));
                _ = writeln!(
                    page,
                    "{}{}",
                    pad(self.say("责任方", "accused"), NAME_COLUMNS),
                    accused.of(lang)
                );
                return Exit::Refuted;
            }
        };
        _ = writeln!(
            page,
            "{}",
            self.say(
                "这一条经过的检查（protocol.md §12.2），均已通过：",
                "checks at this entry (protocol.md §12.2), all passed:"
            )
        );
        for (check, times) in ran(before.counters(), &counters) {
            let (zh, en) = check.title();
            let number = check.number();
            _ = writeln!(page, "  {number:>2}  {}  × {times}", self.say(zh, en));
        }
        _ = writeln!(
            page,
            "{}",
            self.say(
                "只核对到这一条；整份记录和检查点请用 audit verify。",
                "checked up to this entry; the whole log and its checkpoint are audit verify's."
            )
        );
        Exit::Verified
    }
}

fn shown(page: &str, exit: Exit) -> Result<Exit, Words> {
    if print(page) { Ok(exit) } else { Err(cannot_print()) }
}

/// The checks done between two counts.
fn ran(before: &Counters, after: &Counters) -> Vec<(Check, u64)> {
    let times = |check: &Check| after.of(*check).0.saturating_sub(before.of(*check).0);
    Check::ALL.into_iter().map(|check| (check, times(&check))).filter(|(_, times)| *times > 0).collect()
}

/// The body as it stands in the log, a field a line, long ones cut.
fn fields(body: &Body) -> String {
    let pretty = serde_json::to_string_pretty(body).unwrap_or_default();
    let lines: Vec<&str> = pretty.lines().collect();
    let mut text: String = lines.iter().take(LINES_MAX).map(|line| shortened(line) + "\n").collect();
    if lines.len() > LINES_MAX {
        _ = writeln!(text, "… ({})", lines.len());
    }
    text
}

fn shortened(line: &str) -> String {
    if line.chars().count() <= LINE_CHARACTERS {
        return line.to_owned();
    }
    let head: String = line.chars().take(LINE_CHARACTERS).collect();
    format!("{head}… ({})", line.len())
}
