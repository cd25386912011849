//! Files that survive a power cut: what a witness and a follower ask of the operating system.
//!
//! Invariants
//! - What these functions return `Ok` for survives a power cut: the data and the name.
//! - An fsync that failed is never tried again: the kernel may have dropped the pages and called them clean. The caller
//!   stops ([`WriteError::Sync`]).

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Which step failed, because what follows differs.
#[derive(Debug)]
pub(crate) enum WriteError {
    /// Nothing was changed.
    Write(io::Error),
    /// What is on disk is unknown.
    Sync(io::Error),
}

impl From<WriteError> for io::Error {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Write(error) | WriteError::Sync(error) => error,
        }
    }
}

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Its owner alone.
    Owner,
    /// Whoever the system lets by default.
    Anyone,
}

/// Writes a whole file under a temporary name, makes it durable, then gives it its name and makes that durable: a crash
/// at any point leaves the former file or the new one.
pub(crate) fn replace(path: &Path, bytes: &[u8], readers: Readers) -> Result<(), WriteError> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".new");
    let temporary = PathBuf::from(temporary);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    if readers == Readers::Owner {
        private(&mut options);
    }
    let written = options.open(&temporary).and_then(|mut file| file.write_all(bytes).map(|()| file));
    let file = written.map_err(WriteError::Write)?;
    file.sync_all().map_err(WriteError::Sync)?;
    fs::rename(&temporary, path).map_err(WriteError::Write)?;
    sync_parent(path).map_err(WriteError::Sync)
}

/// Makes a file that must not exist yet, for the owner alone, durable with its name.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = private(OpenOptions::new().write(true).create_new(true)).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    sync_parent(path)
}

/// A whole file of at most `bytes_max`; `None` where there is none. What is longer is cut off there, and then no longer
/// parses.
pub(crate) fn read(path: &Path, bytes_max: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(file) => file.take(bytes_max.saturating_add(1)).read_to_end(&mut bytes).map(|_| Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A folder for the owner alone, with those above it.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    sync_parent(path)
}

/// Whether others than the owner may read or change the file.
#[cfg(unix)]
pub(crate) fn is_open_to_others(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

/// Where files have no such modes, the folder must be kept from others by its own means.
#[cfg(not(unix))]
pub(crate) fn is_open_to_others(path: &Path) -> io::Result<bool> {
    fs::metadata(path).map(|_| false)
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

fn sync_parent(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
