//! Writing a private file so that it is whole, durable and its owner's alone.
//!
//! Steps, and what a crash after each leaves:
//!
//! ```text
//! 1  reserve the name (unless replacing)   an empty file, which no reader of ours accepts
//! 2  write and fsync a temporary file      beside it a dot-file with the same mode
//! 3  rename over the name                  the old file or the new one, never a part
//! 4  fsync the folder                      the new one
//! ```
//!
//! Reserving by exclusive creation, not by a hard link: shares are kept on USB sticks, whose file systems
//! have no links.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What to do with a file that already has the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Leave it and refuse: the answer unless the holder asked for the other.
    Keep,
    /// Put the new file in its place.
    Replace,
}

/// Why a private file was not written.
#[derive(Debug, thiserror::Error)]
pub enum PrivateFileError {
    /// A file of that name exists, and replacing it was not asked for.
    #[error("{path} exists already; it was left as it is")]
    Exists {
        /// The file in the way.
        path: PathBuf,
    },
    /// The path ends in no file name.
    #[error("{path} names no file")]
    NoName {
        /// The path as given.
        path: PathBuf,
    },
    /// A step failed; nothing of ours is left behind.
    #[error("{path}: {step}: {source}")]
    Io {
        /// The file to be written.
        path: PathBuf,
        /// What was being done.
        step: &'static str,
        /// The operating system's answer.
        source: io::Error,
    },
}

/// Writes `bytes` to `path` with mode 0600, durable when it returns.
pub fn write(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), PrivateFileError> {
    let failed =
        |step: &'static str| move |source| PrivateFileError::Io { path: path.to_owned(), step, source };
    let name = path.file_name().ok_or_else(|| PrivateFileError::NoName { path: path.to_owned() })?;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));

    let reserved = match existing {
        Existing::Keep => match create_private(path) {
            Ok(_) => true,
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                return Err(PrivateFileError::Exists { path: path.to_owned() });
            }
            Err(e) => return Err(failed("create")(e)),
        },
        Existing::Replace => false,
    };
    let temporary = folder.join(temporary_name(name));
    let written = write_durably(&temporary, bytes)
        .map_err(failed("write"))
        .and_then(|()| fs::rename(&temporary, path).map_err(failed("rename")));
    if written.is_err() {
        // Best effort: the error that matters is the one being returned.
        let _ = fs::remove_file(&temporary);
        if reserved {
            let _ = fs::remove_file(path);
        }
        return written;
    }
    File::open(folder).and_then(|f| f.sync_all()).map_err(failed("sync the folder"))
}

fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = create_private(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Exclusive: also refuses to follow a symbolic link that someone left there.
fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn temporary_name(name: &std::ffi::OsStr) -> OsString {
    let mut temporary = OsString::from(".");
    temporary.push(name);
    temporary.push(format!(".{:016x}.part", rand::random::<u64>()));
    temporary
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<OsString> {
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name()).collect()
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k.age");
        write(&path, b"one", Existing::Keep).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(names(folder.path()), ["k.age"]);
    }

    #[test]
    fn an_existing_file_is_kept_unless_replacing_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k.age");
        write(&path, b"one", Existing::Keep).unwrap();
        let refused = write(&path, b"two", Existing::Keep);
        assert!(matches!(refused, Err(PrivateFileError::Exists { .. })), "{refused:?}");
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write(&path, b"two", Existing::Replace).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["k.age"]);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_it_even_where_a_wider_file_was_replaced() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k.age");
        fs::write(&path, b"wide").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        write(&path, b"narrow", Existing::Replace).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_missing_folder_and_a_path_without_a_name_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let missing = write(&folder.path().join("no/k.age"), b"x", Existing::Keep);
        assert!(matches!(missing, Err(PrivateFileError::Io { step: "create", .. })), "{missing:?}");
        let nameless = write(Path::new(".."), b"x", Existing::Keep);
        assert!(matches!(nameless, Err(PrivateFileError::NoName { .. })), "{nameless:?}");
    }

    #[test]
    fn a_failed_replacement_leaves_no_part_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k.age");
        fs::create_dir(&path).unwrap();
        let refused = write(&path, b"x", Existing::Replace);
        assert!(matches!(refused, Err(PrivateFileError::Io { step: "rename", .. })), "{refused:?}");
        assert_eq!(names(folder.path()), ["k.age"]);
    }
}
