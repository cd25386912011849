use std::path::Path;

use audit::checkpoint::Checkpoint;
use audit::evidence::judge_bytes;
use audit::merkle::{Tree, leaf_hash};
use clap::Parser;

use super::*;
use crate::roles::test_log::{Hall, ORIGIN, key};

#[derive(Debug, Parser)]
struct Line1 {
    #[command(flatten)]
    args: ReceiptArgs,
}

/// A sitting's log, and how its server signs it.
struct Signed {
    lines: Vec<Vec<u8>>,
    fingerprint: Fingerprint,
}

impl Signed {
    fn new() -> Self {
        let hall = Hall::with_key(5);
        Self { lines: hall.lines.clone(), fingerprint: Fingerprint(hall.sitting()) }
    }

    /// The first entries, with another one in place of `changed`.
    fn tree(&self, size: usize, changed: Option<usize>) -> Tree {
        let mut tree = Tree::new();
        for (at, line) in self.lines.iter().take(size).enumerate() {
            tree.push(if Some(at) == changed { [9; 32] } else { leaf_hash(line) });
        }
        tree
    }

    /// A receipt in a file, with what a device keeps beside it.
    fn receipt(&self, folder: &Path, index: usize, size: usize, changed: Option<usize>) -> PathBuf {
        let tree = self.tree(size, changed);
        let head = Checkpoint { origin: ORIGIN.parse().unwrap(), size: tree.size(), root: tree.root() };
        let proof = tree.inclusion(index as u64, tree.size()).unwrap();
        let note = head.sign(&key("log")).unwrap();
        let path = folder.join("receipt-1.tlog-proof");
        fs::create_dir_all(folder).unwrap();
        fs::write(&path, Receipt::new(index as u64, proof, note).unwrap().to_bytes()).unwrap();
        fs::write(entry_file_of(&path), &self.lines[index]).unwrap();
        fs::write(path.with_file_name(ENTRY_0_FILE), &self.lines[0]).unwrap();
        path
    }

    fn args(&self, out: &Path, files: &[&Path], more: &[&str]) -> ReceiptArgs {
        let fingerprint = self.fingerprint.to_hex();
        let mut line = vec!["receipt".to_owned()];
        line.extend(files.iter().map(|file| file.to_str().unwrap().to_owned()));
        line.extend(["--fingerprint", &fingerprint, "--out", out.to_str().unwrap()].map(str::to_owned));
        line.extend(more.iter().map(|word| (*word).to_owned()));
        Line1::try_parse_from(line).unwrap().args
    }
}

/// What is printed, and whether something contradicts.
fn shown(args: &ReceiptArgs) -> Result<(String, bool), CannotShow> {
    let trusted = trusted(args)?;
    let mut held = read(args)?;
    let mut history = args.log.as_ref().map(|place| History::open(place, &trusted).unwrap());
    let about = about(args, &trusted, history.as_ref())?;
    let mut out = Vec::new();
    let contradicted = show_all(args, &about, &mut held, history.as_mut(), &mut out)?;
    Ok((String::from_utf8(out).unwrap(), contradicted))
}

#[test]
fn a_receipt_is_shown_and_checked_from_its_folder_alone() {
    let log = Signed::new();
    let folder = tempfile::tempdir().unwrap();
    let path = log.receipt(&folder.path().join("a"), 2, 5, None);
    let (zh, contradicted) = shown(&log.args(folder.path(), &[&path], &[])).unwrap();
    assert!(!contradicted);
    for words in [ORIGIN, "第 2 条", "5 条", "见证      0/0", "相符"] {
        assert!(zh.contains(words), "{words}: {zh}");
    }
    fs::remove_file(entry_file_of(&path)).unwrap();
    let (en, _) = shown(&log.args(folder.path(), &[&path], &["--lang", "en"])).unwrap();
    assert!(en.contains("entry       2") && en.contains("not checked"), "{en}");
    fs::remove_file(path.with_file_name(ENTRY_0_FILE)).unwrap();
    let error = shown(&log.args(folder.path(), &[&path], &[])).unwrap_err();
    assert!(error.to_string().contains("--log"), "{error}");
}

