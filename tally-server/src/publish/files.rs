//! Writing files so that a crash leaves each of them whole or absent.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::{PublishError, io};
use crate::store::disk::{FailedStep, replace, sync_folder, temporary_of};

/// Puts a file in the place of the former one, durably: readers see the one or the other.
pub(super) fn put_durably(path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    match replace(path, |file| file.write_all(bytes)) {
        Ok(_) => Ok(()),
        Err(FailedStep::Write(source) | FailedStep::Sync(source)) => Err(io(path)(source)),
    }
}

/// Many files at once: each is synced before it gets its name, and every folder once at the end.
pub(super) struct Batch {
    root: PathBuf,
    /// Folders in which a name was made.
    folders: BTreeSet<PathBuf>,
}

impl Batch {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), folders: BTreeSet::new() }
    }

    /// The path of a file by its name below the root.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Writes one file, with the folders above it.
    pub(super) fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), PublishError> {
        let path = self.path(name);
        let written = self.folder_of(&path).and_then(|()| {
            let temporary = temporary_of(&path);
            let mut file = File::create(&temporary)?;
            let written = file.write_all(bytes).and_then(|()| file.sync_all());
            let named = written.and_then(|()| std::fs::rename(&temporary, &path));
            if named.is_err() {
                // The error that matters is the one being returned.
                let _ = std::fs::remove_file(&temporary);
            }
            named
        });
        written.map_err(io(&path))
    }

    /// Makes all names durable.
    pub(super) fn finish(self) -> Result<(), PublishError> {
        self.folders.iter().try_for_each(|folder| sync_folder(folder).map_err(io(folder)))
    }

    fn folder_of(&mut self, path: &Path) -> std::io::Result<()> {
        let Some(folder) = path.parent() else { return Ok(()) };
        if self.folders.insert(folder.to_owned()) && !folder.is_dir() {
            // The folder's own name is new in the one above it, and so on up to the root.
            if folder != self.root {
                self.folder_of(folder)?;
            }
            std::fs::create_dir(folder)?;
        }
        Ok(())
    }
}
