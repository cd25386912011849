//! The files of a published log in a folder.

use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use super::{Fetch, Tile};

/// A folder with a published log: a server's, a stick's, a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileFolder {
    path: PathBuf,
}

impl TileFolder {
    /// Names the folder; reads nothing.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }
}

impl Fetch for TileFolder {
    type Error = io::Error;

    fn fetch(&mut self, tile: Tile, bytes_max: usize) -> Result<Option<Vec<u8>>, io::Error> {
        let file = match File::open(self.path.join(tile.to_string())) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        file.take(limit).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }
}
