//! A published log at one moment: its checkpoint, and proofs under it, from tiles or from the lines of a copy.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};

use super::copy::FINGERPRINT_FILE;
use super::{FolderSource, Source, SourceError};
use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::entry::fingerprint;
use crate::evidence::{AboutLog, Beginning, Comparison, Unproven, compare};
use crate::fingerprint::Fingerprint;
use crate::merkle::{Hash, Tree, leaf_hash};
use crate::note::{Note, NoteError};
use crate::receipt::{Receipt, ReceiptError};
use crate::tiles::{ReadError, Reader, Tile};
use crate::verify::{CHECKPOINT_BYTES_MAX, CHECKPOINT_FILE, LOG_FILE, next_line};

type Fetch = Box<dyn FnMut(Tile, usize) -> Result<Option<Vec<u8>>, SourceError>>;

/// Why a published log cannot be opened, or does not hold.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum HistoryError {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Tiles(#[from] ReadError<SourceError>),
    #[error("checkpoint: {0}")]
    Note(#[from] NoteError),
    #[error("checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    #[error("entry 0: {0}")]
    EntryZero(#[from] Unproven),
    #[error("the log is of the sitting with the fingerprint {actual}, {expected} was given")]
    OtherSitting { expected: Fingerprint, actual: Fingerprint },
    #[error("{}: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("the {lines} lines of log.jsonl do not give the root of the checkpoint of {size}")]
    Lines { lines: u64, size: u64 },
    #[error("entry {index} is not in a log of {size}")]
    Beyond { index: u64, size: u64 },
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    #[error(transparent)]
    Address(#[from] super::NotAPlace),
}

enum Inner {
    Tiles(Box<Reader<Fetch>>),
    Lines { folder: PathBuf, tree: Tree },
}

/// A log whose checkpoint the log key of a trusted entry 0 signed.
pub struct History {
    about: AboutLog,
    note: Note,
    checkpoint: Checkpoint,
    inner: Inner,
}

impl History {
    /// Opens a folder with tiles, a copy of lines, or (feature `online`) an address.
    pub fn open(place: &str, trusted: &Fingerprint) -> Result<Self, HistoryError> {
        let folder = Path::new(place);
        if super::is_address(place) || folder.join("tile").is_dir() {
            Self::from_source(super::source(place)?, trusted)
        } else {
            Self::from_lines(folder, trusted)
        }
    }

    /// From a source of tiles.
    pub fn from_source(mut source: Box<dyn Source>, trusted: &Fingerprint) -> Result<Self, HistoryError> {
        let note = Note::parse(&source.checkpoint(limit())?)?;
        let stated: Checkpoint = note.text().parse()?;
        let fetch: Fetch = Box::new(move |tile, bytes_max| source.tile(tile, bytes_max));
        let mut reader = Reader::open(fetch, stated.size, stated.root)?;
        let (about, checkpoint) = believe(&reader.entry(0)?, &note, trusted)?;
        Ok(Self { about, note, checkpoint, inner: Inner::Tiles(Box::new(reader)) })
    }

    fn from_lines(folder: &Path, trusted: &Fingerprint) -> Result<Self, HistoryError> {
        let note = FolderSource::new(folder).checkpoint(limit())?;
        let note = Note::parse(&note)?;
        let size = note.text().parse::<Checkpoint>()?.size;
        let mut tree = Tree::new();
        let mut first = Vec::new();
        lines(folder, |line| {
            if tree.size() == 0 {
                line.clone_into(&mut first);
            }
            tree.push(leaf_hash(line));
            tree.size() < size
        })?;
        let (about, checkpoint) = believe(&first, &note, trusted)?;
        if tree.root_at(size) != Ok(checkpoint.root) {
            return Err(HistoryError::Lines { lines: tree.size(), size });
        }
        Ok(Self { about, note, checkpoint, inner: Inner::Lines { folder: folder.to_owned(), tree } })
    }

    /// The log.
    pub fn about(&self) -> &AboutLog {
        &self.about
    }

    /// Its checkpoint.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The signed note.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// An entry's bytes.
    pub fn entry(&mut self, index: u64) -> Result<Vec<u8>, HistoryError> {
        let size = self.checkpoint.size;
        if index >= size {
            return Err(HistoryError::Beyond { index, size });
        }
        match &mut self.inner {
            Inner::Tiles(reader) => Ok(reader.entry(index)?),
            Inner::Lines { folder, .. } => {
                let (mut at, mut found) = (0_u64, Vec::new());
                lines(folder, |line| {
                    if at == index {
                        line.clone_into(&mut found);
                    }
                    at = at.saturating_add(1);
                    at <= index
                })?;
                Ok(found)
            }
        }
    }

    /// The receipt of an entry: a C2SP tlog-proof.
    pub fn receipt(&mut self, index: u64) -> Result<Receipt, HistoryError> {
        let size = self.checkpoint.size;
        let beyond = HistoryError::Beyond { index, size };
        if index >= size {
            return Err(beyond);
        }
        let proof = match &mut self.inner {
            Inner::Tiles(reader) => reader.inclusion(index)?,
            Inner::Lines { tree, .. } => tree.inclusion(index, size).map_err(|_| beyond)?,
        };
        Ok(Receipt::new(index, proof, self.note.clone())?)
    }

    /// How this log began.
    pub fn beginning(&mut self, old: u64) -> Result<Beginning, HistoryError> {
        let size = self.checkpoint.size;
        let beyond = HistoryError::Beyond { index: old, size };
        if old > size {
            return Err(beyond);
        }
        match &mut self.inner {
            Inner::Tiles(reader) => {
                Ok(Beginning { root: reader.root_at(old)?, proof: reader.consistency(old)? })
            }
            Inner::Lines { tree, .. } => Beginning::in_tree(tree, old, size).map_err(|_| beyond),
        }
    }

    /// Compares a signed note that somebody holds with this log.
    pub fn compare(&mut self, held: &Note) -> Result<Comparison, HistoryError> {
        let size = self.about.open(held)?.size;
        let beginning = if size < self.checkpoint.size { Some(self.beginning(size)?) } else { None };
        Ok(compare(&self.about, held, &self.note, beginning)?)
    }
}

/// The leaf hash that a receipt's entry has in this log, and whether the receipt leads from it to its own root.
///
/// # Errors
/// [`HistoryError::Receipt`]: the receipt is of another entry than the one that stands there.
pub fn check_receipt(history: &mut History, receipt: &Receipt) -> Result<Hash, HistoryError> {
    let entry = history.entry(receipt.index())?;
    receipt.verify(&entry, history.about().vkey())?;
    Ok(leaf_hash(&entry))
}

/// The fingerprint that a copy was made with, where it says one.
pub fn fingerprint_of(folder: &Path) -> Option<Fingerprint> {
    let mut text = String::new();
    File::open(folder.join(FINGERPRINT_FILE)).ok()?.take(256).read_to_string(&mut text).ok()?;
    text.parse().ok()
}

fn limit() -> usize {
    usize::try_from(CHECKPOINT_BYTES_MAX).unwrap_or(usize::MAX)
}

fn believe(
    entry_0: &[u8],
    note: &Note,
    trusted: &Fingerprint,
) -> Result<(AboutLog, Checkpoint), HistoryError> {
    let actual = Fingerprint(fingerprint(entry_0));
    if actual != *trusted {
        return Err(HistoryError::OtherSitting { expected: *trusted, actual });
    }
    let about = AboutLog::new(entry_0, Some(trusted))?;
    let checkpoint = about.open(note)?;
    Ok((about, checkpoint))
}

/// Tells the lines of a copy, without their newlines, until `more` is false.
fn lines(folder: &Path, mut more: impl FnMut(&[u8]) -> bool) -> Result<(), HistoryError> {
    let path = folder.join(LOG_FILE);
    let read = |source| HistoryError::Read { path: path.clone(), source };
    let mut reader = BufReader::new(File::open(&path).map_err(read)?);
    while let Some(line) = next_line(&mut reader).map_err(read)? {
        if !more(line.strip_suffix(b"\n").unwrap_or(&line)) {
            break;
        }
    }
    Ok(())
}

/// What stands in `checkpoint` of a folder, or in a file itself.
pub fn read_note(path: &Path) -> Result<Vec<u8>, std::io::Error> {
    let path = if path.is_dir() { path.join(CHECKPOINT_FILE) } else { path.to_owned() };
    let mut bytes = Vec::new();
    let max = u64::try_from(crate::receipt::RECEIPT_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)?.take(max).read_to_end(&mut bytes)?;
    Ok(bytes)
}
