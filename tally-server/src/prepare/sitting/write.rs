//! Putting a drafted sitting on disk: all of it, or nothing.
//!
//! Steps, and what a crash after each leaves:
//!
//! ```text
//! 1  a folder under another name beside the place    that folder, which no command opens, named .<name>.<hex>.part
//! 2  certificate, keys, log, checkpoint, published
//!    files, cards, sitting.toml, each durable         the same
//! 3  rename to the place                              the sitting, whole
//! 4  fsync of the folder above                        the same
//! ```

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use audit::checkpoint::Checkpoint;
use audit::entry::first_prev;
use audit::policy::Policy;
use serde::Serialize;
use terminal_client::keys::private_file::{self, Existing};
use terminal_client::sitting_file::{SITTING_FILE, SittingFile};
use zeroize::Zeroizing;

use super::draft::parameters;
use super::{CARDS_FOLDER, CARDS_PAGE, Definition, Draft, Made, Passphrases, SCRUTINEERS_FILE, SittingError};
use crate::folder::Folder;
use crate::prepare::cards::{self, CardFace, SittingFace};
use crate::publish::Published;
use crate::store::{SegmentStore, Store as _};
use terminal_client::net::pinning::CertificateFingerprint;
use terminal_client::net::server_tls::ServerTls;

/// Most bytes of random letters in the temporary name.
const SUFFIX_HEX: usize = 16;

impl Draft {
    /// Writes the sitting to `folder`, which must not exist, and gives what was made.
    pub fn write(
        self,
        definition: &Definition,
        folder: &Path,
        passphrases: &Passphrases,
    ) -> Result<Made, SittingError> {
        let exists = || SittingError::Exists { path: folder.to_owned() };
        let name = folder.file_name().ok_or_else(exists)?.to_string_lossy().into_owned();
        let above = match folder.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        let suffix = format!("{:0SUFFIX_HEX$x}", rand::random::<u64>());
        let unfinished = Unfinished::create(above.join(format!(".{name}.{suffix}.part")))?;
        let (sitting, authority) = self.fill(definition, &unfinished.path, passphrases)?;
        // Again, because making keys takes seconds; what slips between here and the rename is at worst an empty folder.
        if folder.symlink_metadata().is_ok() {
            return Err(exists());
        }
        unfinished.finish(folder)?;
        File::open(&above).and_then(|above| above.sync_all()).map_err(io_at(&above))?;
        Ok(Made {
            folder: folder.to_owned(),
            fingerprint: self.fingerprint,
            certificate: sitting.tls,
            authority,
            sitting,
            keys: self.keys,
            cards: self.roll.into_iter().map(|(_, card)| card).collect(),
            entries: self.state.head().size,
            scrutineers_named: self.scrutineers_named,
        })
    }

    fn fill(
        &self,
        definition: &Definition,
        path: &Path,
        passphrases: &Passphrases,
    ) -> Result<(SittingFile, Option<CertificateFingerprint>), SittingError> {
        let folder = Folder::new(path);
        let tls = ServerTls::load_or_make(path, &definition.hosts)?;
        let authority = tls.authority(path)?;
        let origin = definition.origin.as_str();
        self.keys.write(&folder, origin, passphrases)?;
        self.write_log(definition, &folder)?;

        let sitting = SittingFile {
            name: definition.name.clone(),
            mode: definition.mode,
            server: definition.server.clone(),
            tls: tls.fingerprint(),
            fingerprint: self.fingerprint,
            origin: definition.origin.clone(),
        };
        if definition.print_cards {
            self.write_cards(definition, path, &sitting)?;
        }
        if !self.scrutineers_named {
            self.write_scrutineers(definition, path)?;
        }
        let settings = toml::to_string(&SettingsDocument { address: definition.listen.to_string() })?;
        private_file::write(&folder.settings_path(), settings.as_bytes(), Existing::Keep)?;
        sitting.write(&path.join(SITTING_FILE))?;
        Ok((sitting, authority))
    }

