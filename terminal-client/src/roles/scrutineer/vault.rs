//! What a scrutineer's terminal must not forget: its secret of the ceremony, then its share, and which closing states it has served.
//!
//! ```text
//! version u8 = 1 ‖ sitting [32] ‖ run u64 ‖ kind u8 ‖ secret [32] ‖ count u32 ‖ (contest [32] ‖ leaf of contest_closed [32]) …
//! kind     0 nothing yet (secret 32 zero bytes), 1 the ceremony's seed (§5.8), 2 the share; integers big-endian
//! ```
//!
//! It stands in a secret file of kind scrutineer, under the passphrase, written whole and durable.
//!
//! Invariants
//! - Written before the act that depends on it: a crash between the two leaves a terminal that says the same again.
//! - A closing state is recorded before the first share for it is made, so none is ever made for another (§8.1, pitfall 20).
//! - One process at a time: the file beside it is locked as long as the vault is open.
//!
//! A copy of the file that is put back later forgets what was served since; the holder is told to keep one copy.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::PathBuf;

use audit::fingerprint::Fingerprint;
use audit::wire::Bytes32;
use crypto::scrutineer::{SecretShare, ShareError};
use zeroize::Zeroizing;

use crate::keys::{Existing, Passphrase, SecretFile, SecretFileError};

const VERSION: u8 = 1;
const HEAD_BYTES: usize = 1 + 32 + 8 + 1 + 32 + 4;
const SERVED_BYTES: usize = 64;

