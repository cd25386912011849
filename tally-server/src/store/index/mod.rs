//! What is kept beside the log to find things fast, and can be rebuilt from it (protocol.md §10.4).
//!
//! It is sled, which is not trusted with anything: its flush does not survive a power cut, and it may panic on
//! files that something else changed. So
//! - its files are opened only if a mark, written at an orderly stop, names the log's size and head and the digest of
//!   every byte of them; otherwise they are removed and rebuilt from the log (`mark`);
//! - the mark is removed before sled is opened, so that a crash leaves none;
//! - an index found by key is a hint: the entry is read from the log, and must itself yield that key;
//! - an absent key is absent from rows that were all made from the log in this run, or covered by the mark.
//!
//! A proof made from [`Index::node`] is checked against a root that was computed otherwise before it is given out.

mod error;
mod mark;
mod sled_store;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use audit::merkle::node_hash;

pub use error::{IndexError, Rebuilt};
use sled_store::SledStore;

use super::{Entry, Hash, LogReader, StoreError};

/// A kind of key. Keys of one kind are told apart from those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Namespace(&'static str);

impl Namespace {
    /// The ballot key of a cast ballot.
    pub const BALLOT_KEY: Self = Self("ballot_key");
    /// The code of a cast or challenged ballot.
    pub const BALLOT_CODE: Self = Self("ballot_code");
    /// A deputy, with whatever the caller adds to name one act of it.
    pub const DEPUTY: Self = Self("deputy");
    /// The hash of a body: none may stand in the log twice.
    pub const BODY_HASH: Self = Self("body_hash");
    /// The leaf hash of an entry.
    pub const LEAF: Self = Self("leaf");
    const ALL: [Self; 5] = [Self::BALLOT_KEY, Self::BALLOT_CODE, Self::DEPUTY, Self::BODY_HASH, Self::LEAF];
}

/// A key under which an entry can be found. Where two entries yield one key, the later is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the key is.
    pub namespace: Namespace,
    /// The key itself.
    pub key: Vec<u8>,
}

/// Which keys an entry can be found under; a function of the entry alone.
pub type Rows = Box<dyn Fn(&Entry) -> Vec<Row> + Send>;

/// The index of one log. It reads the log through its own handle and follows it whenever it is asked something.
pub struct Index {
    folder: PathBuf,
    log: LogReader,
    rows: Rows,
    store: SledStore,
    /// Entries taken in, and the leaf hash of the last.
    size: u64,
    head: Hash,
}

impl Index {
    /// Opens the index in the sitting's folder, or rebuilds it and says why.
    pub fn open(sitting: &Path, log: LogReader, rows: Rows) -> Result<(Self, Option<Rebuilt>), IndexError> {
        let folder = sitting.join("index");
        let (size, head) = (log.size(), log.head());
        let why = match mark::take(&folder, size, &head)? {
            mark::Found::Same => match SledStore::open(&folder) {
                Ok(store) => return Ok((Self { folder, log, rows, store, size, head }, None)),
                Err(_) => Rebuilt::Unreadable,
            },
            mark::Found::None => Rebuilt::NotClosed,
            mark::Found::Other => Rebuilt::Changed,
        };
        let store = SledStore::fresh(&folder)?;
        let head = log.origin();
        let mut index = Self { folder, log, rows, store, size: 0, head };
        index.catch_up()?;
        Ok((index, Some(why)))
    }

    /// Entries taken in so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Takes in what the log has and the index has not. Each entry is read, and so checked, again.
    pub fn catch_up(&mut self) -> Result<(), IndexError> {
        if !self.is_prefix()? {
            self.clear()?;
        }
        for entry in self.log.read(self.size)? {
            let entry = entry?;
            for row in (self.rows)(&entry) {
                self.store.put(row.namespace.0, &row.key, &entry.index.to_be_bytes())?;
            }
            self.add_nodes(entry.index, entry.leaf)?;
            self.size = entry.index.saturating_add(1);
            self.head = entry.leaf;
        }
        Ok(())
    }

