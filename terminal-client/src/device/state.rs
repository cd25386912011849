//! What a device keeps on disk, so that it survives a crash at any moment without a second ballot key.
//!
//! One small JSON file, mode 0600, replaced whole: a temporary file, fsync, rename, fsync of the folder. What a crash leaves:
//!
//! ```text
//! before the request was stored    nothing was sent; the next run draws with a fresh ballot key
//! request stored, not answered     the same request bytes go out again; the server gives the same answer
//! stamp stored                     the ballot is there; the deputy marks anew (secret marks are never stored)
//! act stored, no receipt           the same act bytes go out again; the box gives the same receipt
//! change stored, no receipt        the same, and the ballot before it is kept with its receipt: one of the two counts
//! named vote stored, not seen      the same bytes go out again; see `vote`
//! receipt stored                   the slip goes out, and the ballot is looked up when the box was opened
//! ```
//!
//! Never in it: secret choices, the seed of an encryption, a card. A named vote is public and stands in it as it is signed.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use audit::wire::{Bytes32, Bytes64};
use protocol::BoxReceipt;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::secret::{self, Secret32};
use super::vote::VoteState;
use crate::keys::private_file::{self, Existing, PrivateFileError};

/// The name of the file in the device's folder.
pub const STATE_FILE: &str = "device.json";
/// Held by the one process that uses the folder.
pub const LOCK_FILE: &str = "lock";
/// Longest file that is read: 16 contests of the widest ballot.
pub const STATE_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// The layout of the file; another has another number.
const VERSION: u32 = 4;

/// How often a deputy may change a ballot (§10.2).
pub const CHANGES_MAX: u8 = 7;

/// Why the state is not there.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum StateError {
    #[error("cannot use the folder {}: {source}", path.display())]
    Folder { path: PathBuf, source: io::Error },
    /// Two processes would draw two ballot keys.
    #[error("another program uses the device in {}", path.display())]
    InUse { path: PathBuf },
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{} has more than {STATE_BYTES_MAX} bytes", path.display())]
    TooLong { path: PathBuf },
    /// Cut off or altered. It is left as it is: a fresh one would lose a ballot.
    #[error("{} is damaged ({message}); keep it and tell the staff", path.display())]
    Damaged { path: PathBuf, message: String },
    #[error("{} was written by another version of this program", path.display())]
    Version { path: PathBuf },
    #[error("the device in {} belongs to another sitting", path.display())]
    OtherSitting { path: PathBuf },
    #[error("the device in {} belongs to deputy {deputy}", path.display())]
    OtherDeputy { path: PathBuf, deputy: u32 },
    #[error(transparent)]
    Write(#[from] PrivateFileError),
    #[error("the operating system gives no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
}

/// The content of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeviceState {
    version: u32,
    sitting: Bytes32,
    deputy: u32,
    /// Seed of the device key: bound at check-in, signs requests and slips.
    #[serde(with = "secret::stored")]
    pub(super) device_key: Secret32,
    /// The newest checkpoint that was believed, as a signed note; empty before the first.
    pub(super) checkpoint: String,
    /// The newest one with a quorum of witnesses; empty before the first, and in a sitting without witnesses.
    pub(super) quorum: String,
    /// One for each contest in which a ballot was asked for.
    pub(super) contests: Vec<ContestState>,
    /// Named votes, in the order in which they were signed.
    pub(super) votes: Vec<VoteState>,
}

/// One contest on this device.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContestState {
    /// Its number.
    pub(super) number: u64,
    /// The contest hash.
    pub(super) contest: Bytes32,
    /// Public ballot key.
    pub(super) ballot_key: Bytes32,
    /// Its seed; wiped once the ballot was found in the log.
    #[serde(with = "secret::stored_option")]
    pub(super) ballot_seed: Option<Secret32>,
    /// The blind; wiped once the stamp is here, for it alone joins deputy and ballot.
    #[serde(with = "secret::stored_option")]
    pub(super) blind: Option<Secret32>,
    /// The bytes of the request, and the device key's signature of them.
    pub(super) request: String,
    /// See `request`.
    pub(super) request_sig: Bytes64,
    /// The stamp, once the ballot was issued.
    pub(super) stamp: Option<Bytes32>,
    /// Once the deputy pressed cast: the newest ballot.
    pub(super) cast: Option<CastState>,
    /// The receipted ballot that the newest one is to replace, until that one has a receipt of its own.
    pub(super) former: Option<CastState>,
    /// Ballots that were replaced.
    pub(super) changes: u8,
    /// Whether the return slip stands in the log.
    pub(super) slip: bool,
}

/// A ballot that was, or is being, cast.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CastState {
    /// The ballot code.
    pub(super) code: Bytes32,
    /// The act, byte for byte as it is submitted; empty once the ballot was found in the log.
    pub(super) act: String,
    /// The box's receipt.
    pub(super) receipt: Option<BoxReceipt>,
    /// The server's code, if it refused the ballot for good.
    pub(super) refused: Option<String>,
    /// Index of the `ballot_cast` entry, once it was found.
    pub(super) found: Option<u64>,
}

