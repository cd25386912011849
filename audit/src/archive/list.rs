//! What the seal lists: files that follow from the log before it, so that every party makes the same.

use crate::entry::counting::ArchiveFile;
use crate::fold::State;
use crate::print::{PrintError, pages};
use crate::wire::{Int, Text};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt;

/// A file of the archive that is made from the log.
#[derive(Clone, PartialEq, Eq)]
pub struct ArchivedFile {
    /// Its path in the archive: `reports/contest-1-tally.html`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for ArchivedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArchivedFile({}, {} bytes)", self.name, self.bytes.len())
    }
}

impl ArchivedFile {
    pub(super) fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }

    /// As the seal names it. `None`: a name or a length that no entry can hold, which none of ours has.
    fn listed(&self) -> Option<ArchiveFile> {
        Some(ArchiveFile {
            name: self.name.parse::<Text>().ok()?,
            sha256: <[u8; 32]>::from(Sha256::digest(&self.bytes)).into(),
            length: Int::try_from(u64::try_from(self.bytes.len()).ok()?).ok()?,
        })
    }
}

/// The files that the seal of this sitting lists: the text of the rules of every contest, once each, and every page that
/// people sign or read out (`audit print`). None of them changes by what stands after the end of its contest, the seal
/// included.
///
/// Refused: numbers of a contest that do not add up.
pub fn files_before_seal(state: &State) -> Result<Vec<ArchivedFile>, PrintError> {
    let mut files = Vec::new();
    let mut told = BTreeSet::new();
    for (number, contest) in state.contests() {
        let leaf = contest.definition.rules.to_bytes();
        if let Some(rules) = state.rules().get(&leaf)
            && told.insert(leaf)
        {
            files.push(ArchivedFile::new(format!("rules/contest-{number}.txt"), rules.text.as_bytes()));
        }
        for page in pages(state, *number)? {
            files.push(ArchivedFile::new(format!("reports/{}", page.file_name()), page.bytes()));
        }
    }
    files.sort_by(|one, two| one.name.cmp(&two.name));
    Ok(files)
}

/// `manifest` of `sitting_sealed` for this state.
pub fn list(state: &State) -> Result<Vec<ArchiveFile>, PrintError> {
    Ok(files_before_seal(state)?.iter().filter_map(ArchivedFile::listed).collect())
}
