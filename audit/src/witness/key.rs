//! The key of a witness: a name, an Ed25519 key that makes cosignatures and nothing else, and its file.
//!
//! ```text
//! PRIVATE+KEY+<name>+<key ID, 8 hexadecimal digits>+base64(0x04 ‖ seed[32]) \n
//! ```
//!
//! It is not under a passphrase: a witness must start unattended (docs/decisions/0011). It is for its owner alone, and a
//! file that others may read is refused.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use base64::{Engine, engine::general_purpose::STANDARD};
use crypto::hash::Entropy;
use crypto::signature::{SignatureError, SigningKey};
use zeroize::Zeroizing;

use crate::disk;
use crate::note::{KeyName, Note, NoteError, SignatureLine, Vkey, VkeyType};

/// Name of the file in a witness's folder.
pub const KEY_FILE: &str = "key";
const FIRST: &str = "PRIVATE+KEY+";
const FILE_BYTES_MAX: u64 = 2_048;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum KeyFileError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    /// A key is never replaced: whoever trusts it could not tell.
    #[error("{} exists already", path.display())]
    Exists { path: PathBuf },
    #[error("there is no {}", path.display())]
    Missing { path: PathBuf },
    #[error("{} may be read or changed by others: its mode must be 0600", path.display())]
    OpenToOthers { path: PathBuf },
    #[error("{} is not the key file of a witness", path.display())]
    Form { path: PathBuf },
    #[error("the system gave no randomness: {0}")]
    Randomness(getrandom::Error),
    #[error(transparent)]
    Key(#[from] SignatureError),
}

/// A witness's name and secret key. Wiped when dropped.
pub struct CosignerKey {
    name: KeyName,
    key: SigningKey,
}

impl fmt::Debug for CosignerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CosignerKey({}, redacted)", self.name)
    }
}

impl CosignerKey {
    /// A key that is kept elsewhere, such as in a scrutineer's key file. It must sign nothing but cosignatures.
    pub fn new(name: KeyName, key: SigningKey) -> Self {
        Self { name, key }
    }

    /// A fresh key, in a new file `key` of the folder, durable when it returns.
    pub fn create(folder: &Path, name: KeyName) -> Result<Self, KeyFileError> {
        let path = folder.join(KEY_FILE);
        let mut entropy = Zeroizing::new([0; 32]);
        getrandom::fill(entropy.as_mut_slice()).map_err(KeyFileError::Randomness)?;
        let key = Self { name, key: SigningKey::generate(Entropy::from_os(*entropy))? };
        disk::create_folder(folder).map_err(|source| KeyFileError::Io { path: folder.to_owned(), source })?;
        disk::create(&path, key.line().as_bytes()).map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => KeyFileError::Exists { path: path.clone() },
            _ => KeyFileError::Io { path: path.clone(), source },
        })?;
        Ok(key)
    }

    /// The key in the file `key` of the folder.
    pub fn read(folder: &Path) -> Result<Self, KeyFileError> {
        let path = folder.join(KEY_FILE);
        let failed = |source| KeyFileError::Io { path: path.clone(), source };
        let text = disk::read(&path, FILE_BYTES_MAX)
            .map_err(failed)?
            .map(Zeroizing::new)
            .ok_or_else(|| KeyFileError::Missing { path: path.clone() })?;
        if disk::is_open_to_others(&path).map_err(failed)? {
            return Err(KeyFileError::OpenToOthers { path });
        }
        Self::parse(&text).ok_or(KeyFileError::Form { path })
    }

    /// The vkey (type 0x04), which entry 0 names.
    pub fn vkey(&self) -> Vkey {
        Vkey::new(self.name.clone(), VkeyType::Cosignature, self.key.verifying_key())
    }

    /// The cosignature over a checkpoint's note. Only `Witness` calls this, after what it says is durable.
    pub(super) fn cosign(&self, note: &Note, time: u64) -> Result<SignatureLine, NoteError> {
        note.cosignature(&self.name, &self.key, time)
    }

    fn line(&self) -> Zeroizing<String> {
        let seed = self.key.to_secret_bytes();
        let bytes = Zeroizing::new([&[VkeyType::Cosignature.byte()], seed.as_slice()].concat());
        let base64 = Zeroizing::new(STANDARD.encode(bytes.as_slice()));
        Zeroizing::new(format!("{FIRST}{}+{}+{}\n", self.name, id(&self.vkey()), base64.as_str()))
    }

    fn parse(text: &[u8]) -> Option<Self> {
        let line = str::from_utf8(text).ok()?.strip_prefix(FIRST)?.strip_suffix('\n')?;
        let (name, rest) = line.split_once('+')?;
        let (written, base64) = rest.split_once('+')?;
        let bytes = Zeroizing::new(STANDARD.decode(base64).ok()?);
        let seed: &[u8; 32] = bytes.strip_prefix(&[VkeyType::Cosignature.byte()])?.try_into().ok()?;
        let key = Self { name: name.parse().ok()?, key: SigningKey::from_seed(seed).ok()? };
        (id(&key.vkey()) == written).then_some(key)
    }
}

fn id(vkey: &Vkey) -> String {
    super::held::hex(&vkey.id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_is_read_back_and_never_replaced() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("witness");
        let name: KeyName = "witness.example/w1".parse().unwrap();
        let key = CosignerKey::create(&folder, name.clone()).unwrap();
        assert_eq!(CosignerKey::read(&folder).unwrap().vkey(), key.vkey());
        assert_eq!(key.vkey().name(), &name);
        assert!(matches!(CosignerKey::create(&folder, name.clone()), Err(KeyFileError::Exists { .. })));
        let other = CosignerKey::create(&place.path().join("other"), name).unwrap();
        assert_ne!(other.vkey(), key.vkey());
        assert!(matches!(CosignerKey::read(place.path()), Err(KeyFileError::Missing { .. })));
    }

    #[test]
    fn a_changed_file_is_refused() {
        let place = tempfile::tempdir().unwrap();
        CosignerKey::create(place.path(), "witness.example/w1".parse().unwrap()).unwrap();
        let path = place.path().join(KEY_FILE);
        let text = std::fs::read_to_string(&path).unwrap();
        // Twenty characters into the base64, which may hold a plus itself.
        let at = text.find("/w1+").unwrap() + "/w1+01234567+".len() + 20;
        let swapped = if text[at..].starts_with('A') { "B" } else { "A" };
        for changed in [
            String::new(),
            text.trim_end().to_owned(),
            text.replacen("w1", "w2", 1),
            text.replacen("PRIVATE", "PUBLIC", 1),
            format!("{}{swapped}{}", &text[..at], &text[at + 1..]),
            format!("{text}\n"),
        ] {
            std::fs::write(&path, &changed).unwrap();
            assert!(matches!(CosignerKey::read(place.path()), Err(KeyFileError::Form { .. })), "{changed}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        CosignerKey::create(place.path(), "witness.example/w1".parse().unwrap()).unwrap();
        let path = place.path().join(KEY_FILE);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        for mode in [0o640, 0o604, 0o620] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let refused = CosignerKey::read(place.path());
            assert!(matches!(refused, Err(KeyFileError::OpenToOthers { .. })), "{mode:o}");
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let seed = [0xa5; 32];
        let key = CosignerKey::new("w.example".parse().unwrap(), SigningKey::from_seed(&seed).unwrap());
        assert_eq!(format!("{key:?}"), "CosignerKey(w.example, redacted)");
    }
}