#[test]
fn a_receipt_that_does_not_hold_is_refused() {
    let log = Signed::new();
    let folder = tempfile::tempdir().unwrap();
    let path = log.receipt(&folder.path().join("a"), 2, 5, None);
    // Another entry than the one that it is of.
    fs::write(entry_file_of(&path), &log.lines[3]).unwrap();
    let error = shown(&log.args(folder.path(), &[&path], &[])).unwrap_err();
    assert!(error.to_string().contains("不是完好的回执"), "{error}");
    // Signed for another sitting, and a file that is none.
    let mut other = log.args(folder.path(), &[&path], &[]);
    other.fingerprint = vec!["7".repeat(64)];
    assert!(matches!(shown(&other), Err(CannotShow::EntryZero(_))));
    other.fingerprint = Vec::new();
    assert!(matches!(shown(&other), Err(CannotShow::Words(_))));
    fs::write(&path, "not a receipt\n").unwrap();
    assert!(matches!(shown(&log.args(folder.path(), &[&path], &[])), Err(CannotShow::Words(_))));
}

#[test]
fn receipts_of_two_histories_give_a_file_that_convinces() {
    let log = Signed::new();
    let folder = tempfile::tempdir().unwrap();
    let mine = log.receipt(&folder.path().join("a"), 2, 5, None);
    let same = log.receipt(&folder.path().join("b"), 4, 5, None);
    let longer = log.receipt(&folder.path().join("c"), 2, 6, None);
    let (zh, contradicted) = shown(&log.args(folder.path(), &[&mine, &same, &longer], &[])).unwrap();
    assert!(!contradicted && zh.contains("同一份记录") && zh.contains("看不出矛盾"), "{zh}");
    // Entry 3 differs; the two receipts are of other entries.
    let forked = log.receipt(&folder.path().join("d"), 4, 5, Some(3));
    let (zh, contradicted) = shown(&log.args(folder.path(), &[&mine, &forked], &[])).unwrap();
    assert!(contradicted && zh.contains("矛盾！"), "{zh}");
    let bytes = fs::read(folder.path().join("two-roots-1.evidence")).unwrap();
    assert!(judge_bytes(&bytes, Some(&log.fingerprint)).unwrap().1.is_ok());
    // Once more: the first file is not replaced.
    shown(&log.args(folder.path(), &[&mine, &forked], &[])).unwrap();
    assert!(folder.path().join("two-roots-2.evidence").exists());
}

#[test]
fn the_published_log_decides_between_receipts_of_different_sizes() {
    let log = Signed::new();
    let folder = tempfile::tempdir().unwrap();
    let published = folder.path().join("published");
    fs::create_dir_all(&published).unwrap();
    let lines: Vec<u8> = log.lines[..6].iter().flat_map(|line| [line.as_slice(), b"\n"].concat()).collect();
    fs::write(published.join("log.jsonl"), lines).unwrap();
    let tree = log.tree(6, None);
    let head = Checkpoint { origin: ORIGIN.parse().unwrap(), size: 6, root: tree.root() };
    fs::write(published.join("checkpoint"), head.sign(&key("log")).unwrap().to_bytes()).unwrap();
    let place = ["--log", published.to_str().unwrap()];
    let good = log.receipt(&folder.path().join("a"), 2, 5, None);
    let (zh, contradicted) = shown(&log.args(folder.path(), &[&good], &place)).unwrap();
    assert!(!contradicted && zh.contains("公布记录  相符"), "{zh}");
    let forked = log.receipt(&folder.path().join("b"), 4, 5, Some(3));
    let (zh, contradicted) = shown(&log.args(folder.path(), &[&forked], &place)).unwrap();
    assert!(contradicted && zh.contains("公布记录  矛盾"), "{zh}");
    let bytes = fs::read(folder.path().join("two-histories-1.evidence")).unwrap();
    assert!(judge_bytes(&bytes, None).unwrap().1.is_ok());
    // Longer than what is published.
    let longer = log.receipt(&folder.path().join("c"), 2, 7, None);
    let (zh, contradicted) = shown(&log.args(folder.path(), &[&longer], &place)).unwrap();
    assert!(!contradicted && zh.contains("请用更新的记录"), "{zh}");
}

#[test]
fn pasted_text_may_hold_several_receipts_and_other_line_ends() {
    let log = Signed::new();
    let folder = tempfile::tempdir().unwrap();
    let one = fs::read_to_string(log.receipt(&folder.path().join("a"), 2, 5, None)).unwrap();
    let two = fs::read_to_string(log.receipt(&folder.path().join("b"), 4, 6, None)).unwrap();
    let text = format!("  {}\r\n\n{two}", one.replace('\n', "\r\n"));
    let read: Vec<Receipt> = split(&text).map(Result::unwrap).collect();
    assert_eq!(read.iter().map(Receipt::index).collect::<Vec<_>>(), [2, 4]);
    assert_eq!(read[0].to_bytes(), one.as_bytes());
    assert_eq!(split("nothing of that kind").count(), 0);
    let torn = &two[..two.len() - 30];
    assert!(split(torn).next().unwrap().is_err());
}
