//! The persisted checkpoint: the newest signed head, as a file beside the segments.
//!
//! It is kept exactly as it will be published. A signature that left the process before it stood here would be
//! a fork waiting for a crash, so the server signs, swaps it in, and only then publishes.

use std::io::{ErrorKind, Write};
use std::path::Path;

use super::disk::{FailedStep, replace};
use super::error::StoreError;

/// Name of the file in the log's folder.
pub(crate) const FILE: &str = "checkpoint";
/// Most bytes of a checkpoint with its cosignatures.
const CHECKPOINT_BYTES_MAX: usize = 64 * 1024;

/// The size that a signed note states in its second line: decimal, no leading zero.
pub(crate) fn size_of(note: &[u8]) -> Result<u64, StoreError> {
    let refused = || StoreError::CheckpointUnreadable;
    if note.len() > CHECKPOINT_BYTES_MAX {
        return Err(refused());
    }
    let line = note.split(|byte| *byte == b'\n').nth(1).ok_or_else(refused)?;
    let text = std::str::from_utf8(line).map_err(|_| refused())?;
    let size: u64 = text.parse().map_err(|_| refused())?;
    if size.to_string() == text { Ok(size) } else { Err(refused()) }
}

/// The checkpoint in the folder and the size it names, if there is one.
pub(crate) fn load(folder: &Path) -> Result<Option<(Vec<u8>, u64)>, StoreError> {
    let path = folder.join(FILE);
    match std::fs::read(&path) {
        Ok(note) => size_of(&note).map(|size| Some((note, size))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StoreError::Io { path, source }),
    }
}

/// Puts the note in the place of the former one.
pub(crate) fn persist(folder: &Path, note: &[u8]) -> Result<(), FailedStep> {
    replace(&folder.join(FILE), |file| file.write_all(note)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_is_the_second_line() {
        assert_eq!(size_of(b"piaojue/x\n17\nroot\n\n").unwrap(), 17);
    }

    #[test]
    fn another_second_line_is_refused() {
        for note in
            [&b"piaojue/x"[..], b"x\n\n", b"x\n017\n", b"x\n+1\n", b"x\n-1\n", b"x\n1 \n", b"x\n\xff\n"]
        {
            assert!(matches!(size_of(note), Err(StoreError::CheckpointUnreadable)), "{note:?}");
        }
    }
}