/// The state and the file it is kept in.
#[derive(Debug)]
pub(super) struct StateFile {
    folder: PathBuf,
    path: PathBuf,
    state: DeviceState,
    /// Lets go when dropped.
    _lock: File,
}

impl StateFile {
    /// Opens the state of a deputy's device in `folder`, or starts one with a fresh device key.
    pub(super) fn open(folder: &Path, sitting: [u8; 32], deputy: u32) -> Result<Self, StateError> {
        let unusable = |source| StateError::Folder { path: folder.to_owned(), source };
        create_folder(folder).map_err(unusable)?;
        let lock =
            File::options().create(true).append(true).open(folder.join(LOCK_FILE)).map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StateError::InUse { path: folder.to_owned() }),
            Err(TryLockError::Error(source)) => return Err(unusable(source)),
        }
        let path = folder.join(STATE_FILE);
        let (state, is_new) = match read(&path)? {
            Some(state) => (state, false),
            None => (DeviceState::new(sitting, deputy)?, true),
        };
        if state.sitting.to_bytes() != sitting {
            return Err(StateError::OtherSitting { path });
        }
        if state.deputy != deputy {
            return Err(StateError::OtherDeputy { path, deputy: state.deputy });
        }
        let file = Self { folder: folder.to_owned(), path, state, _lock: lock };
        if is_new {
            file.save()?;
        }
        Ok(file)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn get(&self) -> &DeviceState {
        &self.state
    }

    /// Changes the state; durable when it returns. After an error the change is in memory alone, and the caller must not
    /// act on it: every caller passes the error on.
    pub(super) fn change<T>(&mut self, change: impl FnOnce(&mut DeviceState) -> T) -> Result<T, StateError> {
        let value = change(&mut self.state);
        self.save()?;
        Ok(value)
    }

    fn save(&self) -> Result<(), StateError> {
        // Secrets pass through this buffer: reserved at once, so that growing it leaves no copy behind, and wiped.
        let cast: usize = self
            .state
            .contests
            .iter()
            .flat_map(|c| [&c.cast, &c.former])
            .flatten()
            .map(|c| c.act.len())
            .sum();
        let votes: usize = self.state.votes.iter().map(|vote| vote.body.len().saturating_add(512)).sum();
        let cast = cast.saturating_add(votes);
        let notes = self.state.checkpoint.len().saturating_add(self.state.quorum.len());
        let capacity = cast.saturating_mul(2).saturating_add(notes.saturating_mul(2));
        let capacity =
            capacity.saturating_add(self.state.contests.len().saturating_mul(4_096)).saturating_add(4_096);
        let mut bytes = Zeroizing::new(Vec::with_capacity(capacity));
        serde_json::to_writer(&mut *bytes, &self.state)
            .map_err(|error| StateError::Damaged { path: self.path.clone(), message: error.to_string() })?;
        Ok(private_file::write(&self.path, &bytes, Existing::Replace)?)
    }
}

impl DeviceState {
    fn new(sitting: [u8; 32], deputy: u32) -> Result<Self, StateError> {
        let device_key = secret::fresh()?;
        let (checkpoint, quorum) = (String::new(), String::new());
        let (contests, votes) = (Vec::new(), Vec::new());
        let sitting = sitting.into();
        Ok(Self { version: VERSION, sitting, deputy, device_key, checkpoint, quorum, contests, votes })
    }

    /// The contest with this number. A contest is opened once, so the number names one course.
    pub(super) fn contest(&self, number: u64) -> Option<&ContestState> {
        self.contests.iter().find(|contest| contest.number == number)
    }

    pub(super) fn contest_mut(&mut self, number: u64) -> Option<&mut ContestState> {
        self.contests.iter_mut().find(|contest| contest.number == number)
    }
}

impl ContestState {
    /// The newest ballot with a receipt.
    pub(super) fn receipted(&self) -> Option<&CastState> {
        [&self.cast, &self.former].into_iter().flatten().find(|cast| cast.receipt.is_some())
    }

    pub(super) fn receipt(&self) -> Option<&BoxReceipt> {
        self.receipted().and_then(|cast| cast.receipt.as_ref())
    }

    /// The newest ballot, if it has no answer for good.
    pub(super) fn pending(&self) -> Option<&CastState> {
        let is_pending =
            |cast: &&CastState| cast.receipt.is_none() && cast.refused.is_none() && cast.found.is_none();
        self.cast.as_ref().filter(is_pending)
    }

