//! What the log and the ballot box ask of the operating system.
//!
//! Invariants
//! - Whatever these functions return `Ok` for survives a power cut: the file's data and, where a name was
//!   made, changed or removed, its folder, are on the medium.
//! - An fsync that failed is never tried again: the kernel may have dropped the pages and called them clean,
//!   so a second `Ok` would be a lie. The caller stops ([`FailedStep::Sync`]).

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The four operations of an append; a trait so that tests can make a sync or a truncation fail, which no
/// unprivileged file system does on demand.
pub(crate) trait LogFile: Send + Sync {
    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()>;
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize>;
    fn set_len(&self, bytes: u64) -> io::Result<()>;
    fn sync_data(&self) -> io::Result<()>;
}

impl LogFile for File {
    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        FileExt::read_exact_at(self, buffer, offset)
    }
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        FileExt::write_at(self, bytes, offset)
    }
    fn set_len(&self, bytes: u64) -> io::Result<()> {
        File::set_len(self, bytes)
    }
    fn sync_data(&self) -> io::Result<()> {
        File::sync_data(self)
    }
}

/// How an open file becomes a [`LogFile`]; the identity outside tests.
pub(crate) type Wrap = Arc<dyn Fn(File) -> Arc<dyn LogFile> + Send + Sync>;

pub(crate) fn plain() -> Wrap {
    Arc::new(|file| Arc::new(file))
}

/// Writes all bytes at the offset: one call, and more only where the kernel wrote less than asked.
pub(crate) fn write_all_at(file: &dyn LogFile, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.write_at(bytes, offset) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(written) => {
                bytes = bytes.get(written..).ok_or(ErrorKind::InvalidData)?;
                offset = offset.saturating_add(written as u64);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Whether the error says that there is no room: disk, quota or the limit on the size of a file.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge | ErrorKind::WriteZero
    )
}

/// Makes new, renamed and removed names in the folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Which step failed, because the answer differs.
#[derive(Debug)]
pub(crate) enum FailedStep {
    /// Nothing visible was changed; the caller may refuse and go on.
    Write(io::Error),
    /// What is on disk is unknown; the caller stops.
    Sync(io::Error),
}

/// Writes a whole file under a temporary name, makes it durable, then gives it its name and makes that
/// durable: a crash at any point leaves the former file or the new one.
pub(crate) fn replace(
    path: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<File, FailedStep> {
    let temporary = temporary_of(path);
    let written = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(&temporary)
        .and_then(|mut file| write(&mut file).and_then(|()| file.flush()).map(|()| file));
    let file = written.map_err(|error| {
        // What is left of the temporary file is removed here or at the next opening; it is never read.
        let _ = std::fs::remove_file(&temporary);
        FailedStep::Write(error)
    })?;
    file.sync_all().map_err(FailedStep::Sync)?;
    std::fs::rename(&temporary, path).map_err(FailedStep::Write)?;
    sync_folder(path.parent().unwrap_or(Path::new("."))).map_err(FailedStep::Sync)?;
    Ok(file)
}

/// The name that [`replace`] writes under.
pub(crate) fn temporary_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}