    fn write_log(&self, definition: &Definition, folder: &Folder) -> Result<(), SittingError> {
        let origin = definition.origin.as_str();
        let mut store = SegmentStore::create(folder.path(), first_prev(origin))?;
        store.append(0, &self.lines)?;
        let head = self.state.head();
        let checkpoint =
            Checkpoint { origin: definition.origin.clone(), size: head.size, root: head.frontier.root() };
        let note = checkpoint.sign(&self.keys.server.log)?.to_bytes();
        store.swap_checkpoint(None, &note)?;
        // Signed, persisted, and only then published (DESIGN §5).
        let defined = &self.state.sitting().ok_or(SittingError::NotDefined)?.definition;
        let url = format!("https://{}", definition.server).parse()?;
        // Terminals come to the server; they stand before the others.
        let terminals = self.keys.witnesses.iter().flatten().map(|_| None);
        let others = definition.witnesses.witnesses.iter().map(|witness| witness.url.clone());
        let witnesses: Vec<_> = terminals.chain(others).collect();
        let policy = Policy::of_sitting(defined)?.with_urls(Some(url), &witnesses);
        private_file::write(&folder.policy(), policy.to_string().as_bytes(), Existing::Keep)?;
        let mut published =
            Published::open(&folder.published(), &self.fingerprint, &policy, &store.reader())?;
        published.append(&store.reader())?;
        published.checkpoint(&note)?;
        Ok(())
    }

    fn write_cards(
        &self,
        definition: &Definition,
        path: &Path,
        sitting: &SittingFile,
    ) -> Result<(), SittingError> {
        let face = SittingFace {
            title: definition.name.clone(),
            fingerprint: self.fingerprint.0,
            tls_fingerprint: sitting.tls,
            server_url: format!("https://{}", definition.server).parse()?,
            rehearsal: definition.is_rehearsal(),
        };
        let faces: Vec<CardFace> = self
            .roll
            .iter()
            .map(|(row, card)| CardFace {
                number: row.number,
                name: row.name.clone(),
                delegation: row.delegation.clone(),
                qr_text: card.qr(&self.fingerprint.0),
                short_code: card.typed(),
            })
            .collect();
        let page = cards::page(&face, &faces)?;
        private_file::write(&path.join(CARDS_PAGE), page.as_bytes(), Existing::Keep)?;
        let folder = path.join(CARDS_FOLDER);
        create_private_folder(&folder)?;
        for face in &faces {
            let mut text = Zeroizing::new(String::with_capacity(face.qr_text.len().saturating_add(1)));
            text.push_str(&face.qr_text);
            text.push('\n');
            let file = folder.join(format!("{}.txt", face.number));
            private_file::write(&file, text.as_bytes(), Existing::Keep)?;
        }
        Ok(())
    }

    /// What the secretariat's terminal needs to propose `scrutineers_named` when the chief's key is elsewhere.
    fn write_scrutineers(&self, definition: &Definition, path: &Path) -> Result<(), SittingError> {
        let Some(parameters) = parameters(definition)? else { return Ok(()) };
        let scrutineer = definition
            .scrutineers
            .iter()
            .zip(&self.keys.scrutineers)
            .map(|(one, key)| ScrutineerDocument {
                name: one.name.as_str().to_owned(),
                key: key.public().to_string(),
            })
            .collect();
        let text = toml::to_string(&ScrutineersDocument { threshold: parameters.t(), scrutineer })?;
        Ok(private_file::write(&path.join(SCRUTINEERS_FILE), text.as_bytes(), Existing::Keep)?)
    }
}

/// `server.toml`, as the server's settings read it.
#[derive(Serialize)]
struct SettingsDocument {
    address: String,
}

#[derive(Serialize)]
struct ScrutineersDocument {
    threshold: u16,
    scrutineer: Vec<ScrutineerDocument>,
}

#[derive(Serialize)]
struct ScrutineerDocument {
    name: String,
    key: String,
}

/// A folder being filled; removed unless finished.
struct Unfinished {
    path: PathBuf,
}

impl Unfinished {
    fn create(path: PathBuf) -> Result<Self, SittingError> {
        create_private_folder(&path)?;
        Ok(Self { path })
    }

    fn finish(self, place: &Path) -> Result<(), SittingError> {
        File::open(&self.path).and_then(|folder| folder.sync_all()).map_err(io_at(&self.path))?;
        fs::rename(&self.path, place).map_err(io_at(place))
        // Dropped here, `self` finds nothing left to remove.
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // The error that matters is the one being returned.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Keys, cards and logs of who does what: the owner's alone, as are most files inside.
fn create_private_folder(path: &Path) -> Result<(), SittingError> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(io_at(path))
}

fn io_at(path: &Path) -> impl FnOnce(io::Error) -> SittingError + '_ {
    move |source| SittingError::Io { path: path.to_owned(), source }
}
