//! `receipt`: shows and checks receipts, and compares them with each other and with the published log (protocol.md §16.2).
//!
//! It needs no key and no server: entry 0, which the device keeps beside its receipts, names the log key, and the fingerprint says
//! that it is the right entry 0.

use std::fs;
use std::io::{self, IsTerminal as _, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use audit::entry::{ENTRY_BYTES_MAX, Line};
use audit::evidence::{AboutLog, Comparison, Evidence, Unproven, compare};
use audit::fingerprint::Fingerprint;
use audit::merkle::hash_to_base64;
use audit::observe::{History, HistoryError, check_receipt};
use audit::receipt::{RECEIPT_BYTES_MAX, RECEIPT_HEADER, Receipt, ReceiptError};
use clap::Args;

use crate::device::{ENTRY_0_FILE, entry_file_of};
use crate::lang::{Lang, fill};
use crate::sitting_file::{SittingFile, SittingFileError};
use crate::ui::Look;

/// Two logs, both signed.
const CONTRADICTION: u8 = 1;
/// Most receipts that are compared at once.
const RECEIPTS_MAX: usize = 64;

#[derive(Debug, Args)]
pub(super) struct ReceiptArgs {
    /// 回执文件: one or several; - takes pasted or scanned text from the standard input.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// 会议文件: sitting.toml, which pins the sitting.
    #[arg(long)]
    sitting: Option<PathBuf>,
    /// 会议指纹: instead of the sitting file.
    #[arg(long, num_args = 1.., value_name = "HEX")]
    fingerprint: Vec<String>,
    /// 公布的记录: an address (https://...) or a folder, to compare with.
    #[arg(long, value_name = "PLACE")]
    log: Option<String>,
    /// 这一条的原文: the entry's line, of a single receipt; else the file that the device keeps beside its receipt.
    #[arg(long, value_name = "FILE")]
    entry: Option<PathBuf>,
    /// 证据文件写入的文件夹: where evidence is written.
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// 语言: zh or en.
    #[arg(long, default_value = "zh")]
    lang: Lang,
}

impl ReceiptArgs {
    pub(super) fn look(&self) -> Look {
        Look { lang: self.lang, ..Look::default() }
    }
}

/// Why nothing could be checked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CannotShow {
    /// The sitting file.
    #[error("{}: {source}", path.display())]
    Sitting {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: SittingFileError,
    },
    /// A file.
    #[error("{}: {source}", path.display())]
    File {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The published log.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// Entry 0.
    #[error(transparent)]
    EntryZero(#[from] Unproven),
    /// In words: what is missing, or which receipt is none.
    #[error("{0}")]
    Words(String),
    /// Standard input or output.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// A receipt with the name that people see and what stands in its place in the log, if that is known.
struct Held {
    name: String,
    receipt: Receipt,
    entry: Option<Vec<u8>>,
}

pub(super) fn run(args: &ReceiptArgs) -> Result<ExitCode, CannotShow> {
    let trusted = trusted(args)?;
    let mut held = read(args)?;
    let mut history = match &args.log {
        Some(place) => Some(History::open(place, &trusted)?),
        None => None,
    };
    let about = about(args, &trusted, history.as_ref())?;
    let mut out = io::stdout().lock();
    let contradicted = show_all(args, &about, &mut held, history.as_mut(), &mut out)?;
    Ok(if contradicted { ExitCode::from(CONTRADICTION) } else { ExitCode::SUCCESS })
}

/// Shows each receipt, then how they compare; whether two signed logs contradict each other.
fn show_all(
    args: &ReceiptArgs,
    about: &AboutLog,
    held: &mut [Held],
    mut history: Option<&mut History>,
    out: &mut impl Write,
) -> Result<bool, CannotShow> {
    let t = &args.look().texts().receipt;
    let mut contradicted = false;
    for one in held.iter_mut() {
        show(args, about, one, out)?;
        if let Some(history) = history.as_deref_mut() {
            contradicted |= against_log(args, one, history, out)?;
        }
    }
    for (at, one) in held.iter().enumerate() {
        for other in held.iter().skip(at.saturating_add(1)) {
            let compared = compare(about, one.receipt.note(), other.receipt.note(), None);
            let words = match compared.map_err(|error| unsound(args, &one.name, &error))? {
                Comparison::Same => t.same,
                Comparison::Grew => t.grew,
                Comparison::Unknown => t.unknown,
                Comparison::Contradiction(evidence) => {
                    writeln!(out, "{}", fill(t.contradicts, &[&one.name, &other.name]))?;
                    keep(args, &evidence, out)?;
                    contradicted = true;
                    continue;
                }
            };
            writeln!(out, "{}", fill(words, &[&one.name, &other.name]))?;
        }
    }
    Ok(contradicted)
}

fn show(args: &ReceiptArgs, about: &AboutLog, held: &Held, out: &mut impl Write) -> Result<(), CannotShow> {
    let t = &args.look().texts().receipt;
    let refuse = |error: &dyn std::fmt::Display| unsound(args, &held.name, error);
    let note = held.receipt.note();
    let checkpoint = about.open(note).map_err(|error| refuse(&error))?;
    let cosigned = about.cosigned(note).map_err(|error| refuse(&error))?;
    writeln!(out, "{}", fill(t.title, &[&held.name]))?;
    writeln!(out, "{}", fill(t.origin, &[checkpoint.origin.as_str()]))?;
    writeln!(out, "{}", fill(t.index, &[&held.receipt.index().to_string()]))?;
    writeln!(out, "{}", fill(t.size, &[&checkpoint.size.to_string()]))?;
    writeln!(out, "{}", fill(t.root, &[&hash_to_base64(&checkpoint.root)]))?;
    let (have, need) = (cosigned.have().to_string(), about.witnesses().quorum().to_string());
    let names = about.names(&cosigned);
    let words = if names.is_empty() { t.witnessed } else { t.witness_names };
    writeln!(out, "{}", fill(words, &[&have, &need, &names.join(args.look().texts().run.list_comma)]))?;
    match &held.entry {
        None => writeln!(out, "{}", t.entry_unknown)?,
        Some(entry) => {
            held.receipt.verify(entry, about.vkey()).map_err(|error| refuse(&error))?;
            let kind = Line::parse(entry.clone()).map_or("?", |line| line.body().kind());
            writeln!(out, "{}", fill(t.entry_holds, &[kind]))?;
        }
    }
    Ok(())
}

/// Compares one receipt with the published log; whether that contradicts it.
fn against_log(
    args: &ReceiptArgs,
    held: &mut Held,
    history: &mut History,
    out: &mut impl Write,
) -> Result<bool, CannotShow> {
    let t = &args.look().texts().receipt;
    let size = history.checkpoint().size.to_string();
    match history.compare(held.receipt.note())? {
        Comparison::Contradiction(evidence) => {
            writeln!(out, "{}", t.log_contradicts)?;
            keep(args, &evidence, out)?;
            Ok(true)
        }
        Comparison::Unknown => {
            writeln!(out, "{}", fill(t.log_shorter, &[&size]))?;
            Ok(false)
        }
        Comparison::Same | Comparison::Grew => {
            // What stands there in the log must be what this is the receipt of.
            check_receipt(history, &held.receipt).map_err(|error| unsound(args, &held.name, &error))?;
            writeln!(out, "{}", fill(t.log_agrees, &[&size]))?;
            Ok(false)
        }
    }
}

fn keep(args: &ReceiptArgs, evidence: &Evidence, out: &mut impl Write) -> Result<(), CannotShow> {
    fs::create_dir_all(&args.out)?;
    let kind = evidence.claim().kind();
    // A file that is there is never replaced: it may be the evidence of something else.
    for number in 1_u32.. {
        let path = args.out.join(format!("{kind}-{number}.evidence"));
        match fs::File::create_new(&path) {
            Ok(mut file) => {
                file.write_all(&evidence.to_bytes())?;
                file.sync_all()?;
                let t = &args.look().texts().receipt;
                writeln!(out, "{}", fill(t.evidence, &[&path.display().to_string()]))?;
                break;
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(source) => return Err(CannotShow::File { path, source }),
        }
    }
    Ok(())
}

fn trusted(args: &ReceiptArgs) -> Result<Fingerprint, CannotShow> {
    if let Some(path) = &args.sitting {
        let file =
            SittingFile::read(path).map_err(|source| CannotShow::Sitting { path: path.clone(), source })?;
        return Ok(file.fingerprint);
    }
    let missing = || CannotShow::Words(args.look().texts().receipt.no_fingerprint.to_owned());
    args.fingerprint.concat().parse().map_err(|_| missing())
}

/// Entry 0: from the published log, or from beside one of the receipts.
fn about(
    args: &ReceiptArgs,
    trusted: &Fingerprint,
    history: Option<&History>,
) -> Result<AboutLog, CannotShow> {
    if let Some(history) = history {
        return Ok(history.about().clone());
    }
    for file in &args.files {
        let path = file.with_file_name(ENTRY_0_FILE);
        if let Some(line) = read_if_there(&path, ENTRY_BYTES_MAX)? {
            return Ok(AboutLog::new(line.trim_ascii_end(), Some(trusted))?);
        }
    }
    Err(CannotShow::Words(args.look().texts().receipt.no_entry_0.to_owned()))
}

fn read(args: &ReceiptArgs) -> Result<Vec<Held>, CannotShow> {
    let mut all = Vec::new();
    for path in &args.files {
        if path.as_os_str() == "-" {
            all.extend(pasted(args)?);
            continue;
        }
        let bytes = read_if_there(path, RECEIPT_BYTES_MAX)?
            .ok_or_else(|| CannotShow::File { path: path.clone(), source: io::ErrorKind::NotFound.into() })?;
        let name = path.display().to_string();
        let receipt = Receipt::parse(&bytes).map_err(|error| unsound(args, &name, &error))?;
        let beside = args.entry.clone().unwrap_or_else(|| entry_file_of(path));
        let entry = read_if_there(&beside, ENTRY_BYTES_MAX)?.map(|line| line.trim_ascii_end().to_vec());
        all.push(Held { name, receipt, entry });
    }
    all.truncate(RECEIPTS_MAX);
    Ok(all)
}

/// Receipts one after another, as a scanner or a clipboard gives them.
fn pasted(args: &ReceiptArgs) -> Result<Vec<Held>, CannotShow> {
    let t = &args.look().texts().receipt;
    if io::stdin().is_terminal() {
        eprintln!("{}", t.paste);
    }
    let limit = u64::try_from(RECEIPT_BYTES_MAX.saturating_mul(RECEIPTS_MAX)).unwrap_or(u64::MAX);
    let mut text = String::new();
    io::stdin().lock().take(limit).read_to_string(&mut text)?;
    let mut all = Vec::new();
    for (number, receipt) in (1..).zip(split(&text)) {
        let name = fill(t.pasted, &[&number.to_string()]);
        let receipt = receipt.map_err(|error| unsound(args, &name, &error))?;
        all.push(Held { name, receipt, entry: None });
    }
    Ok(all)
}

/// The receipts in a text. Other systems' line ends and blanks around a receipt are not its content.
fn split(text: &str) -> impl Iterator<Item = Result<Receipt, ReceiptError>> {
    let text = text.replace("\r\n", "\n");
    let starts: Vec<usize> = text.match_indices(RECEIPT_HEADER).map(|(at, _)| at).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    let receipts: Vec<String> = starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| Some(format!("{}\n", text.get(*start..end)?.trim())))
        .collect();
    receipts.into_iter().map(|receipt| Receipt::parse(receipt.as_bytes()))
}

fn read_if_there(path: &Path, bytes_max: usize) -> Result<Option<Vec<u8>>, CannotShow> {
    let cannot = |source| CannotShow::File { path: path.to_owned(), source };
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(cannot(error)),
    };
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(2);
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes).map_err(cannot)?;
    Ok(Some(bytes))
}

fn unsound(args: &ReceiptArgs, name: &str, error: &dyn std::fmt::Display) -> CannotShow {
    CannotShow::Words(fill(args.look().texts().receipt.not_a_receipt, &[name, &error.to_string()]))
}

#[cfg(test)]
#[path = "receipt_tests.rs"]
mod tests;
