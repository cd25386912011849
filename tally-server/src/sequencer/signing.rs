//! Checkpoints: signed at most once a second, persisted before anyone sees them (protocol.md §2.5; tlog.md's order of acts).

use std::sync::Arc;
use std::time::Instant;

use audit::checkpoint::Checkpoint;
use audit::fold::Stage;
use audit::note::KeyName;
use protocol::limits;

use super::core::{Core, Fatal};
use super::shared::SignedHead;
use crate::publish::PublishError;
use crate::store::disk::is_full;
use crate::store::{Store as _, StoreError};

impl Core {
    /// Whether entries are durable that no published checkpoint covers. A box that is coming out is waited for.
    pub(super) fn has_unsigned(&self) -> bool {
        let opening = self.state.contests().values().any(|contest| contest.stage() == Some(Stage::Opening));
        (self.store.size() > self.signed_size && !opening) || self.publish_due
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
            if let Err(error) = self.published.checkpoint(note) {
                return later(error);
            }
            let note: Arc<str> = String::from_utf8_lossy(note).into();
            self.shared.set_signed(SignedHead { size, note, log_bytes: self.published.bytes() });
        }
        self.publish_due = false;
        Ok(())
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