    /// The latest entry with this key, as the log has it. Where the index turns out to be wrong it is rebuilt and
    /// asked once more.
    pub fn find(&mut self, namespace: Namespace, key: &[u8]) -> Result<Option<Entry>, IndexError> {
        self.healed(|index| index.look(namespace, key))
    }

    /// The hash of the complete subtree of 2^`level` leaves that starts at leaf `position` · 2^`level`, if the log is
    /// that long. A hint above level 0: see the module's head.
    pub fn node(&mut self, level: u8, position: u64) -> Result<Option<Hash>, IndexError> {
        self.healed(|index| index.look_node(level, position))
    }

    /// Writes everything to disk and leaves the mark with which the next opening may trust it.
    pub fn close(mut self) -> Result<(), IndexError> {
        self.catch_up()?;
        self.store.close()?;
        mark::leave(&self.folder, self.size, &self.head)
    }

    fn look(&mut self, namespace: Namespace, key: &[u8]) -> Result<Option<Entry>, IndexError> {
        self.catch_up()?;
        let Some(value) = self.store.get(namespace.0, key)? else { return Ok(None) };
        let contradicted = IndexError::Contradicted;
        let index = u64::from_be_bytes(value.try_into().map_err(|_| contradicted)?);
        let entry = match self.log.entry(index) {
            Err(StoreError::NoSuchEntry { .. }) => return Err(IndexError::Contradicted),
            other => other?,
        };
        let named = (self.rows)(&entry).iter().any(|row| row.namespace == namespace && row.key == key);
        if named { Ok(Some(entry)) } else { Err(IndexError::Contradicted) }
    }

    fn look_node(&mut self, level: u8, position: u64) -> Result<Option<Hash>, IndexError> {
        self.catch_up()?;
        let found = self.stored_node(level, position)?;
        if let (0, Some(leaf)) = (level, found)
            && self.log.entry(position)?.leaf != leaf
        {
            return Err(IndexError::Contradicted);
        }
        Ok(found)
    }

    /// Whether what was taken in is still the beginning of the log, which may have been cut since.
    fn is_prefix(&self) -> Result<bool, IndexError> {
        match self.size.checked_sub(1) {
            None => Ok(true),
            Some(last) if last < self.log.size() => Ok(self.log.entry(last)?.leaf == self.head),
            Some(_) => Ok(false),
        }
    }

    fn clear(&mut self) -> Result<(), IndexError> {
        self.store.abandon();
        self.store = SledStore::fresh(&self.folder)?;
        self.size = 0;
        self.head = self.log.origin();
        Ok(())
    }

    fn healed<T>(&mut self, ask: impl Fn(&mut Self) -> Result<T, IndexError>) -> Result<T, IndexError> {
        match ask(self) {
            Err(
                IndexError::Contradicted | IndexError::Sled(_) | IndexError::Panicked | IndexError::Closed,
            ) => {
                self.clear()?;
                ask(self)
            }
            other => other,
        }
    }

    /// Stores a leaf and every inner node that it completes.
    fn add_nodes(&mut self, index: u64, leaf: Hash) -> Result<(), IndexError> {
        let (mut level, mut position, mut hash) = (0_u8, index, leaf);
        loop {
            self.store.put(NODES, &node_key(level, position), &hash)?;
            if position.is_multiple_of(2) {
                return Ok(());
            }
            let left = self.stored_node(level, position - 1)?.ok_or(IndexError::Contradicted)?;
            hash = node_hash(&left, &hash);
            level = level.saturating_add(1);
            position /= 2;
        }
    }

    fn stored_node(&self, level: u8, position: u64) -> Result<Option<Hash>, IndexError> {
        match self.store.get(NODES, &node_key(level, position))? {
            None => Ok(None),
            Some(value) => Hash::try_from(value).map(Some).map_err(|_| IndexError::Contradicted),
        }
    }
}

/// The tree of sled that holds the nodes; no [`Namespace`] has its name.
const NODES: &str = "nodes";

fn node_key(level: u8, position: u64) -> [u8; 9] {
    let mut key = [level; 9];
    let (_, rest) = key.split_at_mut(1);
    rest.copy_from_slice(&position.to_be_bytes());
    key
}
