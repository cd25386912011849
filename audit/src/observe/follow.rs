//! One look at a published log after another.

use std::path::Path;

use super::copy::{Copy, CopyError};
use super::finding::Finding;
use super::{Source, SourceError};
use crate::checkpoint::Checkpoint;
use crate::entry::{Body, Line};
use crate::evidence::{AboutLog, Beginning, Comparison, compare};
use crate::fingerprint::Fingerprint;
use crate::merkle::Hash;
use crate::note::Note;
use crate::quorum::Cosigned;
use crate::tiles::{BUNDLE_BYTES_MAX, ReadError, Reader, TILE_WIDTH, Tile, TileKind, codec};
use crate::verify::CHECKPOINT_BYTES_MAX;
use crate::wire::Bytes32;

/// Longest log that is followed, in entries.
pub const FOLLOW_ENTRIES_MAX: u64 = 16_000_000;

/// What one look found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growth {
    /// Entries of the copy before.
    pub from: u64,
    /// Entries now.
    pub to: u64,
}

/// Why a look ended early. The copy is as before, or has a tail that counts for nothing.
#[derive(Debug)]
pub enum StepError {
    /// Something is wrong with the source, or with what its key signed.
    Finding(Finding),
    /// The copy cannot be written or read.
    Copy(CopyError),
}

impl From<Finding> for StepError {
    fn from(finding: Finding) -> Self {
        Self::Finding(finding)
    }
}

impl From<SourceError> for StepError {
    fn from(error: SourceError) -> Self {
        Self::Finding(Finding::Source(error))
    }
}

impl From<CopyError> for StepError {
    fn from(error: CopyError) -> Self {
        Self::Copy(error)
    }
}

/// A copy that follows a published log.
#[derive(Debug)]
pub struct Follower {
    copy: Copy,
    trusted: Fingerprint,
}

type Tiles<'s> = Reader<Box<dyn FnMut(Tile, usize) -> Result<Option<Vec<u8>>, SourceError> + 's>>;

impl Follower {
    /// Goes on with the copy in a folder, or begins one.
    pub fn open(folder: &Path, trusted: Fingerprint) -> Result<Self, CopyError> {
        Ok(Self { copy: Copy::open(folder, &trusted)?, trusted })
    }

    /// The copy.
    pub fn copy(&self) -> &Copy {
        &self.copy
    }

    /// Looks at the checkpoint and takes in what is new. `progress` is told entries taken of entries in all.
    pub fn step(
        &mut self,
        source: &mut impl Source,
        progress: impl FnMut(u64, u64),
    ) -> Result<Growth, StepError> {
        let from = self.copy.entries();
        let limit = usize::try_from(CHECKPOINT_BYTES_MAX).unwrap_or(usize::MAX);
        let note = source.checkpoint(limit)?;
        let unsigned = |message: String| Finding::Unsigned { message };
        let note = Note::parse(&note).map_err(|error| unsigned(error.to_string()))?;
        if self.copy.about().is_none() {
            self.begin(source, &note)?;
        }
        let about = self.copy.about().cloned().ok_or_else(|| unsigned(String::new()))?;
        let checkpoint = about.open(&note).map_err(|error| unsigned(error.to_string()))?;
        let cosigned = about.cosigned(&note);
        let cosigned = cosigned.map_err(|error| Finding::BadCosignature { message: error.to_string() })?;
        if let Some((held, held_at)) = self.copy.note().cloned() {
            if checkpoint.size <= held_at.size {
                return self.not_larger(&about, &held, &note, &checkpoint, &cosigned);
            }
            self.not_beyond_the_seal(&about, &held, &note)?;
        }
        if checkpoint.size > FOLLOW_ENTRIES_MAX {
            return Err(Finding::TooLarge { size: checkpoint.size }.into());
        }
        let seen = self.copy.seen().cloned();
        self.copy.saw(&note, &checkpoint)?;
        self.grow(source, &about, (&note, &checkpoint), seen, progress)?;
        Ok(Growth { from, to: self.copy.entries() })
    }

