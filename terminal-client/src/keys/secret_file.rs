//! One holder's private keys for one sitting, in an `age` file under a passphrase.
//!
//! ```text
//! file      age v1 (C2SP age), one scrypt recipient
//! inside    "piaojue-secret v1 " kind " " origin "\n"  base64(bytes) "\n"
//! ```
//!
//! Any age implementation opens the file, so no holder depends on this program for a key. What the bytes
//! mean is the holder's business. Kind and origin stand inside the encryption, where nobody can change
//! them: the chief scrutineer's key cannot be given for the secretariat's, nor last year's for this year's.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use age::{DecryptError, Decryptor};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::passphrase::Passphrase;
use super::private_file::{self, Existing, PrivateFileError};

/// Largest secret file. Keys are some hundred bytes, a scrutineer's ceremony state some ten thousand.
pub const SECRET_FILE_BYTES_MAX: u64 = 1024 * 1024;
/// Highest scrypt work factor that is tried (N = 2^20: 1 GiB), so that a hostile file cannot hang a machine.
pub const WORK_FACTOR_MAX: u8 = 20;
/// Longest origin, in bytes.
pub const ORIGIN_BYTES_MAX: usize = 255;

const MAGIC: &str = "piaojue-secret v1";

/// Whose keys a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    /// The tally server's keys: acts, log and stamps.
    Server,
    /// The secretariat's act key.
    Secretariat,
    /// The chief scrutineer's act key.
    ChiefScrutineer,
    /// The presiding officer's act key.
    PresidingOfficer,
    /// A scrutineer's act key, ceremony state and share.
    Scrutineer,
    /// A witness's cosigning key.
    Witness,
}