    /// Changes that the rules still allow, where the last cast counts.
    pub(super) fn changes_left(&self) -> u8 {
        CHANGES_MAX.saturating_sub(self.changes)
    }
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn read(path: &Path) -> Result<Option<DeviceState>, StateError> {
    let failed = |source| StateError::Read { path: path.to_owned(), source };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let length = file.metadata().map_err(failed)?.len();
    if length > STATE_BYTES_MAX {
        return Err(StateError::TooLong { path: path.to_owned() });
    }
    let mut bytes =
        Zeroizing::new(Vec::with_capacity(usize::try_from(length).unwrap_or(0).saturating_add(1)));
    file.take(STATE_BYTES_MAX).read_to_end(&mut bytes).map_err(failed)?;
    let state: DeviceState = serde_json::from_slice(&bytes).map_err(|error| {
        // serde's message may quote what it read; place and kind are enough.
        let message =
            format!("{:?} error, line {} column {}", error.classify(), error.line(), error.column());
        StateError::Damaged { path: path.to_owned(), message }
    })?;
    if state.version == VERSION {
        Ok(Some(state))
    } else {
        Err(StateError::Version { path: path.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITTING: [u8; 32] = [7; 32];

    fn contest() -> ContestState {
        ContestState {
            number: 1,
            contest: [1; 32].into(),
            ballot_key: [3; 32].into(),
            ballot_seed: Some(Secret32::new([4; 32])),
            blind: None,
            request: "{\"kind\":\"ballot_requested\"}".to_owned(),
            request_sig: [5; 64].into(),
            stamp: Some([6; 32].into()),
            cast: None,
            former: None,
            changes: 0,
            slip: false,
        }
    }

    #[test]
    fn what_was_changed_is_there_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = StateFile::open(folder.path(), SITTING, 17).unwrap();
        let key = *file.get().device_key.as_bytes();
        file.change(|state| state.contests.push(contest())).unwrap();
        drop(file);
        let file = StateFile::open(folder.path(), SITTING, 17).unwrap();
        assert_eq!(*file.get().device_key.as_bytes(), key);
        let read = file.get().contest(1).unwrap();
        assert_eq!(read.ballot_seed.as_ref().unwrap().as_bytes(), &[4; 32]);
        assert!(read.blind.is_none());
        assert_eq!(read.stamp, Some([6; 32].into()));
        assert!(file.get().contest(2).is_none());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("deputy-17");
        let _file = StateFile::open(&inner, SITTING, 17).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&inner.join(STATE_FILE)), 0o600);
        assert_eq!(mode(&inner), 0o700);
    }

    #[test]
    fn a_file_cut_off_anywhere_is_damaged_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = StateFile::open(folder.path(), SITTING, 17).unwrap();
        file.change(|state| state.contests.push(contest())).unwrap();
        drop(file);
        let path = folder.path().join(STATE_FILE);
        let whole = fs::read(&path).unwrap();
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            let refused = StateFile::open(folder.path(), SITTING, 17);
            assert!(matches!(refused, Err(StateError::Damaged { .. })), "{length} bytes: {refused:?}");
            assert_eq!(fs::read(&path).unwrap().len(), length);
        }
        fs::write(&path, &whole).unwrap();
        assert!(StateFile::open(folder.path(), SITTING, 17).is_ok());
    }

    #[test]
    fn what_a_crash_left_beside_it_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let file = StateFile::open(folder.path(), SITTING, 17).unwrap();
        let key = *file.get().device_key.as_bytes();
        drop(file);
        fs::write(folder.path().join(".device.json.0123456789abcdef.part"), b"{\"version\":1,").unwrap();
        let file = StateFile::open(folder.path(), SITTING, 17).unwrap();
        assert_eq!(*file.get().device_key.as_bytes(), key);
    }

    #[test]
    fn another_sitting_deputy_version_or_process_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = StateFile::open(folder.path(), SITTING, 17).unwrap();
        assert!(matches!(StateFile::open(folder.path(), SITTING, 17), Err(StateError::InUse { .. })));
        drop(file);
        let other = StateFile::open(folder.path(), [8; 32], 17);
        assert!(matches!(other, Err(StateError::OtherSitting { .. })), "{other:?}");
        let other = StateFile::open(folder.path(), SITTING, 18);
        assert!(matches!(other, Err(StateError::OtherDeputy { deputy: 17, .. })), "{other:?}");
        let path = folder.path().join(STATE_FILE);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen("\"version\":4", "\"version\":3", 1)).unwrap();
        assert!(matches!(StateFile::open(folder.path(), SITTING, 17), Err(StateError::Version { .. })));
        fs::write(&path, text.replacen("\"deputy\"", "\"choices\":[1],\"deputy\"", 1)).unwrap();
        assert!(matches!(StateFile::open(folder.path(), SITTING, 17), Err(StateError::Damaged { .. })));
    }

    #[test]
    fn secrets_are_not_shown() {
        let text = format!("{:?}", contest());
        assert!(text.contains("redacted") && !text.contains("[4, 4"), "{text}");
    }
}
