//! Who holds a key of the sitting, and the keys themselves.

use std::collections::BTreeMap;
use std::path::Path;

use audit::note::Vkey;
use audit::wire::Bytes32;
use crypto::signature::{SigningKey, VerifyingKey};
use terminal_client::keys::{Existing, Passphrase, SecretFile, SecretKind};
use terminal_client::roles::witness;
use terminal_client::run::roles::witness_path;

use super::{Definition, SittingError, TerminalWitness};
use crate::folder::Folder;
use crate::folder::keys::{ServerKeys, entropy};

/// Who holds a key file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// The tally server: log, act and storage key in one file.
    Server,
    /// The secretariat 大会秘书处.
    Secretariat,
    /// The chief scrutineer 总监票人.
    Chief,
    /// The presiding officer 执行主席.
    Presiding,
    /// A scrutineer 监票人, by position from 1.
    Scrutineer(u8),
}

impl Holder {
    /// Name of the key file in `keys/`, without `.age`.
    pub fn file_stem(self) -> String {
        match self {
            Self::Server => "server".into(),
            Self::Secretariat => "secretariat".into(),
            Self::Chief => "chief".into(),
            Self::Presiding => "presiding".into(),
            Self::Scrutineer(index) => format!("scrutineer-{index}"),
        }
    }

    /// In Chinese.
    pub fn zh(self) -> String {
        match self {
            Self::Scrutineer(index) => format!("监票人 {index} "),
            other => other.kind().zh().to_owned(),
        }
    }

    fn kind(self) -> SecretKind {
        match self {
            Self::Server => SecretKind::Server,
            Self::Secretariat => SecretKind::Secretariat,
            Self::Chief => SecretKind::ChiefScrutineer,
            Self::Presiding => SecretKind::PresidingOfficer,
            Self::Scrutineer(_) => SecretKind::Scrutineer,
        }
    }
}

/// Where a role's key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleKey {
    /// Made here, into `keys/` under a passphrase.
    Make,
    /// Made by its holder, who gave the public half.
    Given(VerifyingKey),
}

/// A passphrase for every key file, or one for each.
#[derive(Debug)]
pub enum Passphrases {
    /// The same for all: from a file, and in the demo.
    Same(Passphrase),
    /// Each holder's own.
    Each(BTreeMap<Holder, Passphrase>),
}

impl Passphrases {
    pub(super) fn of(&self, holder: Holder) -> Result<&Passphrase, SittingError> {
        match self {
            Self::Same(passphrase) => Some(passphrase),
            Self::Each(each) => each.get(&holder),
        }
        .ok_or(SittingError::NoPassphrase { holder })
    }
}

/// A role's key: the public half, and the secret one where it was made here.
#[derive(Debug)]
pub struct HeldKey {
    verifying: VerifyingKey,
    signing: Option<SigningKey>,
}

impl HeldKey {
    fn new(key: RoleKey) -> Result<Self, SittingError> {
        match key {
            RoleKey::Make => {
                let key = SigningKey::generate(entropy()?)?;
                Ok(Self { verifying: key.verifying_key(), signing: Some(key) })
            }
            RoleKey::Given(verifying) => Ok(Self { verifying, signing: None }),
        }
    }

    /// The secret half, where it is here.
    pub fn signing(&self) -> Option<&SigningKey> {
        self.signing.as_ref()
    }

    /// The secret half, for whoever the key belongs to.
    pub fn into_signing(self) -> Option<SigningKey> {
        self.signing
    }

    /// The public half.
    pub fn verifying(&self) -> VerifyingKey {
        self.verifying
    }

    pub(super) fn public(&self) -> Bytes32 {
        public(&self.verifying)
    }
}

/// The 32 bytes of a public key, as entries have them.
pub(super) fn public(key: &VerifyingKey) -> Bytes32 {
    Bytes32::from(*key.as_bytes())
}

