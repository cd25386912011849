//! The mark of an orderly stop: size and head of the log, and a digest of every byte of the index's files.
//!
//! sled never opens a file that is not exactly as it left it. Its own checks would mostly do, but damage can
//! make it ask for any amount of memory, and that ends the process before any `catch_unwind`.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::super::Hash;
use super::super::disk::{FailedStep, replace, sync_folder};
use super::error::IndexError;

/// What the mark says about the files.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// They are as they were left, for the log as it is.
    Same,
    /// There is no mark.
    None,
    /// The mark is of something else.
    Other,
}

/// Reads and removes the mark. Removed durably before anyone writes to the files, or a crash would leave an old mark
/// beside new files.
pub(super) fn take(folder: &Path, size: u64, head: &Hash) -> Result<Found, IndexError> {
    let path = path_of(folder);
    let mark = match std::fs::read(&path) {
        Ok(mark) => mark,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::None),
        Err(source) => return Err(IndexError::Io { path, source }),
    };
    let same = matches!(describe(folder, size, head), Ok(now) if now == mark);
    std::fs::remove_file(&path)
        .and_then(|()| sync_folder(path.parent().unwrap_or(folder)))
        .map_err(|source| IndexError::Io { path, source })?;
    Ok(if same { Found::Same } else { Found::Other })
}

/// Makes the files durable, which sled does not, and then leaves the mark.
pub(super) fn leave(folder: &Path, size: u64, head: &Hash) -> Result<(), IndexError> {
    let durable = || -> io::Result<Vec<u8>> {
        for path in files(folder)? {
            File::open(&path)?.sync_all()?;
            sync_folder(path.parent().unwrap_or(folder))?;
        }
        sync_folder(folder.parent().unwrap_or(folder))?;
        describe(folder, size, head)
    };
    let mark = durable().map_err(|source| IndexError::Io { path: folder.to_owned(), source })?;
    match replace(&path_of(folder), |file| file.write_all(&mark)) {
        Ok(_) => Ok(()),
        Err(FailedStep::Write(source) | FailedStep::Sync(source)) => {
            Err(IndexError::Io { path: path_of(folder), source })
        }
    }
}

/// The mark is compared whole, never parsed.
fn describe(folder: &Path, size: u64, head: &Hash) -> io::Result<Vec<u8>> {
    let mut mark = format!("piaojue index 1\n{size}\n").into_bytes();
    mark.extend_from_slice(head);
    mark.extend_from_slice(&digest(folder)?);
    Ok(mark)
}

/// SHA-256 over path, length and bytes of every file, in the order of paths.
fn digest(folder: &Path) -> io::Result<Hash> {
    let mut digest = Sha256::new();
    for path in files(folder)? {
        let name = path.strip_prefix(folder).unwrap_or(&path).as_os_str().as_encoded_bytes();
        let mut file = File::open(&path)?;
        let length = file.metadata()?.len();
        digest.update((name.len() as u64).to_be_bytes());
        digest.update(name);
        digest.update(length.to_be_bytes());
        let mut chunk = vec![0; 64 * 1024];
        loop {
            let read = file.read(&mut chunk)?;
            let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            digest.update(bytes);
        }
    }
    Ok(digest.finalize().into())
}

/// All files under the folder, sorted. An index has a handful.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(folder)? {
            let item = item?;
            if item.file_type()?.is_dir() { folders.push(item.path()) } else { files.push(item.path()) }
        }
    }
    files.sort();
    Ok(files)
}

fn path_of(folder: &Path) -> PathBuf {
    folder.with_extension("clean")
}
