//! The server's secret keys, in `keys/server.age` under a passphrase.
//!
//! Three keys, for three things: the log key signs checkpoints, the act key signs entries, answers and receipts, the
//! storage key seals stamp keys at rest. They are independent, so none stands in for another (DESIGN §5).

use std::path::PathBuf;

use crypto::hash::Entropy;
use crypto::sealing::SealingKey;
use crypto::signature::{SignatureError, SigningKey};
use terminal_client::keys::{Existing, Passphrase, SecretFile, SecretFileError, SecretKind};
use zeroize::Zeroizing;

use super::Folder;

const KEY_BYTES: usize = 32;
const FILE_BYTES: usize = 3 * KEY_BYTES;

/// Log key, act key and storage key. Wiped when dropped; never printed.
pub struct ServerKeys {
    /// Signs checkpoints, and nothing else.
    pub log: SigningKey,
    /// Signs the server's entries, its answers and its receipts.
    pub act: SigningKey,
    /// Seals stamp keys at rest.
    pub storage: SealingKey,
}

impl std::fmt::Debug for ServerKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerKeys(redacted)")
    }
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum KeysError {
    #[error(transparent)]
    File(#[from] SecretFileError),
    #[error("{}: {source}", path.display())]
    Folder { path: PathBuf, source: std::io::Error },
    #[error("the file of the server's keys holds {actual} bytes, {FILE_BYTES} expected")]
    Length { actual: usize },
    #[error("a key of the server: {0}")]
    Key(#[from] SignatureError),
    #[error("the operating system gave no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
}

/// 32 fresh bytes of the operating system, for one operation.
pub fn entropy() -> Result<Entropy, getrandom::Error> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(bytes.as_mut_slice())?;
    Ok(Entropy::from_os(*bytes))
}

impl ServerKeys {
    /// Three fresh keys.
    pub fn generate() -> Result<Self, KeysError> {
        Ok(Self {
            log: SigningKey::generate(entropy()?)?,
            act: SigningKey::generate(entropy()?)?,
            storage: SealingKey::generate(entropy()?),
        })
    }

    /// Writes `keys/server.age`, durably; refused where it exists.
    pub fn write(&self, folder: &Folder, origin: &str, passphrase: &Passphrase) -> Result<(), KeysError> {
        let path = folder.keys_path();
        if let Some(keys) = path.parent() {
            std::fs::create_dir_all(keys)
                .map_err(|source| KeysError::Folder { path: keys.to_owned(), source })?;
        }
        let parts = [self.log.to_secret_bytes(), self.act.to_secret_bytes(), self.storage.to_secret_bytes()];
        let mut bytes = Zeroizing::new(Vec::with_capacity(FILE_BYTES));
        for part in &parts {
            bytes.extend_from_slice(part.as_slice());
        }
        let file = SecretFile::new(&path, SecretKind::Server, origin)?;
        Ok(file.write(passphrase, &bytes, Existing::Keep)?)
    }

    /// Opens `keys/server.age`.
    pub fn read(folder: &Folder, origin: &str, passphrase: &Passphrase) -> Result<Self, KeysError> {
        let bytes = SecretFile::new(&folder.keys_path(), SecretKind::Server, origin)?.read(passphrase)?;
        let (parts, rest) = bytes.as_chunks::<KEY_BYTES>();
        let ([log, act, storage], []) = (parts, rest) else {
            return Err(KeysError::Length { actual: bytes.len() });
        };
        Ok(Self {
            log: SigningKey::from_seed(log)?,
            act: SigningKey::from_seed(act)?,
            storage: SealingKey::from_secret_bytes(storage),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_with_the_passphrase_alone_and_are_redacted() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        let passphrase = Passphrase::generate();
        let keys = ServerKeys::generate().unwrap();
        keys.write(&folder, "vote.example/a", &passphrase).unwrap();
        let again = ServerKeys::read(&folder, "vote.example/a", &passphrase).unwrap();
        assert_eq!(again.log.verifying_key(), keys.log.verifying_key());
        assert_eq!(again.act.verifying_key(), keys.act.verifying_key());
        assert_eq!(*again.storage.to_secret_bytes(), *keys.storage.to_secret_bytes());
        assert_ne!(keys.log.verifying_key(), keys.act.verifying_key());
        let refused = ServerKeys::read(&folder, "vote.example/a", &Passphrase::generate());
        assert!(matches!(refused, Err(KeysError::File(SecretFileError::WrongPassphrase { .. }))));
        let refused = ServerKeys::read(&folder, "vote.example/b", &passphrase);
        assert!(matches!(refused, Err(KeysError::File(SecretFileError::WrongSitting { .. }))));
        assert!(matches!(keys.write(&folder, "vote.example/a", &passphrase), Err(KeysError::File(_))));
        assert_eq!(format!("{keys:?}"), "ServerKeys(redacted)");
    }

    #[test]
    fn a_file_of_another_length_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        std::fs::create_dir(place.path().join("keys")).unwrap();
        let passphrase = Passphrase::generate();
        let file = SecretFile::new(&folder.keys_path(), SecretKind::Server, "vote.example/a").unwrap();
        for length in [0, 64, 95, 97, 128] {
            file.write(&passphrase, &vec![1; length], Existing::Replace).unwrap();
            let refused = ServerKeys::read(&folder, "vote.example/a", &passphrase);
            assert!(matches!(refused, Err(KeysError::Length { actual }) if actual == length));
        }
    }
}
