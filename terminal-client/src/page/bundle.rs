//! The built pages: what Vite wrote into `tablet-client/dist/`, embedded in the program, or read from a folder.
//!
//! Invariants
//! - A bundle's files are known kinds at plain relative paths; anything else is refused by name.
//! - Its hash is a function of paths and bytes alone (protocol.md §11.8), and `sha256sum` recomputes it.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use hyper::body::Bytes;
use sha2::{Digest as _, Sha256};

use super::site::{PAGE_JSON, SITTING_JSON};

/// Most bytes of a bundle read from a folder, all files together.
pub const BUNDLE_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Folders inside each other in a bundle read from a folder.
const DEPTH_MAX: usize = 4;
/// Where Vite puts what is named by its content.
const ASSETS: &str = "assets/";
/// Characters of a content hash in a file's name.
const NAME_HASH: usize = 8;

/// Made by `build.rs`: path and bytes, by path.
static EMBEDDED: &[(&str, &[u8])] = &include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

/// SHA-256 of a bundle (protocol.md §11.8); the one in `pages` of entry 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageHash(pub [u8; 32]);

/// 64 lower-case hex characters.
impl fmt::Display for PageHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Why a folder is no bundle.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum BundleError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("{}: neither a file nor a folder", path.display())]
    NoFile { path: PathBuf },
    #[error("{path}: a name of a bundle has letters, digits, '.', '-' and '_' alone, and begins with no '.'")]
    Name { path: String },
    #[error("{path}: no kind of file that pages are made of")]
    Kind { path: String },
    #[error("{path}: folders deeper than {DEPTH_MAX}")]
    Deep { path: String },
    #[error("more than {BUNDLE_BYTES_MAX} bytes")]
    TooLong,
}

/// The files of the pages, by path with `/`, without a leading one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    files: BTreeMap<String, Bytes>,
}

impl Bundle {
    /// What was built into this program; empty if it was built without.
    pub fn embedded() -> Self {
        let file =
            |(path, bytes): &(&'static str, &'static [u8])| ((*path).to_owned(), Bytes::from_static(bytes));
        Self { files: EMBEDDED.iter().map(file).collect() }
    }

    /// Files given one by one.
    pub fn from_files(files: impl IntoIterator<Item = (String, Bytes)>) -> Result<Self, BundleError> {
        let files: BTreeMap<_, _> = files.into_iter().collect();
        for path in files.keys() {
            check_path(path)?;
        }
        Ok(Self { files })
    }

    /// The bundle that lies in a folder, as [`super::export`] writes it; `sitting.json` and `page.json` beside it are no part.
    pub fn read(folder: &Path) -> Result<Self, BundleError> {
        let mut files = BTreeMap::new();
        let mut left = BUNDLE_BYTES_MAX;
        read_folder(folder, "", 0, &mut left, &mut files)?;
        files.remove(SITTING_JSON);
        files.remove(PAGE_JSON);
        Self::from_files(files)
    }

    /// Whether there is no page at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// A file's bytes.
    pub fn get(&self, path: &str) -> Option<&Bytes> {
        self.files.get(path)
    }

    /// All files, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Bytes)> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes))
    }

    /// The lines `<sha256 in hex>  <path>\n`, by path: what `sha256sum` prints of all files.
    pub fn manifest(&self) -> String {
        let line = |(path, bytes): (&String, &Bytes)| {
            format!("{}  {path}\n", PageHash(Sha256::digest(bytes).into()))
        };
        self.files.iter().map(line).collect()
    }

    /// SHA-256 of the [manifest](Self::manifest); `None` of an empty bundle.
    pub fn hash(&self) -> Option<PageHash> {
        (!self.is_empty()).then(|| PageHash(Sha256::digest(self.manifest()).into()))
    }
}

/// The media type of a file, by its name; `None` of kinds that pages are not made of.
pub(super) fn media_type(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit_once('.')?;
    Some(match extension {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

/// Whether the name says what the content is, as in `assets/deputy-otFjNT83.js`: then it may be kept for ever.
pub(super) fn is_named_by_content(path: &str) -> bool {
    let Some(name) = path.strip_prefix(ASSETS) else { return false };
    let is_hash =
        |text: &[u8]| text.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    name.as_bytes()
        .windows(NAME_HASH + 2)
        .any(|part| matches!(part, [b'-', hash @ .., b'.'] if is_hash(hash)))
}

fn check_path(path: &str) -> Result<(), BundleError> {
    let plain = |part: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        !part.is_empty() && !part.starts_with('.') && part.bytes().all(is_plain)
    };
    if !path.split('/').all(plain) {
        return Err(BundleError::Name { path: path.to_owned() });
    }
    media_type(path).map(drop).ok_or_else(|| BundleError::Kind { path: path.to_owned() })
}

fn read_folder(
    folder: &Path,
    under: &str,
    depth: usize,
    left: &mut u64,
    files: &mut BTreeMap<String, Bytes>,
) -> Result<(), BundleError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        |source| BundleError::Io { path, source }
    };
    if depth > DEPTH_MAX {
        return Err(BundleError::Deep { path: under.to_owned() });
    }
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let path = entry.path();
        let name = format!("{under}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(failed(&path))?;
        if kind.is_dir() {
            read_folder(&path, &format!("{name}/"), depth + 1, left, files)?;
        } else if kind.is_file() {
            let mut bytes = Vec::new();
            // One byte more, so that what is too long shows.
            let limited = File::open(&path).map_err(failed(&path))?.take(left.saturating_add(1));
            { limited }.read_to_end(&mut bytes).map_err(failed(&path))?;
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            *left = left.checked_sub(length).ok_or(BundleError::TooLong)?;
            files.insert(name, bytes.into());
        } else {
            return Err(BundleError::NoFile { path });
        }
    }
    Ok(())
}