/// All keys of a sitting. Secret ones are wiped when dropped and never printed.
#[derive(Debug)]
pub struct SittingKeys {
    /// Log, act and storage key.
    pub server: ServerKeys,
    /// The secretariat's, which signs the first entries.
    pub secretariat: SigningKey,
    /// The chief scrutineer's.
    pub chief: HeldKey,
    /// The presiding officer's.
    pub presiding: HeldKey,
    /// By position.
    pub scrutineers: Vec<HeldKey>,
    /// The witnesses at their terminals, by position.
    pub witnesses: Vec<Option<HeldWitness>>,
}

/// The key of a witness at a terminal: the public half, and the secret one where it was made here.
#[derive(Debug)]
pub struct HeldWitness {
    /// As entry 0 names it.
    pub vkey: Vkey,
    signing: Option<SigningKey>,
}

impl HeldWitness {
    fn new(witness: &TerminalWitness, origin: &str) -> Result<Self, SittingError> {
        match witness {
            TerminalWitness::Make => {
                let key = SigningKey::generate(entropy()?)?;
                Ok(Self { vkey: witness::vkey(origin, &key)?, signing: Some(key) })
            }
            TerminalWitness::Given(vkey) => Ok(Self { vkey: Vkey::clone(vkey), signing: None }),
        }
    }
}

impl SittingKeys {
    pub(super) fn make(definition: &Definition) -> Result<Self, SittingError> {
        Ok(Self {
            server: ServerKeys::generate()?,
            secretariat: SigningKey::generate(entropy()?)?,
            chief: HeldKey::new(definition.chief)?,
            presiding: HeldKey::new(definition.presiding)?,
            scrutineers: definition
                .scrutineers
                .iter()
                .map(|one| HeldKey::new(one.key))
                .collect::<Result<_, _>>()?,
            witnesses: definition
                .scrutineers
                .iter()
                .map(|one| {
                    let witness = one.witness.as_ref();
                    witness.map(|witness| HeldWitness::new(witness, definition.origin.as_str())).transpose()
                })
                .collect::<Result<_, _>>()?,
        })
    }

    /// Writes every secret key that was made here into `keys/`, a file for each holder: the server's as
    /// [`ServerKeys::write`] does, of the others the 32 bytes of the RFC 8032 private key; a witness key beside its scrutineer's, as `key new` does.
    pub(super) fn write(
        &self,
        folder: &Folder,
        origin: &str,
        passphrases: &Passphrases,
    ) -> Result<(), SittingError> {
        self.server.write(folder, origin, passphrases.of(Holder::Server)?)?;
        let roles = [
            (Holder::Secretariat, Some(&self.secretariat)),
            (Holder::Chief, self.chief.signing()),
            (Holder::Presiding, self.presiding.signing()),
        ];
        let scrutineers =
            (1..).zip(&self.scrutineers).map(|(at, key)| (Holder::Scrutineer(at), key.signing()));
        for (holder, key) in roles.into_iter().chain(scrutineers) {
            if let Some(key) = key {
                let path = key_path(folder.path(), holder);
                let file = SecretFile::new(&path, holder.kind(), origin)?;
                file.write(passphrases.of(holder)?, key.to_secret_bytes().as_slice(), Existing::Keep)?;
            }
        }
        for (at, held) in (1..).zip(&self.witnesses) {
            if let Some(key) = held.as_ref().and_then(|held| held.signing.as_ref()) {
                let holder = Holder::Scrutineer(at);
                let path = witness_path(&key_path(folder.path(), holder));
                let file = SecretFile::new(&path, SecretKind::Witness, origin)?;
                file.write(passphrases.of(holder)?, key.to_secret_bytes().as_slice(), Existing::Keep)?;
            }
        }
        Ok(())
    }
}

/// The key file of a holder in a sitting's folder.
pub fn key_path(folder: &Path, holder: Holder) -> std::path::PathBuf {
    folder.join("keys").join(format!("{}.age", holder.file_stem()))
}
