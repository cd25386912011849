//! Which logs a witness is told to cosign: vkeys, policies, or entry 0 with its fingerprint.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

use audit::entry::ENTRY_BYTES_MAX;
use audit::evidence::AboutLog;
use audit::fingerprint::Fingerprint;
use audit::note::{Vkey, VkeyType};
use audit::policy::{POLICY_BYTES_MAX, Policy};
use audit::words::Words;

/// The logs, and what was said about who may witness them.
pub(super) struct Trusted {
    /// One for each origin.
    pub(super) logs: Vec<Vkey>,
    /// The sitting's entry 0.
    pub(super) about: Option<AboutLog>,
    /// The witnesses that policies and entry 0 name; `None` where nothing was said of any.
    witnesses: Option<Vec<Vkey>>,
}

impl Trusted {
    /// Reads what stands on the command line.
    pub(super) fn read(
        logs: &[String],
        sitting: Option<&Path>,
        fingerprint: &[String],
    ) -> Result<Self, Words> {
        let mut trusted = Self { logs: Vec::new(), about: None, witnesses: None };
        for given in logs {
            match given.parse::<Vkey>() {
                Ok(vkey) if vkey.kind() == VkeyType::Ed25519 => trusted.add(vkey)?,
                Ok(_) => {
                    return Err(Words::new(
                        "--log 给出的是见证人的公钥，不是记录的公钥。",
                        "--log has the vkey of a witness, not of a log.",
                    ));
                }
                Err(_) => trusted.policy(Path::new(given))?,
            }
        }
        if let Some(path) = sitting {
            trusted.sitting(path, &fingerprint.concat())?;
        }
        if trusted.logs.is_empty() {
            return Err(Words::new(
                "没有给出要见证的记录：请用 --log 给出公钥或策略文件，或用 --sitting 和 --fingerprint 给出会议。",
                "no log was given: name it with --log, or the sitting with --sitting and --fingerprint.",
            ));
        }
        Ok(trusted)
    }

    /// Whether the witness with this key is one of those named, if any are.
    pub(super) fn names(&self, own: &Vkey) -> bool {
        self.witnesses.as_ref().is_none_or(|named| named.contains(own))
    }

    fn add(&mut self, log: Vkey) -> Result<(), Words> {
        match self.logs.iter().find(|known| known.name() == log.name()) {
            None => self.logs.push(log),
            Some(known) if *known == log => {}
            Some(_) => {
                let origin = log.name();
                return Err(Words::new(
                    format!("{origin} 给出了两个不同的公钥。"),
                    format!("two different vkeys for {origin}."),
                ));
            }
        }
        Ok(())
    }

    fn policy(&mut self, path: &Path) -> Result<(), Words> {
        let bytes = read(path, POLICY_BYTES_MAX)?;
        let policy = Policy::parse(&bytes).map_err(|error| refused(path, &error))?;
        policy.logs().iter().try_for_each(|party| self.add(party.vkey.clone()))?;
        self.name(&policy);
        Ok(())
    }

    fn sitting(&mut self, path: &Path, fingerprint: &str) -> Result<(), Words> {
        let fingerprint: Fingerprint = fingerprint.parse().map_err(|error| {
            Words::new("会议指纹应为 64 位十六进制数字（空格不计）。", format!("{error}"))
        })?;
        let entry_0 = first_line(path)?;
        let about = AboutLog::new(&entry_0, Some(&fingerprint)).map_err(|error| refused(path, &error))?;
        self.add(about.vkey().clone())?;
        // What cannot be a policy names nobody.
        if let Ok(policy) = Policy::of_sitting(about.sitting()) {
            self.name(&policy);
        }
        self.about = Some(about);
        Ok(())
    }

    fn name(&mut self, policy: &Policy) {
        let named = policy.witnesses().map(|(_, party)| party.vkey.clone());
        self.witnesses.get_or_insert_default().extend(named);
    }
}

fn read(path: &Path, bytes_max: usize) -> Result<Vec<u8>, Words> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    let read = File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    read.map(|_| bytes).map_err(|error| refused(path, &error))
}

/// The bytes up to the first newline, cut off where no entry is so long.
fn first_line(path: &Path) -> Result<Vec<u8>, Words> {
    let mut line = Vec::new();
    let limit = u64::try_from(ENTRY_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    let read =
        File::open(path).and_then(|file| BufReader::new(file.take(limit)).read_until(b'\n', &mut line));
    read.map_err(|error| refused(path, &error))?;
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(line)
}

fn refused(path: &Path, error: &impl std::fmt::Display) -> Words {
    let path = path.display();
    Words::new(format!("无法使用 {path}：{error}"), format!("{path} cannot be used: {error}"))
}
