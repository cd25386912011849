//! Passphrases: where they may come from, and how much work guarding them costs.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use age::secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

/// Shortest passphrase, in characters, that a person may choose for a new file. Ten because scrypt at
/// [`WORK_FACTOR_PERSON`] leaves an attacker about one guess a second and core.
pub const PASSPHRASE_CHARS_MIN: usize = 10;
/// Longest passphrase in bytes; what is longer is a wrong file, not a passphrase.
pub const PASSPHRASE_BYTES_MAX: usize = 1024;

/// scrypt N = 2^18 (r = 8, p = 1: about a second and 256 MiB), the `age` command's own value.
pub const WORK_FACTOR_PERSON: u8 = 18;
/// scrypt N = 2^10, for passphrases that [`Passphrase::generate`] made, and only those: 128 random bits
/// cannot be guessed at any price, and the demo opens a dozen files on one small machine.
pub const WORK_FACTOR_GENERATED: u8 = 10;

/// Starts every generated passphrase, so that it is known for one when it comes back from a file.
const GENERATED_PREFIX: &str = "demo-";
const GENERATED_HEX_CHARS: usize = 32;

/// A passphrase; wiped on drop, never printed.
pub struct Passphrase {
    text: SecretString,
    generated: bool,
}

/// Why something is not a passphrase.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum PassphraseError {
    #[error("the passphrase is empty")]
    Empty,
    #[error("the passphrase is longer than {PASSPHRASE_BYTES_MAX} bytes")]
    TooLong,
    #[error("the passphrase has {actual} characters, a new one needs {PASSPHRASE_CHARS_MIN}")]
    TooShort { actual: usize },
    #[error("the passphrase is not UTF-8")]
    NotUtf8,
    #[error("the passphrase holds a control character or a second line")]
    Control,
    #[error("{path} can be read by every user of this machine; remove that permission first")]
    Exposed { path: PathBuf },
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
}

impl PassphraseError {
    /// The same in Chinese, for the screen.
    pub fn zh(&self) -> String {
        match self {
            Self::Empty => "口令是空的".into(),
            Self::TooLong => format!("口令超过 {PASSPHRASE_BYTES_MAX} 字节"),
            Self::TooShort { actual } => {
                format!("口令只有 {actual} 个字符，新口令至少 {PASSPHRASE_CHARS_MIN} 个")
            }
            Self::NotUtf8 => "口令不是 UTF-8 文字".into(),
            Self::Control => "口令中有控制字符，或者不止一行".into(),
            Self::Exposed { path } => {
                format!("本机任何用户都能读 {}，请先收回这一权限", path.display())
            }
            Self::Io { path, source } => format!("{}：{source}", path.display()),
        }
    }
}

impl Passphrase {
    /// Takes a passphrase that opens an existing file, so its length is not judged. The caller wipes its copy.
    pub fn new(text: &str) -> Result<Self, PassphraseError> {
        if text.is_empty() {
            return Err(PassphraseError::Empty);
        }
        if text.len() > PASSPHRASE_BYTES_MAX {
            return Err(PassphraseError::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(PassphraseError::Control);
        }
        let generated = is_generated(text);
        Ok(Self { text: SecretString::from(text), generated })
    }

    /// Takes a passphrase that a person has just chosen for a new file.
    pub fn chosen(text: &str) -> Result<Self, PassphraseError> {
        let actual = text.chars().count();
        let passphrase = Self::new(text)?;
        if actual < PASSPHRASE_CHARS_MIN {
            return Err(PassphraseError::TooShort { actual });
        }
        Ok(passphrase)
    }

    /// Reads the first line of a file (`serve --passphrase-file`); anything after it is refused.
    ///
    /// Group permissions are let be: systemd credentials carry an ACL, whose mask shows there.
    pub fn from_file(path: &Path) -> Result<Self, PassphraseError> {
        let failed = |source| PassphraseError::Io { path: path.to_owned(), source };
        let file = File::open(path).map_err(failed)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            if file.metadata().map_err(failed)?.permissions().mode() & 0o007 != 0 {
                return Err(PassphraseError::Exposed { path: path.to_owned() });
            }
        }
        // One byte of room beyond the longest line shows that a file is longer.
        let room = PASSPHRASE_BYTES_MAX.saturating_add(3);
        let mut bytes = Zeroizing::new(Vec::with_capacity(room.saturating_mul(2)));
        file.take(room as u64).read_to_end(&mut bytes).map_err(failed)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| PassphraseError::NotUtf8)?;
        let line = text.strip_suffix('\n').map_or(text, |t| t.strip_suffix('\r').unwrap_or(t));
        Self::new(line)
    }

    /// A passphrase of 128 random bits, for the demo: nobody chooses it and nobody types it.
    pub fn generate() -> Self {
        let bits = Zeroizing::new(rand::random::<u128>());
        let text = Zeroizing::new(format!("{GENERATED_PREFIX}{:032x}", *bits));
        Self { text: SecretString::from(text.as_str()), generated: true }
    }

    /// The text, to hand to a process of our own through a private file.
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }

    /// log₂ N of scrypt for a file under this passphrase. A person's passphrase cannot get the lower one.
    pub fn work_factor(&self) -> u8 {
        if self.generated { WORK_FACTOR_GENERATED } else { WORK_FACTOR_PERSON }
    }

    pub(super) fn secret(&self) -> SecretString {
        self.text.clone()
    }

    /// Compares without an early exit; for the second typing of a new passphrase.
    pub(super) fn same_as(&self, other: &Self) -> bool {
        let (a, b) = (self.expose().as_bytes(), other.expose().as_bytes());
        a.len() == b.len() && a.iter().zip(b).fold(0, |differs, (x, y)| differs | (x ^ y)) == 0
    }
}