impl SecretKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Server,
        Self::Secretariat,
        Self::ChiefScrutineer,
        Self::PresidingOfficer,
        Self::Scrutineer,
        Self::Witness,
    ];

    /// The word in the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Secretariat => "secretariat",
            Self::ChiefScrutineer => "chief-scrutineer",
            Self::PresidingOfficer => "presiding-officer",
            Self::Scrutineer => "scrutineer",
            Self::Witness => "witness",
        }
    }

    /// The word on Chinese screens.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Server => "计票服务器",
            Self::Secretariat => "大会秘书处",
            Self::ChiefScrutineer => "总监票人",
            Self::PresidingOfficer => "执行主席",
            Self::Scrutineer => "监票人",
            Self::Witness => "见证",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Why a secret file was not written or not read.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum SecretFileError {
    #[error("the origin {origin:?} is empty, longer than {ORIGIN_BYTES_MAX} bytes, or holds a space")]
    Origin { origin: String },
    #[error(transparent)]
    Write(#[from] PrivateFileError),
    #[error("{path}: encryption failed: {reason}")]
    Encrypt { path: PathBuf, reason: String },
    #[error("{path}: {source}")]
    Read { path: PathBuf, source: io::Error },
    #[error("{path} is larger than a secret file can be ({SECRET_FILE_BYTES_MAX} bytes)")]
    TooLarge { path: PathBuf },
    #[error("{path} is no passphrase file of the age format")]
    NotASecretFile { path: PathBuf },
    #[error("{path} asks for scrypt work 2^{required}, more than 2^{WORK_FACTOR_MAX}")]
    ExcessiveWork { path: PathBuf, required: u8 },
    /// Damage to the 32 bytes that hold the wrapped file key looks the same; nothing can tell them apart.
    #[error("{path}: the passphrase is wrong")]
    WrongPassphrase { path: PathBuf },
    #[error("{path} is damaged: {what}")]
    Damaged { path: PathBuf, what: &'static str },
    #[error("{path} holds the keys of: {}; wanted those of: {}", found.word(), expected.word())]
    WrongKind { path: PathBuf, expected: SecretKind, found: SecretKind },
    #[error("{path} belongs to the sitting {found}; wanted one of {expected}")]
    WrongSitting { path: PathBuf, expected: String, found: String },
}

impl SecretFileError {
    /// The same in Chinese, for the screen.
    pub fn zh(&self) -> String {
        match self {
            Self::Origin { origin } => format!("会议标识不合格：{origin:?}"),
            Self::Write(PrivateFileError::Exists { path }) => {
                format!("{} 已经存在，没有改动", path.display())
            }
            Self::Write(e) => format!("写不成：{e}"),
            Self::Encrypt { path, reason } => format!("{} 加密失败：{reason}", path.display()),
            Self::Read { path, source } => format!("{} 读不了：{source}", path.display()),
            Self::TooLarge { path } => format!("{} 太大，不是密钥文件", path.display()),
            Self::NotASecretFile { path } => format!("{} 不是带口令的 age 密钥文件", path.display()),
            Self::ExcessiveWork { path, required } => {
                format!("{} 要求的计算量（2^{required}）过大", path.display())
            }
            Self::WrongPassphrase { path } => format!("{} 的口令不对", path.display()),
            Self::Damaged { path, .. } => format!("{} 已损坏，请用备份", path.display()),
            Self::WrongKind { path, expected, found } => {
                format!("{} 是{}的密钥，这里要{}的", path.display(), found.zh(), expected.zh())
            }
            Self::WrongSitting { path, expected, found } => {
                format!("{} 属于会议 {found}，这里要 {expected} 的", path.display())
            }
        }
    }
}

/// Where one holder's keys for one sitting are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretFile {
    path: PathBuf,
    kind: SecretKind,
    origin: String,
}

impl SecretFile {
    /// Names the file. `origin` is the sitting's log identity (protocol.md §2.5), known before entry 0 is.
    pub fn new(path: &Path, kind: SecretKind, origin: &str) -> Result<Self, SecretFileError> {
        let fits = (1..=ORIGIN_BYTES_MAX).contains(&origin.len());
        if !fits || origin.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(SecretFileError::Origin { origin: origin.to_owned() });
        }
        Ok(Self { path: path.to_owned(), kind, origin: origin.to_owned() })
    }

    /// The file's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Encrypts and writes `bytes`, durable when it returns.
    pub fn write(
        &self,
        passphrase: &Passphrase,
        bytes: &[u8],
        existing: Existing,
    ) -> Result<(), SecretFileError> {
        let header = format!("{MAGIC} {} {}\n", self.kind.word(), self.origin);
        // Room for everything at once: growing would leave copies behind.
        let room = bytes.len().saturating_mul(2).saturating_add(header.len()).saturating_add(8);
        let mut plaintext = Zeroizing::new(String::with_capacity(room));
        plaintext.push_str(&header);
        STANDARD.encode_string(bytes, &mut plaintext);
        plaintext.push('\n');

        let mut recipient = age::scrypt::Recipient::new(passphrase.secret());
        recipient.set_work_factor(passphrase.work_factor());
        let ciphertext = age::encrypt(&recipient, plaintext.as_bytes())
            .map_err(|e| SecretFileError::Encrypt { path: self.path.clone(), reason: e.to_string() })?;
        if ciphertext.len() as u64 > SECRET_FILE_BYTES_MAX {
            return Err(SecretFileError::TooLarge { path: self.path.clone() });
        }
        Ok(private_file::write(&self.path, &ciphertext, existing)?)
    }

    /// Opens the file; checks, in order: size, format, work, passphrase, integrity, kind, sitting.
    pub fn read(&self, passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, SecretFileError> {
        let plaintext = self.decrypt(&self.load()?, passphrase)?;
        let damaged = |what| SecretFileError::Damaged { path: self.path.clone(), what };
        let text = std::str::from_utf8(&plaintext).map_err(|_| damaged("not text"))?;
        let (header, body) = text.split_once('\n').ok_or(damaged("no first line"))?;
        let label = header
            .strip_prefix(MAGIC)
            .and_then(|rest| rest.strip_prefix(' '))
            .ok_or(damaged("another first line"))?;
        let (kind, origin) = label.split_once(' ').ok_or(damaged("no sitting"))?;
        let found = SecretKind::from_word(kind).ok_or(damaged("unknown kind"))?;
        if found != self.kind {
            return Err(SecretFileError::WrongKind { path: self.path.clone(), expected: self.kind, found });
        }
        if origin != self.origin {
            return Err(SecretFileError::WrongSitting {
                path: self.path.clone(),
                expected: self.origin.clone(),
                found: origin.to_owned(),
            });
        }
        let body = body.strip_suffix('\n').ok_or(damaged("no last line end"))?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(body.len()));
        STANDARD.decode_vec(body, &mut bytes).map_err(|_| damaged("not base64"))?;
        Ok(bytes)
    }

    fn load(&self) -> Result<Vec<u8>, SecretFileError> {
        let failed = |source| SecretFileError::Read { path: self.path.clone(), source };
        let mut bytes = Vec::new();
        let file = File::open(&self.path).map_err(failed)?;
        file.take(SECRET_FILE_BYTES_MAX.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 > SECRET_FILE_BYTES_MAX {
            return Err(SecretFileError::TooLarge { path: self.path.clone() });
        }
        Ok(bytes)
    }

    fn decrypt(
        &self,
        ciphertext: &[u8],
        passphrase: &Passphrase,
    ) -> Result<Zeroizing<Vec<u8>>, SecretFileError> {
        let path = || self.path.clone();
        let decryptor = Decryptor::new_buffered(ciphertext)
            .map_err(|_| SecretFileError::NotASecretFile { path: path() })?;
        if !decryptor.is_scrypt() {
            return Err(SecretFileError::NotASecretFile { path: path() });
        }
        let mut identity = age::scrypt::Identity::new(passphrase.secret());
        identity.set_max_work_factor(WORK_FACTOR_MAX);
        let mut reader = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).map_err(
            |error| match error {
                DecryptError::DecryptionFailed => SecretFileError::WrongPassphrase { path: path() },
                DecryptError::ExcessiveWork { required, .. } => {
                    SecretFileError::ExcessiveWork { path: path(), required }
                }
                DecryptError::InvalidMac => SecretFileError::Damaged { path: path(), what: "the header" },
                _ => SecretFileError::NotASecretFile { path: path() },
            },
        )?;
        let mut plaintext = Zeroizing::new(Vec::with_capacity(ciphertext.len()));
        reader
            .read_to_end(&mut plaintext)
            .map_err(|_| SecretFileError::Damaged { path: path(), what: "the contents" })?;
        Ok(plaintext)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::passphrase::{WORK_FACTOR_GENERATED, WORK_FACTOR_PERSON};

    const ORIGIN: &str = "piaojue.example/yunling/2027-1";

    struct Kept {
        folder: tempfile::TempDir,
        passphrase: Passphrase,
        file: SecretFile,
    }

    fn kept() -> Kept {
        let folder = tempfile::tempdir().unwrap();
        let file = SecretFile::new(&folder.path().join("s.age"), SecretKind::Scrutineer, ORIGIN).unwrap();
        let passphrase = Passphrase::generate();
        file.write(&passphrase, &[0, 1, 2, 254, 255], Existing::Keep).unwrap();
        Kept { folder, passphrase, file }
    }

    /// Writes what age would, with any plaintext, as another program could.
    fn forge(kept: &Kept, plaintext: &str, work: u8) {
        let mut recipient = age::scrypt::Recipient::new(kept.passphrase.secret());
        recipient.set_work_factor(work);
        std::fs::write(kept.file.path(), age::encrypt(&recipient, plaintext.as_bytes()).unwrap()).unwrap();
    }

    #[test]
    fn what_is_written_is_read() {
        let kept = kept();
        assert_eq!(*kept.file.read(&kept.passphrase).unwrap(), [0, 1, 2, 254, 255]);
        let raw = std::fs::read(kept.file.path()).unwrap();
        assert!(raw.starts_with(b"age-encryption.org/v1\n-> scrypt "));
        assert!(!String::from_utf8_lossy(&raw).contains("piaojue"), "the label is inside the encryption");
    }

    #[test]
    fn the_contents_are_as_documented() {
        let kept = kept();
        let raw = std::fs::read(kept.file.path()).unwrap();
        let plaintext = age::decrypt(&age::scrypt::Identity::new(kept.passphrase.secret()), &raw).unwrap();
        assert_eq!(plaintext, format!("piaojue-secret v1 scrutineer {ORIGIN}\nAAEC/v8=\n").as_bytes());
    }

    #[test]
    fn another_passphrase_is_wrong() {
        let kept = kept();
        let refused = kept.file.read(&Passphrase::generate());
        assert!(matches!(refused, Err(SecretFileError::WrongPassphrase { .. })), "{refused:?}");
    }

    #[test]
    fn another_kind_or_sitting_is_named() {
        let kept = kept();
        let path = kept.file.path();
        let kind = SecretFile::new(path, SecretKind::ChiefScrutineer, ORIGIN).unwrap();
        let refused = kind.read(&kept.passphrase);
        assert!(
            matches!(refused, Err(SecretFileError::WrongKind { found: SecretKind::Scrutineer, .. })),
            "{refused:?}"
        );
        let sitting = SecretFile::new(path, SecretKind::Scrutineer, "piaojue.example/rehearsal").unwrap();
        let refused = sitting.read(&kept.passphrase);
        assert!(
            matches!(&refused, Err(SecretFileError::WrongSitting { found, .. }) if found == ORIGIN),
            "{refused:?}"
        );
    }

    #[test]
    fn every_changed_or_missing_byte_is_refused() {
        let kept = kept();
        let whole = std::fs::read(kept.file.path()).unwrap();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            std::fs::write(kept.file.path(), &changed).unwrap();
            assert!(kept.file.read(&kept.passphrase).is_err(), "byte {at} changed");
            std::fs::write(kept.file.path(), &whole[..at]).unwrap();
            assert!(kept.file.read(&kept.passphrase).is_err(), "cut at {at}");
        }
        let mut last = whole.clone();
        *last.last_mut().unwrap() ^= 1;
        std::fs::write(kept.file.path(), &last).unwrap();
        let refused = kept.file.read(&kept.passphrase);
        assert!(matches!(refused, Err(SecretFileError::Damaged { what: "the contents", .. })), "{refused:?}");
    }

    #[test]
    fn files_that_are_something_else_are_refused() {
        let kept = kept();
        for bytes in [&b""[..], b"piaojue-secret v1 scrutineer x\nAAAA\n", b"-----BEGIN PRIVATE KEY-----\n"] {
            std::fs::write(kept.file.path(), bytes).unwrap();
            let refused = kept.file.read(&kept.passphrase);
            assert!(matches!(refused, Err(SecretFileError::NotASecretFile { .. })), "{refused:?}");
        }
        let recipient = age::x25519::Identity::generate().to_public();
        std::fs::write(kept.file.path(), age::encrypt(&recipient, b"x").unwrap()).unwrap();
        let refused = kept.file.read(&kept.passphrase);
        assert!(matches!(refused, Err(SecretFileError::NotASecretFile { .. })), "{refused:?}");
        std::fs::write(kept.file.path(), vec![b'a'; 1024 * 1024 + 1]).unwrap();
        let refused = kept.file.read(&kept.passphrase);
        assert!(matches!(refused, Err(SecretFileError::TooLarge { .. })), "{refused:?}");
        let absent = SecretFile::new(&kept.folder.path().join("no"), SecretKind::Server, ORIGIN).unwrap();
        let refused = absent.read(&kept.passphrase);
        assert!(matches!(refused, Err(SecretFileError::Read { .. })), "{refused:?}");
    }

    #[test]
    fn contents_that_are_something_else_are_damage() {
        let kept = kept();
        for (plaintext, expected) in [
            ("", "no first line"),
            ("piaojue-secret v2 scrutineer x\nAAAA\n", "another first line"),
            ("piaojue-secret v1 scrutineer\nAAAA\n", "no sitting"),
            ("piaojue-secret v1 somebody x\nAAAA\n", "unknown kind"),
            (&format!("piaojue-secret v1 scrutineer {ORIGIN}\nAAAA"), "no last line end"),
            (&format!("piaojue-secret v1 scrutineer {ORIGIN}\nAA=A\n"), "not base64"),
            (&format!("piaojue-secret v1 scrutineer {ORIGIN}\nAAAA\n\n"), "not base64"),
        ] {
            forge(&kept, plaintext, WORK_FACTOR_GENERATED);
            let refused = kept.file.read(&kept.passphrase);
            assert!(
                matches!(&refused, Err(SecretFileError::Damaged { what, .. }) if *what == expected),
                "{plaintext:?}: {refused:?}"
            );
        }
    }

    #[test]
    fn a_file_that_asks_for_too_much_work_is_refused_at_once() {
        let kept = kept();
        let raw = std::fs::read(kept.file.path()).unwrap();
        let at = raw.windows(3).position(|w| w == b" 10").unwrap();
        let mut greedy = raw;
        greedy[at + 1..at + 3].copy_from_slice(b"21");
        std::fs::write(kept.file.path(), greedy).unwrap();
        let refused = kept.file.read(&kept.passphrase);
        assert!(matches!(refused, Err(SecretFileError::ExcessiveWork { required: 21, .. })), "{refused:?}");
    }

    #[test]
    fn the_work_factor_in_the_file_is_the_passphrases_own() {
        let kept = kept();
        let person = Passphrase::new("correct horse battery").unwrap();
        kept.file.write(&person, b"x", Existing::Replace).unwrap();
        let raw = std::fs::read(kept.file.path()).unwrap();
        let line = String::from_utf8_lossy(raw.split(|b| *b == b'\n').nth(1).unwrap()).into_owned();
        assert!(line.ends_with(&format!(" {WORK_FACTOR_PERSON}")), "{line}");
        assert_eq!(*kept.file.read(&person).unwrap(), *b"x");
    }

    #[test]
    fn an_origin_that_would_break_the_first_line_is_refused() {
        for origin in ["", "a b", "a\nb", "a\u{3000}b", &"x".repeat(256)] {
            let refused = SecretFile::new(Path::new("x"), SecretKind::Server, origin);
            assert!(matches!(refused, Err(SecretFileError::Origin { .. })), "{origin:?}");
        }
    }

    #[test]
    fn every_kind_has_its_own_word() {
        for kind in SecretKind::ALL {
            assert_eq!(SecretKind::from_word(kind.word()), Some(kind));
        }
    }
}
