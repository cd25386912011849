//! A published log in a folder: a USB stick, an export.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::{Source, SourceError};
use crate::tiles::Tile;
use crate::verify::CHECKPOINT_FILE;

/// The folder in which `checkpoint` and `tile/` lie.
#[derive(Clone, Debug)]
pub struct FolderSource {
    folder: PathBuf,
}

impl FolderSource {
    /// A source that opens its files when it is asked.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    fn get(&self, path: &str, bytes_max: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let cannot = |error: io::Error| SourceError::Other { message: format!("{path}: {error}") };
        let file = match File::open(self.folder.join(path)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(cannot(error)),
        };
        let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        file.take(limit).read_to_end(&mut bytes).map_err(cannot)?;
        if bytes.len() > bytes_max {
            return Err(SourceError::TooLong { limit: bytes_max });
        }
        Ok(Some(bytes))
    }
}

impl Source for FolderSource {
    fn checkpoint(&mut self, bytes_max: usize) -> Result<Vec<u8>, SourceError> {
        self.get(CHECKPOINT_FILE, bytes_max)?.ok_or(SourceError::Missing)
    }

    fn tile(&mut self, tile: Tile, bytes_max: usize) -> Result<Option<Vec<u8>>, SourceError> {
        self.get(&tile.to_string(), bytes_max)
    }
}