    /// Fetches entry 0, which needs no signature: its hash is the fingerprint.
    fn begin(&mut self, source: &mut impl Source, note: &Note) -> Result<(), StepError> {
        let unsigned = |message: String| Finding::Unsigned { message };
        let checkpoint: Checkpoint = note
            .text()
            .parse()
            .map_err(|error: crate::checkpoint::CheckpointError| unsigned(error.to_string()))?;
        let width = checkpoint.size.min(TILE_WIDTH);
        let wrong = |message: String| Finding::WrongContent {
            size: checkpoint.size,
            message,
            note: Box::new(note.clone()),
        };
        let tile = Tile::new(TileKind::Entries, 0, width).map_err(|error| wrong(error.to_string()))?;
        let mut found = source.tile(tile, BUNDLE_BYTES_MAX)?.map(|bytes| (tile, bytes));
        if found.is_none()
            && let Some(full) = tile.full().filter(|full| *full != tile)
        {
            found = source.tile(full, BUNDLE_BYTES_MAX)?.map(|bytes| (full, bytes));
        }
        let (tile, bytes) = found.ok_or_else(|| wrong(format!("{tile} is not there")))?;
        let entries = codec::entries_from_bytes(&bytes, tile.width())
            .map_err(|error| wrong(format!("{tile}: {error}")))?;
        let entry_0 = entries.first().ok_or_else(|| wrong("no entry 0".to_owned()))?;
        match self.copy.begin(entry_0, &self.trusted) {
            Ok(()) => Ok(()),
            Err(CopyError::OtherSitting { actual, .. }) => Err(Finding::OtherSitting { actual }.into()),
            Err(CopyError::EntryZero(error)) => Err(Finding::NoSitting { message: error.to_string() }.into()),
            Err(error) => Err(error.into()),
        }
    }

    /// A checkpoint that covers no more than the copy.
    fn not_larger(
        &mut self,
        about: &AboutLog,
        held: &Note,
        note: &Note,
        checkpoint: &Checkpoint,
        cosigned: &Cosigned,
    ) -> Result<Growth, StepError> {
        let entries = self.copy.entries();
        let beginning = if checkpoint.size < entries {
            Beginning::in_tree(&self.copy.tree()?, checkpoint.size, entries).ok()
        } else {
            None
        };
        match compared(about, note, held, beginning)? {
            Comparison::Contradiction(evidence) => Err(Finding::Contradiction(evidence).into()),
            Comparison::Same => {
                let better = |cosigned: &Cosigned| (cosigned.quorum_time(), cosigned.have());
                // A cosignature is a fresh timestamp: the newest is kept.
                if about.cosigned(held).is_ok_and(|before| better(cosigned) > better(&before)) {
                    self.copy.drop_tail()?;
                    self.copy.commit(note, checkpoint)?;
                }
                let seen = self.copy.seen().map_or(0, |(_, seen)| seen.size);
                if seen > checkpoint.size {
                    return Err(self.older(note, checkpoint, seen).into());
                }
                Ok(Growth { from: entries, to: entries })
            }
            Comparison::Grew | Comparison::Unknown => Err(self.older(note, checkpoint, entries).into()),
        }
    }

    fn older(&self, note: &Note, checkpoint: &Checkpoint, held: u64) -> Finding {
        let seen = self.copy.seen().map_or(held, |(_, seen)| seen.size.max(held));
        Finding::OlderCheckpoint { size: checkpoint.size, seen, note: Box::new(note.clone()) }
    }

    /// Nothing may follow the entry that ends the log.
    fn not_beyond_the_seal(&mut self, about: &AboutLog, held: &Note, note: &Note) -> Result<(), StepError> {
        let Some((index, last)) = self.copy.last() else { return Ok(()) };
        let last = last.to_vec();
        let is_seal =
            Line::parse(last.clone()).is_ok_and(|line| matches!(line.body(), Body::SittingSealed(_)));
        if !is_seal {
            return Ok(());
        }
        let proof = self.copy.tree()?.inclusion(index, index.saturating_add(1)).unwrap_or_default();
        let evidence = about.beyond_seal(held, note, (index, &last), proof);
        Err(Finding::Contradiction(Box::new(evidence)).into())
    }

