//! Making an archive of a published log that lies in the folder already.

use super::content::{PUBLISHED, Sealed};
use super::list::ArchivedFile;
use super::manifest::{Listed, MANIFEST_FILE, Manifest};
use super::walk::{cannot_read, files};
use super::{ArchiveError, check};
use crate::disk::{self, Readers};
use crate::fingerprint::Fingerprint;
use crate::verify::report::Report;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The longest file that is taken from beside the log, in bytes.
const BESIDE_BYTES_MAX: u64 = 256 << 20;

/// What was archived.
#[derive(Clone, Debug)]
pub struct Archived {
    /// The verifier's report of the log.
    pub report: Report,
    /// Files, the manifest among them.
    pub files: usize,
    /// Those that the seal lists.
    pub sealed: usize,
}

/// Adds to a folder with a published log, and nothing else, what an archive has; `manifest.txt` last. Files that the seal
/// lists and that do not follow from the log, or do so only with another version of this program, are looked for in the folder
/// `beside`, under their name there.
///
/// Refused: a log that does not verify or is not sealed, a seal without the quorum, a file that is not the one that the seal
/// lists. What was written until then stays, without a manifest.
pub fn complete(
    folder: &Path,
    trusted: &Fingerprint,
    beside: Option<&Path>,
) -> Result<Archived, ArchiveError> {
    let sealed = Sealed::verify(folder, trusted, |_, _| {})?;
    let made = sealed.made()?;
    let mut contents: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for ArchivedFile { name, bytes } in &made {
        contents.insert(name, bytes.clone());
    }
    let listed = sealed.listed()?;
    for (name, file) in &listed {
        let ours = contents.get(name);
        if ours.is_some_and(|bytes| is_listed(bytes, file)) {
            continue;
        }
        let given = beside.map_or(Ok(None), |beside| read(&beside.join(name)))?;
        let differs = || ArchiveError::SealedDiffers { name: (*name).to_owned() };
        let bytes = match (given, ours) {
            (Some(given), _) if is_listed(&given, file) => given,
            (None, None) => return Err(ArchiveError::SealedMissing { name: (*name).to_owned() }),
            _ => return Err(differs()),
        };
        contents.insert(name, bytes);
    }
    for (name, bytes) in &contents {
        write(folder, name, bytes)?;
    }
    let manifest = Manifest::new(files(folder)?);
    let names = sealed.names(&made)?;
    if let Some(name) = manifest.files.keys().find(|name| !names.contains(*name)) {
        return Err(ArchiveError::Stray { name: name.clone() });
    }
    if let Some(name) = PUBLISHED.iter().find(|name| !manifest.files.contains_key(**name)) {
        return Err(ArchiveError::Missing { name: (*name).to_owned() });
    }
    write(folder, MANIFEST_FILE, manifest.text().as_bytes())?;
    // Read again as anyone would, from the fingerprint on.
    let checked = check(folder, trusted, |_, _| {}).inspect_err(|_| {
        // Without it nobody takes the folder for an archive; the error is what is told.
        _ = fs::remove_file(folder.join(MANIFEST_FILE));
    })?;
    Ok(Archived { report: checked.report, files: manifest.files.len() + 1, sealed: listed.len() })
}

fn is_listed(bytes: &[u8], file: &Listed) -> bool {
    u64::try_from(bytes.len()).ok() == Some(file.length)
        && <[u8; 32]>::from(Sha256::digest(bytes)) == file.sha256
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, ArchiveError> {
    disk::read(path, BESIDE_BYTES_MAX).map_err(cannot_read(path))
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), ArchiveError> {
    let path = folder.join(name);
    let cannot = |source: io::Error| ArchiveError::Write { path: path.clone(), source };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(cannot)?;
    }
    disk::replace(&path, bytes, Readers::Anyone).map_err(|error| cannot(error.into()))
}
