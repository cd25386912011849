//! sled behind a wall: whatever goes wrong in it is an error here.
//!
//! sled 0.34 panics in many places on what it takes for impossible (`unwrap` on page kinds, lengths, file
//! operations). Every call goes through [`guarded`]; after a failure the store is abandoned and its folder removed.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::error::IndexError;
use super::{NODES, Namespace};

/// sled's default would be 1 GiB; the whole server has 300 MB.
const CACHE_BYTES: u64 = 32 * 1024 * 1024;

pub(super) struct SledStore {
    /// `None` once closed or abandoned.
    open: Option<Open>,
}

struct Open {
    db: sled::Db,
    trees: BTreeMap<&'static str, sled::Tree>,
}

impl SledStore {
    /// Opens what the mark vouches for.
    pub(super) fn open(folder: &Path) -> Result<Self, IndexError> {
        let config = sled::Config::new().path(folder).cache_capacity(CACHE_BYTES).flush_every_ms(None);
        let open = guarded(|| {
            let db = config.open()?;
            let names = Namespace::ALL.iter().map(|namespace| namespace.0).chain([NODES]);
            let trees = names.map(|name| db.open_tree(name).map(|tree| (name, tree)));
            let trees = trees.collect::<Result<_, _>>()?;
            Ok(Open { db, trees })
        })?;
        Ok(Self { open: Some(open) })
    }

    /// Removes whatever is in the folder and starts anew.
    pub(super) fn fresh(folder: &Path) -> Result<Self, IndexError> {
        match std::fs::remove_dir_all(folder) {
            Err(source) if source.kind() != ErrorKind::NotFound => {
                Err(IndexError::Io { path: folder.to_owned(), source })
            }
            _ => Self::open(folder),
        }
    }

    pub(super) fn get(&self, tree: &'static str, key: &[u8]) -> Result<Option<Vec<u8>>, IndexError> {
        let tree = self.tree(tree)?;
        guarded(|| tree.get(key).map(|found| found.map(|value| value.to_vec())))
    }

    pub(super) fn put(&self, tree: &'static str, key: &[u8], value: &[u8]) -> Result<(), IndexError> {
        let tree = self.tree(tree)?;
        guarded(|| tree.insert(key, value).map(drop))
    }

    /// Flushes and closes; the files change no more after it.
    pub(super) fn close(&mut self) -> Result<(), IndexError> {
        let open = self.open.take().ok_or(IndexError::Closed)?;
        guarded(move || {
            open.db.flush()?;
            drop(open);
            Ok(())
        })
    }

    /// Lets go without caring what becomes of the files.
    pub(super) fn abandon(&mut self) {
        let open = self.open.take();
        // Closing writes, and may fail in the same way as what led here.
        let _ = guarded(move || {
            drop(open);
            Ok(())
        });
    }

    fn tree(&self, name: &'static str) -> Result<&sled::Tree, IndexError> {
        self.open.as_ref().and_then(|open| open.trees.get(name)).ok_or(IndexError::Closed)
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        self.abandon();
    }
}

/// Turns a panic of sled into an error. Unwind safety: nothing that was open is used again, the caller
/// removes the folder and rebuilds.
fn guarded<T>(call: impl FnOnce() -> sled::Result<T>) -> Result<T, IndexError> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|_| IndexError::Panicked)?.map_err(IndexError::Sled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_sled_is_an_error() {
        let refusal = guarded::<()>(|| panic!("as sled does")).err();
        assert!(matches!(refusal, Some(IndexError::Panicked)));
    }

    #[test]
    fn a_closed_store_refuses() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = SledStore::open(folder.path()).unwrap();
        store.close().unwrap();
        assert!(matches!(store.get(NODES, b"x"), Err(IndexError::Closed)));
        assert!(matches!(store.close(), Err(IndexError::Closed)));
    }
}
