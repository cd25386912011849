//! Stamp keys at rest: `stamps/contest-<n>.sealed`, under the storage key (DESIGN §6.3).
//!
//! Invariants
//! - A key is durable before anyone is shown its public half: a contest can never be opened with a key that a crash takes.
//! - The seal is bound to sitting and contest, so a key cannot be moved to another.
//! - Destroying overwrites, syncs and removes, in that order, and can be repeated after a crash. What a flash drive keeps of
//!   overwritten blocks is beyond a program: the storage key is needed to read it, and the manual says to destroy that too.

use std::fs::File;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crypto::sealing::{Place, SealingError, SealingKey};
use crypto::stamp::{StampError, StampKey};
use terminal_client::keys::private_file::{self, Existing, PrivateFileError};

use super::Folder;
use super::keys::entropy;

/// Label of the seal (protocol.md §1.4).
pub const LABEL: &str = "stamp-key-file";
/// Salt, key, tag.
const FILE_BYTES: usize = 32 + 32 + 16;

/// Why a stamp key is not there.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum StampFileError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Write(#[from] PrivateFileError),
    #[error("{}: {source}", path.display())]
    Sealed { path: PathBuf, source: SealingError },
    #[error("{} holds {actual} bytes, {FILE_BYTES} expected", path.display())]
    Length { path: PathBuf, actual: usize },
    #[error("{}: {source}", path.display())]
    Key { path: PathBuf, source: StampError },
    #[error("the operating system gave no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
}

/// The stamp keys of one sitting.
pub struct StampFiles<'a> {
    folder: PathBuf,
    sitting: [u8; 32],
    storage: &'a SealingKey,
}

impl<'a> StampFiles<'a> {
    /// `sitting` is the fingerprint.
    pub fn new(folder: &Folder, sitting: [u8; 32], storage: &'a SealingKey) -> Self {
        Self { folder: folder.stamps(), sitting, storage }
    }

    fn path(&self, contest: u64) -> PathBuf {
        self.folder.join(format!("contest-{contest}.sealed"))
    }

    /// The key of a contest: the one that is there, or a fresh one, durable when this returns.
    pub fn open_or_make(&self, contest: u64) -> Result<StampKey, StampFileError> {
        match self.open(contest)? {
            Some(key) => Ok(key),
            None => self.make(contest),
        }
    }

    /// The key of a contest, if there is one.
    pub fn open(&self, contest: u64) -> Result<Option<StampKey>, StampFileError> {
        let path = self.path(contest);
        let sealed = match std::fs::read(&path) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(StampFileError::Io { path, source }),
        };
        if sealed.len() != FILE_BYTES {
            return Err(StampFileError::Length { path, actual: sealed.len() });
        }
        let number = contest.to_be_bytes();
        let fields: [&[u8]; 2] = [&self.sitting, &number];
        let place = Place { label: LABEL, fields: &fields };
        let secret = self
            .storage
            .open(&place, &sealed)
            .map_err(|source| StampFileError::Sealed { path: path.clone(), source })?;
        let secret = secret.first_chunk().ok_or(StampFileError::Length { path: path.clone(), actual: 0 })?;
        StampKey::from_secret_bytes(secret).map(Some).map_err(|source| StampFileError::Key { path, source })
    }

    fn make(&self, contest: u64) -> Result<StampKey, StampFileError> {
        std::fs::create_dir_all(&self.folder).map_err(io(&self.folder))?;
        if let Some(parent) = self.folder.parent() {
            File::open(parent).and_then(|folder| folder.sync_all()).map_err(io(parent))?;
        }
        let path = self.path(contest);
        let key = StampKey::generate(entropy()?)
            .map_err(|source| StampFileError::Key { path: path.clone(), source })?;
        let number = contest.to_be_bytes();
        let fields: [&[u8]; 2] = [&self.sitting, &number];
        let sealed = self
            .storage
            .seal(&Place { label: LABEL, fields: &fields }, key.to_secret_bytes().as_slice(), entropy()?)
            .map_err(|source| StampFileError::Sealed { path: path.clone(), source })?;
        private_file::write(&path, &sealed, Existing::Keep)?;
        Ok(key)
    }

    /// Overwrites and removes the file of a contest, durably. `Ok` also where there is none.
    pub fn destroy(&self, contest: u64) -> Result<(), StampFileError> {
        let path = self.path(contest);
        let mut file = match File::options().write(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(source) => return Err(StampFileError::Io { path, source }),
        };
        file.write_all(&[0; FILE_BYTES])
            .and_then(|()| file.sync_all())
            .and_then(|()| std::fs::remove_file(&path))
            .and_then(|()| File::open(&self.folder)?.sync_all())
            .map_err(io(&path))
    }
}

fn io(path: &Path) -> impl FnOnce(io::Error) -> StampFileError + '_ {
    move |source| StampFileError::Io { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_back_for_its_contest_and_sitting_alone_until_it_is_destroyed() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        let storage = SealingKey::generate(entropy().unwrap());
        let files = StampFiles::new(&folder, [1; 32], &storage);
        assert!(files.open(1).unwrap().is_none());
        let key = files.open_or_make(1).unwrap();
        let again = files.open_or_make(1).unwrap();
        assert_eq!(again.public_key(), key.public_key());
        std::fs::copy(files.path(1), files.path(2)).unwrap();
        assert!(matches!(files.open(2), Err(StampFileError::Sealed { .. })));
        let other = StampFiles::new(&folder, [2; 32], &storage);
        assert!(matches!(other.open(1), Err(StampFileError::Sealed { .. })));
        let secret = key.to_secret_bytes();
        let sealed = std::fs::read(files.path(1)).unwrap();
        assert!(!sealed.windows(8).any(|part| secret.windows(8).any(|piece| piece == part)));
        files.destroy(1).unwrap();
        assert!(files.open(1).unwrap().is_none());
        files.destroy(1).unwrap();
    }
}
