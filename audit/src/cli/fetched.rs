//! A published log that is fetched into a folder of its own, to be verified like any other.

use super::follow::{no_copy, no_place};
use audit::fingerprint::Fingerprint;
use audit::observe::{Finding, Follower, StepError, source};
use audit::words::Words;
use std::path::{Path, PathBuf};

/// A temporary copy; removed when nobody needs it.
pub(super) struct Fetched {
    folder: PathBuf,
}

impl Fetched {
    /// Fetches the log at an address, checked entry by entry against its signed root.
    pub(super) fn from(address: &str, trusted: Fingerprint) -> Result<Self, Words> {
        let mut source = source(address).map_err(no_place)?;
        let mut random = [0; 8];
        getrandom::fill(&mut random)
            .map_err(|error| Words::new(format!("没有随机数：{error}"), format!("no randomness: {error}")))?;
        let name = format!("audit-{:016x}", u64::from_be_bytes(random));
        let fetched = Self { folder: std::env::temp_dir().join(name) };
        let mut follower = Follower::open(&fetched.folder, trusted).map_err(|error| no_copy(&error))?;
        match follower.step(&mut source, |_, _| {}) {
            // A broken chain is all there, and the verifier says the same with its number.
            Ok(_) | Err(StepError::Finding(Finding::ChainBroken { .. })) => Ok(fetched),
            Err(StepError::Finding(finding)) => {
                let words = finding.words();
                let code = finding.code();
                Err(Words::new(
                    format!("无法取得记录：{}（{code}）", words.zh),
                    format!("cannot fetch the log: {} ({code})", words.en),
                ))
            }
            Err(StepError::Copy(error)) => Err(no_copy(&error)),
        }
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Fetched {
    fn drop(&mut self) {
        // What cannot be removed is a public log in the folder for such things.
        _ = std::fs::remove_dir_all(&self.folder);
    }
}