/// Why the vault cannot be used.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum VaultError {
    #[error(transparent)]
    File(#[from] SecretFileError),
    #[error("{}: cannot be locked: {source}", path.display())]
    Lock { path: PathBuf, source: io::Error },
    #[error("{} is open in another program", path.display())]
    InUse { path: PathBuf },
    #[error("the scrutineer's file is malformed: {what}")]
    Malformed { what: &'static str },
    #[error("the scrutineer's file is of the sitting {found}")]
    OtherSitting { found: Fingerprint },
    #[error("the stored share: {0}")]
    Share(#[from] ShareError),
    /// Only a bug of ours asks for it: the secret of a run before the one that is kept.
    #[error("the file is of run {kept}, run {asked} is over")]
    OlderRun { kept: u64, asked: u64 },
    /// §8.1: shares for two closing states that differ by one ballot would open that ballot.
    #[error("shares of this contest were made for the close {served}; never for another ({asked})")]
    SecondClosing { served: Bytes32, asked: Bytes32 },
}

/// The secret of the current run.
pub(super) enum Held {
    Nothing,
    /// The ceremony's seed.
    Seed(Zeroizing<[u8; 32]>),
    Share(SecretShare),
}

/// The open vault of one scrutineer for one sitting.
pub struct Vault {
    file: SecretFile,
    passphrase: Passphrase,
    sitting: Fingerprint,
    run: u64,
    held: Held,
    /// (contest hash, leaf of `contest_closed`).
    served: Vec<([u8; 32], [u8; 32])>,
    _lock: File,
}

impl Vault {
    /// Opens the vault, or an empty one where there is no file yet. The first write makes the file.
    pub fn open(file: SecretFile, passphrase: Passphrase, sitting: Fingerprint) -> Result<Self, VaultError> {
        let lock = lock(&file)?;
        let mut vault =
            Self { file, passphrase, sitting, run: 0, held: Held::Nothing, served: Vec::new(), _lock: lock };
        match vault.file.read(&vault.passphrase) {
            Ok(bytes) => vault.decode(&bytes)?,
            Err(SecretFileError::Read { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        Ok(vault)
    }

    /// The sitting that it is for.
    pub fn sitting(&self) -> Fingerprint {
        self.sitting
    }

    /// Number of the run whose secret it keeps; 0 before the first.
    pub fn run(&self) -> u64 {
        self.run
    }

    pub(super) fn held(&self) -> &Held {
        &self.held
    }

    /// Keeps the seed of a run. That of an earlier run, and its share, are gone then: the fold admits a new run only when
    /// nothing encrypted to the old key is left to count.
    pub(super) fn keep_seed(&mut self, run: u64, seed: Zeroizing<[u8; 32]>) -> Result<(), VaultError> {
        if run <= self.run {
            return Err(VaultError::OlderRun { kept: self.run, asked: run });
        }
        self.replace(run, Held::Seed(seed))
    }

    /// Keeps the share in the place of the seed.
    pub(super) fn keep_share(&mut self, share: SecretShare) -> Result<(), VaultError> {
        self.replace(self.run, Held::Share(share))
    }

    /// Records, durably, that shares of this contest are for this close and no other. To be called before the first is made.
    pub fn reserve(&mut self, contest: [u8; 32], closed: [u8; 32]) -> Result<(), VaultError> {
        if let Some((_, served)) = self.served.iter().find(|(known, _)| *known == contest) {
            let (served, asked) = (Bytes32::from(*served), Bytes32::from(closed));
            return if served == asked { Ok(()) } else { Err(VaultError::SecondClosing { served, asked }) };
        }
        self.served.push((contest, closed));
        let written = self.write(self.run, &self.held);
        if written.is_err() {
            self.served.pop();
        }
        written
    }

    fn replace(&mut self, run: u64, held: Held) -> Result<(), VaultError> {
        self.write(run, &held)?;
        self.run = run;
        self.held = held;
        Ok(())
    }

    fn write(&self, run: u64, held: &Held) -> Result<(), VaultError> {
        let count = u32::try_from(self.served.len()).map_err(|_| VaultError::Malformed { what: "count" })?;
        let (kind, secret) = match held {
            Held::Nothing => (0, Zeroizing::new([0; 32])),
            Held::Seed(seed) => (1, seed.clone()),
            Held::Share(share) => (2, share.to_bytes()),
        };
        // Room for everything at once: growing would leave copies behind.
        let room = HEAD_BYTES.saturating_add(self.served.len().saturating_mul(SERVED_BYTES));
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.sitting.0);
        bytes.extend_from_slice(&run.to_be_bytes());
        bytes.push(kind);
        bytes.extend_from_slice(secret.as_slice());
        bytes.extend_from_slice(&count.to_be_bytes());
        for (contest, closed) in &self.served {
            bytes.extend_from_slice(contest);
            bytes.extend_from_slice(closed);
        }
        Ok(self.file.write(&self.passphrase, &bytes, Existing::Replace)?)
    }

    fn decode(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        let malformed = |what| VaultError::Malformed { what };
        let (head, served) = bytes.split_first_chunk::<HEAD_BYTES>().ok_or(malformed("length"))?;
        let (version, rest) = head.split_first().ok_or(malformed("length"))?;
        if *version != VERSION {
            return Err(malformed("version"));
        }
        let (sitting, rest) = rest.split_first_chunk::<32>().ok_or(malformed("length"))?;
        let (run, rest) = rest.split_first_chunk::<8>().ok_or(malformed("length"))?;
        let (kind, rest) = rest.split_first().ok_or(malformed("length"))?;
        let (secret, rest) = rest.split_first_chunk::<32>().ok_or(malformed("length"))?;
        let count = rest.first_chunk::<4>().ok_or(malformed("length"))?;
        if *sitting != self.sitting.0 {
            return Err(VaultError::OtherSitting { found: Fingerprint(*sitting) });
        }
        let (served, left) = served.as_chunks::<SERVED_BYTES>();
        if !left.is_empty() || u32::try_from(served.len()) != Ok(u32::from_be_bytes(*count)) {
            return Err(malformed("count"));
        }
        self.held = match kind {
            0 if *secret == [0; 32] => Held::Nothing,
            1 => Held::Seed(Zeroizing::new(*secret)),
            2 => Held::Share(SecretShare::from_bytes(secret)?),
            _ => return Err(malformed("kind")),
        };
        self.run = u64::from_be_bytes(*run);
        self.served = served
            .iter()
            .map(|pair| {
                let (mut contest, mut closed) = ([0; 32], [0; 32]);
                let (left, right) = pair.split_at(32);
                contest.copy_from_slice(left);
                closed.copy_from_slice(right);
                (contest, closed)
            })
            .collect();
        Ok(())
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.held {
            Held::Nothing => "nothing",
            Held::Seed(_) => "seed",
            Held::Share(_) => "share",
        };
        write!(f, "Vault(run {}, {kind} redacted, {} served)", self.run, self.served.len())
    }
}

/// Two programs with one vault could serve two closes.
fn lock(file: &SecretFile) -> Result<File, VaultError> {
    let mut name = file.path().as_os_str().to_owned();
    name.push(".lock");
    let path = PathBuf::from(name);
    let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let lock = opened.map_err(|source| VaultError::Lock { path: path.clone(), source })?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(VaultError::InUse { path }),
        Err(TryLockError::Error(source)) => Err(VaultError::Lock { path, source }),
    }
}
