//! The stored corpus: a folder for each target under `tests/fuzz/corpus/`, a file for each input.
//!
//! ```text
//! good-…     taken as they should be        nasty-…    made by hand to be refused
//! found-…    past findings                  reach-…    what had an outcome first in a long run
//! ```

use super::{Finding, Target};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// Where the corpus lies.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// All inputs of a target, sorted by name; none where there is no folder.
pub fn load(target: &Target) -> io::Result<Vec<(String, Vec<u8>)>> {
    let folder = folder().join(target.name);
    let mut files = Vec::new();
    match std::fs::read_dir(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
        Ok(entries) => {
            for entry in entries {
                let entry = entry?;
                files.push((entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path())?));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Keeps an input, under a name made of `what` and its hash; gives the path.
pub fn keep(target: &Target, what: &str, input: &[u8]) -> io::Result<PathBuf> {
    let folder = folder().join(target.name);
    std::fs::create_dir_all(&folder)?;
    let mut hasher = DefaultHasher::new();
    input.hash(&mut hasher);
    let path = folder.join(format!("{what}-{:08x}", hasher.finish() >> 32));
    std::fs::write(&path, input)?;
    Ok(path)
}

/// Keeps a finding.
pub fn keep_finding(target: &Target, finding: &Finding) -> io::Result<PathBuf> {
    keep(target, "found", &finding.input)
}