    /// A larger checkpoint: it must have grown out of all that was seen, and what is served must be what it signs.
    fn grow(
        &mut self,
        source: &mut impl Source,
        about: &AboutLog,
        (note, checkpoint): (&Note, &Checkpoint),
        seen: Option<(Note, Checkpoint)>,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<(), StepError> {
        let size = checkpoint.size;
        let failed = |error: ReadError<SourceError>| match error {
            ReadError::Fetch { source, .. } => Finding::Source(source),
            error => Finding::WrongContent { size, message: error.to_string(), note: Box::new(note.clone()) },
        };
        let fetch: Box<dyn FnMut(Tile, usize) -> _> =
            Box::new(|tile, bytes_max| source.tile(tile, bytes_max));
        let mut tiles = Reader::open(fetch, size, checkpoint.root).map_err(failed)?;
        for earlier in [self.copy.note().cloned(), seen].into_iter().flatten() {
            grew_out_of(about, &mut tiles, note, &earlier, &failed)?;
        }
        // The tail was taken in under another root, which may never have been published again.
        let tail = self.copy.size();
        if tail > size || tiles.root_at(tail).map_err(failed)? != self.copy.end().frontier.root() {
            self.copy.drop_tail()?;
        }
        let mut broken = None;
        for entry in tiles.entries(self.copy.size()) {
            let (index, entry) = entry.map_err(failed)?;
            if entry.contains(&b'\n') {
                return Err(Finding::NotALine { index }.into());
            }
            if index == 0 {
                // What was believed before is entry 0 of the signed tree too.
                match self.copy.begin(&entry, &self.trusted) {
                    Ok(()) => {}
                    Err(CopyError::OtherSitting { actual, .. }) => {
                        return Err(Finding::OtherSitting { actual }.into());
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            if broken.is_none() && prev_of(&entry) != Some(self.copy.end().head) {
                broken = Some(index);
            }
            self.copy.append(entry)?;
            if index % TILE_WIDTH == 0 {
                progress(index, size);
            }
        }
        self.copy.commit(note, checkpoint)?;
        match broken {
            Some(index) => Err(Finding::ChainBroken { index }.into()),
            None => Ok(()),
        }
    }
}

/// The log under `tiles` begins with the one of an earlier checkpoint.
fn grew_out_of(
    about: &AboutLog,
    tiles: &mut Tiles<'_>,
    note: &Note,
    (earlier, at): &(Note, Checkpoint),
    failed: &impl Fn(ReadError<SourceError>) -> Finding,
) -> Result<(), StepError> {
    if at.size > tiles.size() {
        // Larger ones are compared when they are seen again.
        return Ok(());
    }
    let root = tiles.root_at(at.size).map_err(failed)?;
    if root == at.root {
        return Ok(());
    }
    let proof = tiles.consistency(at.size).map_err(failed)?;
    match compared(about, earlier, note, Some(Beginning { root, proof }))? {
        Comparison::Contradiction(evidence) => Err(Finding::Contradiction(evidence).into()),
        // The reader gave what does not lead to the root that it was opened with.
        _ => Err(Finding::WrongContent {
            size: tiles.size(),
            message: "no consistency proof".to_owned(),
            note: Box::new(note.clone()),
        }
        .into()),
    }
}

fn compared(
    about: &AboutLog,
    one: &Note,
    other: &Note,
    beginning: Option<Beginning>,
) -> Result<Comparison, Finding> {
    compare(about, one, other, beginning).map_err(|error| Finding::Unsigned { message: error.to_string() })
}

/// What a line names as the leaf hash of the entry before it.
fn prev_of(line: &[u8]) -> Option<Hash> {
    let rest = line.strip_prefix(b"{\"prev\":\"")?;
    let text = str::from_utf8(rest.get(..Bytes32::CHARACTERS)?).ok()?;
    text.parse::<Bytes32>().ok().map(Bytes32::to_bytes)
}
