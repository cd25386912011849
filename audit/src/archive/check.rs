//! Checking an archive: the fingerprint is trusted, and nothing that lies in the folder.

use super::ArchiveError;
use super::content::Sealed;
use super::manifest::{Listed, MANIFEST_BYTES_MAX, MANIFEST_FILE, Manifest};
use super::walk::{cannot_read, files};
use crate::checkpoint::Checkpoint;
use crate::disk;
use crate::fingerprint::Fingerprint;
use crate::note::Note;
use crate::observe::FINGERPRINT_FILE;
use crate::policy::{POLICY_BYTES_MAX, POLICY_FILE, Policy};
use crate::tiles::{Reader, TileFolder};
use crate::verify::report::Report;
use crate::verify::{CHECKPOINT_BYTES_MAX, CHECKPOINT_FILE};
use sha2::{Digest, Sha256};
use std::path::Path;

/// An archive in which everything holds.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The verifier's report of the log, made now.
    pub report: Report,
    /// Files, the manifest among them.
    pub files: usize,
    /// Those that the seal lists.
    pub sealed: usize,
}

/// Checks everything in an archive, in this order: the manifest and every file of the folder against it; the log, from the
/// fingerprint on, its seal and the quorum over it; `fingerprint`, `policy` and the tiles against the log; the files that the
/// seal lists; and that all others are what this program makes from the log. `progress` is that of
/// [`crate::verify::verify_folder`].
pub fn check(
    folder: &Path,
    trusted: &Fingerprint,
    progress: impl FnMut(u64, u64),
) -> Result<Checked, ArchiveError> {
    let manifest = manifest(folder)?;
    let sealed = Sealed::verify(folder, trusted, progress)?;
    published(folder, trusted, &sealed)?;
    let listed = sealed.listed()?;
    for (name, file) in &listed {
        match manifest.files.get(*name) {
            Some(is) if is == file => {}
            Some(_) => return Err(ArchiveError::SealedDiffers { name: (*name).to_owned() }),
            None => return Err(ArchiveError::SealedMissing { name: (*name).to_owned() }),
        }
    }
    if manifest.version != super::VERSION {
        return Err(ArchiveError::OtherVersion { version: manifest.version });
    }
    let made = sealed.made()?;
    for file in made.iter().filter(|file| !listed.contains_key(file.name.as_str())) {
        let ours = Listed {
            length: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
            sha256: Sha256::digest(&file.bytes).into(),
        };
        match manifest.files.get(&file.name) {
            Some(is) if *is == ours => {}
            Some(_) => return Err(ArchiveError::NotMadeFromLog { name: file.name.clone() }),
            None => return Err(ArchiveError::Missing { name: file.name.clone() }),
        }
    }
    let names = sealed.names(&made)?;
    if let Some(name) = manifest.files.keys().find(|name| !names.contains(*name)) {
        return Err(ArchiveError::Stray { name: name.clone() });
    }
    if let Some(name) = names.iter().find(|name| !manifest.files.contains_key(*name)) {
        return Err(ArchiveError::Missing { name: name.clone() });
    }
    Ok(Checked { files: manifest.files.len() + 1, sealed: listed.len(), report: sealed.report })
}

/// The manifest, once every file of the folder is the one that it lists.
fn manifest(folder: &Path) -> Result<Manifest, ArchiveError> {
    let path = folder.join(MANIFEST_FILE);
    let bytes = disk::read(&path, MANIFEST_BYTES_MAX).map_err(cannot_read(&path))?;
    let bytes = bytes.ok_or_else(|| ArchiveError::NoManifest { path: folder.to_owned() })?;
    let text = std::str::from_utf8(&bytes).map_err(|_| ArchiveError::Manifest { line: 1 })?;
    let manifest = Manifest::parse(text)?;
    let mut here = files(folder)?;
    here.remove(MANIFEST_FILE);
    for (name, listed) in &manifest.files {
        match here.remove(name) {
            Some(is) if is == *listed => {}
            Some(_) => return Err(ArchiveError::Differs { name: name.clone() }),
            None => return Err(ArchiveError::Missing { name: name.clone() }),
        }
    }
    match here.into_keys().next() {
        Some(name) => Err(ArchiveError::Stray { name }),
        None => Ok(manifest),
    }
}

/// `fingerprint`, `policy` and the tiles are those of the verified log.
fn published(folder: &Path, trusted: &Fingerprint, sealed: &Sealed) -> Result<(), ArchiveError> {
    let read = |name: &str, bytes_max: u64| {
        let path = folder.join(name);
        let bytes = disk::read(&path, bytes_max).map_err(cannot_read(&path))?;
        bytes.ok_or_else(|| ArchiveError::Missing { name: name.to_owned() })
    };
    if read(FINGERPRINT_FILE, 1_024)? != format!("{}\n", trusted.to_hex()).into_bytes() {
        return Err(ArchiveError::Fingerprint);
    }
    let policy_bytes_max = u64::try_from(POLICY_BYTES_MAX).unwrap_or(u64::MAX);
    let policy = Policy::parse(&read(POLICY_FILE, policy_bytes_max)?)?;
    let sitting = sealed.verdict.state.sitting().ok_or(ArchiveError::NotSealed)?;
    if !policy.trusts_as(&Policy::of_sitting(&sitting.definition)?) {
        return Err(ArchiveError::ForeignPolicy);
    }
    // Its signature, size and root were checked with the log.
    let note = Note::parse(&read(CHECKPOINT_FILE, CHECKPOINT_BYTES_MAX)?)?;
    let Checkpoint { size, root, .. } = note.text().parse()?;
    let mut reader = Reader::open(TileFolder::new(folder), size, root)?;
    for entry in reader.entries(0) {
        entry?;
    }
    Ok(())
}
