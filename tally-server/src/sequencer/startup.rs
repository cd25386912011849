//! Before the first command: everything on disk is verified, and what a crash interrupted is finished or cut.
//!
//! Order: keys and sitting file → log (records, chain) → orphan parts cut → fold of every entry → fingerprint and keys against
//! entry 0 → persisted checkpoint against the tree → index → boxes and stamp keys → published files. The first that fails refuses to start.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use audit::checkpoint::{Checkpoint, CheckpointError};
use audit::entry::{Body, Line, first_prev};
use audit::fingerprint::Fingerprint;
use audit::fold::{Stage, State};
use audit::merkle::Tree;
use audit::note::{KeyName, Note, NoteError, Vkey, VkeyType};
use audit::policy::{Party, Policy, PolicyError, SittingPolicyError};
use terminal_client::sitting_file::SittingFile;

use super::core::{Core, Fatal};
use super::places::Places;
use super::proposals::Proposals;
use super::replay::{Replayed, replay};
use super::shared::Shared;
use super::witnessing::Witnessing;
use crate::cosigning::Cosigning;
use crate::folder::Folder;
use crate::folder::keys::ServerKeys;
use crate::net::metrics::Metrics;
use crate::publish::{CHECKPOINT_FILE, PublishError, Published};
use crate::store::{LogReader, Opened, SegmentStore, Store as _, StoreError};

/// What the sequencer is started with.
pub struct Parts {
    /// The sitting's folder.
    pub folder: Folder,
    /// Its sitting file, read and checked.
    pub sitting: SittingFile,
    /// The server's keys.
    pub keys: ServerKeys,
    /// How long slips are waited for.
    pub slip_window: Duration,
    /// How old the newest quorum may be while a contest is open.
    pub quorum_max_age: Duration,
}

