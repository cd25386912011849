//! The files of a folder, hashed.

use super::ArchiveError;
use super::manifest::Listed;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// Bytes that are read at once.
const CHUNK_BYTES: usize = 64 * 1024;

pub(super) fn cannot_read(path: &Path) -> impl FnOnce(io::Error) -> ArchiveError + '_ {
    move |source| ArchiveError::Read { path: path.to_owned(), source }
}

/// Every file below the folder by its path, with `/` between the parts. Refused: what is neither file nor folder, and names
/// that are not text.
pub(super) fn files(folder: &Path) -> Result<BTreeMap<String, Listed>, ArchiveError> {
    let mut files = BTreeMap::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((path, prefix)) = open.pop() {
        for item in fs::read_dir(&path).map_err(cannot_read(&path))? {
            let item = item.map_err(cannot_read(&path))?;
            let name = item.file_name();
            let stray = || ArchiveError::Stray { name: format!("{prefix}{}", name.to_string_lossy()) };
            let name = format!("{prefix}{}", name.to_str().ok_or_else(stray)?);
            let path = item.path();
            // Of a link it says that it is one: nothing outside of the folder is read.
            let kind = item.file_type().map_err(cannot_read(&path))?;
            if kind.is_dir() {
                open.push((path, format!("{name}/")));
            } else if kind.is_file() {
                let listed = hash(&path).map_err(cannot_read(&path))?;
                files.insert(name, listed);
            } else {
                return Err(stray());
            }
        }
    }
    Ok(files)
}

fn hash(path: &Path) -> io::Result<Listed> {
    let (mut file, mut hasher, mut length) = (File::open(path)?, Sha256::new(), 0_u64);
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let read = file.read(&mut chunk)?;
        let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else {
            return Ok(Listed { length, sha256: hasher.finalize().into() });
        };
        hasher.update(bytes);
        length = length.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
    }
}
