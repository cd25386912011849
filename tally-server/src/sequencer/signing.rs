//! Checkpoints: signed at most once a second, persisted before anyone sees them (protocol.md §2.5; tlog.md's order of acts).

use std::sync::Arc;
use std::time::Instant;

use audit::checkpoint::Checkpoint;
use audit::note::KeyName;
use protocol::limits;

use super::core::{Core, Fatal};
use super::shared::SignedHead;
use super::witnessing::Standing;
use crate::publish::PublishError;
use crate::store::disk::is_full;
use crate::store::{Store as _, StoreError};

impl Core {
    /// Whether entries are durable that no published checkpoint covers. A box that is coming out is waited for.
    pub(super) fn has_unsigned(&self) -> bool {
        (self.store.size() > self.signed_size && !self.is_opening()) || self.publish_due
    }

    pub(super) fn sign_if_due(&mut self, now: Instant) -> Result<(), Fatal> {
        let rested =
            self.signed_at.is_none_or(|at| now.saturating_duration_since(at) >= limits::CHECKPOINT_INTERVAL);
        if rested && self.has_unsigned() {
            self.signed_at = Some(now);
            self.sign()?;
        }
        Ok(())
    }

    /// Publishes lines and tiles → signs → persists → publishes. A crash after any step leaves at most those or a persisted checkpoint
    /// that the next start publishes; a full disk leaves all for the next second.
    pub(super) fn sign(&mut self) -> Result<(), Fatal> {
        if !self.has_unsigned() {
            return Ok(());
        }
        if let Err(error) = self.published.append(&self.store.reader()) {
            return later(error);
        }
        let size = self.store.size();
        if size > self.signed_size {
            let root = self.shared.tree().root();
            // Three ways to the same root: the tree, the fold, and the tiles that were just written.
            let fold = self.state.head();
            if (fold.size, fold.frontier.root()) != (size, root)
                || (self.published.size(), self.published.root()) != (size, root)
            {
                return Err(Fatal::RootDiffers);
            }
            let note =
                Checkpoint { origin: self.origin(), size, root }.sign(&self.log_key).map_err(Fatal::Sign)?;
            let note = note.to_bytes();
            match self.store.swap_checkpoint(self.checkpoint.as_deref(), &note) {
                Ok(()) => {}
                Err(error @ (StoreError::DiskFull { .. } | StoreError::Io { .. })) => {
                    tracing::error!(%error, "the checkpoint is not persisted and so not published");
                    return Ok(());
                }
                Err(error) => return Err(error.into()),
            }
            self.checkpoint = Some(note);
            self.signed_size = size;
            self.publish_due = true;
        }
        if let Some(note) = &self.checkpoint {
            // With witnesses it is published with their cosignatures, a moment later.
            if !self.shared.cosigning.is_asked_for()
                && let Err(error) = self.published.checkpoint(note)
            {
                return later(error);
            }
            let note: Arc<str> = String::from_utf8_lossy(note).into();
            self.shared.set_signed(SignedHead { size, note, log_bytes: self.published.bytes() });
        }
        self.publish_due = false;
        Ok(())
    }

    /// Publishes the newest checkpoint that has a quorum; after [`limits::COSIGN_WAIT`] the newest of all with what it has. Others
    /// that come later are added, and fresh times. Only in a sitting with witnesses.
    pub(super) fn publish_cosigned(&mut self, now: Instant) -> Result<(), Fatal> {
        if !self.shared.cosigning.is_asked_for() {
            return Ok(());
        }
        // A new checkpoint each second must not put off the publishing for ever.
        let published = self.witnessing.published.unwrap_or_default().size;
        let waited = if self.signed_size > published {
            let since = *self.witnessing.unpublished_since.get_or_insert(now);
            now.saturating_duration_since(since) >= limits::COSIGN_WAIT
        } else {
            self.witnessing.unpublished_since = None;
            true
        };
        self.publish_best(now, waited)
    }

    /// `waited`: also a checkpoint without a quorum.
    pub(super) fn publish_best(&mut self, now: Instant, waited: bool) -> Result<(), Fatal> {
        let before = self.witnessing.published.unwrap_or_default();
        let Some((standing, note)) = self.best_note(waited) else { return Ok(()) };
        // One more cosignature may wait a second, a first quorum does not.
        let is_first = standing.size > before.size || (standing.time.is_some() && before.time.is_none());
        let rested = self
            .witnessing
            .published_at
            .is_none_or(|at| now.saturating_duration_since(at) >= limits::CHECKPOINT_INTERVAL);
        if standing <= before || !(is_first || rested) {
            return Ok(());
        }
        if let Err(error) = self.published.checkpoint(note.as_bytes()) {
            return later(error);
        }
        self.witnessing.published = Some(standing);
        self.witnessing.published_at = Some(now);
        self.witnessing.unpublished_since = None;
        Ok(())
    }

    /// The note to be published, and how it stands.
    fn best_note(&self, waited: bool) -> Option<(Standing, String)> {
        let size = self.signed_size;
        let asked = self.shared.cosigning.asked_of(size);
        if let Some(asked) = asked.filter(|asked| waited || asked.cosigned.is_quorum()) {
            let (have, time) = (asked.cosigned.have(), asked.cosigned.quorum_time());
            return Some((Standing { size, time, have }, asked.note.to_string()));
        }
        if waited && size > 0 {
            let note = self.checkpoint.as_deref().map(String::from_utf8_lossy)?;
            return Some((Standing { size, time: None, have: 0 }, note.into_owned()));
        }
        let head = self.shared.cosigning.quorum_head()?;
        let have = self.shared.cosigning.asked_of(head.size).map_or(0, |asked| asked.cosigned.have());
        Some((Standing { size: head.size, time: Some(head.time), have }, head.note.to_string()))
    }

    pub(super) fn origin(&self) -> KeyName {
        self.shared.origin.clone()
    }
}

/// No room for the published copy: the log itself is safe, so it is tried again. Anything else ends the process.
fn later(error: PublishError) -> Result<(), Fatal> {
    match error {
        PublishError::Io { path, source } if is_full(&source) => {
            tracing::error!(path = %path.display(), "no room for the published files");
            Ok(())
        }
        error => Err(error.into()),
    }
}
