//! What many devices of one process share: definitions that were verified, and leaves that were downloaded.
//!
//! A deputy's own device has one for itself. A demo or a load test with a thousand devices verifies each opening once: what is
//! in here was checked by one of them against the same fingerprint, and is found by a hash that covers it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use audit::merkle::Tree;

use super::contest::OpenContest;
use crate::net::Sitting;

/// Verified values by hash. Cheap to share (`Arc`); locked for a look-up only.
#[derive(Debug, Default)]
pub struct DefinitionCache {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// By fingerprint.
    sittings: HashMap<[u8; 32], Arc<Sitting>>,
    /// By fingerprint and leaf hash of `contest_opened`.
    contests: HashMap<([u8; 32], [u8; 32]), Arc<OpenContest>>,
    /// The newest tree that was downloaded, with its root.
    leaves: Option<([u8; 32], Arc<Tree>)>,
}

impl DefinitionCache {
    /// Nothing yet.
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(super) fn sitting(&self, fingerprint: &[u8; 32]) -> Option<Arc<Sitting>> {
        self.with(|inner| inner.sittings.get(fingerprint).cloned())
    }

    pub(super) fn keep_sitting(&self, sitting: &Arc<Sitting>) {
        self.with(|inner| inner.sittings.insert(*sitting.fingerprint(), Arc::clone(sitting)));
    }

    pub(super) fn contest(&self, fingerprint: &[u8; 32], opened: &[u8; 32]) -> Option<Arc<OpenContest>> {
        self.with(|inner| inner.contests.get(&(*fingerprint, *opened)).cloned())
    }

    pub(super) fn keep_contest(&self, opened: [u8; 32], contest: &Arc<OpenContest>) {
        self.with(|inner| inner.contests.insert((contest.sitting, opened), Arc::clone(contest)));
    }

    /// The tree with this root, if it was downloaded before.
    pub(super) fn tree(&self, root: &[u8; 32]) -> Option<Arc<Tree>> {
        self.with(|inner| {
            inner.leaves.as_ref().filter(|(known, _)| known == root).map(|(_, tree)| Arc::clone(tree))
        })
    }

    pub(super) fn keep_tree(&self, tree: &Arc<Tree>) {
        self.with(|inner| inner.leaves = Some((tree.root(), Arc::clone(tree))));
    }

    /// No step below can leave half a value, so a panic elsewhere does not spoil the maps.
    fn with<T>(&self, look: impl FnOnce(&mut Inner) -> T) -> T {
        look(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