/// Why the server refuses to start. Nothing was changed but a torn tail that nobody had been told of.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum StartError {
    #[error("the log: {0}")]
    Store(#[from] StoreError),
    /// Entries that stand in the log and cannot be.
    #[error(transparent)]
    Replay(#[from] Fatal),
    #[error("the log is empty: the sitting was not defined")]
    Empty,
    #[error("this log is another sitting's: its fingerprint is {actual}, the sitting file says {expected}")]
    Fingerprint { expected: Fingerprint, actual: Fingerprint },
    #[error("the {which} key of keys/server.age is not the one that entry 0 names")]
    ForeignKey { which: &'static str },
    #[error("the persisted checkpoint: {0}")]
    Note(#[from] NoteError),
    #[error("the persisted checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// Entries were lost or changed after they were signed for: serving on would be a fork.
    #[error(
        "the persisted checkpoint names {size} entries with another root than the log on disk has; restore the log, do not serve it"
    )]
    CheckpointDiffers { size: u64 },
    #[error("the log ends with parts of a long value that the signed checkpoint covers")]
    SignedParts,
    #[error("entry 0 has no policy: {0}")]
    NoPolicy(#[from] SittingPolicyError),
    #[error("{}: {source}", path.display())]
    Policy { path: PathBuf, source: PolicyError },
    /// It would have people trust others than the log says.
    #[error("{} trusts other keys, or another quorum, than entry 0 names", path.display())]
    ForeignPolicy { path: PathBuf },
    #[error("the published files: {0}")]
    Publish(#[from] PublishError),
    #[error("no thread: {0}")]
    Thread(std::io::Error),
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
}

/// A log that was verified from its first entry to its persisted checkpoint.
struct Verified {
    store: SegmentStore,
    replayed: Replayed,
    checkpoint: Option<(Vec<u8>, u64)>,
    origin: KeyName,
    fingerprint: Fingerprint,
}

/// Verifies log, checkpoint and keys, for 自检; gives the state.
pub fn examine(folder: &Folder, sitting: &SittingFile, keys: &ServerKeys) -> Result<State, StartError> {
    verify(folder, sitting, keys).map(|verified| verified.replayed.state)
}

fn verify(folder: &Folder, sitting: &SittingFile, keys: &ServerKeys) -> Result<Verified, StartError> {
    let origin = sitting.origin.clone();
    let expected = sitting.fingerprint;
    let Opened { mut store, cut } = SegmentStore::open(folder.path(), first_prev(origin.as_str()))?;
    if let Some(cut) = cut {
        tracing::warn!(
            bytes = cut.bytes,
            entries = cut.size,
            "cut off an unfinished write that nobody was told of"
        );
    }
    cut_orphan_parts(&mut store)?;
    let replayed = replay(&store.reader())?;
    let defined = replayed.state.sitting().ok_or(StartError::Empty)?;
    let actual = Fingerprint(defined.fingerprint);
    if actual.0 != expected.0 {
        return Err(StartError::Fingerprint { expected, actual });
    }
    let named = &defined.definition.keys;
    for (which, is, says) in
        [("log", keys.log.verifying_key(), named.log), ("act", keys.act.verifying_key(), named.server)]
    {
        if is.as_bytes() != says.as_bytes() {
            return Err(StartError::ForeignKey { which });
        }
    }
    let vkey = Vkey::new(origin.clone(), VkeyType::Ed25519, keys.log.verifying_key());
    let checkpoint = check_checkpoint(store.checkpoint()?, &vkey, &replayed.tree)?;
    Ok(Verified { store, replayed, checkpoint, origin, fingerprint: actual })
}

/// Parts whose entry a crash took are no entry's; nobody was told of them, unless a checkpoint was signed over them.
fn cut_orphan_parts(store: &mut SegmentStore) -> Result<(), StartError> {
    let log = store.reader();
    let mut size = log.size();
    while let Some(last) = size.checked_sub(1) {
        if !is_part(&log, last)? {
            break;
        }
        size = last;
    }
    if size == log.size() {
        return Ok(());
    }
    tracing::warn!(parts = log.size() - size, "cut off parts of a long value that was not completed");
    store.truncate_to(size).map_err(|error| match error {
        StoreError::CutBelowCheckpoint { .. } => StartError::SignedParts,
        other => other.into(),
    })
}

fn is_part(log: &LogReader, index: u64) -> Result<bool, StartError> {
    let entry = log.entry(index)?;
    let line = Line::parse(entry.bytes).map_err(|source| Fatal::Line { index, source })?;
    Ok(matches!(line.body(), Body::BlobPart(_)))
}

fn check_checkpoint(
    note: Option<Vec<u8>>,
    vkey: &Vkey,
    tree: &Tree,
) -> Result<Option<(Vec<u8>, u64)>, StartError> {
    let Some(note) = note else { return Ok(None) };
    let Checkpoint { size, root, .. } = Checkpoint::open(&Note::parse(&note)?, vkey)?;
    match tree.root_at(size) {
        Ok(actual) if actual == root => Ok(Some((note, size))),
        _ => Err(StartError::CheckpointDiffers { size }),
    }
}

/// What entry 0 defines; with the URLs of the folder's `policy`, if there is one.
fn policy_of(folder: &Folder, state: &State) -> Result<Policy, StartError> {
    let definition = &state.sitting().ok_or(StartError::Empty)?.definition;
    let defined = Policy::of_sitting(definition)?;
    let path = folder.policy();
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(defined),
        Err(source) => return Err(StartError::Io { path, source }),
    };
    match Policy::parse(&bytes) {
        Ok(policy) if policy.trusts_as(&defined) => Ok(policy),
        Ok(_) => Err(StartError::ForeignPolicy { path }),
        Err(source) => Err(StartError::Policy { path, source }),
    }
}

pub(super) fn open(parts: Parts) -> Result<Core, StartError> {
    let Parts { folder, sitting, keys, slip_window, quorum_max_age } = parts;
    let Verified { store, replayed, checkpoint, origin, fingerprint } = verify(&folder, &sitting, &keys)?;
    let Replayed { state, register, tree } = replayed;
    let ServerKeys { log: log_key, act, storage } = keys;
    let log_vkey = Vkey::new(origin.clone(), VkeyType::Ed25519, log_key.verifying_key());
    let log = store.reader();
    let policy = policy_of(&folder, &state)?;
    let published = Published::open(&folder.published(), &fingerprint, &policy, &log)?;
    let metrics = Metrics::new();
    let places = Places::open(&folder, log.clone(), &metrics);
    let cosigning = Arc::new(cosigning(&state, &policy, &folder, checkpoint.as_ref(), log_vkey));
    let shared = Arc::new(Shared::new(fingerprint, origin, Arc::new(act), log, places, metrics, cosigning));
    *shared.tree_mut() = tree;
    let (checkpoint, signed_size) = checkpoint.map_or((None, 0), |(note, size)| (Some(note), size));
    let mut core = Core {
        folder,
        log_key,
        storage,
        store,
        state,
        register,
        proposals: Proposals::default(),
        boxes: BTreeMap::new(),
        stamp_keys: BTreeMap::new(),
        published,
        checkpoint,
        signed_size,
        // Also where nothing was appended since: a crash may have come before the rename.
        publish_due: signed_size > 0,
        signed_at: None,
        status_at: None,
        slip_window,
        witnessing: Witnessing::new(Instant::now(), quorum_max_age),
        shared,
        pending: Vec::new(),
    };
    for (number, stage) in core.secret_stages() {
        match stage {
            None => {}
            Some(stage) if stage <= Stage::Opening => core.reopen_box(number)?,
            Some(_) => core.destroy_leftovers(number)?,
        }
    }
    core.show(&[])?;
    Ok(core)
}

/// The witnesses of entry 0. Cosignatures on the checkpoint that was published last are not lost by a restart.
fn cosigning(
    state: &State,
    policy: &Policy,
    folder: &Folder,
    checkpoint: Option<&(Vec<u8>, u64)>,
    log: Vkey,
) -> Cosigning {
    let witnesses = state.sitting().map(|sitting| sitting.witnesses.clone()).unwrap_or_default();
    // The policy trusts whom entry 0 names, in its order.
    let url = |party: &Party| party.url.as_ref().map(|url| url.as_str().to_owned());
    let urls = policy.witnesses().map(|(_, party)| url(party)).collect();
    let cosigning = Cosigning::new(witnesses, urls, log);
    let Some((persisted, size)) = checkpoint.filter(|_| cosigning.is_asked_for()) else { return cosigning };
    let published = std::fs::read(folder.published().join(CHECKPOINT_FILE)).unwrap_or_default();
    let kept = Note::parse(&published).ok().zip(Note::parse(persisted).ok());
    if let Some((published, persisted)) = kept
        && published.text() == persisted.text()
        && let Err(error) = cosigning.begin(*size, &published)
    {
        tracing::warn!(%error, "the cosignatures of the published checkpoint are given up");
    }
    cosigning
}
