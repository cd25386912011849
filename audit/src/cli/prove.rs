//! `audit prove`: that an entry stands in a log, and that a log grew out of an earlier one.

use super::follow::no_place;
use super::{Exit, Lang, print};
use audit::evidence::{Comparison, Evidence, explain};
use audit::fingerprint::Fingerprint;
use audit::merkle::hash_to_base64;
use audit::note::Note;
use audit::observe::{History, HistoryError, check_receipt, fingerprint_of, is_address, read_note};
use audit::receipt::{RECEIPT_HEADER, Receipt};
use audit::words::Words;
use clap::{Args, Subcommand};
use std::fmt::Write as _;
use std::fs;
use std::io::{Write as _, stderr};
use std::path::{Path, PathBuf};

/// Arguments of `audit prove`.
#[derive(Debug, Args)]
pub(super) struct Prove {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Writes the receipt of an entry (C2SP tlog-proof). 生成某一条的回执文件
    Inclusion(Inclusion),
    /// Checks a receipt, checkpoint or copy that somebody holds against the log. 用手中的回执、检查点或副本与记录核对
    Held(Compared),
    /// Prints the proof that the log grew out of its first SIZE entries. 输出记录由前 SIZE 条增长而来的证明
    Consistency(Consistency),
}

/// The log, and whom to trust.
#[derive(Debug, Args)]
struct Place {
    /// The published log: an address, or a folder. 公布记录的网址或文件夹
    log: String,
    /// The sitting's fingerprint, from the printed programme or a card; a copy of `audit follow` remembers it. 会议指纹
    #[arg(long, num_args = 1.., value_name = "HEX")]
    fingerprint: Vec<String>,
    /// Language of what is said. 语言
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    lang: Lang,
}