fn is_generated(text: &str) -> bool {
    text.strip_prefix(GENERATED_PREFIX).is_some_and(|hex| {
        hex.len() == GENERATED_HEX_CHARS
            && hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    })
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::private_file::{self, Existing};

    fn from_bytes(bytes: &[u8]) -> Result<Passphrase, PassphraseError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pass");
        private_file::write(&path, bytes, Existing::Keep).unwrap();
        Passphrase::from_file(&path)
    }

    #[test]
    fn a_file_gives_its_one_line() {
        for bytes in ["云岭 县 票决".as_bytes(), "云岭 县 票决\n".as_bytes(), "云岭 县 票决\r\n".as_bytes()]
        {
            assert_eq!(from_bytes(bytes).unwrap().expose(), "云岭 县 票决");
        }
        assert!(matches!(from_bytes(b""), Err(PassphraseError::Empty)));
        assert!(matches!(from_bytes(b"\n"), Err(PassphraseError::Empty)));
        assert!(matches!(from_bytes(b"one\ntwo\n"), Err(PassphraseError::Control)));
        assert!(matches!(from_bytes(b"\xd4\xc6\xc1\xeb"), Err(PassphraseError::NotUtf8)));
        assert!(matches!(from_bytes(&[b'x'; 2000]), Err(PassphraseError::TooLong)));
        assert_eq!(from_bytes(&[b'x'; PASSPHRASE_BYTES_MAX]).unwrap().expose().len(), PASSPHRASE_BYTES_MAX);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_everyone_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pass");
        std::fs::write(&path, "long enough here").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Passphrase::from_file(&path), Err(PassphraseError::Exposed { .. })));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o440)).unwrap();
        assert_eq!(Passphrase::from_file(&path).unwrap().expose(), "long enough here");
    }

    #[test]
    fn a_new_passphrase_must_be_long_enough_in_characters() {
        let nine = Passphrase::chosen("九个字不够九个字不");
        assert!(matches!(nine, Err(PassphraseError::TooShort { actual: 9 })), "{nine:?}");
        assert!(Passphrase::chosen("十个字够了十个字够了").is_ok());
    }

    #[test]
    fn only_a_generated_passphrase_gets_the_lower_work_factor() {
        let generated = Passphrase::generate();
        assert_eq!(generated.work_factor(), WORK_FACTOR_GENERATED);
        assert_eq!(Passphrase::new(generated.expose()).unwrap().work_factor(), WORK_FACTOR_GENERATED);
        assert_ne!(generated.expose(), Passphrase::generate().expose());
        for person in ["demo-", "demo-0123", "demo-0123456789ABCDEF0123456789ABCDEF", "correct horse battery"]
        {
            assert_eq!(Passphrase::new(person).unwrap().work_factor(), WORK_FACTOR_PERSON, "{person}");
        }
    }

    #[test]
    fn it_is_redacted() {
        assert_eq!(format!("{:?}", Passphrase::generate()), "Passphrase(redacted)");
    }
}