#[derive(Debug, Args)]
struct Inclusion {
    #[command(flatten)]
    place: Place,
    /// The entry's number, from 0. 序号，从 0 起
    #[arg(long)]
    index: u64,
    /// The file to write; else the standard output. 输出文件
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Compared {
    #[command(flatten)]
    place: Place,
    /// Receipts (tlog-proof), checkpoints, or folders of copies. 回执、检查点或副本文件夹
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    held: Vec<PathBuf>,
    /// The folder to write evidence into. 证据文件写入的文件夹
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct Consistency {
    #[command(flatten)]
    place: Place,
    /// Entries of the earlier log. 较早记录的条数
    #[arg(long, value_name = "SIZE")]
    old: u64,
}

impl Prove {
    /// [`Exit::Refuted`]: what is held contradicts the log.
    pub(super) fn run(&self) -> Exit {
        let (done, lang) = match &self.what {
            What::Inclusion(args) => (args.run(), args.place.lang),
            What::Held(args) => (args.run(), args.place.lang),
            What::Consistency(args) => (args.run(), args.place.lang),
        };
        done.unwrap_or_else(|problem| {
            _ = writeln!(stderr(), "{}", problem.of(lang.into()));
            Exit::Unchecked
        })
    }
}

impl Place {
    fn open(&self) -> Result<History, Words> {
        let given = self.fingerprint.concat();
        let known = if given.is_empty() && !is_address(&self.log) {
            fingerprint_of(Path::new(&self.log))
        } else {
            given.parse::<Fingerprint>().ok()
        };
        let trusted = known.ok_or_else(|| {
            Words::new(
                "没有给出会议指纹（64 位十六进制，空格不计）。请从会议材料或代表证取得，用 --fingerprint 给出。",
                "no fingerprint was given (64 hexadecimal digits, spaces do not count). Take it from the printed programme or a \
                 card, and give it with --fingerprint.",
            )
        })?;
        History::open(&self.log, &trusted).map_err(|error| cannot(&error))
    }
}

impl Inclusion {
    fn run(&self) -> Result<Exit, Words> {
        let mut history = self.place.open()?;
        let receipt = history.receipt(self.index).map_err(|error| cannot(&error))?;
        // What is handed out was checked as its holder will check it.
        check_receipt(&mut history, &receipt).map_err(|error| cannot(&error))?;
        let bytes = receipt.to_bytes();
        match &self.out {
            None => said(&String::from_utf8_lossy(&bytes))?,
            Some(path) => {
                write(path, &bytes)?;
                let (index, size) = (self.index, history.checkpoint().size);
                let words = Words::new(
                    format!("第 {index} 条在 {size} 条的记录中，回执已写入 {}\n", path.display()),
                    format!(
                        "entry {index} stands in the log of {size}; its receipt is in {}\n",
                        path.display()
                    ),
                );
                said(words.of(self.place.lang.into()))?;
            }
        }
        Ok(Exit::Verified)
    }
}

impl Consistency {
    fn run(&self) -> Result<Exit, Words> {
        let mut history = self.place.open()?;
        let beginning = history.beginning(self.old).map_err(|error| cannot(&error))?;
        let mut text = String::new();
        _ = writeln!(text, "old {} {}", self.old, hash_to_base64(&beginning.root));
        let new = history.checkpoint();
        _ = writeln!(text, "new {} {}", new.size, hash_to_base64(&new.root));
        for hash in &beginning.proof {
            _ = writeln!(text, "{}", hash_to_base64(hash));
        }
        said(&text)?;
        Ok(Exit::Verified)
    }
}

impl Compared {
    fn run(&self) -> Result<Exit, Words> {
        let mut history = self.place.open()?;
        let mut exit = Exit::Verified;
        for path in &self.held {
            match self.one(&mut history, path)? {
                Exit::Verified => {}
                worse if exit != Exit::Refuted => exit = worse,
                _ => {}
            }
        }
        Ok(exit)
    }

    fn one(&self, history: &mut History, path: &Path) -> Result<Exit, Words> {
        let bytes = read_note(path).map_err(|error| {
            let path = path.display();
            Words::new(format!("无法读取 {path}：{error}"), format!("cannot read {path}: {error}"))
        })?;
        let bad = |error: &dyn std::fmt::Display| {
            let path = path.display();
            Words::new(
                format!("{path} 既不是回执也不是检查点：{error}"),
                format!("{path} is neither a receipt nor a checkpoint: {error}"),
            )
        };
        let receipt = if bytes.starts_with(RECEIPT_HEADER.as_bytes()) {
            Some(Receipt::parse(&bytes).map_err(|error| bad(&error))?)
        } else {
            None
        };
        let note = match &receipt {
            Some(receipt) => receipt.note().clone(),
            None => Note::parse(&bytes).map_err(|error| bad(&error))?,
        };
        let compared = history.compare(&note).map_err(|error| bad(&error))?;
        let shown = path.display();
        let words = match compared {
            Comparison::Contradiction(evidence) => return self.contradicts(path, &evidence),
            Comparison::Unknown => Words::new(
                format!("{shown}：比这份记录更长，无法核对；请用更新的记录再试。\n"),
                format!(
                    "{shown}: of a longer log than this one, so it cannot be checked; try a newer one.\n"
                ),
            ),
            Comparison::Same | Comparison::Grew => {
                if let Some(receipt) = &receipt {
                    check_receipt(history, receipt).map_err(|error| bad(&error))?;
                    let index = receipt.index();
                    said(
                        Words::new(
                            format!("{shown}：相符。第 {index} 条在记录中，记录由它的检查点增长而来。\n"),
                            format!("{shown}: agrees. Entry {index} stands in the log, which grew out of its checkpoint.\n"),
                        )
                        .of(self.place.lang.into()),
                    )?;
                    return Ok(Exit::Verified);
                }
                said(
                    Words::new(
                        format!("{shown}：相符。记录由它增长而来。\n"),
                        format!("{shown}: agrees. The log grew out of it.\n"),
                    )
                    .of(self.place.lang.into()),
                )?;
                return Ok(Exit::Verified);
            }
        };
        said(words.of(self.place.lang.into()))?;
        Ok(Exit::Unchecked)
    }

    fn contradicts(&self, path: &Path, evidence: &Evidence) -> Result<Exit, Words> {
        let name = path.file_name().map_or_else(|| "held".into(), |name| name.to_string_lossy().into_owned());
        let file = self.out.join(format!("{name}.evidence"));
        fs::create_dir_all(&self.out).map_err(|error| unwritten(&self.out, &error))?;
        write(&file, &evidence.to_bytes())?;
        said(&explain(evidence, &evidence.judge(None), self.place.lang.into()))?;
        let shown = file.display();
        let words = Words::new(
            format!("\n证据已写入 {shown}；任何人可用 audit judge 审查。\n"),
            format!("\nThe evidence is in {shown}; anyone can check it with audit judge.\n"),
        );
        said(words.of(self.place.lang.into()))?;
        Ok(Exit::Refuted)
    }
}

fn said(text: &str) -> Result<(), Words> {
    if print(text) { Ok(()) } else { Err(Words::new("无法输出", "cannot print")) }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Words> {
    fs::write(path, bytes).map_err(|error| unwritten(path, &error))
}

fn unwritten(path: &Path, error: &std::io::Error) -> Words {
    let path = path.display();
    Words::new(format!("无法写入 {path}：{error}"), format!("cannot write {path}: {error}"))
}

fn cannot(error: &HistoryError) -> Words {
    match error {
        HistoryError::Address(error) => no_place(*error),
        HistoryError::OtherSitting { actual, .. } => {
            Words::new(format!("那是另一次会议的记录（会议指纹 {actual}）"), error.to_string())
        }
        HistoryError::Beyond { index, size } => {
            Words::new(format!("记录只有 {size} 条，没有 {index}"), error.to_string())
        }
        error => Words::new(format!("记录不成立或无法读取：{error}"), error.to_string()),
    }
}
